import GRDB
import Records

/// Keeps what exports state as given back, and books it as return lines of the order.
struct RefundWriter {
  /// Line ids from here on are the ledger's own, far above any order's rows.
  static let firstLineID: Int64 = 1_000_000_000

  private let place: LoadPlace
  private let state: RowStatement
  private let statements: RowStatement
  private let documents: RowStatement
  private let order: RowStatement
  private let own: RowStatement
  private let insert: RowStatement
  private let delete: RowStatement
  /// Most sources have no refund that a document of its own tells.
  private let hasDocuments: Bool

  /// - Parameter hasDocuments: nil to look for them.
  init(_ place: LoadPlace, hasDocuments: Bool? = nil, database: Database) throws {
    self.place = place
    // Two exports of one second: the larger sum, so that the order of arrival makes no difference.
    state = try RowStatement(
      """
      INSERT INTO refund_statements (source_id, transaction_id, currency, stated_at, stated_on, refunded, batch_id)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET refunded = max(refunded, excluded.refunded)
      """, on: database)
    statements = try RowStatement(
      """
      SELECT stated_at, stated_on, refunded FROM refund_statements
      WHERE source_id = ? AND transaction_id = ? AND currency = ? ORDER BY stated_at
      """, on: database)
    documents = try RowStatement(
      """
      SELECT happened_at, day, amount, batch_id, source_row FROM refund_documents
      WHERE source_id = ? AND transaction_id = ? AND currency = ?
      ORDER BY happened_at, amount, told_in, document_id
      """, on: database)
    order = try RowStatement(
      """
      SELECT status, currency, min(happened_at), min(day), max(kind = 1),
        sum(gross - discount) FILTER (WHERE kind <> 1), sum(shipping) FILTER (WHERE kind <> 1),
        sum(tax) FILTER (WHERE kind <> 1), sum(tip) FILTER (WHERE kind <> 1)
      FROM line_facts
      WHERE source_id = ? AND transaction_id = ? AND line_id < \(Self.firstLineID)
      """, on: database)
    own = try RowStatement(
      """
      SELECT happened_at, sum(returned - shipping - tax - tip) FROM line_facts
      WHERE source_id = ? AND transaction_id = ? AND kind = 1 AND line_id < \(Self.firstLineID) GROUP BY happened_at
      """, on: database)
    insert = try RowStatement(
      """
      INSERT INTO line_facts (source_id, transaction_id, line_id, kind, status, happened_at, day, currency,
        customer_id, quantity, unit_price, gross, discount, returned, shipping, tax, tip, fee, channel, country,
        updated_at, exported_at, content_hash, score, first_batch_id, last_batch_id, source_row, detail,
        seen_at, told_by)
      SELECT source_id, transaction_id, ?3, 1, status, ?4, ?5, currency, customer_id, 0, 0, 0, 0, ?6, ?7, ?8, ?9, 0,
        channel, country, updated_at, exported_at, content_hash, score, first_batch_id, last_batch_id,
        coalesce(?11, source_row), detail, seen_at, coalesce(?10, told_by)
      FROM line_facts WHERE source_id = ?1 AND transaction_id = ?2 ORDER BY line_id LIMIT 1
      """, on: database)
    delete = try RowStatement(
      """
      DELETE FROM line_facts
      WHERE source_id = ? AND transaction_id = ? AND line_id >= \(Self.firstLineID)
      """, on: database)
    self.hasDocuments =
      try hasDocuments ?? Bool.fetchOne(
        database, kept: "SELECT EXISTS (SELECT 1 FROM refund_documents WHERE source_id = ?)",
        arguments: [place.sourceID]) ?? false
    for statement in [state, statements, documents, order, own, insert, delete] {
      statement.bind(1, place.sourceID)
    }
  }

  /// Notes what this export states of the order.
  func note(_ refunded: Int64, of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer) throws {
    unsafe state.bind(2, transaction.transactionID, in: bytes)
    state.bind(3, transaction.currency.code)
    state.bind(4, place.exportedAt)
    state.bind(5, place.exportedOn.yyyymmdd)
    state.bind(6, refunded)
    state.bind(7, place.batchID)
    try state.run()
  }

