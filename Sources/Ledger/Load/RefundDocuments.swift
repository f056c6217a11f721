import GRDB
import Records

/// Books refunds that documents of their own tell on the sales which they give back, in whatever source these stand.
///
/// Whether the sale's own export tells the same refund, and which of them comes first, makes no difference:
/// `RefundHistory` counts it once.
final class RefundDocuments {
  private let place: LoadPlace
  private let database: Database
  private let find: RowStatement
  private let drop: RowStatement
  private let put: RowStatement
  private let booked: RowStatement
  /// By the source of the sale.
  private var sources: [Int64: SaleSource] = [:]

  private struct SaleSource {
    let writer: RefundWriter
    var totals: TotalsBuffer
    var newestAt: Int64 = 0
    /// A line that may have been the source's newest was taken away.
    var newestIsGone = false
  }

  init(_ place: LoadPlace, database: Database) throws {
    self.place = place
    self.database = database
    find = try RowStatement(
      "SELECT source_id, transaction_id FROM refund_documents WHERE told_in = ? AND document_id = ?",
      on: database)
    drop = try RowStatement(
      "DELETE FROM refund_documents WHERE told_in = ? AND document_id = ?", on: database)
    put = try RowStatement(
      """
      INSERT INTO refund_documents (source_id, transaction_id, currency, told_in, document_id, happened_at, day,
        amount, batch_id, source_row) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    booked = try RowStatement(
      """
      SELECT \(StoredLine.columns) FROM line_facts
      WHERE source_id = ? AND transaction_id = ? AND line_id >= \(RefundWriter.firstLineID) ORDER BY line_id
      """, on: database)
    for statement in [find, drop] { statement.bind(1, place.sourceID) }
  }

  /// The newest telling of a document is the one that holds; it may name another sale than one before.
  func note(
    _ refund: MovementFact, on sale: KnownSale, line: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws {
    guard !refund.movementID.isEmpty else { return }
    let saleID = unsafe Array(bytes[refund.saleID.indices])
    for statement in [find, drop] { unsafe statement.bind(2, refund.movementID, in: bytes) }
    if try find.next() {
      let (sourceID, before) = (find.integer(0), find.bytes(1))
      find.reset()
      try drop.run()
      if (sourceID, before) != (sale.sourceID, saleID) { try settle(before, in: sourceID) }
    }
    if refund.amount < 0, refund.status.countsAsSale {
      put.bind(1, sale.sourceID)
      unsafe put.bind(2, refund.saleID, in: bytes)
      put.bind(3, refund.currency.code)
      put.bind(4, place.sourceID)
      unsafe put.bind(5, refund.movementID, in: bytes)
      put.bind(6, refund.happenedAt)
      put.bind(7, refund.day.yyyymmdd)
      put.bind(8, -refund.amount)
      put.bind(9, place.batchID)
      put.bind(10, Int64(line))
      try put.run()
    }
    try settle(saleID, in: sale.sourceID)
  }

  /// Makes the refund lines of a sale anew out of all that is told.
  private func settle(_ saleID: [UInt8], in sourceID: Int64) throws {
    var source = try sources[sourceID] ?? saleSource(sourceID)
    sources[sourceID] = nil
    booked.bind(1, sourceID)
    booked.bind(2, copying: saleID)
    var before: [CountedLine] = []
    while try booked.next() {
      if let line = StoredLine(reading: booked, facts: .orders) { before.append(line.counted) }
    }
    let lines = try unsafe saleID.withUnsafeBytes { bytes in
      try unsafe source.writer.settle(
        ByteRange(start: 0, end: saleID.count), booked: before, bytes, totals: &source.totals)
    }
    if let lines {
      if before.contains(where: { $0.happenedAt >= source.newestAt }) { source.newestIsGone = true }
      for line in lines where line.status.countsAsSale {
        source.newestAt = max(source.newestAt, line.happenedAt)
      }
    }
    try source.totals.relieve(database)
    sources[sourceID] = source
  }

  private func saleSource(_ sourceID: Int64) throws -> SaleSource {
    var target = place
    target.sourceID = sourceID
    return SaleSource(
      writer: try RefundWriter(target, hasDocuments: true, database: database),
      totals: TotalsBuffer(sourceID: sourceID), newestAt: try newestAt(sourceID))
  }

  private func newestAt(_ sourceID: Int64) throws -> Int64 {
    try Int64.fetchOne(
      database, kept: "SELECT newest_at FROM sources WHERE source_id = ?", arguments: [sourceID]) ?? 0
  }

  /// Writes what is left. Days that were touched and by how much they changed are known from then on.
  func finish() throws {
    for (sourceID, var source) in sources.sorted(by: { $0.key < $1.key }) {
      try source.totals.write(to: database)
      if source.newestIsGone {
        source.newestAt =
          try Int64.fetchOne(
            database,
            kept: "SELECT max(happened_at) FROM line_facts WHERE source_id = ? AND status IN (0, 3)",
            arguments: [sourceID]) ?? 0
      }
      try database.execute(
        kept: "UPDATE sources SET newest_at = ? WHERE source_id = ?", arguments: [source.newestAt, sourceID])
      sources[sourceID] = source
    }
  }

  var touchedDays: Set<Day> { sources.values.reduce(into: []) { $0.formUnion($1.totals.touchedDays) } }

  var changes: [DayKey: SalesMeasures] {
    sources.values.reduce(into: [:]) { sum, source in
      for (key, change) in source.totals.changes { sum[key, default: SalesMeasures()] += change }
    }
  }
}
