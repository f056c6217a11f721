/// Rules about an order: its rows agree, and its lines add up.
extension Rule {
  public static let amountMismatch = Rule(
    "amount.mismatch", .accuracy, .hold, weight: 5,
    sentence: "the order's lines do not make its total: {detail}",
    remedy: "look for a line that is missing, a wrong quantity or price, or a discount that is not stated")

  /// The same check within one row: it has the code of `amountMismatch` and words of its own.
  public static let sumsDisagree = Rule(
    "amount.mismatch", .accuracy, .hold, weight: 5,
    sentence: "the row's own amounts do not agree: {detail}",
    remedy: "correct the one that is wrong, or look for a charge that is not stated")

  public static let amountRounded = Rule(
    "amount.rounded", .accuracy, .note, weight: 0,
    sentence: "lines and total differ by the smallest coin; the total was taken",
    remedy: "nothing needs to be done")

  public static let repeatedDifferently = Rule(
    "key.repeated_differently", .consistency, .hold, weight: 3,
    sentence: "{field} is \"{value}\" here and something else in another row of the same order",
    remedy: "make {field} the same in all rows of the order")

  public static let rowRepeated = Rule(
    "row.repeated", .uniqueness, .note,
    sentence: "the row stands twice, with one {field}; it was counted once",
    remedy: "nothing needs to be done")

  public static let heldTogether = Rule(
    "order.held_together", .consistency, .hold, weight: 0,
    sentence: "nothing is wrong with this row, but another row of its order is held",
    remedy: "correct the other row; the order is then taken as a whole")

  public static let noLines = Rule(
    "order.no_lines", .completeness, .hold, weight: 3,
    sentence: "the order has no product line",
    remedy: "add what was sold: product, quantity and price")

  public static let tooManyRows = Rule(
    "order.too_many_rows", .consistency, .hold, weight: 3,
    sentence: "more than {detail} rows in a row have this {field}",
    remedy: "look whether the right column is used as the order's number")

  public static let priceMissing = Rule(
    "price.missing", .completeness, .hold, weight: 3,
    sentence: "{detail} lines of the order have no price, so they cannot be told from its total",
    remedy: "fill in the prices, all but one at most")

  public static let priceDerived = Rule(
    "price.derived", .completeness, .note,
    sentence: "{field} is empty; it was worked out from the order's total",
    remedy: "fill in the price if it is known")

  public static let statusContradictsAmount = Rule(
    "status.contradicts_amount", .consistency, .hold, weight: 3,
    sentence: "the row is marked as a return, but its value is not negative",
    remedy: "give a return a negative quantity, or correct its number")

  public static let refundExceedsSale = Rule(
    "refund.exceeds_sale", .consistency, .hold, weight: 3,
    sentence: "more was given back than was sold: {detail}",
    remedy: "correct the refund or the order's total")

  public static let datesOutOfOrder = Rule(
    "dates.out_of_order", .consistency, .note,
    sentence: "the refund ({field}) is dated before the sale; it was booked on the day of the sale",
    remedy: "correct the dates")
}
