import GRDB
import Records

/// Writes lines of transactions as rows of `line_facts`; what it was given last may wait for `flush`.
struct LineInserter {
  private let place: LoadPlace
  /// Lines of which the columns named last are all 0, as most are, leave them to the table: a column that is not named
  /// costs half of one that is.
  private var plain: ManyRows
  private var full: ManyRows
  private var currency: Currency?
  /// The day written last, for lines of one day follow each other.
  private var day: (number: Day, written: Int) = (Day(number: 0), 19_700_101)

  init(_ place: LoadPlace, database: Database) {
    self.place = place
    let shared = ["currency", "source_id", "exported_at", "last_batch_id", "told_by"]
    let own = [
      "transaction_id", "line_id", "kind", "status", "happened_at", "day", "customer_id", "product_id",
      "quantity", "unit_price", "gross", "channel", "country", "content_hash", "score", "first_batch_id",
      "source_row", "seen_at",
    ]
    let seldom = ["discount", "returned", "shipping", "tax", "tip", "fee", "updated_at", "detail"]
    func rows(_ own: [String]) -> ManyRows {
      var rows = ManyRows("line_facts", shared.map { .shared($0) } + own.map { .own($0) }, on: database)
      rows.share(1, place.sourceID)
      rows.share(2, place.exportedAt)
      rows.share(3, place.batchID)
      rows.share(4, place.batchID)
      return rows
    }
    plain = rows(own)
    full = rows(own + seldom)
  }

  /// - Parameter known: what is known of the transaction from earlier files, if anything.
  mutating func insert(
    _ line: LineFact, of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer,
    replacing known: StoredLine?
  ) throws {
    if currency != transaction.currency {
      try flush()
      plain.share(0, transaction.currency.code)
      full.share(0, transaction.currency.code)
      currency = transaction.currency
    }
    if line.day != day.number { day = (line.day, line.day.yyyymmdd) }
    let seldom =
      line.discount | line.returned | line.shipping | line.tax | line.tip | line.fee | transaction.updatedAt
      | place.detail
    if seldom == 0 {
      unsafe Self.put(line, day.written, of: transaction, bytes, replacing: known, at: place, into: &plain)
      return try plain.endRow()
    }
    unsafe Self.put(line, day.written, of: transaction, bytes, replacing: known, at: place, into: &full)
    full.put(line.discount)
    full.put(line.returned)
    full.put(line.shipping)
    full.put(line.tax)
    full.put(line.tip)
    full.put(line.fee)
    full.put(transaction.updatedAt)
    full.put(place.detail)
    try full.endRow()
  }

  private static func put(
    _ line: LineFact, _ day: Int, of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer,
    replacing known: StoredLine?, at place: LoadPlace, into rows: inout ManyRows
  ) {
    unsafe rows.put(transaction.transactionID, in: bytes)
    rows.put(line.lineID)
    rows.put(Int64(line.kind.rawValue))
    rows.put(Int64(transaction.status.rawValue))
    rows.put(line.happenedAt)
    rows.put(day)
    unsafe rows.put(transaction.customerID, in: bytes)
    unsafe rows.put(line.productID, in: bytes)
    rows.put(line.quantity)
    rows.put(line.unitPrice)
    rows.put(line.gross)
    unsafe rows.put(transaction.channel, in: bytes)
    unsafe rows.put(transaction.country, in: bytes)
    // Lines that stand alone are their own identity; a hash of the whole would depend on how they were grouped.
    rows.put(place.facts == .orders ? transaction.contentHash : 0)
    rows.put(Int64(place.facts == .lines ? line.score : transaction.score))
    rows.put(known?.firstBatchID ?? place.batchID)
    rows.put(Int64(line.sourceRow))
    rows.put(max(place.exportedAt, known?.seenAt ?? 0))
  }

  /// Before the table is read, and before the bytes go away.
  mutating func flush() throws {
    try plain.flush()
    try full.flush()
  }
}
