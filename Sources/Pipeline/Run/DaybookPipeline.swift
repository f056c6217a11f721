import Foundation
import Inspection
import Intake
public import Ledger
import Logging
import Records

/// The order of things: what arrives in the inbox becomes facts and reports.
///
///     Inbox ─▶ Arrival ─▶ Decode ─▶ Recognise ─▶ Map ─▶ Judge ─▶ Load ─▶ Aggregate ─▶ Filed, Reports
///
/// One pass takes every settled file, each in a transaction of its own. What a file did is in the database before its
/// original moves; every step after that can be repeated, so a pass may be cut off anywhere and simply run again.
public struct DaybookPipeline {
  public static let version = "0.1.0"

  public let shop: ShopFolder
  public let configuration: Configuration
  public let books: Books
  let clocks: Clocks
  let log: Logger
  let scanner: InboxScanner
  private var tracker: SettleTracker
  /// When alerts were last looked for, on the clock that never jumps; nil before the first look.
  var alertsSeenAt: Int64?
  /// What was named already, so that each look does not name it again.
  var named: Set<NotTaken> = []
  /// What the shop was said to wait for.
  var told = ToldStandstill()
  /// The last day on which a backup was there or was tried.
  var backedUpOn: Day?
  /// Where files without a name are made; a rehearsal leaves the shop's folders as they are.
  var scratch: BytePath
  /// Where working copies are: in `Data/Working`, and of small files in memory.
  var copies: DurableFiles
  /// Whether a file is read to its end before its first row is entered, so that it takes no thread.
  var readsAtOnce = false
  /// How many small files share a transaction.
  var groups = GroupLimits()
  /// Told of every file as soon as it is done.
  public var report: (Receipt) -> Void = { _ in }
  /// Told, at most ten times a second, how far a file is that takes longer than a second.
  public var progress: (Progress) -> Void = { _ in }

  /// - Parameter settle: overrides `settle_seconds` of the configuration.
  init(
    shop: ShopFolder, configuration: Configuration, books: Books, settle: Duration? = nil,
    clocks: Clocks = .system, log: Logger
  ) {
    self.shop = shop
    self.configuration = configuration
    self.books = books
    self.clocks = clocks
    self.log = log
    scratch = shop.working
    copies = shop.files
    scanner = InboxScanner(inbox: shop.inbox, on: shop.files)
    tracker = SettleTracker(settle: settle ?? .seconds(configuration.settings.settleSeconds))
  }

  /// Looks once into the inbox, takes what has settled, and renews the reports if anything changed.
  ///
  /// - Throws: a `FileProblem` that can be retried for what may pass by itself, and `STATUS.html` says so.
  public mutating func pass() throws -> PassSummary {
    var standstill = Standstill(shop: shop, settings: configuration.settings)
    do {
      let summary = try look(&standstill)
      try tell(summary.postponed.first { $0.problem.code.hasPrefix("disk.") }?.problem)
      return summary
    } catch {
      guard let problem = standstill.problem(error) else { throw error }
      try tell(problem)
      throw problem
    }
  }

  private mutating func look(_ standstill: inout Standstill) throws -> PassSummary {
    var summary = PassSummary()
    do { try takeBackAccepted() } catch let problem as FileProblem where !problem.endsTheRun {
      // It is tried again at the next look, and is no reason to leave the inbox alone.
      log.warning("Failed/ cannot be looked through", metadata: ["code": "\(problem.code)"])
    }
    let listing = try scanner.look()
    let settled = tracker.settled(in: listing, wall: clocks.wall(), steady: clocks.steady())
    summary.waiting = listing.arrivals.count - settled.arrivals.count
    standstill.largest = settled.arrivals.map(\.status.size).max() ?? 0
    for entry in settled.notTaken {
      do { try name(entry, in: &summary) } catch let problem as FileProblem {
        try postpone(entry.path, problem, in: &summary)
      }
    }
    try takeAll(settled.arrivals, in: &summary)
    let hasNews = try watchAlerts(always: summary.files > 0)
    summary.pagesWritten = try publish(
      waiting: summary.waiting + summary.postponed.count, always: hasNews)
    if hasNews { _ = try watchAlerts(always: true) }
    try backUpIfDue()
    return summary
  }

