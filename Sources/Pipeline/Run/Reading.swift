import Foundation
import Inspection
import Intake
import Records
import Synchronization

/// One document while it is read: rows are decoded and judged on a thread of their own, one batch ahead of the
/// ledger, and what was found out about the whole is there when the last batch was taken.
final class Reading: Sendable {
  let recognition: Recognition
  let source: String
  let findings: DecodeFindings
  private let queue = HandOver<VerdictBatch>(capacity: 3)
  private let result = Mutex(ReadingResult())

  /// Opens the copy of `file`, reads the first rows and finds out which export it is.
  init(_ file: SettledFile, configuration: Configuration, now: Int64) throws(FileProblem) {
    var reader = try DocumentDecoder.open(file.workingCopy)
    let first = try reader.next()
    findings = reader.findings
    let envelope = try Envelope(reader.findings)
    recognition = try Recogniser(definitions: configuration.definitions)
      .recognise(columns: first?.columns ?? reader.columns, dataType: envelope?.dataType)
    source = file.source ?? envelope?.sourceID ?? recognition.definition.kind
    let settings = configuration.settings
    let inspector = Inspector(
      definition: recognition.definition, zone: settings.timeZone(of: source),
      currency: settings.currency(of: source), now: now)
    start(Stage(reader: reader, first: first, inspector: inspector, envelope: envelope))
  }

  /// What the reading thread owns from here on.
  private struct Stage {
    var reader: any RowReader
    var first: RowBatch?
    var inspector: Inspector
    var envelope: Envelope?
  }

  private func start(_ stage: Stage) {
    // Handed over whole: after this line only the new thread touches it.
    nonisolated(unsafe) var stage = stage
    let thread = Thread { [self] in
      do {
        try unsafe read(&stage)
        queue.finish()
      } catch {
        queue.finish(error)
      }
    }
    thread.name = "decode and judge"
    thread.start()
  }

  private func read(_ stage: inout Stage) throws {
    var whole = ReadingResult()
    var batch = stage.first
    stage.first = nil
    while let rows = batch {
      let verdicts = stage.inspector.inspect(rows)
      whole.add(verdicts)
      try stage.envelope?.check(records: whole.rows, isLast: false)
      guard queue.put(verdicts) else { return }
      batch = try stage.reader.next()
    }
    guard try !stage.reader.nextTable() else { throw FileProblem.severalTables }
    let last = stage.inspector.finish()
    whole.add(last)
    whole.tallies = stage.inspector.tallies
    try stage.envelope?.check(records: whole.rows, isLast: true)
    result.withLock { $0 = whole }
    _ = queue.put(last)
  }

  /// The next batch of verdicts; nil after the last one.
  func next() throws -> VerdictBatch? { try queue.take() }

  /// Of the whole document; complete once `next` has returned nil.
  var whole: ReadingResult { result.withLock { $0 } }

  /// Stops reading, so that the thread does not wait for ever for someone to take what it has.
  func abandon() { queue.abandon() }
}

extension FileProblem {
  static var severalTables: FileProblem {
    FileProblem(
      code: "file.several_tables", message: "the file holds more than one table",
      remedy: "put each table into a file of its own")
  }
}

/// Sums over a whole document.
struct ReadingResult: Sendable {
  var rows = 0
  var held = 0
  var skipped: [String: Int] = [:]
  var heldByCode: [String: Int] = [:]
  var money: [Currency: MoneySplit] = [:]
  var tallies: [CheckTally] = []

  mutating func add(_ verdicts: VerdictBatch) {
    rows += verdicts.rowsRead
    held += verdicts.held.count
    for (reason, count) in verdicts.skipped { skipped[reason, default: 0] += count }
    for row in verdicts.held {
      let main = row.problems.first { $0.severity == .hold } ?? row.problems.first
      if let main { heldByCode[main.code, default: 0] += 1 }
    }
    for (currency, split) in verdicts.money { money[currency, default: MoneySplit()] += split }
  }

  /// Hundredths; nil where no check applied.
  var score: Int64? {
    let applied = tallies.reduce(Int64(0)) { $0 + Int64($1.applied * $1.weight) }
    let failed = tallies.reduce(Int64(0)) { $0 + Int64($1.failed * $1.weight) }
    return applied == 0 ? nil : 10_000 - Score.hundredths(of: [failed], whole: applied)[0]
  }
}

/// The frame around the records of a Daybook JSON document.
struct Envelope: Sendable {
  let sourceID: String?
  let dataType: String?

  /// Nil unless the document states one of its members. Throws if it breaks the contract.
  init?(_ findings: DecodeFindings) throws(FileProblem) {
    sourceID = findings.envelope["source_id"]
    dataType = findings.envelope["data_type"]
    guard sourceID != nil || dataType != nil else { return nil }
    if let sourceID, !(3...50).contains(sourceID.unicodeScalars.count) {
      throw FileProblem(
        code: "file.envelope",
        message: "source_id is \"\(sourceID.prefix(60))\"; it must have 3 to 50 characters",
        remedy: "give the source a name of 3 to 50 characters")
    }
  }

  func check(records: Int, isLast: Bool) throws(FileProblem) {
    guard sourceID != nil, records > 10_000 || isLast && records == 0 else { return }
    throw FileProblem(
      code: "file.envelope",
      message: records == 0
        ? "the document has no records" : "the document has more than 10,000 records",
      remedy: records == 0
        ? "export it again" : "split it into documents of at most 10,000 records, or send a plain list")
  }
}
