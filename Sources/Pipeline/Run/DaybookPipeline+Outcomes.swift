import Logging
import Foundation
import Inspection
import Intake
import Ledger
public import Records

extension DaybookPipeline {
  /// Moves the original of an accepted file to `Filed/` and notes where it lies.
  func filed(_ file: SettledFile, _ receipt: Receipt, on day: Day? = nil) throws -> Receipt {
    let order = FilingOrder(
      original: file.original, doneMarker: file.doneMarker, receipt: try receipt.json())
    let kept = try Filing(shop: shop).file(order, on: day ?? today)
    if let fileID = receipt.batchId { try books.setKept(shop.relative(kept), fileID: fileID) }
    return receipt
  }

  /// A file whose bytes are in the books already: either its filing was cut off, or it was dropped again.
  func repeated(_ file: SettledFile, _ earlier: KnownFile, started: Int64) throws -> Receipt {
    var known = earlier
    if known.keptAt == nil {
      let zone = configuration.settings.timeZone
      if let entry = try books.unfiled(sha256: file.sha256).first(where: { $0.fileID == known.fileID }),
        try !Leftovers(shop: shop, books: books, zone: zone).settle(entry)
      {
        return try filed(file, Receipt(json: known.receipt), on: zone.day(at: known.processedAt))
      }
      // Cut off after the move and before the note of it: this file is another one.
      known = try books.knownFile(sha256: file.sha256) ?? known
    }
    var receipt = duplicate(file, known, started: started)
    let entry = UnloadedFile(status: .duplicate, repeats: known, counts: receipt.counts)
    let entered = try enter(file, entry, milliseconds: 0)
    receipt.batchId = entered.fileID
    return try filed(file, receipt, on: configuration.settings.timeZone.day(at: entered.at))
  }

  /// Enters a file of which no row is loaded, once: an entry that was cut off before the original moved is renewed.
  /// What was written to its place by then is written there again.
  private func enter(
    _ file: SettledFile, _ entry: UnloadedFile, milliseconds: Int64
  ) throws -> (fileID: Int64, at: Int64) {
    let leftovers = Leftovers(shop: shop, books: books, zone: configuration.settings.timeZone)
    let begun = try books.unfiled(sha256: file.sha256).first { begun in
      guard begun.status.rawValue == entry.status.rawValue, begun.fileName == file.displayName else {
        return false
      }
      return try !leftovers.settle(begun)
    }
    let time = begun?.processedAt ?? clocks.now
    let fileID = try books.write {
      try $0.enter(
        BatchHeader(file, processedAt: time), entry, milliseconds: milliseconds, insteadOf: begun?.fileID)
    }
    return (fileID, time)
  }

  func duplicate(_ file: SettledFile, _ known: KnownFile, started: Int64) -> Receipt {
    var receipt = Receipt(
      status: .duplicate, fileName: file.displayName, sha256: file.sha256, bytes: file.size,
      seconds: seconds(since: started))
    receipt.counts.duplicate = known.records
    receipt.source = known.source
    receipt.kind = known.kind
    receipt.repeats = known.keptAt ?? known.fileName
    receipt.repeatsBatchId = known.fileID
    return receipt
  }

  /// Enters a file that cannot be taken and moves its original to `Failed/`.
  func failed(_ file: SettledFile, _ problem: FileProblem, started: Int64) throws -> Receipt {
    var receipt = failure(file, problem, started: started)
    let entry = UnloadedFile(status: .failed, problem: problem, counts: RowCounts())
    let fileID = try enter(file, entry, milliseconds: (clocks.steady() - started) / 1_000_000).fileID
    receipt.batchId = fileID
    let order = FilingOrder(
      original: file.original, doneMarker: file.doneMarker, problem: problem, receipt: try receipt.json())
    let kept = try Filing(shop: shop).file(order, on: today)
    try books.setKept(shop.relative(kept), fileID: fileID)
    return receipt
  }

