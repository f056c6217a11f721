public import Records

import GRDB

/// One table being written, inside the transaction that is its file.
public final class BatchLoad {
  let database: Database
  let batchID: Int64
  let sourceID: Int64
  /// UTC seconds.
  private let processedAt: Int64
  public internal(set) var counts = RowCounts()
  var contradicted: [Currency: MoneySplit] = [:]
  private var totals: TotalsBuffer
  private var transactions: TransactionWriter
  private var entities: EntityWriter
  private var movements: MovementWriter
  var quarantine: HeldRowWriter
  private var rescued: RescueWriter
  private var prices: PriceWatch
  let sales: SaleLookup?
  let acceptsExcess: Bool
  private let refundDocuments: RefundDocuments?
  /// Rows that wait for their sale, and how many records were asked for theirs.
  var waiting = (rows: 0, records: 0, asked: 0)
  /// How many records were compared with their sale, and how many give back more than it was.
  var compared = (records: 0, exceeding: 0)
  /// The table was taken before, and rows of it that waited are taken now.
  private let isTakenBefore: Bool
  private var sessionDays: [Day: (sessions: Int64, records: Int64)] = [:]

  /// - Parameters:
  ///   - fileID: the first batch of the file; nil if this is it.
  ///   - known: the batch of the table, where it was taken before.
  init(_ header: BatchHeader, fileID: Int64?, known: Int64? = nil, database: Database) throws {
    self.database = database
    sourceID = try Self.sourceID(header, database: database)
    batchID =
      try known ?? Self.insertBatch(header, sourceID: sourceID, fileID: fileID, database: database)
    processedAt = header.processedAt
    isTakenBefore = known != nil
    sales = try SaleLookup(header, database: database)
    acceptsExcess = header.acceptsExcess
    totals = TotalsBuffer(sourceID: sourceID)
    var place = LoadPlace(
      facts: header.facts, sourceID: sourceID, batchID: batchID, exportedAt: header.exportedAt,
      exportedOn: header.exportedOn, detail: Int64(header.detail), processedAt: header.processedAt)
    if let mends = header.mends { place.sameFile = try Self.batches(ofFile: mends, database) }
    transactions = try TransactionWriter(place, database: database)
    entities = EntityWriter(place, database: database)
    movements = try MovementWriter(place, database: database)
    refundDocuments = header.givesBack ? try RefundDocuments(place, database: database) : nil
    quarantine = try HeldRowWriter(place, database: database)
    rescued = RescueWriter(header, place, database: database)
    prices = try PriceWatch(place, database: database)
  }

  /// Loads the facts and the held rows of a stretch of rows.
  public func add(_ verdicts: VerdictBatch) throws {
    counts.skipped += verdicts.skipped.values.reduce(0, +)
    counts.duplicate += verdicts.repeated
    try unsafe verdicts.bytes.withUnsafeBytes { bytes in
      try unsafe addTransactions(of: verdicts, bytes)
      for customer in verdicts.customers {
        let origin = verdicts.origins[Int(customer.origin)]
        let outcome = try unsafe entities.write(customer, line: origin.line, bytes)
        try unsafe keep(outcome, of: origin, bytes, key: "customer_id")
      }
      for product in verdicts.products {
        let origin = verdicts.origins[Int(product.origin)]
        let outcome = try unsafe entities.write(product, line: origin.line, bytes)
        guard product.isRow else { continue }
        try unsafe keep(outcome, of: origin, bytes, key: "product_id")
      }
      for session in verdicts.sessions {
        try unsafe addSession(session, origin: verdicts.origins[Int(session.origin)], bytes)
      }
      for movement in verdicts.movements {
        try unsafe add(movement, of: verdicts, bytes)
      }
      for row in verdicts.held {
        try unsafe quarantine.hold(row, bytes)
        counts.held += 1
      }
      if !verdicts.rescued.isEmpty { try unsafe rescued.write(verdicts, bytes) }
    }
    try totals.relieve(database)
  }

  /// Counts rows that tell what is known already.
  public func passOver(unchanged rows: Int) { counts.unchanged += rows }

  private func addTransactions(of verdicts: VerdictBatch, _ bytes: UnsafeRawBufferPointer) throws {
    for transaction in verdicts.transactions {
      unsafe quarantine.see(order: transaction.transactionID, bytes)
      if sales != nil, try unsafe holdsBack(transaction, of: verdicts, bytes) { continue }
      let outcome = try unsafe transactions.write(transaction, lines: verdicts.lines, bytes, totals: &totals)
      counts += outcome.counts
      if outcome.counts.inserted + outcome.counts.updated > 0 {
        let lines = Int(transaction.lines.lowerBound)..<Int(transaction.lines.upperBound)
        unsafe prices.see(verdicts.lines[lines], transaction.currency, bytes)
      }
      guard outcome.isContradiction else { continue }
      contradicted[transaction.currency, default: MoneySplit()].accept(outcome.amount, as: transaction.status)
      for index in transaction.origins {
        try unsafe holdContradiction(
          verdicts.origins[Int(index)], verdicts.cells[index], bytes, key: "transaction_id",
          amount: index == transaction.origins.lowerBound ? outcome.amount : 0,
          currency: transaction.currency, transactionID: transaction.transactionID
        )
      }
    }
    try transactions.flush()
  }

