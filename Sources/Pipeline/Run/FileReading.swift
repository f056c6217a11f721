import Foundation
import Inspection
import Intake
import Ledger
import Records
import Synchronization

/// A step in the reading of a file, in the order in which they come.
enum ReadingStep: Sendable {
  /// A table begins; verdicts follow until its end, or until a problem ends it.
  case table(TableReading)
  case verdicts(VerdictBatch)
  case end(TableSums)
  /// A table, or what was to be one, cannot be read: its name, and why.
  case problem(String, FileProblem)
}

/// What is known of a table once its first rows were seen.
struct TableReading: Sendable {
  /// For people: `orders.csv`, `orders.zip/june.csv`, `report.csv (table 2)`.
  let name: String
  let recognition: Recognition
  let source: String
  let findings: DecodeFindings
}

/// A file while it is read: its tables are decoded and judged on a thread of their own, a few batches ahead of the
/// ledger.
final class FileReading: Sendable {
  private let queue = HandOver<ReadingStep>(capacity: 3)
  private let file: SettledFile
  private let configuration: Configuration
  private let now: Int64
  private let remembered: [RememberedReading]

  /// - Parameters:
  ///   - remembered: how columns of any source are known to be read.
  ///   - now: UTC seconds; dates after it are not believed.
  init(_ file: SettledFile, configuration: Configuration, remembered: [RememberedReading] = [], now: Int64) {
    self.file = file
    self.remembered = remembered
    self.configuration = configuration
    self.now = now
    let thread = Thread { [self] in
      do {
        try readFile()
        queue.finish()
      } catch {
        queue.finish(error)
      }
    }
    thread.name = "decode and judge"
    thread.start()
  }

  /// Nil after the last step. Throws what is wrong with the file as a whole.
  func next() throws -> ReadingStep? { try queue.take() }

  /// Stops reading, so that the thread does not wait for ever for someone to take what it has.
  func abandon() { queue.abandon() }

  /// Nobody takes what is read any more.
  private struct Abandoned: Error {}

  private func put(_ step: ReadingStep) throws {
    guard queue.put(step) else { throw Abandoned() }
  }

  private func readFile() throws {
    var documents = try Documents(file.workingCopy, name: file.original.name)
    var place = TablePlace(document: 0, table: 0)
    while let document = try documents.next() {
      place = TablePlace(document: place.document + 1, table: 0)
      do {
        var reader = try document.rows.get()
        var number = 1
        repeat {
          place.table = number
          try readTable(
            &reader, at: place, name: number == 1 ? document.name : "\(document.name) (table \(number))")
          number += 1
        } while try reader.nextTable()
      } catch let problem as FileProblem where !problem.canRetry {
        try put(.problem(document.name, problem))
      }
    }
  }

  /// The picture's middle: Decode, Recognise, Map, Judge.
  private func readTable(_ reader: inout any RowReader, at place: TablePlace, name: String) throws {
    var batch = try reader.next()
    let envelope = try Envelope(reader.findings)
    let recognition = try Recogniser(definitions: configuration.definitions)
      .recognise(columns: batch?.columns ?? reader.columns, dataType: envelope?.dataType)
    let source = file.source ?? envelope?.sourceID ?? recognition.definition.kind
    try put(
      .table(TableReading(name: name, recognition: recognition, source: source, findings: reader.findings)))
    let settings = configuration.settings
    var columns = ColumnFinding(
      recognition.definition, source: source, settings: settings, remembered: remembered,
      file: file.displayName)
    var inspector = Inspector(
      definition: columns.definition, zone: settings.timeZone(of: source),
      currency: settings.currency(of: source), now: now)
    var sums = TableSums()
    while let rows = batch {
      if columns.mustSurvey(rows) {
        inspector.read(by: try columns.survey { try openTable(at: place) })
      }
      let verdicts = inspector.inspect(rows)
      sums.add(verdicts)
      try envelope?.check(records: sums.rows, isLast: false)
      try put(.verdicts(verdicts))
      batch = try reader.next()
    }
    let last = inspector.finish()
    sums.add(last)
    sums.tallies = inspector.tallies
    sums.readings = columns.readings
    try envelope?.check(records: sums.rows, isLast: true)
    try put(.verdicts(last))
    try put(.end(sums))
  }

  /// A table of this file from its first row, once more.
  private func openTable(at place: TablePlace) throws -> any RowReader {
    var documents = try Documents(file.workingCopy, name: file.original.name)
    for _ in 1..<place.document { _ = try documents.next() }
    guard let document = try documents.next() else { preconditionFailure("the document was there before") }
    var reader = try document.rows.get()
    for _ in 1..<place.table { _ = try reader.nextTable() }
    return reader
  }
}

/// Which table of a file, both counted from 1.
private struct TablePlace {
  var document: Int
  var table: Int
}

/// Sums over a whole table.
struct TableSums: Sendable {
  var rows = 0
  var held = 0
  var skipped: [String: Int] = [:]
  var heldByCode: [String: Int] = [:]
  var money: [Currency: MoneySplit] = [:]
  var tallies: [CheckTally] = []
  /// How columns were read that left a choice.
  var readings: [ColumnReading] = []

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
  var score: Int64? { TableScore(tallies)?.hundredths }
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