  /// What has settled in the inbox by now, besides what is known to lie there.
  mutating func settled(besides known: Set<BytePath>) throws -> [Arrival] {
    let listing = try scanner.look(besides: known)
    return tracker.settled(in: listing, isPart: true, wall: clocks.wall(), steady: clocks.steady()).arrivals
  }

  /// Takes one file from arrival to filing. A problem of the file is told and set aside; it never stops the others.
  func take(_ arrival: Arrival, in summary: inout PassSummary) throws {
    let started = clocks.steady()
    do {
      try checkRoom(for: arrival.status.size)
      var file = try Claim.take(
        arrival, into: shop.working, as: String(arrival.status.inode), on: shop.files,
        stop: StopCheck { StopSignal.number != nil })
      file.displayName = BytePath.display(file.ownName)
      let receipt: Receipt
      do { receipt = try record(file, from: arrival, started: started) } catch {
        try discard(file.workingCopy)
        throw error
      }
      try discard(file.workingCopy)
      tell(receipt, of: file, in: &summary)
    } catch let problem as FileProblem {
      try postpone(arrival.path, problem, in: &summary)
    }
  }

  /// Says what became of a file that is done.
  func tell(_ receipt: Receipt, of file: SettledFile, in summary: inout PassSummary) {
    summary.add(receipt)
    report(receipt)
    log.info(
      "\(receipt.status.rawValue)",
      metadata: [
        "file": "\(file.displayName)", "batch": "\(receipt.batchId ?? 0)",
        "rows": "\(receipt.recordsReceived)",
        "held": "\(receipt.held)", "seconds": "\(receipt.seconds)",
      ])
    for table in receipt.tables ?? [receipt] {
      guard let columns = table.newColumns else { continue }
      log.notice(
        "new columns",
        metadata: ["file": "\(table.fileName)", "columns": "\(columns.joined(separator: ", "))"])
    }
  }

  /// Enters a claimed file in the books, once the disk has the original, and moves that.
  private func record(_ file: SettledFile, from arrival: Arrival, started: Int64) throws -> Receipt {
    if let known = try books.knownFile(sha256: file.sha256) {
      try Claim.secure([arrival], on: shop.files)
      return try repeated(file, known, started: started)
    }
    do {
      let receipt = try books.write(bytes: file.size) { load in
        let receipt = try read(file, started: started, into: load)
        try load.keep(receipt: receipt.json())
        try Claim.secure([arrival], on: shop.files)
        return receipt
      }
      return try filed(file, receipt)
    } catch let problem as FileProblem where !problem.canRetry {
      try Claim.secure([arrival], on: shop.files)
      return try failed(file, problem, started: started)
    }
  }

  /// The picture at the head of this file, for one file; `load` is `Books.write` or `Books.rehearse`.
  ///
  /// - Throws: the file's problem, if no table of it can be taken.
  func read(_ file: SettledFile, started: Int64, into load: FileLoad) throws -> Receipt {
    do {
      return try read(file, [], started: started, into: load)
    } catch is FixFound {
      let returned = try ReturnedFile(file, on: copies, limits: configuration.settings.limits)
      let answers = try FixAnswers(returned, load: load, definitions: configuration.definitions)
      return try read(file, answers.tables, started: started, into: load)
    }
  }

  /// - Parameter stored: held rows to judge again in place of the file's own.
  func read(
    _ file: SettledFile, _ stored: [StoredTable], started: Int64, into load: FileLoad
  ) throws -> Receipt {
    let tables = try tables(of: file, stored, started: started, into: load)
    guard tables.contains(where: { $0.status == .accepted }) else { throw Receipt.wholeProblem(tables) }
    for table in tables { try enterFailed(table, of: file, into: load) }
    let released = try release(after: file, into: load)
    var receipt = Receipt(of: file, tables: tables, fileID: load.fileID, seconds: seconds(since: started))
    receipt.add(released)
    return receipt
  }

