internal import Ledger
internal import Records

/// A number of a period as the cards show it.
struct Measure {
  var term: Term
  /// Nil where the number does not exist, which is not the same as zero.
  var value: (PeriodFigures) -> Int64?
  var show: (Int64) -> String
  /// What stands there instead.
  var missing = "no orders"
  /// Nil where neither way is better.
  var riseIsGood: Bool?
  var isRate = false

  static func netSales(_ currency: Currency) -> Measure {
    Measure(term: .netSales, value: { $0.sales.net }, show: { Shown.money($0, currency) }, riseIsGood: true)
  }

  /// What stands below the net sales in a card.
  static func others(_ currency: Currency) -> [Measure] {
    let money = { (minor: Int64) in Shown.money(minor, currency) }
    let count = { (value: Int64) in Shown.count(value) }
    return [
      Measure(term: .orders, value: { $0.sales.orders }, show: count, riseIsGood: true),
      Measure(term: .averageOrder, value: { $0.sales.averageOrder }, show: money, riseIsGood: true),
      Measure(term: .returns, value: { $0.sales.returns }, show: money, riseIsGood: false),
      Measure(term: .newCustomers, value: { $0.newCustomers }, show: count),
      Measure(term: .returningCustomers, value: { $0.returningCustomers }, show: count),
      Measure(
        term: .conversion, value: { $0.conversion }, show: { Shown.hundredths($0) + "%" },
        missing: "no traffic data",
        riseIsGood: true, isRate: true),
    ]
  }

  func text(_ period: PeriodFigures) -> String { value(period).map(show) ?? missing }

  func change(_ comparison: CurrencyFigures.Comparison) -> Change {
    guard comparison.before.daysWithData > 0 else { return Change(unknown: "nothing before to compare with") }
    guard let current = value(comparison.current), let before = value(comparison.before) else {
      return Change(unknown: "")
    }
    let isPartial = comparison.before.daysWithData * 2 < comparison.current.daysWithData
    let baseOrders = isPartial ? 0 : comparison.before.sales.orders
    return Change(from: before, to: current, baseOrders: baseOrders, isRate: isRate, show: show)
  }
}

extension PeriodFigures {
  /// Orders per visit in hundredths of a percent; nil without traffic data.
  var conversion: Int64? {
    guard let sessions, sessions > 0 else { return nil }
    return Int64(clamping: (Int128(sales.orders) * 20_000 + Int128(sessions)) / (2 * Int128(sessions)))
  }

  var days: Int { last.days(since: first) + 1 }
}
