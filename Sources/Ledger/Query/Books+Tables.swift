public import Records

import GRDB

extension Books {
  /// Every day with sales or held rows, in order of day, source, currency.
  public func dailySales(today: Day) throws -> [DailySalesRow] {
    try queue.read { database in try database.storedDays(Selection(), today: today).map(\.row) }
  }

  /// Every product over all days of its currency, best first.
  public func products() throws -> [ProductFigures] {
    try queue.read { database in
      let codes = try String.fetchAll(
        database, sql: "SELECT DISTINCT currency FROM daily_product_sales ORDER BY currency")
      return try codes.compactMap { Currency($0) }.flatMap { currency in
        try database.products(Selection(currency: currency), limit: nil)
      }
    }
  }

  /// Every problem of every open held row, one at a time, in order of file and line.
  public func eachHeldProblem(_ body: (HeldProblem) throws -> Void) throws {
    try queue.read { try $0.eachHeldProblem(body) }
  }
}

extension Database {
  /// Statements prepared once, and only small rows sorted: there may be a million of them. In the order of an index the
  /// rows lie all over the file.
  fileprivate func eachHeldProblem(_ body: (HeldProblem) throws -> Void) throws {
    let rows = try RowStatement(
      """
      SELECT held_row_id, batch_id, source_row, amount_at_stake, currency FROM held_rows NOT INDEXED
      WHERE state = 'open' ORDER BY batch_id, source_row, held_row_id
      """, on: self)
    let problems = try RowStatement(
      """
      SELECT \(Problem.columns) FROM held_problems WHERE held_row_id = ? ORDER BY position
      """, on: self)
    var file: (batchID: Int64, name: String)?
    while try rows.next() {
      let batchID = rows.integer(1)
      if file?.batchID != batchID {
        let name = try String.fetchOne(
          self, sql: "SELECT file_name FROM batches WHERE batch_id = ?", arguments: [batchID])
        file = (batchID, name ?? "")
      }
      let currency = rows.text(4).flatMap { Currency($0) }
      let atStake = rows.isNull(3) ? nil : currency.map { Money(minor: rows.integer(3), currency: $0) }
      problems.bind(1, rows.integer(0))
      while try problems.next() {
        try body(
          HeldProblem(
            batchID: batchID, fileName: file?.name ?? "", sourceRow: rows.integer(2),
            problem: Problem(reading: problems), atStake: atStake))
      }
    }
  }
}

extension Database {
  /// Products with sales or returns in the selected days, largest net sales first.
  func products(_ selection: Selection, limit: Int?) throws -> [ProductFigures] {
    guard let currency = selection.currency else { preconditionFailure("products are listed by currency") }
    let (condition, arguments) = selection.condition
    let rows = try Row.fetchAll(
      self,
      sql: """
        WITH sold AS (
          SELECT product_id, sum(units) AS units, sum(units_returned) AS units_returned, sum(gross_sales) AS gross,
            sum(daily_product_sales.discounts) AS discounts, sum(returns) AS returned, min(day) AS first_day,
            max(day) AS last_day
          FROM daily_product_sales JOIN sources USING (source_id) WHERE \(condition) GROUP BY product_id),
        listed AS MATERIALIZED (
          SELECT product_id, sku, name, category, max(updated_at) FROM products GROUP BY product_id),
        named AS MATERIALIZED (
          SELECT product_id, name, max(printf('%015d', seen_at) || name) FROM product_names GROUP BY product_id)
        SELECT sold.product_id, units, units_returned, gross, discounts, returned, first_day, last_day, listed.sku,
          coalesce(listed.name, named.name), listed.category
        FROM sold LEFT JOIN listed USING (product_id) LEFT JOIN named USING (product_id)
        ORDER BY gross - discounts - returned DESC, sold.product_id \(limit.map { "LIMIT \($0)" } ?? "")
        """, arguments: arguments)
    let total = try netSales(selection)
    let first = try selection.from ?? edge("min", currency)
    let last = try selection.to ?? edge("max", currency)
    guard let first, let last else { return [] }
    return rows.map { row in
      var product = ProductFigures(first: first, last: last, productID: row[0], currency: currency)
      product.units = row[1]
      product.unitsReturned = row[2]
      product.gross = row[3]
      product.discounts = row[4]
      product.returns = row[5]
      product.firstSold = Day(yyyymmdd: row[6])
      product.lastSold = Day(yyyymmdd: row[7])
      product.sku = row[8]
      product.name = row[9]
      product.category = row[10]
      product.shareOfNet = total > 0 ? share(product.net, of: total) : nil
      return product
    }
  }

  /// Hundredths of a percent, rounded half away from zero.
  private func share(_ part: Int64, of whole: Int64) -> Int64 {
    let (scaled, overflows) = part.multipliedReportingOverflow(by: 20_000)
    guard !overflows else { return part / (whole / 10_000) }
    return (scaled + (part < 0 ? -whole : whole)) / (2 * whole)
  }

  private func netSales(_ selection: Selection) throws -> Int64 {
    let (condition, arguments) = selection.condition
    return try Int64.fetchOne(
      self,
      sql: """
        SELECT sum(gross_sales - discounts - returns) FROM daily_product_sales JOIN sources USING (source_id)
        WHERE \(condition)
        """, arguments: arguments) ?? 0
  }

  private func edge(_ function: String, _ currency: Currency) throws -> Day? {
    try Int.fetchOne(
      self, sql: "SELECT \(function)(day) FROM daily_product_sales WHERE currency = ?",
      arguments: [currency.code]
    ).flatMap { Day(yyyymmdd: $0) }
  }
}