  /// Makes the order's return lines those that all its statements together tell, and the totals with them.
  ///
  /// - Parameter booked: the return lines that stand in the database from statements before.
  /// - Returns: the return lines that stand there now; nil if they are those that stood there before.
  func settle(
    _ transactionID: ByteRange, booked: [CountedLine], _ bytes: UnsafeRawBufferPointer,
    totals: inout TotalsBuffer
  ) throws -> [CountedLine]? {
    for statement in [statements, documents, order, own, insert, delete] {
      unsafe statement.bind(2, transactionID, in: bytes)
    }
    let events = try events()
    let lines = events.lines
    guard lines.map(RefundEvent.init) != booked.map(RefundEvent.init) else { return nil }
    try delete.run()
    for line in booked {
      unsafe totals.add(line, product: UnsafeRawBufferPointer(start: nil, count: 0), times: -1)
    }
    for (line, event) in zip(lines, events.told) {
      insert.bind(3, line.lineID)
      insert.bind(4, line.happenedAt)
      insert.bind(5, line.day.yyyymmdd)
      insert.bind(6, line.returned)
      insert.bind(7, line.shipping)
      insert.bind(8, line.tax)
      insert.bind(9, line.tip)
      insert.bind(10, event.document?.batchID)
      insert.bind(11, event.document?.sourceRow)
      try insert.run()
      unsafe totals.add(line, product: UnsafeRawBufferPointer(start: nil, count: 0), times: 1)
    }
    return lines
  }

  /// The order's refunds that its own lines do not tell, and the lines that book them.
  private struct Told {
    var told: [RefundEvent] = []
    var lines: [CountedLine] = []
  }

  /// Of the order bound before. An order that tells its returns itself, with their days, has none beside its documents.
  private func events() throws -> Told {
    guard try order.next() else { return Told() }
    defer { order.reset() }
    let tellsItself = order.integer(4) != 0
    guard let currency = Currency(code: order.bytes(1)), let day = Day(yyyymmdd: Int(order.integer(3))),
      let status = SaleStatus(rawValue: UInt8(clamping: order.integer(0))), hasDocuments || !tellsItself
    else { return Told() }
    var history = RefundHistory()
    if tellsItself {
      while try own.next() { history.own[own.integer(0)] = own.integer(1) }
    } else {
      history.statements = try statements(in: currency)
    }
    if hasDocuments { history.documents = try documents(in: currency) }
    let parts = OrderParts(
      goods: order.integer(5), shipping: order.integer(6), tax: order.integer(7), tip: order.integer(8))
    let events = history.events(of: parts, orderedAt: order.integer(2), on: day)
    let lines = events.enumerated().map { index, event in
      var line = CountedLine(currency: currency)
      line.lineID = Self.firstLineID + Int64(index)
      (line.kind, line.status, line.isRow) = (.return, status, false)
      (line.happenedAt, line.day, line.returned) = (event.happenedAt, event.day, event.given.goods)
      (line.shipping, line.tax, line.tip) = (-event.given.shipping, -event.given.tax, -event.given.tip)
      return line
    }
    return Told(told: events, lines: lines)
  }

  private func statements(in currency: Currency) throws -> [RefundStatement] {
    statements.bind(3, currency.code)
    var found: [RefundStatement] = []
    while try statements.next() {
      guard let statedOn = Day(yyyymmdd: Int(statements.integer(1))) else { continue }
      found.append(
        RefundStatement(
          statedAt: statements.integer(0), statedOn: statedOn, refunded: statements.integer(2)))
    }
    return found
  }

  private func documents(in currency: Currency) throws -> [RefundDocument] {
    documents.bind(3, currency.code)
    var found: [RefundDocument] = []
    while try documents.next() {
      guard let day = Day(yyyymmdd: Int(documents.integer(1))) else { continue }
      found.append(
        RefundDocument(
          happenedAt: documents.integer(0), day: day, amount: documents.integer(2),
          batchID: documents.integer(3), sourceRow: documents.integer(4)))
    }
    return found
  }
}

extension RefundEvent {
  fileprivate init(_ line: CountedLine) {
    self.init(
      happenedAt: line.happenedAt, day: line.day,
      given: OrderParts(
        goods: line.returned, shipping: -line.shipping, tax: -line.tax, tip: -line.tip))
  }
}
