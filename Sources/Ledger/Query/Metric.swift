public import Records

import GRDB

/// What can be asked of the books.
public enum Metric: String, Sendable, CaseIterable {
  case revenue, orders, units, returns
  case averageOrderValue = "average_order_value"
  case uniqueCustomers = "unique_customers"
  case conversionRate = "conversion_rate"
  /// What payment services kept, and what they sent to the bank.
  case fees, payouts

  /// Whether movements of money tell it, and not the sales.
  var isOfMovements: Bool { self == .fees || self == .payouts }
}

/// The stretch of time one answer row stands for.
public enum Granularity: String, Sendable, CaseIterable {
  case day, week, month

  var grain: Grain {
    switch self {
    case .day: .day
    case .week: .week
    case .month: .month
    }
  }

  /// The day after the period that begins on `start`.
  func end(of start: Day) -> Day {
    switch self {
    case .day: start.advanced(by: 1)
    case .week: start.advanced(by: 7)
    case .month: start.adding(months: 1)
    }
  }
}

/// One row of an answer.
public struct MetricRow: Sendable, Hashable {
  /// First and last day of the period that the question covers.
  public var first: Day
  public var last: Day
  public var currency: Currency
  public var value: MetricValue
}

/// A value by its kind, so that whoever prints it needs no table of metrics.
public enum MetricValue: Sendable, Hashable {
  /// Minor units of the row's currency; nil where there is nothing to divide by.
  case money(Int64?)
  case count(Int64)
  /// Thousandths.
  case quantity(Int64)
  /// Orders and sessions; the rate is their quotient. Nil sessions: no traffic data for the whole period.
  case rate(orders: Int64, sessions: Int64?)
}

/// Rows of an answer and what they rest on.
public struct MetricAnswer: Sendable {
  public var metric: Metric
  public var granularity: Granularity
  public var selection: Selection
  /// Rows from `offset` on, at most `limit`, of `totalRows`.
  public var rows: [MetricRow]
  public var totalRows: Int
  /// UTC seconds of the newest sale of the selected sources; nil without sales.
  public var dataUpTo: Int64?
  /// Rows of the selected days and sources that are held back and so are missing from the values.
  public var rowsHeld: Int64
}

extension Books {
  /// Answers for each period with data, oldest first, days without orders included as zeros between them.
  public func answer(
    _ metric: Metric, by granularity: Granularity, _ selection: Selection, today: Day, limit: Int? = nil,
    offset: Int = 0
  ) throws -> MetricAnswer {
    try queue.read { database in
      let days = try database.storedDays(selection, today: today).map(\.row)
      let counted =
        try metric.isOfMovements
        ? database.dailyMovements(selection).map(DayFigures.init) : days.map(DayFigures.init)
      var periods = Periods(days: counted, granularity: granularity, selection: selection)
      if metric == .uniqueCustomers { try periods.addCustomers(database) }
      let sessions = metric == .conversionRate ? try database.sessionsByDay(selection) : [:]
      let rows = periods.figures.map { currency, figures in
        MetricRow(
          first: figures.first, last: figures.last, currency: currency,
          value: figures.value(of: metric, sessions: sessions))
      }
      return MetricAnswer(
        metric: metric, granularity: granularity, selection: selection,
        rows: Array(rows.dropFirst(offset).prefix(limit ?? .max)), totalRows: rows.count,
        dataUpTo: try database.dataUpTo(source: selection.source),
        rowsHeld: days.reduce(0) { $0 + $1.rowsHeld })
    }
  }
}

extension PeriodFigures {
  fileprivate func value(of metric: Metric, sessions: [Day: Int64]) -> MetricValue {
    switch metric {
    case .revenue: .money(sales.net)
    case .returns: .money(sales.returns)
    case .averageOrderValue: .money(sales.averageOrder)
    case .orders: .count(sales.orders)
    case .units: .quantity(sales.units)
    case .uniqueCustomers: .count(customers)
    case .fees: .money(kept)
    case .payouts: .money(paidOut)
    case .conversionRate: .rate(orders: sales.orders, sessions: Self.sessions(first, last, of: sessions))
    }
  }

  /// The visits of a stretch of days; nil unless every day has some traffic data.
  static func sessions(_ first: Day, _ last: Day, of sessions: [Day: Int64]) -> Int64? {
    var sum: Int64 = 0
    var day = first
    while day <= last {
      guard let count = sessions[day] else { return nil }
      sum += count
      day = day.advanced(by: 1)
    }
    return sum
  }
}

/// What one day adds to its period: sales, or movements of money.
private struct DayFigures {
  var day: Day
  var currency: Currency
  var sales = SalesMeasures()
  var kept: Int64 = 0
  var paidOut: Int64 = 0

  init(_ row: DailySalesRow) { (day, currency, sales) = (row.day, row.currency, row.sales) }

  init(_ row: DailyMovementRow) {
    (day, currency, kept, paidOut) = (row.day, row.currency, row.kept, row.paidOut)
  }
}

/// Days gathered into whole and partial periods, by currency.
private struct Periods {
  private let granularity: Granularity
  private let selection: Selection
  /// By currency code and then by time.
  private(set) var figures: [(currency: Currency, figures: PeriodFigures)] = []

  init(days: [DayFigures], granularity: Granularity, selection: Selection) {
    self.granularity = granularity
    self.selection = selection
    for (currency, days) in Dictionary(grouping: days, by: \.currency).sorted(by: {
      $0.key.code < $1.key.code
    }) {
      guard let first = days.first?.day, let last = days.last?.day else { continue }
      var byStart = Dictionary(grouping: days) { granularity.grain.start(of: $0.day) }
      var start = granularity.grain.start(of: first)
      while start <= last {
        let end = granularity.end(of: start)
        var period = PeriodFigures(
          first: max(start, selection.from ?? start), last: min(end.advanced(by: -1), selection.to ?? end))
        let members = byStart.removeValue(forKey: start) ?? []
        for day in members {
          period.sales += day.sales
          period.kept += day.kept
          period.paidOut += day.paidOut
        }
        period.daysWithData = Set(members.map(\.day)).count
        figures.append((currency, period))
        start = end
      }
    }
  }

  /// Whole periods have a stored count; the two at the edges of the question, if cut, are counted.
  mutating func addCustomers(_ database: Database) throws {
    let stored = try database.storedCustomers(granularity.grain, selection)
    var cut: [Currency: [Int]] = [:]
    for index in figures.indices {
      let (currency, period) = figures[index]
      let start = granularity.grain.start(of: period.first)
      if period.first == start && period.last == granularity.end(of: start).advanced(by: -1) {
        figures[index].figures.customers = stored[start]?[currency]?.customers ?? 0
      } else {
        cut[currency, default: []].append(index)
      }
    }
    for (currency, indices) in cut {
      let spans = indices.map { Span(first: figures[$0].figures.first, last: figures[$0].figures.last) }
      let counts = try database.customers(in: spans, currency, source: selection.source)
      for (index, count) in zip(indices, counts) { figures[index].figures.customers = count.customers }
    }
  }
}

extension Database {
  /// UTC seconds of the newest sale of the selected sources, whatever its day.
  func dataUpTo(source: String? = nil) throws -> Int64? {
    try Int64.fetchOne(
      self, sql: "SELECT max(newest_at) FROM sources WHERE newest_at > 0 AND (?1 IS NULL OR name = ?1)",
      arguments: [source])
  }
}
