import GRDB
import Records

/// What a file changed of days whose figures were in a report already.
struct Restatements {
  let database: Database
  let batchID: Int64
  /// UTC seconds.
  let at: Int64

  /// The measures of a day by the names of their columns; what is worked out from them is told too.
  static func measures(_ sales: SalesMeasures) -> [(name: String, value: Int64)] {
    [
      ("orders", sales.orders), ("units", sales.units), ("units_returned", sales.unitsReturned),
      ("gross_sales", sales.gross), ("discounts", sales.discounts), ("returns", sales.returns),
      ("net_sales", sales.net), ("shipping", sales.shipping), ("tax", sales.tax), ("tips", sales.tips),
      ("fees", sales.fees),
    ]
  }

  static let columns = [
    "orders", "units", "units_returned", "gross_sales", "discounts", "returns", "shipping", "tax", "tips",
    "fees",
  ]

  /// Logs each measure of a reported day that is another now, and returns those days.
  func log(_ changes: [DayKey: SalesMeasures]) throws -> [Day] {
    var restated: Set<Day> = []
    for (key, change) in changes.sorted(by: {
      ($0.key.day, $0.key.currency.code) < ($1.key.day, $1.key.currency.code)
    })
    where change != SalesMeasures() {
      guard let now = try current(key) else { continue }
      for (measure, difference) in zip(Self.measures(now), Self.measures(change)) where difference.value != 0
      {
        restated.insert(key.day)
        try database.execute(
          kept: """
            INSERT INTO restatements (day, currency, measure, old_value, new_value, batch_id, restated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            key.day.yyyymmdd, key.currency.code, measure.name, measure.value - difference.value,
            measure.value,
            batchID, at,
          ])
      }
    }
    return restated.sorted()
  }

  /// The day as it is now over all sources; nil if no report had it.
  private func current(_ key: DayKey) throws -> SalesMeasures? {
    let sums = Self.columns.map { "coalesce(sum(\($0)), 0)" }.joined(separator: ", ")
    let row = try Row.fetchOne(
      database,
      kept: """
        SELECT (SELECT count(*) FROM first_reported WHERE day = ?1 AND currency = ?2), \(sums)
        FROM daily_sales WHERE day = ?1 AND currency = ?2
        """, arguments: [key.day.yyyymmdd, key.currency.code])
    return row.flatMap { $0[0] as Int > 0 ? SalesMeasures(columns: $0, from: 1) : nil }
  }
}

/// A day in a currency.
struct DayKey: Hashable {
  var day: Day
  var currency: Currency
}

extension SalesMeasures {
  /// From the columns that `Restatements.columns` names, in their order.
  init(columns row: Row, from first: Int = 0) {
    self.init()
    (orders, units, unitsReturned) = (row[first], row[first + 1], row[first + 2])
    (gross, discounts, returns) = (row[first + 3], row[first + 4], row[first + 5])
    (shipping, tax, tips, fees) = (row[first + 6], row[first + 7], row[first + 8], row[first + 9])
  }
}

extension Database {
  /// Keeps what the reports say of days that are over, where none has said anything yet.
  func keepFirstReported(on today: Day) throws {
    let columns = Restatements.columns.joined(separator: ", ")
    let sums = Restatements.columns.map { "sum(\($0))" }.joined(separator: ", ")
    try execute(
      kept: """
        INSERT INTO first_reported (day, currency, reported_on, \(columns))
        SELECT day, currency, ?1, \(sums) FROM daily_sales
        WHERE day < ?1 AND NOT EXISTS (
          SELECT 1 FROM first_reported WHERE first_reported.day = daily_sales.day
            AND first_reported.currency = daily_sales.currency)
        GROUP BY day, currency
        """, arguments: [today.yyyymmdd])
  }
}
