public import Records

import GRDB

/// Which sales a question is about.
public struct Selection: Sendable {
  public var from: Day?
  /// Inclusive.
  public var to: Day?
  public var source: String?
  public var currency: Currency?

  public init(from: Day? = nil, to: Day? = nil, source: String? = nil, currency: Currency? = nil) {
    self.from = from
    self.to = to
    self.source = source
    self.currency = currency
  }

  /// A condition on `day`, `currency` and the source's name, with its bound values.
  var condition: (sql: String, arguments: StatementArguments) {
    var parts = ["1"]
    var arguments = StatementArguments()
    func add(_ part: String, _ value: (any DatabaseValueConvertible)?) {
      guard let value else { return }
      parts.append(part)
      arguments += [value]
    }
    add("day >= ?", from?.yyyymmdd)
    add("day <= ?", to?.yyyymmdd)
    add("sources.name = ?", source)
    add("currency = ?", currency?.code)
    return (parts.joined(separator: " AND "), arguments)
  }
}

/// One day of one source and currency, as the ledger keeps it.
struct StoredDay {
  var sourceID: Int64
  var row: DailySalesRow
}

extension Database {
  /// Days with sales or held rows, in order of day, source, currency.
  func storedDays(_ selection: Selection, today: Day) throws -> [StoredDay] {
    let (condition, arguments) = selection.condition
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT day, sources.source_id, sources.name, currency, orders, units, units_returned, gross_sales,
          discounts, returns, shipping, tax, tips, fees, rows_accepted, 0
        FROM daily_sales JOIN sources USING (source_id) WHERE \(condition)
        UNION ALL
        SELECT day, sources.source_id, sources.name, currency, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, rows
        FROM daily_held JOIN sources USING (source_id) WHERE \(condition)
        ORDER BY 1, 3, 2, 4
        """, arguments: arguments + arguments)
    var days: [StoredDay] = []
    while let row = try rows.next() {
      guard let day = Day(yyyymmdd: row[0]), let currency = Currency(row[3] as String) else { continue }
      if let last = days.last, last.row.day == day, last.sourceID == row[1], last.row.currency == currency {
        days[days.count - 1].row.add(row)
      } else {
        var stored = DailySalesRow(day: day, source: row[2], currency: currency)
        stored.complete = day < today
        stored.add(row)
        days.append(StoredDay(sourceID: row[1], row: stored))
      }
    }
    return days
  }
}

extension DailySalesRow {
  fileprivate mutating func add(_ row: Row) {
    var sales = SalesMeasures()
    sales.orders = row[4]
    sales.units = row[5]
    sales.unitsReturned = row[6]
    sales.gross = row[7]
    sales.discounts = row[8]
    sales.returns = row[9]
    sales.shipping = row[10]
    sales.tax = row[11]
    sales.tips = row[12]
    sales.fees = row[13]
    self.sales += sales
    rowsAccepted += row[14]
    rowsHeld += row[15]
  }
}
