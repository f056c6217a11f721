import GRDB
import Records

/// A movement as the totals see it, whether it comes from a file or from the database.
struct CountedMovement: Equatable {
  var kind = MovementKind.other
  var status = SaleStatus.completed
  var day = Day(number: 0)
  var currency: Currency
  var amount: Int64 = 0
  var fee: Int64 = 0
  var tax: Int64 = 0
  var net: Int64 = 0

  init(_ movement: MovementFact) {
    (kind, status, day, currency) = (movement.kind, movement.status, movement.day, movement.currency)
    (amount, fee, tax, net) = (movement.amount, movement.fee, movement.tax, movement.net)
  }

  /// The columns that `init(reading:)` expects, in its order.
  static let columns = "kind, status, day, currency, amount, fee, tax, net"

  /// Reads the row the statement stands on, from column `first`. Nil for a row no Daybook wrote.
  init?(reading row: RowStatement, from first: Int32 = 0) {
    guard let kind = MovementKind(rawValue: UInt8(clamping: row.integer(first))),
      let status = SaleStatus(rawValue: UInt8(clamping: row.integer(first + 1))),
      let day = Day(yyyymmdd: Int(row.integer(first + 2))),
      let currency = Currency(code: row.bytes(first + 3))
    else { return nil }
    (self.kind, self.status, self.day, self.currency) = (kind, status, day, currency)
    (amount, fee) = (row.integer(first + 4), row.integer(first + 5))
    (tax, net) = (row.integer(first + 6), row.integer(first + 7))
  }
}

/// Changes to one source's daily sums of movements, gathered in memory and written in key order.
struct MovementTotals {
  private let sourceID: Int64
  private var days: [Key: Sums] = [:]
  /// Every day whose sums were touched since the file began.
  private(set) var touchedDays: Set<Day> = []

  private struct Key: Hashable {
    var day: Day
    var currency: Currency
    var kind: MovementKind
  }

  private struct Sums: Equatable {
    var measures = MovementMeasures()
    var records: Int64 = 0
  }

  init(sourceID: Int64) { self.sourceID = sourceID }

  /// Adds (`sign` 1) or takes back (−1) a movement; one that is pending or came to nothing counts as a record only.
  mutating func add(_ movement: CountedMovement, times sign: Int64) {
    touchedDays.insert(movement.day)
    let key = Key(day: movement.day, currency: movement.currency, kind: movement.kind)
    var sums = days[key, default: Sums()]
    sums.records += sign
    if movement.status.countsAsSale {
      sums.measures.movements += sign
      sums.measures.amount += sign * movement.amount
      sums.measures.fee += sign * movement.fee
      sums.measures.tax += sign * movement.tax
      sums.measures.net += sign * movement.net
    }
    days[key] = sums
  }

  /// Writes all changes and empties the buffer; `touchedDays` stays.
  mutating func write(to database: Database) throws {
    guard !days.isEmpty else { return }
    let upsert = try RowStatement(
      """
      INSERT INTO daily_movements (day, source_id, currency, kind, movements, amount, fee, tax, net, records)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        movements = movements + excluded.movements, amount = amount + excluded.amount, fee = fee + excluded.fee,
        tax = tax + excluded.tax, net = net + excluded.net, records = records + excluded.records
      """, on: database)
    for (key, sums) in days.sorted(by: { $0.key.day < $1.key.day }) where sums != Sums() {
      let measures = sums.measures
      upsert.bind(1, key.day.yyyymmdd)
      upsert.bind(2, sourceID)
      upsert.bind(3, key.currency.code)
      upsert.bind(4, Int64(key.kind.rawValue))
      let values = [
        measures.movements, measures.amount, measures.fee, measures.tax, measures.net, sums.records,
      ]
      for (index, value) in values.enumerated() { upsert.bind(Int32(index + 5), value) }
      try upsert.run()
    }
    try database.execute(
      kept: "DELETE FROM daily_movements WHERE records = 0 AND source_id = ?", arguments: [sourceID])
    days.removeAll(keepingCapacity: true)
  }
}
