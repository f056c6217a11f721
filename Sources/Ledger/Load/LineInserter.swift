import GRDB
import Records

/// Writes lines of transactions as rows of `line_facts`; what it was given last may wait for `flush`.
struct LineInserter {
  private var rows: ManyRows
  /// Lines that stand alone are their own identity; a hash of the whole would depend on how they were grouped.
  private let facts: FactKind
  private let batchID: Int64
  private let exportedAt: Int64
  private var currency: Currency?
  /// The day written last, for lines of one day follow each other.
  private var day: (number: Day, written: Int) = (Day(number: 0), 19_700_101)

  init(_ place: LoadPlace, database: Database) {
    facts = place.facts
    batchID = place.batchID
    exportedAt = place.exportedAt
    let shared = ["source_id", "exported_at", "last_batch_id", "detail", "currency", "told_by"]
    let own = [
      "transaction_id", "line_id", "kind", "status", "happened_at", "day", "customer_id", "product_id",
      "quantity",
      "unit_price", "gross", "discount", "returned", "shipping", "tax", "tip", "fee", "channel", "country",
      "updated_at", "content_hash", "score", "first_batch_id", "source_row", "seen_at",
    ]
    rows = ManyRows(
      "line_facts", shared.map { .shared($0) } + own.map { .own($0) }, on: database)
    rows.share(0, place.sourceID)
    rows.share(1, place.exportedAt)
    rows.share(2, batchID)
    rows.share(3, place.detail)
    rows.share(5, batchID)
  }

  /// - Parameter known: what is known of the transaction from earlier files, if anything.
  mutating func insert(
    _ line: LineFact, of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer,
    replacing known: StoredLine?
  ) throws {
    if currency != transaction.currency {
      try rows.flush()
      rows.share(4, transaction.currency.code)
      currency = transaction.currency
    }
    if line.day != day.number { day = (line.day, line.day.yyyymmdd) }
    unsafe rows.put(transaction.transactionID, in: bytes)
    rows.put(line.lineID)
    rows.put(Int64(line.kind.rawValue))
    rows.put(Int64(transaction.status.rawValue))
    rows.put(line.happenedAt)
    rows.put(day.written)
    unsafe rows.put(transaction.customerID, in: bytes)
    unsafe rows.put(line.productID, in: bytes)
    rows.put(line.quantity)
    rows.put(line.unitPrice)
    rows.put(line.gross)
    rows.put(line.discount)
    rows.put(line.returned)
    rows.put(line.shipping)
    rows.put(line.tax)
    rows.put(line.tip)
    rows.put(line.fee)
    unsafe rows.put(transaction.channel, in: bytes)
    unsafe rows.put(transaction.country, in: bytes)
    rows.put(transaction.updatedAt)
    rows.put(facts == .orders ? transaction.contentHash : 0)
    rows.put(Int64(transaction.score))
    rows.put(known?.firstBatchID ?? batchID)
    rows.put(Int64(line.sourceRow))
    rows.put(max(exportedAt, known?.seenAt ?? 0))
    try rows.endRow()
  }

  /// Before the table is read, and before the bytes go away.
  mutating func flush() throws { try rows.flush() }
}
