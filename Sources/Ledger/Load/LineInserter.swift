import GRDB
import Records

/// Writes one line of a transaction as a row of `line_facts`.
struct LineInserter {
  private let statement: RowStatement
  /// Lines that stand alone are their own identity; a hash of the whole would depend on how they were grouped.
  private let facts: FactKind
  private let batchID: Int64
  private let exportedAt: Int64
  /// The currency bound last: a binding outlives the row, so it is renewed only when it changes.
  private var boundCurrency: Currency?

  init(_ place: LoadPlace, database: Database) throws {
    facts = place.facts
    batchID = place.batchID
    exportedAt = place.exportedAt
    statement = try RowStatement(
      """
      INSERT INTO line_facts (source_id, transaction_id, line_id, kind, status, happened_at, day, currency,
        customer_id, product_id, quantity, unit_price, gross, discount, returned, shipping, tax, tip, fee, channel,
        country, updated_at, exported_at, content_hash, score, first_batch_id, last_batch_id, source_row,
        detail, seen_at, told_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    statement.bind(1, place.sourceID)
    statement.bind(23, place.exportedAt)
    statement.bind(27, batchID)
    statement.bind(29, place.detail)
    statement.bind(31, batchID)
  }

  /// - Parameter known: what is known of the transaction from earlier files, if anything.
  mutating func insert(
    _ line: LineFact, of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer,
    replacing known: StoredLine?
  ) throws {
    unsafe statement.bind(2, transaction.transactionID, in: bytes)
    statement.bind(3, line.lineID)
    statement.bind(4, Int64(line.kind.rawValue))
    statement.bind(5, Int64(transaction.status.rawValue))
    statement.bind(6, line.happenedAt)
    statement.bind(7, line.day.yyyymmdd)
    if boundCurrency != transaction.currency {
      statement.bind(8, transaction.currency.code)
      boundCurrency = transaction.currency
    }
    unsafe statement.bind(9, transaction.customerID, in: bytes)
    unsafe statement.bind(10, line.productID, in: bytes)
    statement.bind(11, line.quantity)
    statement.bind(12, line.unitPrice)
    statement.bind(13, line.gross)
    statement.bind(14, line.discount)
    statement.bind(15, line.returned)
    statement.bind(16, line.shipping)
    statement.bind(17, line.tax)
    statement.bind(18, line.tip)
    statement.bind(19, line.fee)
    unsafe statement.bind(20, transaction.channel, in: bytes)
    unsafe statement.bind(21, transaction.country, in: bytes)
    statement.bind(22, transaction.updatedAt)
    statement.bind(24, facts == .orders ? transaction.contentHash : 0)
    statement.bind(25, Int64(transaction.score))
    statement.bind(26, known?.firstBatchID ?? batchID)
    statement.bind(28, Int64(line.sourceRow))
    statement.bind(30, max(exportedAt, known?.seenAt ?? 0))
    try statement.run()
  }
}
