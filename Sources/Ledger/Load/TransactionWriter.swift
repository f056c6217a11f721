import GRDB
import Records

/// What writing one transaction did.
struct TransactionOutcome {
  var counts = RowCounts()
  /// The transaction contradicts one that stands in this file before; its rows are to be held.
  var isContradiction = false
  /// What the transaction collects, minor units.
  var amount: Int64 = 0
}

/// Merges transactions into the facts: reads what is known of each, decides, writes the difference, and tells the
/// totals what was added and what taken away.
struct TransactionWriter {
  private let place: LoadPlace
  private let read: RowStatement
  private let touch: RowStatement
  private let see: RowStatement
  private let touchLine: RowStatement
  private let delete: RowStatement
  private var inserter: LineInserter
  private var tillLines: KnownLines
  private let refunds: RefundWriter
  private let revisions: LineRevisions
  private var names: ProductNameWriter
  /// Highest transaction id of this source; an id above it is new without asking.
  private var highestID: [UInt8]
  /// UTC seconds of the newest line that counts as a sale or a return, and whether it was taken away.
  private var newestAt: Int64
  private var newestIsGone = false

  init(_ place: LoadPlace, database: Database) throws {
    self.place = place
    read = try RowStatement(
      "SELECT \(StoredLine.columns) FROM line_facts WHERE source_id = ? AND transaction_id = ? ORDER BY line_id",
      on: database)
    touch = try RowStatement(
      """
      UPDATE line_facts SET last_batch_id = ?1, detail = ?2, updated_at = ?3, exported_at = ?4,
        seen_at = max(seen_at, ?5), \(Version.score(rank: 9, own: 8))
      WHERE source_id = ?6 AND transaction_id = ?7
      """, on: database)
    see = try RowStatement(
      "UPDATE line_facts SET seen_at = ? WHERE source_id = ? AND transaction_id = ?", on: database)
    touchLine = try RowStatement(
      "UPDATE line_facts SET last_batch_id = ?1, score = max(score, ?3) WHERE line_fact_id = ?2", on: database
    )
    delete = try RowStatement("DELETE FROM line_facts WHERE line_fact_id = ?", on: database)
    inserter = LineInserter(place, database: database)
    tillLines = try KnownLines(place, database)
    refunds = try RefundWriter(place, database: database)
    revisions = try LineRevisions(place, database: database)
    names = try ProductNameWriter(sourceID: place.sourceID, database: database)
    let highest = try String.fetchOne(
      database, kept: "SELECT max(transaction_id) FROM line_facts WHERE source_id = ?",
      arguments: [place.sourceID])
    highestID = Array((highest ?? "").utf8)
    newestAt =
      try Int64.fetchOne(
        database, kept: "SELECT newest_at FROM sources WHERE source_id = ?", arguments: [place.sourceID]) ?? 0
  }

  mutating func write(
    _ transaction: TransactionFact, lines: [LineFact], _ bytes: UnsafeRawBufferPointer,
    totals: inout TotalsBuffer
  ) throws -> TransactionOutcome {
    let range = Int(transaction.lines.lowerBound)..<Int(transaction.lines.upperBound)
    // Names are learned from every telling, also from one that is out of date, so that order makes no difference.
    for line in lines[range] { try unsafe names.see(line, bytes) }
    return place.facts == .lines
      ? try unsafe mergeLines(transaction, lines[range], bytes, totals: &totals)
      : try unsafe replace(transaction, lines[range], bytes, totals: &totals)
  }

  /// Writes the lines that wait; their bytes are about to go away.
  mutating func flush() throws { try inserter.flush() }

  /// Writes product names and the time of the source's newest sale.
  func finish(_ database: Database) throws {
    try names.write()
    var newest = newestAt
    if newestIsGone {
      newest =
        try Int64.fetchOne(
          database, kept: "SELECT max(happened_at) FROM line_facts WHERE source_id = ? AND status IN (0, 3)",
          arguments: [place.sourceID]) ?? 0
    }
    try database.execute(
      kept: "UPDATE sources SET newest_at = ? WHERE source_id = ?", arguments: [newest, place.sourceID])
  }

