/// A number that Daybook shows, and what it means.
struct Term: Sendable {
  /// The anchor in the glossary; links from elsewhere rely on it.
  var id: String
  var name: String
  var meaning: String
  var formula: String?
  var example: String

  init(_ id: String, _ name: String, _ meaning: String, formula: String? = nil, example: String) {
    self.id = id
    self.name = name
    self.meaning = meaning
    self.formula = formula
    self.example = example
  }

  /// The name, leading to its meaning.
  var link: Html { "<a href=\"glossary.html#\(id)\">\(name)</a>" }

  static let all = money + counts + periods + trust
}

/// All examples come from one day: £120.00 of goods in four orders, £10.00 off, £15.00 brought back.
extension Term {
  static let money = [
    grossSales, discounts, returns, netSales, shipping, tax, totalSales, tips, fees, collected, feesKept,
    paidOut,
  ]

  static let grossSales = Term(
    "gross-sales", "Gross sales",
    "What the goods sold bring at their price, before anything is taken off. Cancelled and test orders "
      + "are left out.",
    formula: "price × quantity", example: "30 × £4.00 = £120.00")

  static let discounts = Term(
    "discounts", "Discounts", "What was taken off the price, on a line or on the whole order.",
    formula: "line discounts + order discounts", example: "£4.00 + £6.00 = £10.00")

  static let returns = Term(
    "returns", "Returns",
    "The value of goods brought back, on the day of the refund. A refunded order still counts as an order on "
      + "its own day, and as a return on the day of the refund.",
    example: "3 × £5.00 = £15.00")

  static let netSales = Term(
    "net-sales", "Net sales", "What the goods really brought. This is the number the pages lead with.",
    formula: "gross − discounts − returns", example: "£120.00 − £10.00 − £15.00 = £95.00")

  static let shipping = Term(
    "shipping", "Shipping", "Postage charged to customers, less what was paid back.", example: "£5.00")

  static let tax = Term("tax", "Tax", "Tax charged to customers, less what was paid back.", example: "£19.00")

  static let totalSales = Term(
    "total-sales", "Total sales", "Net sales with shipping and tax; tips are not in it.",
    formula: "net + shipping + tax", example: "£95.00 + £5.00 + £19.00 = £119.00")

  static let tips = Term("tips", "Tips", "What customers gave on top.", example: "£2.00")

  static let fees = Term("fees", "Fees", "What the platform and the payment provider kept.", example: "£3.50")

  static let collected = Term(
    "collected", "Collected", "What should reach your bank.", formula: "total + tips − fees",
    example: "£119.00 + £2.00 − £3.50 = £117.50")

  static let feesKept = Term(
    "fees-kept", "Fees kept",
    "What payment services kept, by their own exports: fees on charges, fees that stand in rows of their own, "
      + "less what they gave back. It is not taken off any sale.",
    formula: "fees on charges + fees of their own", example: "£3.50 + £1.00 = £4.50")

  static let paidOut = Term(
    "paid-out", "Paid out",
    "What payment services sent to your bank, by their own exports, less payouts that came back.",
    example: "2 payouts over £40.00 and £37.50 = £77.50")
}

extension Term {
  static let counts = [
    orders, units, averageOrder, newCustomers, returningCustomers, conversion, returnRate, shareOfNet,
  ]

  static let orders = Term(
    "orders", "Orders", "Completed sales of that day, those refunded later too.",
    example: "4 receipts = 4 orders")

  static let units = Term(
    "units", "Units", "Pieces sold, those brought back later too.", example: "30 mugs = 30 units")

  static let averageOrder = Term(
    "average-order", "Average order", "What one order was worth, before returns.",
    formula: "(gross − discounts) ÷ orders", example: "(£120.00 − £10.00) ÷ 4 = £27.50")

  static let newCustomers = Term(
    "new-customers", "New customers",
    "Customers whose very first order lies in the period. Orders without a customer number are not "
      + "counted here.",
    example: "3 customers, 1 of them never seen before = 1 new")

  static let returningCustomers = Term(
    "returning-customers", "Returning customers", "Customers of the period who had ordered before it.",
    formula: "customers − new customers", example: "3 − 1 = 2 returning")

  static let conversion = Term(
    "conversion", "Conversion",
    "How many visits became orders. Shown only where a traffic export covers every day of the period; "
      + "otherwise “no traffic data”, never 0. With several currencies: the orders in one of them "
      + "against all visits.",
    formula: "orders ÷ visits", example: "4 ÷ 160 = 2.50%")

  static let returnRate = Term(
    "return-rate", "Return rate",
    "How much of what was sold came back. In products.csv it is called refund_rate.",
    formula: "returns ÷ (gross − discounts)", example: "£15.00 ÷ £110.00 = 13.6%")

  static let shareOfNet = Term(
    "share-of-net-sales", "Share of net sales", "A product’s part of all net sales of the period.",
    formula: "its net sales ÷ all net sales", example: "£19.00 ÷ £95.00 = 20.0%")
}

extension Term {
  static let periods = [day, comparison]

  static let day = Term(
    "day", "Day",
    "A calendar day on the shop’s clock, in the time zone named at the foot of the page. It counts when it "
      + "is over. A day on which no file brought a row says “no data received”, not 0.",
    example: "a sale at 23:30 belongs to that evening, wherever the customer was")

  static let comparison = Term(
    "comparison", "Compared with",
    "One day against the same weekday a week before; 7 days against the 7 before; 30 days against those five "
      + "weeks earlier, so that each has the same weekdays. There is no percentage where the period before "
      + "had fewer than ten orders, or data on less than half as many days, or nothing to divide by.",
    example: "Tue 31 January against Tue 24 January")

  static let trust = [score, pointsLost, heldRows, moneyAtStake, skippedRows, rowsOfFile]

  static let score = Term(
    "score", "Quality score", "How many of the checks the rows passed, each check with its weight.",
    formula: "100 × weight of passed checks ÷ weight of all checks", example: "969 of 1,000 passed = 96.90")

  static let pointsLost = Term(
    "points-lost", "Points lost",
    "What each kind of fault takes from the score. Together they are 100 − score.",
    formula: "100 × weight of its failed checks ÷ weight of all checks", example: "24 of 1,000 failed = 2.40")

  static let heldRows = Term(
    "held-rows", "Held back",
    "Rows that cannot be trusted. They are in no total until they are put right; nothing is thrown away.",
    example: "a row whose price reads “12,5o” is held back")

  static let moneyAtStake = Term(
    "money-at-stake", "Money at stake", "What the held rows say they are worth, as far as that can be read.",
    example: "2 rows over £4.00 and £8.50 = £12.50")

  static let skippedRows = Term(
    "skipped-rows", "Skipped", "Rows that were never data: blank rows, totals at the foot, test orders.",
    example: "the line “Total 1,204.50” is skipped")

  static let rowsOfFile = Term(
    "rows-of-a-file", "Rows of a file",
    "Every row read is one of these: new, updated (a newer version of a known row), unchanged (known "
      + "already), older (an older version of a known row), twice (stands twice in the file), held "
      + "back or skipped.",
    formula: "new + updated + unchanged + older + twice + held back + skipped",
    example: "100 = 80 + 5 + 10 + 1 + 1 + 2 + 1")
}
