/// Rules about numbers, money and time.
extension Rule {
  public static let numberUnreadable = Rule(
    "number.unreadable", .validity, .hold, weight: 2,
    sentence: "{field} is \"{value}\", which is no number",
    remedy: "write a plain number such as 3 or 0.5")

  public static let numberOutOfRange = Rule(
    "number.out_of_range", .validity, .hold, weight: 2,
    sentence: "{field} is {value}; it must be {detail}",
    remedy: "correct the number")

  public static let numberTooPrecise = Rule(
    "number.too_precise", .validity, .hold, weight: 2,
    sentence: "{field} is {value}, which has more decimals than can be kept",
    remedy: "round it to the decimals its currency has; a quantity may have three")

  public static let moneyUnreadable = Rule(
    "money.unreadable", .validity, .hold, weight: 2,
    sentence: "{field} is \"{value}\", which is no amount",
    remedy: "write digits with a decimal point and nothing else, such as 1234.50")

  public static let moneyNotPositive = Rule(
    "money.not_positive", .validity, .hold, weight: 2,
    sentence: "{field} is {value}; it must be more than nothing",
    remedy: "correct the amount; a refund is told by its status")

  public static let dateUnreadable = Rule(
    "date.unreadable", .validity, .hold, weight: 2,
    sentence: "{field} is \"{value}\", which is no date",
    remedy:
      "write it as 2026-01-31 or 2026-01-31T14:05:00Z; a number such as 45292 is Excel's own: format the column as date"
  )

  public static let dateImpossible = Rule(
    "date.impossible", .validity, .hold, weight: 2,
    sentence: "{field} is {value}, which no calendar or clock has",
    remedy: "correct the date")

  public static let dateInFuture = Rule(
    "date.in_future", .timeliness, .hold, weight: 2,
    sentence: "{field} is {value}, which is still to come",
    remedy: "correct the date, or the clock of the till")

  public static let dateTooOld = Rule(
    "date.too_old", .timeliness, .hold, weight: 2,
    sentence: "{field} is {value}, before 1990",
    remedy: "correct the date; 1970 and 1900 stand for a date that was missing")
}
