public import Records

/// Demo exports of a small gift shop and its market stall: enough for every page of the reports to have something to
/// say, some rows that must be held and one file that cannot be taken.
///
/// The same seed, days and last day give the same bytes, and the demo of a later day tells the same orders again and
/// more. Nothing is dated after the last day, so choose one that is over.
public struct SampleShop: Sendable {
  /// Hands over the content in chunks.
  public typealias Content = (_ chunk: ([UInt8]) throws -> Void) throws -> Void

  let seed: UInt64
  let firstDay: Day
  let lastDay: Day

  public init(seed: UInt64 = 1, days: Int = 90, endingOn lastDay: Day) {
    precondition(days > 0, "a shop is open for a day at least")
    self.seed = seed
    self.lastDay = lastDay
    firstDay = lastDay.advanced(by: 1 - days)
  }

  /// Calls `write` once a file with its name below the inbox, such as `market-stall/till-2026-10.json`, and its content.
  public func files(_ write: (_ name: String, _ content: Content) throws -> Void) throws {
    try write("products.csv", products)
    try write("customers.json", customers)
    try write("sessions.csv", sessions)
    for month in months {
      try write("transactions-\(Self.name(month)).csv") { try transactions(days(of: month), $0) }
    }
    try write("transactions-\(Self.name(fullestMonth))-last-week.csv") { chunk in
      try transactions(Array(days(of: fullestMonth).suffix(7)), chunk)
    }
    try write("market-stall/till-\(Self.name(fullestMonth)).json", till)
    try write("stock-count.csv", stockCount)
  }

  var trade: SampleTrade { SampleTrade(seed: seed, lastDay: lastDay) }
  var days: [Day] { (firstDay.number...lastDay.number).map(Day.init(number:)) }

  /// Each by its first day.
  private var months: [Day] {
    var months: [Day] = []
    for day in days where months.last != day.monthStart { months.append(day.monthStart) }
    return months
  }

  /// The one with the overlap and the till; the last of equals.
  var fullestMonth: Day {
    months.reduce(lastDay.monthStart) { days(of: $1).count > days(of: $0).count ? $1 : $0 }
  }

  func days(of month: Day) -> [Day] {
    let end = min(lastDay.number, month.adding(months: 1).number - 1)
    return (max(firstDay.number, month.number)...end).map(Day.init(number:))
  }

  /// `2026-01`.
  private static func name(_ month: Day) -> String { String(month.iso.prefix(7)) }
}
