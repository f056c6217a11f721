public import Records

import GRDB

/// A fact as the books have it, and the row it came from: what a measurement compares with what is true.
public struct TracedFact: Sendable {
  /// The row's line in its file.
  public var line: Int
  public var key: String
  /// Goods given back, told by the status of an order; no row of its own.
  public var isEcho: Bool
  /// As 20260131; nil where the fact has no day.
  public var day: Int?
  public var currency: String
  public var quantity: Int
  public var unitPrice: Int
  public var gross: Int
  public var discount: Int
  public var returned: Int
  /// What the line adds to what the shop collects.
  public var collected: Int
  /// `email|phone|country` of a customer, a product's cost, a movement's fee.
  public var detail: String
  /// Hundredths.
  public var score: Int
}

/// What the books say of one file as a whole.
public struct TracedFile: Sendable {
  public var status: String
  public var facts: FactKind?
  public var counts: RowCounts
  /// Why it was not taken.
  public var message: String?
  let batchID: Int64
}

extension Books {
  /// The table last read from a file of this name; nil if there is none.
  public func trace(ofFile name: String) throws -> TracedFile? {
    try queue.read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT batch_id, status, facts, inserted, updated, unchanged, superseded, duplicate, held, skipped, message
          FROM batches LEFT JOIN sources USING (source_id) WHERE file_name = ? ORDER BY batch_id DESC LIMIT 1
          """, arguments: [name]
      ).map { row in
        var counts = RowCounts()
        (counts.inserted, counts.updated, counts.unchanged) = (row[3], row[4], row[5])
        (counts.superseded, counts.duplicate, counts.held, counts.skipped) = (row[6], row[7], row[8], row[9])
        return TracedFile(
          status: row[1], facts: (row[2] as String?).flatMap { FactKind(rawValue: $0) }, counts: counts,
          message: row[10], batchID: row[0])
      }
    }
  }

  /// Every fact that stands in the books as this file told it, those of one record in their order.
  public func facts(of file: TracedFile) throws -> [TracedFact] {
    guard let facts = file.facts, let sql = Self.traces[facts] else { return [] }
    return try queue.read { database in
      // Movements are kept from a later step of the database on.
      guard try facts != .movements || database.tableExists("money_movements") else { return [] }
      var sold: Set<Int> = []
      return try Row.fetchAll(database, sql: sql, arguments: [file.batchID]).map { row in
        let line: Int = row[0]
        let isReturn = facts == .orders && row[2] == 1
        if !isReturn { sold.insert(line) }
        return TracedFact(
          line: line, key: row[1], isEcho: isReturn && sold.contains(line), day: row[3],
          currency: row[4] ?? "",
          quantity: row[5] ?? 0, unitPrice: row[6] ?? 0, gross: row[7], discount: row[8], returned: row[9],
          collected: row[10], detail: row[11], score: row[12])
      }
    }
  }

  /// The codes of what is wrong with each held row of the file, by its line.
  public func heldLines(of file: TracedFile) throws -> [Int: [String]] {
    try queue.read { database in
      var lines: [Int: [String]] = [:]
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT source_row, held_problems.code FROM held_rows JOIN held_problems USING (held_row_id)
          WHERE batch_id = ? ORDER BY source_row, held_row_id, position
          """, arguments: [file.batchID])
      while let row = try rows.next() { lines[row[0], default: []].append(row[1]) }
      return lines
    }
  }

  private static let lines = """
    SELECT source_row, transaction_id, kind, day, currency, quantity, unit_price, gross, discount, returned,
      gross - discount - returned + shipping + tax + tip - fee, '', score
    FROM line_facts WHERE last_batch_id = ? ORDER BY source_id, transaction_id, line_id
    """

  private static let traces: [FactKind: String] = [
    .orders: lines,
    .lines: lines,
    .customers: """
    SELECT source_row, customer_id, 0, NULL, '', 0, 0, 0, 0, 0, 0,
      coalesce(email, '') || '|' || coalesce(phone, '') || '|' || coalesce(country, ''), score
    FROM customers WHERE last_batch_id = ?
    """,
    .products: """
    SELECT source_row, product_id, 0, NULL, currency, 0, price, 0, 0, 0, 0, coalesce(cost, '') || '', score
    FROM products WHERE last_batch_id = ?
    """,
    .sessions: """
    SELECT source_row, session_id, 0, day, '', sessions * 1000, 0, 0, 0, 0, 0, '', score
    FROM sessions WHERE last_batch_id = ?
    """,
    .movements: """
    SELECT source_row, movement_id, 0, day, currency, 0, 0, amount, amount - net, 0, net, '', score
    FROM money_movements WHERE last_batch_id = ?
    """,
  ]
}
