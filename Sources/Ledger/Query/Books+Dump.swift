import Foundation
import GRDB
import Records

extension Books {
  /// Facts and totals as text, a line a row in key order, without what depends on when and in which order files
  /// came. Two shops that were given the same exports have the same dump.
  public func dump() throws -> String {
    try queue.read { database in
      try Self.dumped.compactMap { name, sql in
        let rows = try Row.fetchAll(database, sql: sql).flatMap { row in
          name == "customer days"
            ? Self.days(row) : [row.databaseValues.map(\.description).joined(separator: " | ")]
        }
        if rows.isEmpty && Self.namedOnlyIfAny.contains(name) { return nil }
        return ([name] + rows).joined(separator: "\n")
      }.joined(separator: "\n\n")
    }
  }

  /// The totals only, without who the customers are.
  static func totalsDump(_ database: Database) throws -> String {
    try totals.filter { $0.name != "customer days" }.map { name, sql in
      let rows = try Row.fetchAll(database, sql: sql).map {
        $0.databaseValues.map(\.description).joined(separator: " | ")
      }
      return ([name] + rows).joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  /// A line for each day of a customer.
  private static func days(_ row: Row) -> [String] {
    let customer = row.databaseValues.dropLast().map(\.description).joined(separator: " | ")
    var days: [OrderDays.Entry] = []
    OrderDays.read(Array(row[3] as Data), into: &days)
    return days.map { "\(customer) | \($0.day.yyyymmdd) | \($0.orders)" }
  }

  /// Most shops have none of these.
  private static let namedOnlyIfAny: Set = [
    "refund statements", "refund documents", "money movements", "daily movements", "rescued values",
  ]

  private static let dumped: [(name: String, sql: String)] =
    [
      (
        "lines",
        """
        SELECT sources.name, sources.stream, transaction_id, line_id, line_facts.kind, status, happened_at, day, currency,
          customer_id, product_id, quantity, unit_price, gross, discount, returned, shipping, tax, tip, fee, channel,
          country, updated_at, content_hash, score
        FROM line_facts JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4
        """
      ),
      (
        "customers",
        """
        SELECT sources.name, customer_id, email, customers.name, phone, country, created_at, updated_at, score
        FROM customers JOIN sources USING (source_id) ORDER BY 1, 2
        """
      ),
      (
        "products",
        """
        SELECT sources.name, product_id, sku, products.name, category, price, cost, currency, created_at, updated_at
        FROM products JOIN sources USING (source_id) ORDER BY 1, 2
        """
      ),
      (
        "sessions",
        """
        SELECT sources.name, session_id, customer_id, channel, country, started_at, day, sessions
        FROM sessions JOIN sources USING (source_id) ORDER BY 1, 2
        """
      ),
      (
        "refund statements",
        """
        SELECT sources.name, stream, transaction_id, currency, stated_at, stated_on, refunded
        FROM refund_statements JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4, 5
        """
      ),
      (
        "refund documents",
        """
        SELECT sources.name, stream, transaction_id, currency, document_id, happened_at, day, amount
        FROM refund_documents JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4, 5
        """
      ),
      (
        "money movements",
        """
        SELECT sources.name, stream, movement_id, identity, kind, status, happened_at, day, currency, transaction_id,
          customer_id, payout_id, details, amount, fee, tax, net
        FROM money_movements JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4
        """
      ),
      (
        "rescued values",
        "SELECT source, kind, column_name, record, position, value FROM rescued ORDER BY 1, 2, 3, 4, 5"
      ),
      (
        "product names",
        """
        SELECT sources.name, product_id, product_names.name, seen_at FROM product_names JOIN sources USING (source_id)
        ORDER BY 1, 2
        """
      ),
      (
        "held rows",
        """
        SELECT sources.name, row_hash, CAST(raw AS TEXT), amount_at_stake, currency, day
        FROM held_rows JOIN sources USING (source_id) WHERE state = 'open' ORDER BY 1, 2
        """
      ),
    ] + totals

  private static let totals: [(name: String, sql: String)] = [
    (
      "daily sales",
      """
      SELECT day, sources.name, sources.stream, currency, orders, units, units_returned, gross_sales, discounts,
        returns, shipping, tax, tips, fees, rows_accepted
      FROM daily_sales JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4
      """
    ),
    (
      "daily product sales",
      """
      SELECT day, sources.name, currency, product_id, units, units_returned, gross_sales, discounts, returns, lines
      FROM daily_product_sales JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4
      """
    ),
    (
      "daily sessions",
      """
      SELECT day, sources.name, sessions, records FROM daily_sessions JOIN sources USING (source_id) ORDER BY 1, 2
      """
    ),
    (
      "daily movements",
      """
      SELECT day, sources.name, stream, currency, kind, movements, amount, fee, tax, net, records
      FROM daily_movements JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4, 5
      """
    ),
    (
      "customer days",
      """
      SELECT sources.name, currency, customer_id, days FROM customer_days JOIN sources USING (source_id)
      ORDER BY 1, 2, 3, stream
      """
    ),
    (
      "customer counts",
      """
      SELECT grain, start_day, sources.name, currency, customers, new_customers
      FROM customer_counts JOIN sources USING (source_id) ORDER BY 1, 2, 3, 4
      """
    ),
    ("newest sale", "SELECT name, stream, newest_at FROM sources ORDER BY 1, 2"),
  ]
}
