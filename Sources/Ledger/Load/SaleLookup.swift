import GRDB
import Records

/// A sale that a refund names.
struct KnownSale {
  var sourceID: Int64
  var currency: Currency
  /// All that was to be paid, minor units.
  var paid: Int64
  /// Its refunds can be booked on it: it comes whole, and is no run of till lines.
  var isOrder: Bool
}

/// The sale that a refund gives back, where it is known.
///
/// A sale is looked for in the streams that the refund's definition names, in the refund's own source. A source that
/// nobody gave a name belongs to everybody: its files lay in the inbox itself.
struct SaleLookup {
  private let statement: RowStatement

  /// Nil where no sale has to be known.
  init?(_ header: BatchHeader, database: Database) throws {
    guard !header.salesIn.isEmpty else { return nil }
    let condition = Self.condition(source: header.source, stream: header.stream, salesIn: header.salesIn)
    statement = try RowStatement(
      """
      SELECT line_facts.source_id, currency, facts = 'orders',
        coalesce(sum(gross - discount + shipping + tax + tip) FILTER (WHERE line_facts.kind <> 1), 0)
      FROM line_facts JOIN sources USING (source_id)
      WHERE transaction_id = ? AND line_facts.source_id IN (\(condition.sql))
      GROUP BY line_facts.source_id, currency ORDER BY sources.name, currency LIMIT 1
      """, on: database)
    for (index, text) in condition.texts.enumerated() {
      statement.bind(Int32(index + 2), copying: Array(text.utf8))
    }
  }

  func sale(_ saleID: ByteRange, _ bytes: UnsafeRawBufferPointer) throws -> KnownSale? {
    unsafe statement.bind(1, saleID, in: bytes)
    defer { statement.reset() }
    guard try statement.next(), let currency = Currency(code: statement.bytes(1)) else { return nil }
    return KnownSale(
      sourceID: statement.integer(0), currency: currency, paid: statement.integer(3),
      isOrder: statement.integer(2) != 0)
  }

  /// The sources in which a sale may stand, as a query and what is bound to it.
  static func condition(source: String, stream: String, salesIn: [String]) -> (sql: String, texts: [String]) {
    let places = salesIn.map { _ in "?" }.joined(separator: ", ")
    let isUnnamed = source == stream
    let names = isUnnamed ? "" : " AND name IN (stream, ?)"
    return (
      "SELECT source_id FROM sources WHERE stream IN (\(places))\(names)",
      salesIn + (isUnnamed ? [] : [source])
    )
  }
}

extension FileLoad {
  /// Open rows whose sale is known by now, by the table in which they are held.
  ///
  /// - Parameter salesIn: the streams in which the sales of a kind of export stand.
  public func rowsWithSale(salesIn: (_ kind: String) -> [String]) throws -> [(
    batchID: Int64, rows: Set<Int64>
  )] {
    let waiting = try Row.fetchAll(
      database,
      kept: """
        SELECT batch_id, batches.kind, sources.name, sources.stream
        FROM (SELECT DISTINCT batch_id FROM held_rows WHERE state = 'open' AND sale_id IS NOT NULL)
          JOIN batches USING (batch_id) JOIN sources USING (source_id) ORDER BY batch_id
        """)
    return try waiting.compactMap { row in
      let streams = salesIn(row[1])
      guard !streams.isEmpty else { return nil }
      let condition = SaleLookup.condition(source: row[2], stream: row[3], salesIn: streams)
      let ids = try Int64.fetchAll(
        database,
        kept: """
          SELECT held_row_id FROM held_rows WHERE state = 'open' AND sale_id IS NOT NULL AND batch_id = ?
            AND EXISTS (SELECT 1 FROM line_facts WHERE transaction_id = sale_id AND source_id IN (\(condition.sql)))
          """, arguments: [row[0] as Int64] + StatementArguments(condition.texts))
      return ids.isEmpty ? nil : (row[0], Set(ids))
    }
  }
}
