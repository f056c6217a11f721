import GRDB
import Records

/// A stretch of days, both ends included.
struct Span: Hashable {
  var first: Day
  var last: Day

  func contains(_ day: Day) -> Bool { first <= day && day <= last }
}

extension Database {
  /// Exact distinct and new customers of each span, in one pass over the customers' days.
  ///
  /// A customer is one of a source and currency: unlike sources number their customers each in their own way, so
  /// counts of several sources are added.
  func customers(in spans: [Span], _ selection: Selection) throws -> [CustomerCount] {
    guard !spans.isEmpty else { return [] }
    var filter = selection
    filter.from = nil
    filter.to = nil
    let (condition, arguments) = filter.condition
    let touches = spans.map { "max(day BETWEEN \($0.first.yyyymmdd) AND \($0.last.yyyymmdd))" }
    let sums = spans.indices.map { index in
      "sum(s\(index)), sum(first BETWEEN \(spans[index].first.yyyymmdd) AND \(spans[index].last.yyyymmdd))"
    }
    let columns = touches.enumerated().map { "\($0.element) AS s\($0.offset)" }
    let row = try Row.fetchOne(
      self,
      sql: """
        SELECT \(sums.joined(separator: ", ")) FROM (
          SELECT min(day) AS first, \(columns.joined(separator: ", "))
          FROM customer_days JOIN sources USING (source_id) WHERE \(condition)
          GROUP BY source_id, currency, customer_id)
        """, arguments: arguments)
    return spans.indices.map { index in
      CustomerCount(
        customers: (row?[index * 2] as Int64?) ?? 0, new: (row?[index * 2 + 1] as Int64?) ?? 0)
    }
  }

  /// Exact distinct customers of one span, without asking who of them is new.
  func customers(in span: Span, _ selection: Selection) throws -> Int64 {
    var narrow = selection
    narrow.from = span.first
    narrow.to = span.last
    let (condition, arguments) = narrow.condition
    return try Int64.fetchOne(
      self,
      sql: """
        SELECT count(*) FROM (
          SELECT DISTINCT source_id, currency, customer_id
          FROM customer_days JOIN sources USING (source_id) WHERE \(condition))
        """, arguments: arguments) ?? 0
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
