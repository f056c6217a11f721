public import Records

import GRDB

/// What the figures need to know of the shop that the books do not hold.
public struct ShopContext: Sendable {
  public var name: String
  public var zone: ShopZone
  public var today: Day
  public var freeBytes: Int64?
  public var filesWaiting: Int
  /// Of every source that is known to send files regularly.
  public var expected: [ExpectedFile] = []

  public init(name: String, zone: ShopZone, today: Day, freeBytes: Int64? = nil, filesWaiting: Int = 0) {
    self.name = name
    self.zone = zone
    self.today = today
    self.freeBytes = freeBytes
    self.filesWaiting = filesWaiting
  }
}

extension Books {
  /// Everything the pages show, read in one transaction.
  public func figures(_ context: ShopContext) throws -> ShopFigures {
    try queue.read { database in
      let days = try database.storedDays(Selection(), today: context.today).map(\.row)
      let sessions = try database.sessionsByDay(Selection())
      let currencies = try Dictionary(grouping: days, by: \.currency).compactMap { currency, days in
        try CurrencyReader(database: database, currency: currency, days: days, sessions: sessions)
          .figures(today: context.today)
      }
      let held = try database.heldTotals()
      let files = try database.fileCounts()
      var figures = ShopFigures(
        shopName: context.name, zone: context.zone, today: context.today, dataUpTo: try database.dataUpTo(),
        currencies: currencies.sorted(by: Self.isLarger), movements: try database.movementMonths(),
        sources: try database.sourceQuality(context.zone),
        imports: try database.imports(limit: 500), heldGroups: try database.heldGroups(limit: 500),
        heldRows: held.rows, heldAtStake: held.atStake, filesAccepted: files.accepted,
        filesFailed: files.failed,
        freeBytes: context.freeBytes, filesWaiting: context.filesWaiting)
      figures.expected = context.expected
      figures.restated = try database.restatedDays()
      // A page that is being written is not stale.
      figures.alerts = try database.alerts(condition: "closed_at IS NULL").filter {
        $0.cause.kind != .reportsStale
      }
      return figures
    }
  }

  private static func isLarger(_ left: CurrencyFigures, _ right: CurrencyFigures) -> Bool {
    let (leftNet, rightNet) = (
      left.months.map(\.sales.net).reduce(0, +), right.months.map(\.sales.net).reduce(0, +)
    )
    return leftNet != rightNet ? leftNet > rightNet : left.currency.code < right.currency.code
  }
}

/// Gathers the figures of one currency.
private struct CurrencyReader {
  let database: Database
  let currency: Currency
  private let byDay: [Day: SalesMeasures]
  private let sessions: [Day: Int64]
  private let held: [Day: (rows: Int64, value: Int64)]

  init(database: Database, currency: Currency, days: [DailySalesRow], sessions: [Day: Int64]) throws {
    held = try database.heldByDay(currency)
    self.database = database
    self.currency = currency
    self.sessions = sessions
    var byDay: [Day: SalesMeasures] = [:]
    for day in days { byDay[day.day, default: SalesMeasures()] += day.sales }
    self.byDay = byDay
  }

  /// Nil without any day.
  func figures(today: Day) throws -> CurrencyFigures? {
    guard let newest = byDay.keys.filter({ $0 < today }).max() ?? byDay.keys.max() else { return nil }
    let latest = max(newest, byDay.keys.max() ?? newest)
    let day = Span(first: newest, last: newest)
    let week = Span(first: newest.advanced(by: -6), last: newest)
    let month = Span(first: newest.advanced(by: -29), last: newest)
    let comparisons = [
      day, day.moved(by: -7), week, week.moved(by: -7), month, month.moved(by: -35),
    ]
    let selection = Selection(currency: currency)
    let counts = try database.customers(in: comparisons, currency)
    let periods = zip(comparisons, counts).map { period($0, $1) }
    let daily = try database.storedCustomers(.day, selection)
    let monthly = try database.storedCustomers(.month, selection)
    let recent = Span(first: newest.advanced(by: -34), last: newest)
    return CurrencyFigures(
      currency: currency, newestDay: .init(current: periods[0], before: periods[1]),
      last7: .init(current: periods[2], before: periods[3]),
      last30: .init(current: periods[4], before: periods[5]),
      days: recent.days.map { period(Span(first: $0, last: $0), daily[$0]?[currency]) },
      daysBefore: recent.moved(by: -35).days.map { period(Span(first: $0, last: $0), daily[$0]?[currency]) },
      months: months(endingWith: latest, monthly),
      monthsLastYear: months(endingWith: latest.adding(months: -12), monthly),
      topProducts: try database.products(
        Selection(from: month.first, to: month.last, currency: currency), limit: 20))
  }

  private func months(endingWith day: Day, _ counts: [Day: [Currency: CustomerCount]]) -> [PeriodFigures] {
    (0..<13).reversed().map { back in
      let first = day.monthStart.adding(months: -back)
      return period(
        Span(first: first, last: first.adding(months: 1).advanced(by: -1)), counts[first]?[currency])
    }
  }

  private func period(_ span: Span, _ count: CustomerCount?) -> PeriodFigures {
    var figures = PeriodFigures(first: span.first, last: span.last)
    for day in span.days {
      figures.heldRows += held[day]?.rows ?? 0
      figures.heldValue += held[day]?.value ?? 0
      guard let sales = byDay[day] else { continue }
      figures.sales += sales
      figures.daysWithData += 1
    }
    figures.customers = count?.customers ?? 0
    figures.newCustomers = count?.new ?? 0
    figures.sessions = PeriodFigures.sessions(span.first, span.last, of: sessions)
    return figures
  }
}

extension Span {
  fileprivate func moved(by days: Int) -> Span {
    Span(first: first.advanced(by: days), last: last.advanced(by: days))
  }

  fileprivate var days: [Day] { (0...last.days(since: first)).map(first.advanced(by:)) }
}

/// The state of the books in a few numbers, cheap to ask.
public struct BooksState: Sendable {
  public var filesAccepted: Int64
  public var filesFailed: Int64
  public var rowsHeld: Int64
  public var atStake: [Currency: Int64]
  /// UTC seconds.
  public var dataUpTo: Int64?
  public var lastImport: ImportFigures?
}

extension Books {
  public func state() throws -> BooksState {
    try queue.read { database in
      let files = try database.fileCounts()
      let held = try database.heldTotals()
      return BooksState(
        filesAccepted: files.accepted, filesFailed: files.failed, rowsHeld: held.rows, atStake: held.atStake,
        dataUpTo: try database.dataUpTo(), lastImport: try database.imports(limit: 1).first)
    }
  }
}
