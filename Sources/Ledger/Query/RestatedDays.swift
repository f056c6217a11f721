public import Records

import GRDB

/// A day whose figures are others now than a report first had them.
public struct RestatedDay: Sendable, Hashable {
  public var day: Day
  public var currency: Currency
  /// The day on which a report first had the day as over.
  public var reportedOn: Day
  public var before: SalesMeasures
  public var now: SalesMeasures
  /// The newest file that changed it, and when, UTC seconds; nil where a file was taken out of the books.
  public var file: String?
  public var restatedAt: Int64?

  public init(day: Day, currency: Currency, reportedOn: Day, before: SalesMeasures, now: SalesMeasures) {
    (self.day, self.currency, self.reportedOn) = (day, currency, reportedOn)
    (self.before, self.now) = (before, now)
  }
}

/// One measure of a reported day that a file changed, a line of `restatements.csv`.
public struct Restatement: Sendable, Hashable {
  /// UTC seconds.
  public var at: Int64
  public var day: Day
  public var currency: Currency
  /// A column of `daily_sales.csv`.
  public var measure: String
  /// Minor units, a count, or thousandths of a unit.
  public var before: Int64
  public var after: Int64
  public var batchID: Int64
  public var file: String

  /// How the measure is counted.
  public enum Unit: Sendable { case money, count, quantity }

  public var unit: Unit {
    switch measure {
    case "orders": .count
    case "units", "units_returned": .quantity
    default: .money
    }
  }
}

extension Database {
  /// Days that are others now than first reported, newest first.
  func restatedDays() throws -> [RestatedDay] {
    let columns = Restatements.columns
    let sums = columns.map { "coalesce(sum(daily_sales.\($0)), 0) AS \($0)" }.joined(separator: ", ")
    let differs = columns.map { "first_reported.\($0) <> now.\($0)" }.joined(separator: " OR ")
    let listed = { (table: String) in columns.map { "\(table).\($0)" }.joined(separator: ", ") }
    return try Row.fetchAll(
      self,
      sql: """
        WITH now AS (
          SELECT first_reported.day, first_reported.currency, \(sums)
          FROM first_reported LEFT JOIN daily_sales USING (day, currency) GROUP BY 1, 2)
        SELECT first_reported.day, first_reported.currency, reported_on, \(listed("first_reported")), \(listed("now")), file_name, restated_at
        FROM first_reported JOIN now USING (day, currency)
          LEFT JOIN restatements ON restatement_id = (
            SELECT max(restatement_id) FROM restatements AS newest
            WHERE newest.day = first_reported.day AND newest.currency = first_reported.currency)
          LEFT JOIN batches USING (batch_id)
        WHERE \(differs) ORDER BY first_reported.day DESC, first_reported.currency
        """
    ).compactMap { row in
      guard let day = Day(yyyymmdd: row[0]), let currency = Currency(row[1] as String),
        let reportedOn = Day(yyyymmdd: row[2])
      else { return nil }
      var restated = RestatedDay(
        day: day, currency: currency, reportedOn: reportedOn, before: SalesMeasures(columns: row, from: 3),
        now: SalesMeasures(columns: row, from: 3 + columns.count))
      (restated.file, restated.restatedAt) = (row[3 + 2 * columns.count], row[4 + 2 * columns.count])
      return restated
    }
  }
}

extension Books {
  /// Every measure of a reported day that a file changed, in the order in which it did, one at a time.
  public func eachRestatement(_ body: (Restatement) throws -> Void) throws {
    try queue.read { database in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT restated_at, day, currency, measure, old_value, new_value, batch_id, file_name
          FROM restatements JOIN batches USING (batch_id) ORDER BY restatement_id
          """)
      while let row = try rows.next() {
        guard let day = Day(yyyymmdd: row[1]), let currency = Currency(row[2] as String) else { continue }
        try body(
          Restatement(
            at: row[0], day: day, currency: currency, measure: row[3], before: row[4], after: row[5],
            batchID: row[6], file: row[7]))
      }
    }
  }
}