  /// - Parameter table: the name of the table, where not the whole file is meant.
  func failure(
    _ file: SettledFile, _ problem: FileProblem, table: String? = nil, started: Int64
  ) -> Receipt {
    var receipt = Receipt(
      status: .failed, fileName: table ?? file.displayName, sha256: file.sha256, bytes: file.size,
      seconds: seconds(since: started))
    receipt.source = file.source
    receipt.problem = ReceiptProblem(problem)
    return receipt
  }

  /// A table that failed in a file of which other tables were taken: entered in the same transaction.
  func enterFailed(_ receipt: Receipt, of file: SettledFile, into load: FileLoad) throws {
    guard receipt.status == .failed, let problem = receipt.problem else { return }
    var header = BatchHeader(file, processedAt: clocks.now)
    header.fileName = receipt.fileName
    header.format = receipt.format ?? ""
    let entry = UnloadedFile(status: .failed, problem: problem.fileProblem, counts: RowCounts())
    _ = try load.enter(header, entry, milliseconds: 0)
  }

  /// Says which columns the source had not before, and which it has no more. Records of JSON and XML leave out what they
  /// have no value for, so that of them only the former is told.
  func noteColumns(
    of table: TableReading, _ sums: TableSums, in receipt: inout Receipt, _ load: FileLoad, batchID: Int64
  ) throws {
    let unused = sums.extraColumns
    let columns = table.findings.format == .csv ? sums.form?.columns : nil
    let kind = table.recognition.definition.kind
    let changed = try load.changedColumns(
      columns, unused: unused, of: table.source, kind: kind, batchID: batchID)
    if !changed.new.isEmpty { receipt.newColumns = changed.new }
    if !changed.missing.isEmpty { receipt.missingColumns = changed.missing }
  }

  /// A problem that may pass by itself: the file stays where it is and is tried again.
  func postpone(_ path: BytePath, _ problem: FileProblem, in summary: inout PassSummary) throws {
    summary.postponed.append(PassSummary.Named(file: BytePath.display(path.name), problem: problem))
    log.warning("postponed", metadata: ["file": "\(BytePath.display(path.name))", "code": "\(problem.code)"])
    if problem.endsTheRun { throw problem }
  }

  /// Something in the inbox that is no file to take: an empty one is set aside, the rest is named once.
  mutating func name(_ entry: NotTaken, in summary: inout PassSummary) throws {
    if entry.problem.code == "file.empty", InboxScanner.isMarker(entry.path.name) {
      // What it spoke for is filed already.
      try shop.files.remove(entry.path)
      return log.info(
        "marker without a file removed", metadata: ["file": "\(BytePath.display(entry.path.name))"])
    }
    guard entry.problem.code == "file.empty", let status = entry.status else {
      summary.postponed.append(
        PassSummary.Named(file: BytePath.display(entry.path.name), problem: entry.problem))
      guard named.insert(entry).inserted else { return }
      log.warning(
        "not taken",
        metadata: ["file": "\(BytePath.display(entry.path.name))", "code": "\(entry.problem.code)"])
      return
    }
    let seconds = status.modified / 1_000_000_000
    let file = SettledFile(
      original: entry.path, displayName: BytePath.display(entry.path.name), source: nil, size: 0,
      sha256: try shop.files.sha256(of: entry.path), modifiedAt: seconds, workingCopy: entry.path)
    let receipt = try failed(file, entry.problem, started: clocks.steady())
    summary.add(receipt)
    report(receipt)
  }

  /// Half of a wrong file is worse than none of it.
  ///
  /// - Parameter causes: how many rows are held, by the code of what is wrong with them.
  func checkBudget(
    _ counts: RowCounts, waiting: Int, _ causes: [String: Int], _ definition: Definition
  ) throws(FileProblem) {
    let budget = definition.budget ?? configuration.settings.errorBudget
    // Nothing is wrong with a row that waits for its sale.
    guard budget.isExceeded(held: counts.held - waiting, of: counts.received) else { return }
    let most = causes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
      .map { "\($0.value) × \($0.key)" }.joined(separator: ", ")
    throw FileProblem(
      code: "budget.exceeded",
      message: """
        \(counts.held - waiting) of \(counts.received) rows cannot be trusted (\(most)), so that none of the file was taken
        """,
      remedy: """
        export it again or mend it; to take its good rows and hold the others, rename it to NAME.accept where it lies
        """
    )
  }