  /// Whether no line with this number can be there. If one can, those that wait are written, so that it is found.
  private mutating func isNew(_ number: UnsafeRawBufferPointer) throws -> Bool {
    guard unsafe highestID.lexicographicallyPrecedes(number) else {
      try inserter.flush()
      return false
    }
    highestID.removeAll(keepingCapacity: true)
    unsafe highestID.append(contentsOf: number)
    return true
  }

  private mutating func knownLines(
    _ transactionID: ByteRange, _ bytes: UnsafeRawBufferPointer
  ) throws -> [StoredLine] {
    let id = unsafe UnsafeRawBufferPointer(rebasing: bytes[transactionID.indices])
    guard try unsafe !isNew(id) else { return [] }
    var lines: [StoredLine] = []
    read.bind(1, place.sourceID)
    unsafe read.bindText(2, id)
    while try read.next() {
      if let line = StoredLine(reading: read, facts: place.facts) { lines.append(line) }
    }
    return lines
  }

  /// An order that comes whole: the newer telling replaces the older one, with all its lines.
  private mutating func replace(
    _ transaction: TransactionFact, _ lines: ArraySlice<LineFact>, _ bytes: UnsafeRawBufferPointer,
    totals: inout TotalsBuffer
  ) throws -> TransactionOutcome {
    let known = try unsafe knownLines(transaction.transactionID, bytes)
    let incoming = place.version(updatedAt: transaction.updatedAt, contentHash: transaction.contentHash)
    let stored = known.first.map {
      Version(
        detail: $0.detail, updatedAt: $0.updatedAt, contentHash: $0.contentHash, exportedAt: $0.exportedAt,
        isFromThisFile: $0.lastBatchID == place.batchID)
    }
    let outcome = VersionOutcome(known: stored, incoming: incoming)
    var booked = known.map(\.counted).filter { $0.lineID >= RefundWriter.firstLineID }
    switch outcome {
    case .insert, .update:
      booked = []
      if !known.isEmpty { try unsafe revisions.keep(transaction.transactionID, bytes) }
      try remove(known, totals: &totals)
      for line in lines {
        try unsafe insert(line, of: transaction, bytes, replacing: known.first, totals: &totals)
      }
      try unsafe countOrder(lines, of: transaction, bytes, totals: &totals)
    case .unchanged, .duplicate:
      let newest = stored.map { $0.outranks(incoming) ? $0 : incoming } ?? incoming
      touch.bind(1, place.batchID)
      touch.bind(2, newest.detail)
      touch.bind(3, newest.updatedAt)
      touch.bind(4, newest.exportedAt)
      touch.bind(5, place.exportedAt)
      touch.bind(6, place.sourceID)
      unsafe touch.bind(7, transaction.transactionID, in: bytes)
      touch.bind(8, Int64(transaction.score))
      touch.bind(9, stored.map { incoming.rank(above: $0) } ?? 1)
      try touch.run()
    case .superseded:
      guard known.contains(where: { $0.seenAt < place.exportedAt }) else { break }
      see.bind(1, place.exportedAt)
      see.bind(2, place.sourceID)
      unsafe see.bind(3, transaction.transactionID, in: bytes)
      try see.run()
    case .contradiction: break
    }
    if outcome != .contradiction {
      try unsafe settleRefunds(transaction, isKnown: !known.isEmpty, booked: booked, bytes, totals: &totals)
    }
    return TransactionOutcome(
      counts: outcome.counts(rows: transaction.origins.count), isContradiction: outcome == .contradiction,
      amount: outcome == .contradiction ? lines.reduce(0) { $0 + $1.collected } : 0)
  }

  /// What is stated as given back is kept whatever became of the rest of the telling, and books every time anew.
  private mutating func settleRefunds(
    _ transaction: TransactionFact, isKnown: Bool, booked: [CountedLine], _ bytes: UnsafeRawBufferPointer,
    totals: inout TotalsBuffer
  ) throws {
    if let refunded = transaction.refunded { try unsafe refunds.note(refunded, of: transaction, bytes) }
    guard isKnown || transaction.refunded != nil else { return }
    try inserter.flush()
    let lines = try unsafe refunds.settle(
      transaction.transactionID, booked: booked, bytes, totals: &totals)
    guard let lines else { return }
    if booked.contains(where: { $0.happenedAt >= newestAt }) { newestIsGone = true }
    for line in lines where line.status.countsAsSale { newestAt = max(newestAt, line.happenedAt) }
  }