  /// Each table, loaded or with the reason why not.
  func tables(
    of file: SettledFile, _ stored: [StoredTable], started: Int64, into load: FileLoad
  ) throws -> [Receipt] {
    let pseudonyms = try pseudonyms(load)
    let reading = FileReading(
      file, configuration: configuration, remembered: try load.rememberedReadings(),
      expected: try file.source.flatMap(load.rememberedForm), known: try load.exportMemory(),
      now: clocks.now, scratch: scratch, on: copies, stored: stored, atOnce: readsAtOnce && stored.isEmpty)
    defer { reading.abandon() }
    var tables: [Receipt] = []
    while let step = try reading.next() {
      switch step {
      case .table(let table):
        tables.append(try receipt(of: table, in: file, reading, started: started, into: load, pseudonyms))
      case .problem(let name, let problem):
        tables.append(failure(file, problem, table: name, started: started))
      case .verdicts, .again, .end: preconditionFailure("a table begins before its rows")
      }
    }
    return tables
  }

  /// One table, loaded or with the reason why not.
  private func receipt(
    of table: TableReading, in file: SettledFile, _ reading: FileReading, started: Int64, into load: FileLoad,
    _ pseudonyms: Pseudonyms?
  ) throws -> Receipt {
    do {
      return try read(table, of: file, reading, started: started, into: load, pseudonyms)
    } catch let problem as FileProblem where !problem.canRetry {
      var receipt = failure(file, problem, table: table.name, started: started)
      receipt.describe(table)
      return receipt
    }
  }

  private func read(
    _ table: TableReading, of file: SettledFile, _ reading: FileReading, started: Int64, into load: FileLoad,
    _ pseudonyms: Pseudonyms?
  ) throws -> Receipt {
    do {
      return try readOnce(table, of: file, reading, started: started, into: load, pseudonyms)
    } catch is BeginsAgain {
      return try readOnce(table, of: file, reading, started: started, into: load, pseudonyms)
    }
  }

  /// - Throws: `BeginsAgain`, at most once for a table; nothing of it is in the books then.
  private func readOnce(
    _ table: TableReading, of file: SettledFile, _ reading: FileReading, started: Int64, into load: FileLoad,
    _ pseudonyms: Pseudonyms?
  ) throws -> Receipt {
    var meter = ProgressMeter(file: file, started: started)
    var sums = TableSums()
    var attempt = table.stored.map { StoredAttempt($0, of: file) }
    let header = BatchHeader(
      file, table, zone: configuration.settings.timeZone, processedAt: clocks.now)
    let outcome = try load.table(header, again: attempt?.releases) { batch in
      reading: while let step = try reading.next() {
        if let signal = StopSignal.number { throw Interrupted(signal: signal) }
        switch step {
        case .verdicts(var verdicts):
          attempt?.resolve(&verdicts)
          pseudonyms?.hide(&verdicts)
          try batch.add(verdicts)
          meter.tell(verdicts, at: clocks.steady(), progress)
        case .end(let whole):
          sums = whole
          break reading
        case .again: throw BeginsAgain()
        case .problem(_, let problem): throw problem
        case .table: preconditionFailure("a table ends before the next begins")
        }
      }
      if let attempt {
        try attempt.addRest(to: batch, &sums)
      } else if !file.isAccepted {
        try checkBudget(
          batch.counts, waiting: batch.waitingRows, sums.heldByCode, table.recognition.definition)
      }
      return BatchClosing(
        tallies: sums.tallies, score: sums.score, milliseconds: (clocks.steady() - started) / 1_000_000,
        money: sums.money)
    }
    try load.remember(sums.readings, of: header, batchID: outcome.batchID)
    if attempt == nil, let text = sums.form?.text {
      try load.remember(text, of: header, batchID: outcome.batchID)
    }
    var receipt = Receipt(of: file, table, sums, outcome, seconds: seconds(since: started))
    if let attempt {
      receipt.answers = try attempt.close(
        in: load, batchID: attempt.releases == nil ? outcome.batchID : load.fileID,
        heldAgain: outcome.heldAgain,
        at: clocks.now)
      return receipt
    }
    if file.isAccepted {
      receipt.decided?["error_budget"] = "not applied: the owner let the file in by calling it NAME.accept"
    }
    if let form = sums.form, outcome.counts.held > 0 { try load.keep(form, of: outcome.batchID) }
    try noteColumns(of: table, sums, in: &receipt, load, batchID: outcome.batchID)
    try load.remember(
      sums.idLengths, of: table.source, kind: table.recognition.definition.kind, batchID: outcome.batchID)
    return receipt
  }
}

/// A table is read anew from its first row.
private struct BeginsAgain: Error {}
