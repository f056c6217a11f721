public import Records

import GRDB

/// What all sources together sold on a day, in one currency.
public struct DayTotal: Sendable, Hashable {
  public var day: Day
  public var currency: Currency
  public var orders: Int64
  /// Minor units: gross sales without discounts and returns.
  public var net: Int64
}

extension FileLoad {
  /// The totals as they stand in the middle of the file, for saying what it changes.
  public func dayTotals() throws -> [DayTotal] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT day, currency, sum(orders), sum(gross_sales - discounts - returns) FROM daily_sales
        GROUP BY day, currency ORDER BY day, currency
        """
    ).compactMap { row in
      guard let day = Day(yyyymmdd: row[0]), let currency = Currency(row[1] as String) else { return nil }
      return DayTotal(day: day, currency: currency, orders: row[2], net: row[3])
    }
  }
}
