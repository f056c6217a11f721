import Records

/// A line as the totals see it, whether it comes from a file or from the database.
///
/// The one place that says what a line adds to which total: loading adds it, replacing or taking back subtracts it,
/// counting anew adds them all.
struct CountedLine {
  var lineID: Int64 = 0
  var kind = LineKind.sale
  var status = SaleStatus.completed
  var happenedAt: Int64 = 0
  var day = Day(number: 0)
  var currency: Currency
  var customerID: [UInt8] = []
  var productID: [UInt8] = []
  var quantity: Int64 = 0
  var gross: Int64 = 0
  var discount: Int64 = 0
  var returned: Int64 = 0
  var shipping: Int64 = 0
  var tax: Int64 = 0
  var tip: Int64 = 0
  var fee: Int64 = 0
  /// A return line made from a refunded order's own rows is no row of its own.
  var isRow = true
}

/// What lines add to a day of one source and currency.
struct DayTotals {
  var sales = SalesMeasures()
  var rowsAccepted: Int64 = 0

  mutating func add(_ line: CountedLine, times sign: Int64) {
    if line.isRow { rowsAccepted += sign }
    guard line.status.countsAsSale else { return }
    if line.kind == .sale { sales.units += sign * line.quantity }
    if line.kind == .return { sales.unitsReturned += sign * line.quantity }
    sales.gross += sign * line.gross
    sales.discounts += sign * line.discount
    sales.returns += sign * line.returned
    sales.shipping += sign * line.shipping
    sales.tax += sign * line.tax
    sales.tips += sign * line.tip
    sales.fees += sign * line.fee
  }
}

/// What lines add to a day of one product.
struct ProductTotals: Equatable {
  var units: Int64 = 0
  var unitsReturned: Int64 = 0
  var gross: Int64 = 0
  var discounts: Int64 = 0
  var returns: Int64 = 0
  var lines: Int64 = 0

  /// Only goods count, and only in transactions that count.
  static func counts(_ line: CountedLine) -> Bool {
    line.status.countsAsSale && (line.kind == .sale || line.kind == .return)
  }

  mutating func add(_ line: CountedLine, times sign: Int64) {
    if line.kind == .sale { units += sign * line.quantity } else { unitsReturned += sign * line.quantity }
    gross += sign * line.gross
    discounts += sign * line.discount
    returns += sign * line.returned
    lines += sign
  }
}

extension Collection where Element == CountedLine {
  /// The line that dates the order and names its customer: its earliest sale line; nil if it is no sale.
  ///
  /// The earliest by time and then by line id, so that it is the same in whatever order the lines arrived.
  var anchor: CountedLine? {
    var first: CountedLine?
    for line in self where line.kind == .sale && line.status.countsAsSale {
      if let known = first, (known.happenedAt, known.lineID) <= (line.happenedAt, line.lineID) { continue }
      first = line
    }
    return first
  }
}
