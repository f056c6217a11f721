/// Rules about how a cell is to be read, where it leaves more than one way.
extension Rule {
  public static let dateOrderUndecidable = Rule(
    "date.order_undecidable", .validity, .hold, weight: 2,
    sentence: "{field} is {value}, which may be day before month or month before day",
    remedy:
      "write it as 2026-01-31, or say `reading: {dates: dmy}` or `mdy` for the source in Config/daybook.yaml")

  public static let decimalUndecidable = Rule(
    "decimal.undecidable", .validity, .hold, weight: 2,
    sentence: "{field} is {value}, whose sign may group thousands or begin the decimals",
    remedy:
      "write it as 1234.50, or say `reading: {decimals: point}` or `comma` for the source in Config/daybook.yaml"
  )

  public static let zoneUnknown = Rule(
    "zone.unknown", .validity, .hold, weight: 2,
    sentence: "{field} is \"{value}\", whose time zone is not known here",
    remedy: "name the zone as Europe/London, or write the offset as +01:00")

  public static let zoneAmbiguous = Rule(
    "zone.ambiguous", .validity, .hold, weight: 2,
    sentence: "{field} is \"{value}\", and several countries use these letters for different clocks",
    remedy: "name the zone as Asia/Kolkata, or write the offset as +05:30")

  public static let currencyContradicts = Rule(
    "currency.contradicts", .consistency, .hold, weight: 3,
    sentence: "{field} is \"{value}\", but the row's currency is {detail}",
    remedy: "correct the currency of the row, or the sign at the amount")

  public static let zerosMissing = Rule(
    "id.zeros_missing", .validity, .note,
    sentence:
      "{field} is \"{value}\", but in earlier files it had {detail} digits with zeros in front: a spreadsheet has taken them",
    remedy: "export it again and drop it without opening it in a spreadsheet")

  public static let apostrophe = Rule(
    "text.apostrophe", .validity, .note, weight: 0,
    sentence:
      "{field} began with an apostrophe that keeps spreadsheets from counting with it; it was left out",
    remedy: "nothing needs to be done")
}