  private func add(
    _ movement: MovementFact, of verdicts: VerdictBatch, _ bytes: UnsafeRawBufferPointer
  ) throws {
    let origin = verdicts.origins[Int(movement.origin)]
    let sale = try unsafe sale(movement.saleID, bytes)
    if let problem = unsafe objection(
      to: -movement.amount, in: movement.currency, of: sale, movement.saleID, bytes)
    {
      try unsafe hold(
        origin, verdicts.cells[movement.origin], bytes, problem, sale: movement.saleID,
        amount: movement.amount, currency: movement.currency, day: movement.day)
      contradicted[movement.currency, default: MoneySplit()].accept(0, as: movement.status)
      return
    }
    let outcome = try unsafe movements.write(movement, line: origin.line, bytes)
    if let sale, sale.isOrder, movement.kind == .refund, outcome != .contradiction, outcome != .superseded {
      try unsafe refundDocuments?.note(movement, on: sale, line: origin.line, bytes)
    }
    guard movement.isRow else { return }
    try unsafe keep(outcome, of: origin, bytes, key: "movement_id")
  }

  private func addSession(
    _ session: SessionFact, origin: RowOrigin, _ bytes: UnsafeRawBufferPointer
  ) throws {
    let result = try unsafe entities.write(session, line: origin.line, bytes)
    try unsafe keep(result.outcome, of: origin, bytes, key: "session_id")
    for (day, sessions, records) in result.changes {
      let known = sessionDays[day] ?? (0, 0)
      sessionDays[day] = (known.sessions + sessions, known.records + records)
    }
  }

  /// Counts one entity row, and holds it when it contradicts an earlier row of this file.
  private func keep(
    _ outcome: VersionOutcome, of origin: RowOrigin, _ bytes: UnsafeRawBufferPointer, key: String
  ) throws {
    guard outcome == .contradiction else {
      counts += outcome.counts(rows: 1)
      return
    }
    try unsafe holdContradiction(origin, nil, bytes, key: key, amount: nil, currency: nil)
  }

  private func holdContradiction(
    _ origin: RowOrigin, _ cells: [UInt8]?, _ bytes: UnsafeRawBufferPointer, key: String, amount: Int64?,
    currency: Currency?,
    transactionID: ByteRange = .none
  ) throws {
    var row = HeldRow(
      origin: origin, problems: [Problem(.contradictsEarlier, field: key)], amountAtStake: amount,
      currency: currency, transactionID: transactionID)
    row.cells = cells ?? []
    try unsafe quarantine.hold(row, bytes)
    counts.held += 1
  }

  /// Writes the remaining totals and completes the file's entry.
  func finish(_ closing: BatchClosing) throws -> BatchOutcome {
    try totals.write(to: database)
    try writeSessionDays()
    try transactions.finish(database)
    try movements.finish(database)
    try refundDocuments?.finish()
    try quarantine.finish()
    try prices.finish()
    let tallies = closing.tallies + ledgerTallies
    let touched = touchedDays.union(sessionDays.keys)
    var outcome = BatchOutcome(
      batchID: batchID, counts: counts, daysTouched: touched.sorted(), contradicted: contradicted)
    outcome.daysRestated = try Restatements(database: database, batchID: batchID, at: processedAt)
      .log(refundDocuments?.changes ?? totals.changes)
    if counts.updated > 0 { outcome.changedFields = try changedFields() }
    (outcome.waiting, outcome.heldAgain) = (waiting.rows, quarantine.renewed)
    if isTakenBefore {
      try release(closing)
    } else {
      outcome.score = ledgerTallies.isEmpty ? closing.score : TableScore(tallies)?.hundredths
      try writeChecks(tallies)
      try writeMoney(closing.money)
      try writeEntry(outcome, milliseconds: closing.milliseconds)
    }
    return outcome
  }

  /// Rows that wait for their sale.
  public var waitingRows: Int { waiting.rows }
  /// Records that were asked for their sale, and those of them that wait.
  var asked: Int { waiting.asked }
  var failed: Int { waiting.records }
  var touchedDays: Set<Day> {
    totals.touchedDays.union(movements.totals.touchedDays).union(refundDocuments?.touchedDays ?? [])
  }

  /// What only the ledger can check, beside the checks of Inspection.
  private var ledgerTallies: [CheckTally] {
    let rule = Rule.referenceMissing
    let sales = CheckTally(
      code: rule.code, field: "sale_id", weight: rule.weight, applied: waiting.asked, failed: waiting.records)
    let excess = Rule.refundExceedsSale
    let given = CheckTally(
      code: excess.code, field: "sale_id", weight: excess.weight, applied: compared.records,
      failed: compared.exceeding)
    return [sales, given, prices.tally].filter { $0.applied > 0 }
  }

