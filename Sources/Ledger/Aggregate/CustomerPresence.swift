import Records

/// A stretch of days over which distinct customers are counted.
enum Grain: String, CaseIterable {
  case day, week, month

  func start(of day: Day) -> Day {
    switch self {
    case .day: day
    case .week: day.weekStart
    case .month: day.monthStart
    }
  }
}

/// One period for which customers are counted.
struct CustomerPeriod: Hashable {
  var grain: Grain
  var start: Day
  var currency: Currency
}

struct CustomerCount: Equatable {
  var customers: Int64 = 0
  var new: Int64 = 0
}

/// The days on which one customer ordered, and how that counts: once in each day, week and month with an order,
/// and as new in those of the first order ever.
struct CustomerPresence {
  /// Orders by day; only days with at least one.
  private(set) var orders: [Day: Int64]

  init(orders: [Day: Int64] = [:]) { self.orders = orders }

  mutating func change(_ day: Day, by change: Int64) {
    let count = (orders[day] ?? 0) + change
    precondition(count >= 0, "a customer cannot have fewer than no orders on a day")
    orders[day] = count == 0 ? nil : count
  }

  /// Adds (`sign` 1) or takes back (−1) what this customer adds to each period.
  func count(into counts: inout [CustomerPeriod: CustomerCount], currency: Currency, times sign: Int64) {
    guard let first = orders.keys.min() else { return }
    for grain in Grain.allCases {
      for start in Set(orders.keys.map(grain.start(of:))) {
        let period = CustomerPeriod(grain: grain, start: start, currency: currency)
        counts[period, default: CustomerCount()].customers += sign
      }
      let newIn = CustomerPeriod(grain: grain, start: grain.start(of: first), currency: currency)
      counts[newIn, default: CustomerCount()].new += sign
    }
  }
}
