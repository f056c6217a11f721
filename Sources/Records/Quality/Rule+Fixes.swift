/// Rules about rows that come back from a spreadsheet.
extension Rule {
  public static let lostZeros = Rule(
    "id.lost_zeros", .validity, .hold, weight: 3,
    sentence: "{field} was {detail} and came back as \"{value}\": a spreadsheet has taken its zeros",
    remedy: "open the file with that column as text, put the zeros back, and drop it again")

  public static let dateRetyped = Rule(
    "date.retyped", .validity, .hold, weight: 3,
    sentence: "{field} was {detail} and came back as \"{value}\", which could be more than one day",
    remedy: "write the date as 2026-01-31, in a column that is text")

  public static let unknownReference = Rule(
    "fix.unknown_row", .consistency, .hold,
    sentence: "its daybook_ref \"{value}\" is that of no row that is held{detail}",
    remedy: "take the row from the newest file in Fix/ and leave its daybook_ref as it is")

  public static let orderIncomplete = Rule(
    "fix.rows_missing", .completeness, .hold,
    sentence: "other rows of its order are held too and are not in the file",
    remedy: "put all rows of the order into one file; the one in Fix/ has them")

  /// Codes of what is found while a row is cut into cells or comes back from a spreadsheet: its cells alone do not show it.
  public static let seenBeforeJudging: Set<String> = Set(
    [
      tooFewCells, tooManyCells, damagedQuotes, damagedEncoding, zeroBytes, repeatedKey, cellTooLong,
      malformedJSON, lostZeros, dateRetyped,
    ].map(\.code))
}
