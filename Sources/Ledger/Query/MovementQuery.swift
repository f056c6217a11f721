public import Records

import GRDB

/// What moved at a payment service in some stretch of days, in minor units of one currency.
public struct MovementMeasures: Sendable, Hashable {
  public var movements: Int64 = 0
  /// Positive is money coming in.
  public var amount: Int64 = 0
  /// What the service kept, as a cost.
  public var fee: Int64 = 0
  public var tax: Int64 = 0
  /// What changed the balance.
  public var net: Int64 = 0

  public init() {}

  public static func += (left: inout MovementMeasures, right: MovementMeasures) {
    left.movements += right.movements
    left.amount += right.amount
    left.fee += right.fee
    left.tax += right.tax
    left.net += right.net
  }
}

/// One day's movements of one kind, source and currency, as `money_movements.csv` shows them.
public struct DailyMovementRow: Sendable, Hashable {
  public var day: Day
  public var source: String
  /// The kind of export, for a source that has several.
  public var stream: String
  public var currency: Currency
  public var kind: MovementKind
  public var measures = MovementMeasures()

  public init(day: Day, source: String, stream: String, currency: Currency, kind: MovementKind) {
    self.day = day
    self.source = source
    self.stream = stream
    self.currency = currency
    self.kind = kind
  }

  /// What the service kept: of a row of its own all that left the balance, tax apart; of any other its fee.
  public var kept: Int64 { kind == .fee ? -(measures.net + measures.tax) : measures.fee }

  /// What was sent to the bank; what came back from there is taken off.
  public var paidOut: Int64 { kind == .payout ? -measures.net : 0 }
}

/// What one source of movements says of one month, in one currency.
public struct MovementMonth: Sendable, Hashable {
  /// The first day of the month.
  public var month: Day
  public var source: String
  public var stream: String
  public var currency: Currency
  /// Taken from customers, before fees.
  public var charged: Int64 = 0
  /// Given back to customers, positive.
  public var refunded: Int64 = 0
  public var kept: Int64 = 0
  public var paidOut: Int64 = 0

  public init(month: Day, source: String, stream: String, currency: Currency) {
    self.month = month
    self.source = source
    self.stream = stream
    self.currency = currency
  }

  mutating func add(_ row: DailyMovementRow) {
    if row.kind == .charge { charged += row.measures.amount }
    if row.kind == .refund { refunded -= row.measures.amount }
    kept += row.kept
    paidOut += row.paidOut
  }
}

extension Books {
  /// Every day with movements that came about, in order of day, source, currency and kind.
  public func dailyMovements() throws -> [DailyMovementRow] {
    try queue.read { database in try database.dailyMovements(Selection()) }
  }
}

extension Database {
  func dailyMovements(_ selection: Selection) throws -> [DailyMovementRow] {
    let (condition, arguments) = selection.condition
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT day, sources.name, sources.stream, currency, daily_movements.kind, movements, amount, fee, tax, net
        FROM daily_movements JOIN sources USING (source_id) WHERE movements > 0 AND \(condition)
        ORDER BY 1, 2, 3, 4, 5
        """, arguments: arguments)
    return rows.compactMap { row in
      guard let day = Day(yyyymmdd: row[0]), let currency = Currency(row[3] as String),
        let kind = MovementKind(rawValue: UInt8(clamping: row[4] as Int64))
      else { return nil }
      var found = DailyMovementRow(day: day, source: row[1], stream: row[2], currency: currency, kind: kind)
      found.measures.movements = row[5]
      found.measures.amount = row[6]
      found.measures.fee = row[7]
      found.measures.tax = row[8]
      found.measures.net = row[9]
      return found
    }
  }

  /// The newest 13 months with movements, newest first; in a month by source and currency.
  func movementMonths() throws -> [MovementMonth] {
    var months: [[String]: MovementMonth] = [:]
    for row in try dailyMovements(Selection()) {
      let key = [row.day.monthStart.iso, row.source, row.stream, row.currency.code]
      let fresh = MovementMonth(
        month: row.day.monthStart, source: row.source, stream: row.stream, currency: row.currency)
      months[key, default: fresh].add(row)
    }
    let shown = Set(months.values.map(\.month)).sorted(by: >).prefix(13)
    return months.filter { shown.contains($0.value.month) }.sorted { left, right in
      left.value.month != right.value.month
        ? left.value.month > right.value.month : left.key.lexicographicallyPrecedes(right.key)
    }.map(\.value)
  }
}