  /// A file is not begun unless its copy, its rows and the log of the transaction fit on the disk.
  func checkRoom(for size: Int64) throws {
    let free = try shop.files.freeBytes(at: shop.data)
    let needed = max(Int64(configuration.settings.freeSpace), 3 * size)
    guard free < needed else { return }
    throw FileProblem.fullDisk(free: free, needed: needed)
  }

  /// The private copy has served; a leftover is overwritten or swept up by the next start.
  func discard(_ copy: BytePath) throws {
    do throws(FileProblem) { try shop.files.discard(copy) } catch {
      log.warning("leftover copy", metadata: ["file": "\(copy.display)", "code": "\(error.code)"])
      if error.endsTheRun { throw error }
    }
  }

  var today: Day { configuration.settings.timeZone.day(at: clocks.now) }

  /// To the thousandth.
  func seconds(since started: Int64) -> Decimal { Decimal((clocks.steady() - started) / 1_000_000) / 1000 }

  /// Renews pages and tables if the books changed since they were written.
  func publish(waiting: Int, always: Bool = false) throws -> [String] {
    let context = try context(waiting: waiting)
    let publisher = Publisher(shop: shop, version: Self.version)
    guard try always || books.reportsAreStale() || isNewDay() else { return [] }
    let written = try FixFiles(shop: shop, books: books).renew() + publisher.publish(books, context)
    try books.markReportsFresh(on: today)
    return written
  }

  /// Whether a day has ended since the reports were written: it counts as complete from now on.
  private func isNewDay() throws -> Bool { try books.reportsDay() != today }

  func context(waiting: Int) throws -> ShopContext {
    let settings = configuration.settings
    var context = ShopContext(
      name: settings.shopName, zone: settings.timeZone, today: today,
      freeBytes: try shop.files.freeBytes(at: shop.data), filesWaiting: waiting)
    context.expected = try expectedFiles()
    return context
  }
}

/// What one look into the inbox led to.
public struct PassSummary: Sendable {
  public struct Named: Sendable {
    public var file: String
    public var problem: FileProblem
  }

  public var accepted = 0
  public var duplicates = 0
  public var failed = 0
  /// Files that have not settled yet.
  public var waiting = 0
  /// Files that are tried again, and things in the inbox that are no files.
  public var postponed: [Named] = []
  /// Below the shop folder.
  public var pagesWritten: [String] = []

  /// Files that were dealt with.
  public var files: Int { accepted + duplicates + failed }

  mutating func add(_ receipt: Receipt) {
    switch receipt.status {
    case .accepted: accepted += 1
    case .duplicate: duplicates += 1
    case .failed: failed += 1
    }
  }
}

extension BatchHeader {
  init(_ file: SettledFile, _ table: TableReading, zone: ShopZone, processedAt: Int64) {
    self.init(file, processedAt: processedAt)
    fileName = table.name
    source = table.source
    kind = table.recognition.definition.kind
    stream = table.recognition.definition.stream
    detail = table.recognition.definition.detail
    facts = table.recognition.definition.facts
    exportedOn = zone.day(at: exportedAt)
    format = table.findings.format.rawValue
    mends = table.stored?.batchID
    salesIn = table.recognition.definition.salesIn
    givesBack = table.recognition.definition.givesBack
    acceptsExcess = table.recognition.definition.accepted.contains(Rule.refundExceedsSale.code)
    // What was mended is as old as the export in which it came first.
    if let stored = table.stored, !stored.entries.isEmpty {
      exportedAt = stored.exportedAt
      exportedOn = zone.day(at: exportedAt)
    }
  }

  /// Of a file of which nothing is known but its bytes.
  init(_ file: SettledFile, processedAt: Int64) {
    self.init(
      source: "", kind: "", facts: .lines, fileName: file.displayName, sha256: file.sha256, bytes: file.size,
      format: "", exportedAt: file.modifiedAt, processedAt: processedAt)
  }
}
