import Records

/// A line of a transaction as the database has it.
struct StoredLine {
  var rowID: Int64
  var counted: CountedLine
  var detail: Int64
  var updatedAt: Int64
  var exportedAt: Int64
  var contentHash: Int64
  /// When the newest export that tells of the transaction was made, whether or not it is the one that holds.
  var seenAt: Int64
  var firstBatchID: Int64
  var lastBatchID: Int64

  /// The columns that `init(reading:)` expects, in its order.
  static let columns = """
    line_fact_id, line_id, kind, status, happened_at, day, currency, customer_id, product_id, quantity, gross,
    discount, returned, shipping, tax, tip, fee, updated_at, exported_at,
    content_hash, first_batch_id, last_batch_id, detail, seen_at
    """

  /// Reads the row the statement stands on. Nil for a row no Daybook wrote: a day or a currency that is none.
  init?(reading row: RowStatement, facts: FactKind) {
    guard let currency = Currency(code: row.bytes(6)), let day = Day(yyyymmdd: Int(row.integer(5))),
      let kind = LineKind(rawValue: UInt8(clamping: row.integer(2))),
      let status = SaleStatus(rawValue: UInt8(clamping: row.integer(3)))
    else { return nil }
    rowID = row.integer(0)
    var line = CountedLine(currency: currency)
    line.lineID = row.integer(1)
    line.kind = kind
    line.status = status
    line.happenedAt = row.integer(4)
    line.day = day
    line.customerID = row.bytes(7)
    line.productID = row.bytes(8)
    line.quantity = row.integer(9)
    line.gross = row.integer(10)
    line.discount = row.integer(11)
    line.returned = row.integer(12)
    line.shipping = row.integer(13)
    line.tax = row.integer(14)
    line.tip = row.integer(15)
    line.fee = row.integer(16)
    line.isRow = CountedLine.isRow(kind, of: facts)
    counted = line
    updatedAt = row.integer(17)
    exportedAt = row.integer(18)
    contentHash = row.integer(19)
    firstBatchID = row.integer(20)
    lastBatchID = row.integer(21)
    detail = row.integer(22)
    seenAt = row.integer(23)
  }
}

extension CountedLine {
  /// In orders that come whole, return lines were made from the order's status; on a till roll they are rows.
  static func isRow(_ kind: LineKind, of facts: FactKind) -> Bool { facts == .lines || kind != .return }

  /// Without customer and product, whose bytes stay in the batch.
  init(_ line: LineFact, of transaction: TransactionFact, facts: FactKind) {
    self.init(currency: transaction.currency)
    lineID = line.lineID
    kind = line.kind
    status = transaction.status
    happenedAt = line.happenedAt
    day = line.day
    quantity = line.quantity
    gross = line.gross
    discount = line.discount
    returned = line.returned
    shipping = line.shipping
    tax = line.tax
    tip = line.tip
    fee = line.fee
    isRow = Self.isRow(line.kind, of: facts)
  }
}
