import GRDB
import Records

/// A stretch of days, both ends included.
struct Span: Hashable {
  var first: Day
  var last: Day

  func contains(_ day: Day) -> Bool { first <= day && day <= last }
}

extension Database {
  /// Exact distinct and new customers of each span, in one pass over the customers.
  ///
  /// A customer is one of a source and currency: unlike sources number their customers each in their own way, so
  /// counts of several sources are added.
  ///
  /// - Parameter source: nil for all of them.
  func customers(in spans: [Span], _ currency: Currency, source: String? = nil) throws -> [CustomerCount] {
    let read = try RowStatement(
      """
      SELECT days FROM customer_days
      WHERE source_id IN (SELECT source_id FROM sources WHERE ?1 IS NULL OR name = ?1) AND currency = ?2
      """, on: self)
    read.bind(1, source)
    read.bind(2, currency.code)
    var counts = [CustomerCount](repeating: CustomerCount(), count: spans.count)
    // The span in which each customer was seen last, so that none counts twice in it.
    var seen = [Int](repeating: 0, count: spans.count)
    var customer = 0
    while try read.next() {
      customer += 1
      var isNew = true
      unsafe read.withBlob(0) { stored in
        unsafe OrderDays.each(of: stored) { day, _ in
          for index in spans.indices where spans[index].contains(day) && seen[index] != customer {
            seen[index] = customer
            counts[index].customers += 1
            if isNew { counts[index].new += 1 }
          }
          isNew = false
        }
      }
    }
    return counts
  }

  /// Stored counts of whole days, weeks or months, by their first day.
  func storedCustomers(_ grain: Grain, _ selection: Selection) throws -> [Day: [Currency: CustomerCount]] {
    var filter = selection
    filter.from = selection.from.map(grain.start(of:))
    let (condition, arguments) = filter.condition
    var counts: [Day: [Currency: CustomerCount]] = [:]
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT day, currency, sum(customers), sum(new_customers)
        FROM (SELECT start_day AS day, source_id, currency, customers, new_customers FROM customer_counts
          WHERE grain = '\(grain.rawValue)') JOIN sources USING (source_id)
        WHERE \(condition) GROUP BY day, currency
        """, arguments: arguments)
    while let row = try rows.next() {
      guard let day = Day(yyyymmdd: row[0]), let currency = Currency(row[1] as String) else { continue }
      counts[day, default: [:]][currency] = CustomerCount(customers: row[2], new: row[3])
    }
    return counts
  }

  /// Visits by day; days without a traffic export are missing.
  func sessionsByDay(_ selection: Selection) throws -> [Day: Int64] {
    var filter = selection
    filter.currency = nil
    let (condition, arguments) = filter.condition
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT day, sum(sessions) FROM daily_sessions JOIN sources USING (source_id)
        WHERE \(condition) GROUP BY day
        """, arguments: arguments)
    var sessions: [Day: Int64] = [:]
    while let row = try rows.next() {
      if let day = Day(yyyymmdd: row[0]) { sessions[day] = row[1] }
    }
    return sessions
  }
}