  /// Lines that stand alone: each is there or is added; equal lines of one file are told apart by their number.
  private mutating func mergeLines(
    _ transaction: TransactionFact, _ lines: ArraySlice<LineFact>, _ bytes: UnsafeRawBufferPointer,
    totals: inout TotalsBuffer
  ) throws -> TransactionOutcome {
    let number = unsafe UnsafeRawBufferPointer(rebasing: bytes[transaction.transactionID.indices])
    try unsafe tillLines.begin(number, isNew: isNew(number))
    var outcome = TransactionOutcome()
    var added: [LineFact] = []
    for var line in lines {
      line.lineID = try tillLines.identity(for: line.lineID)
      if let row = try tillLines.rowID(of: line.lineID) {
        touchLine.bind(1, place.batchID)
        touchLine.bind(2, row)
        touchLine.bind(3, Int64(line.score))
        try touchLine.run()
        outcome.counts.unchanged += 1
      } else {
        try unsafe insert(line, of: transaction, bytes, replacing: nil, totals: &totals)
        added.append(line)
        outcome.counts.inserted += 1
      }
    }
    try unsafe recountOrder(added, of: transaction, bytes, totals: &totals)
    return outcome
  }

  /// The order's day and customer are those of its earliest sale line, which an added line may now be.
  private mutating func recountOrder(
    _ added: [LineFact], of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer,
    totals: inout TotalsBuffer
  ) throws {
    let before = tillLines.anchor
    let fresh = added.map { CountedLine($0, of: transaction, facts: place.facts) }
    guard var after = (fresh + [before].compactMap(\.self)).anchor, after.lineID != before?.lineID else {
      return
    }
    if let before {
      unsafe before.customerID.withUnsafeBytes {
        unsafe totals.addOrder(day: before.day, currency: before.currency, customer: $0, times: -1)
      }
    }
    try unsafe countOrder(added[...], of: transaction, bytes, totals: &totals)
    unsafe after.customerID.append(contentsOf: bytes[transaction.customerID.indices])
    tillLines.date(by: after)
  }

  private func countOrder(
    _ lines: ArraySlice<LineFact>, of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer,
    totals: inout TotalsBuffer
  ) throws {
    guard transaction.status.countsAsSale else { return }
    var anchor: LineFact?
    for line in lines where line.kind == .sale {
      if let known = anchor, (known.happenedAt, known.lineID) <= (line.happenedAt, line.lineID) { continue }
      anchor = line
    }
    guard let anchor else { return }
    let customer = unsafe UnsafeRawBufferPointer(rebasing: bytes[transaction.customerID.indices])
    unsafe totals.addOrder(
      day: anchor.day, currency: transaction.currency, customer: customer, times: 1)
  }

  private mutating func insert(
    _ line: LineFact, of transaction: TransactionFact, _ bytes: UnsafeRawBufferPointer,
    replacing known: StoredLine?,
    totals: inout TotalsBuffer
  ) throws {
    try unsafe inserter.insert(line, of: transaction, bytes, replacing: known)
    let product = unsafe UnsafeRawBufferPointer(rebasing: bytes[line.productID.indices])
    unsafe totals.add(CountedLine(line, of: transaction, facts: place.facts), product: product, times: 1)
    if transaction.status.countsAsSale { newestAt = max(newestAt, line.happenedAt) }
  }

  private mutating func remove(_ known: [StoredLine], totals: inout TotalsBuffer) throws {
    for stored in known {
      if stored.counted.happenedAt >= newestAt { newestIsGone = true }
      delete.bind(1, stored.rowID)
      try delete.run()
      unsafe stored.counted.productID.withUnsafeBytes {
        unsafe totals.add(stored.counted, product: $0, times: -1)
      }
    }
    guard let anchor = known.map(\.counted).anchor else { return }
    unsafe anchor.customerID.withUnsafeBytes {
      unsafe totals.addOrder(day: anchor.day, currency: anchor.currency, customer: $0, times: -1)
    }
  }
}