  private func writeEntry(_ outcome: BatchOutcome, milliseconds: Int64) throws {
    let days = outcome.daysTouched
    try database.execute(
      kept: """
        UPDATE batches SET records_received = ?, inserted = ?, updated = ?, unchanged = ?, superseded = ?,
          duplicate = ?, held = ?, skipped = ?, first_day = ?, last_day = ?, score = ?, milliseconds = ?
        WHERE batch_id = ?
        """,
      arguments: [
        counts.received, counts.inserted, counts.updated, counts.unchanged, counts.superseded,
        counts.duplicate,
        counts.held, counts.skipped, days.first?.yyyymmdd, days.last?.yyyymmdd, outcome.score,
        milliseconds,
        batchID,
      ])
  }

  private func changedFields() throws -> [String: Int] {
    var fields = try LineRevisions.changedFields(batchID, database)
    fields.merge(try entities.changedFields()) { $0 + $1 }
    fields.merge(try movements.changedFields(database)) { $0 + $1 }
    return fields
  }

  private func writeSessionDays() throws {
    for (day, change) in sessionDays {
      try database.execute(
        kept: """
          INSERT INTO daily_sessions (day, source_id, sessions, records) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET sessions = sessions + excluded.sessions, records = records + excluded.records
          """, arguments: [day.yyyymmdd, sourceID, change.sessions, change.records])
    }
    if !sessionDays.isEmpty { try database.execute(kept: "DELETE FROM daily_sessions WHERE records = 0") }
  }

  private func writeChecks(_ tallies: [CheckTally]) throws {
    // Some sixty for each table.
    let insert = try RowStatement(
      "INSERT INTO batch_checks (batch_id, code, field, weight, applied, failed) VALUES (?, ?, ?, ?, ?, ?)",
      on: database)
    insert.bind(1, batchID)
    for tally in tallies where tally.applied > 0 {
      insert.bind(2, tally.code)
      insert.bind(3, tally.field ?? "")
      insert.bind(4, tally.weight)
      insert.bind(5, tally.applied)
      insert.bind(6, tally.failed)
      try insert.run()
    }
  }

  /// What the ledger itself held counted as taken until now.
  private func writeMoney(_ money: [Currency: MoneySplit]) throws {
    for (currency, split) in money {
      let late = contradicted[currency] ?? MoneySplit()
      let moved = late.accepted + late.uncounted
      try database.execute(
        kept: "INSERT INTO batch_money (batch_id, currency, taken, held) VALUES (?, ?, ?, ?)",
        arguments: [
          batchID, currency.code, split.accepted + split.uncounted - moved, split.held + moved,
        ])
    }
  }

  static func sourceID(_ header: BatchHeader, database: Database) throws -> Int64 {
    try database.execute(
      kept: "INSERT INTO sources (name, stream, facts) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
      arguments: [header.source, header.stream, header.facts.rawValue])
    let known = try Row.fetchOne(
      database, kept: "SELECT source_id, facts FROM sources WHERE name = ? AND stream = ?",
      arguments: [header.source, header.stream])
    guard let known else { preconditionFailure("a source that was just inserted must be there") }
    guard known[1] == header.facts.rawValue else {
      throw FileProblem(
        code: "source.mixed",
        message: """
          \(header.kind) has \(header.facts.rawValue), but the stream "\(header.stream)" it shares has \(known[1] as String)
          """,
        remedy: "give \(header.kind) a stream of its own in Config/Sources")
    }
    return known[0]
  }

  private static func insertBatch(
    _ header: BatchHeader, sourceID: Int64, fileID: Int64?, database: Database
  ) throws -> Int64 {
    let batchID = try nextBatchID(database)
    try database.execute(
      kept: """
        INSERT INTO batches (batch_id, file_id, source_id, kind, status, file_name, sha256, bytes, format, exported_at,
          processed_at)
        VALUES (?, ?, ?, ?, 'accepted', ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        batchID, fileID ?? batchID, sourceID, header.kind, header.fileName, header.sha256, header.bytes,
        header.format, header.exportedAt, header.processedAt,
      ])
    return batchID
  }

  /// The batch and those that took mended rows of it.
  private static func batches(ofFile batchID: Int64, _ database: Database) throws -> Set<Int64> {
    let later = try Int64.fetchAll(
      database, kept: "SELECT DISTINCT mended_by FROM held_rows WHERE batch_id = ? AND mended_by IS NOT NULL",
      arguments: [batchID])
    return Set(later + [batchID])
  }

  static func nextBatchID(_ database: Database) throws -> Int64 {
    (try Int64.fetchOne(database, kept: "SELECT max(batch_id) FROM batches") ?? 0) + 1
  }
}
