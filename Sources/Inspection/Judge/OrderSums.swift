/// The money an order states beside its lines, in minor units.
struct OrderTotals: Equatable, Sendable {
  var amount: Int64 = 0
  var discount: Int64 = 0
  var shipping: Int64 = 0
  var tax: Int64 = 0
  var tip: Int64 = 0
  /// Always on top, whether or not prices contain the tax.
  var duty: Int64 = 0
}

/// How an order's lines make its total.
struct OrderSums: Equatable, Sendable {
  /// The lines' prices contain the tax; otherwise it comes on top.
  var taxIsInside = false
  /// The tip was given beside the total.
  var tipIsOutside = false
  /// Total less what the lines make: one unit either way is rounding.
  var difference: Int64 = 0

  /// Nil where no way of counting tax and tip comes within one minor unit. An exact way goes before a
  /// rounded one, tax on top before tax inside, a tip within the total before one beside it.
  static func reconcile(lines: Int64, totals: OrderTotals) -> OrderSums? {
    let base = lines - totals.discount + totals.shipping + totals.duty
    var best: OrderSums?
    for taxIsInside in [false, true] where !taxIsInside || totals.tax != 0 {
      for tipIsOutside in [false, true] where !tipIsOutside || totals.tip != 0 {
        let expected = base + (taxIsInside ? 0 : totals.tax) + (tipIsOutside ? 0 : totals.tip)
        let way = OrderSums(
          taxIsInside: taxIsInside, tipIsOutside: tipIsOutside, difference: totals.amount - expected)
        if way.difference.magnitude < best?.difference.magnitude ?? 2 { best = way }
      }
    }
    return best
  }

  /// What the lines would have to make, tax on top and tip within.
  static func wanted(_ totals: OrderTotals) -> Int64 {
    totals.amount + totals.discount - totals.shipping - totals.duty - totals.tax - totals.tip
  }

  /// A line's value for one piece, rounded half away from zero; nil where there are no pieces.
  static func price(of value: Int64, quantity: Int64) -> Int64? {
    let (thousandths, overflow) = value.multipliedReportingOverflow(by: 1000)
    guard quantity != 0, !overflow else { return nil }
    let price = (thousandths.magnitude + quantity.magnitude / 2) / quantity.magnitude
    return (value < 0) == (quantity < 0) ? Int64(price) : -Int64(price)
  }

  /// Quantity (thousandths) × price, rounded half away from zero; nil where that cannot be counted.
  static func value(quantity: Int64, price: Int64) -> Int64? {
    let (product, overflow) = quantity.multipliedReportingOverflow(by: price)
    guard !overflow else { return nil }
    let half: Int64 = product < 0 ? -500 : 500
    let (sum, carry) = product.addingReportingOverflow(half)
    guard !carry, (sum / 1000).magnitude <= RowReader.largest else { return nil }
    return sum / 1000
  }
}
