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
  /// Rows of one order stand apart: what was said of the table is void, and it begins again with its first row.
  case again
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
  /// Held rows that are judged again; nil for rows that come from a file.
  let stored: StoredTable?
}

/// The file is no export: it has held rows that were mended.
struct FixFound: Error {}

/// A file while it is read: its tables are decoded and judged on a thread of their own, a few batches ahead of the
/// ledger.
final class FileReading: Sendable {
  private let queue: HandOver<ReadingStep>
  private let file: SettledFile
  private let configuration: Configuration
  private let now: Int64
  private let remembered: [RememberedReading]
  private let expected: TextForm?
  private let known: ExportMemory
  private let scratch: BytePath
  private let files: DurableFiles
  private let stored: [StoredTable]

  /// - Parameters:
  ///   - remembered: how columns of any source are known to be read.
  ///   - expected: how earlier files of the file's source are written.
  ///   - known: what the columns of exports of any source were.
  ///   - now: UTC seconds; dates after it are not believed.
  ///   - scratch: a folder for what does not fit into memory.
  ///   - stored: held rows to judge in place of those in the file.
  ///   - atOnce: read to the end before this returns: for a small file a thread costs more than it brings.
  init(
    _ file: SettledFile, configuration: Configuration, remembered: [RememberedReading] = [],
    expected: TextForm? = nil, known: ExportMemory = ExportMemory(), now: Int64, scratch: BytePath,
    on files: DurableFiles,
    stored: [StoredTable] = [], atOnce: Bool = false
  ) {
    queue = HandOver(capacity: atOnce ? nil : 3)
    self.stored = stored
    self.file = file
    self.remembered = remembered
    self.expected = expected
    self.known = known
    self.scratch = scratch
    self.files = files
    self.configuration = configuration
    self.now = now
    if atOnce {
      read()
      return
    }
    let thread = Thread { [self] in read() }
    thread.name = "decode and judge"
    thread.start()
  }

  private func read() {
    do {
      try readFile()
      queue.finish()
    } catch {
      // Whatever it is, it is no finding then.
      queue.finish(StopSignal.number.map { Interrupted(signal: $0) } ?? error)
    }
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

  private func open(_ dialect: StatedDialect = StatedDialect()) throws(FileProblem) -> Documents {
    let limits = configuration.settings.limits
    let stop = StopCheck { [queue] in queue.isAbandoned || StopSignal.number != nil }
    var options = DecodeOptions(dialect, limits: limits.decode)
    options.expected = expected
    return try Documents(
      file.workingCopy, on: files, name: file.ownName, options: options, limits: limits.unpack, stop: stop)
  }

  private func readFile() throws {
    if !stored.isEmpty { return try readStored() }
    var documents = try open()
    var place = TablePlace()
    while let document = try documents.next() {
      place = TablePlace(document: place.document + 1, table: 1)
      do {
        var reader = try document.rows.get()
        repeat {
          let number = place.table
          try readTable(
            &reader, name: number == 1 ? document.name : "\(document.name) (table \(number))", at: place)
          place.table += 1
        } while try reader.nextTable()
      } catch let problem as FileProblem where !problem.canRetry {
        try put(.problem(document.name, problem))
      }
    }
  }

  private func readStored() throws {
    for (index, table) in stored.enumerated() {
      var reader = table.rows
      do {
        try readTable(&reader, name: table.name, at: TablePlace(document: index + 1), stored: table)
      } catch let problem as FileProblem where !problem.canRetry {
        try put(.problem(table.name, problem))
      }
    }
  }

  /// The picture's middle: Decode, Recognise, Map, Judge.
  private func readTable(
    _ reader: inout any RowReader, name: String, at place: TablePlace, stored: StoredTable? = nil
  ) throws {
    var batch = try reader.next()
    let envelope = try Envelope(reader.findings)
    if stored == nil, ReturnedFile.isFix(batch?.columns ?? reader.columns) { throw try fixFound(at: place) }
    var recognition = try stored?.recognition ?? recognise(batch, reader, envelope)
    var place = place
    if stored == nil, reader.findings.format == .csv, !recognition.definition.dialect.isEmpty {
      place.dialect = recognition.definition.dialect
      reader = try reopen(place)
      batch = try reader.next()
      recognition = try recognise(batch, reader, envelope)
    }
    let source = stored?.source ?? file.source ?? envelope?.sourceID ?? recognition.definition.stream
    recognition.definition = configuration.settings.changing(
      recognition.definition.reading(reader.findings.linesAbove), for: source)
    try put(
      .table(
        TableReading(
          name: name, recognition: recognition, source: source, findings: reader.findings, stored: stored)))
    let settings = configuration.settings
    var columns = ColumnFinding(
      recognition.definition, source: source, settings: settings, remembered: remembered,
      file: file.displayName)
    var inspector = Inspector(
      definition: columns.definition, zone: settings.timeZone(of: source),
      currency: settings.currency(of: source), now: now)
    inspector.keepsCells = reader.findings.format == .xml
    let extra =
      stored == nil ? ColumnWatch(recognition.definition, source: source, known: known.columns) : nil
    var judge = TableJudge(inspector, envelope, extra)
    var watch = GroupWatch(recognition.definition)
    var carry = GroupCarry(recognition.definition)
    if stored == nil, let batch {
      try inspector.checkCurrency(of: batch, source: source)
      inspector.lookAtIDs(
        of: batch, known: known.idLengths(of: source, kind: recognition.definition.kind))
      judge = TableJudge(inspector, envelope, extra)
    }
    // Taken out, so that whoever has the rows next may change them in place.
    while var rows = batch.take() {
      carry?.fill(&rows)
      if columns.mustSurvey(rows) { judge.read(by: try columns.survey { try reopen(place) }) }
      if let isApart = watch?.findsApart(rows), isApart, let watch {
        try put(.again)
        return try gather(
          &reader, watch, TableJudge(inspector, envelope, extra), &columns, place, carry)
      }
      try put(.verdicts(judge.inspect(rows)))
      batch = try reader.next()
    }
    try finish(&judge, reader, columns, place)
  }

  private func finish(
    _ judge: inout TableJudge, _ reader: any RowReader, _ columns: ColumnFinding, _ place: TablePlace
  ) throws {
    let findings = reader.findings
    judge.sums.form = TableForm(
      format: findings.format.rawValue, columns: reader.columns, text: findings.text)
    if let disagreement = try findings.disagreement ?? sumsDisagree(findings, reader.columns, place) {
      throw disagreement
    }
    judge.sums.readings = columns.readings
    try put(.verdicts(judge.finish()))
    try put(.end(judge.wholeSums()))
  }

  /// Adds up what the table's footers state the sums of. It takes another reading, which few files ask for.
  private func sumsDisagree(
    _ findings: DecodeFindings, _ columns: [String], _ place: TablePlace
  ) throws -> FileProblem? {
    guard stored.isEmpty, var check = StatedSumCheck(findings.statedSums, columns: columns) else {
      return nil
    }
    var reader = try reopen(place)
    while let rows = try reader.next() { check.add(rows) }
    return check.disagreement
  }

  /// The same table, in front of its first row.
  private func reopen(_ place: TablePlace) throws -> any RowReader {
    if !stored.isEmpty { return stored[place.document - 1].rows }
    var documents = try open(place.dialect)
    for _ in 1..<place.document { _ = try documents.next() }
    guard let document = try documents.next() else { throw FileProblem.changedMeanwhile }
    var reader = try document.rows.get()
    for _ in 1..<place.table {
      while try reader.next() != nil {}
      guard try reader.nextTable() else { throw FileProblem.changedMeanwhile }
    }
    return reader
  }

  /// The rest of the picture for a table with orders whose rows stand apart. Once it is known which, the others are
  /// judged as they come, and those at the end.
  private func gather(
    _ reader: inout any RowReader, _ watch: GroupWatch, _ judge: TableJudge, _ columns: inout ColumnFinding,
    _ place: TablePlace, _ carry: GroupCarry?
  ) throws {
    var (judge, watch, carry) = (judge, watch, carry)
    while var rows = try reader.next() {
      carry?.fill(&rows)
      _ = watch.findsApart(rows)
      // Whoever takes the steps looks for signals between two of them.
      try put(.verdicts(VerdictBatch()))
    }
    reader = try reopen(place)
    judge.sums.wasGathered = true
    judge.read(by: columns.readings)
    var gatherer = RowGatherer(scratch: scratch, on: files)
    carry = GroupCarry(columns.definition)
    while var rows = try reader.next() {
      carry?.fill(&rows)
      if columns.mustSurvey(rows) { judge.read(by: try columns.survey { try reopen(place) }) }
      if let apart = watch.takeApart(from: &rows) { try gatherer.add(apart.rows, keys: apart.keys) }
      try put(.verdicts(rows.rows.isEmpty ? VerdictBatch() : judge.inspect(rows)))
    }
    try put(.verdicts(judge.pause()))
    while let rows = try gatherer.next(columns: reader.columns) {
      for verdicts in try judge.inspect(rows) { try put(.verdicts(verdicts)) }
    }
    try finish(&judge, reader, columns, place)
  }

  private func fixFound(at place: TablePlace) throws(FileProblem) -> any Error {
    if place.document == 1 && place.table == 1 { return FixFound() }
    throw FileProblem(
      code: "fix.not_alone", message: "rows that were mended stand behind other tables",
      remedy: "drop them as a file of their own")
  }
}

/// Which table of a file, both from 1.
private struct TablePlace {
  var document = 0
  var table = 1
  /// As the definition says, once it is known.
  var dialect = StatedDialect()
}

extension FileProblem {
  fileprivate static let changedMeanwhile = FileProblem(
    code: "file.changed", message: "the file is not what it was when it was first read",
    remedy: "wait until nobody writes to it; it is tried again", canRetry: true)
}

extension FileReading {
  /// Where the file does not name its columns, and none was found without names, that is what is asked for.
  private func recognise(
    _ batch: RowBatch?, _ reader: any RowReader, _ envelope: Envelope?
  ) throws(FileProblem) -> Recognition {
    let columns = batch?.columns ?? reader.columns
    do {
      return try configuration.recogniser
        .recognise(columns: columns, dataType: envelope?.dataType)
    } catch {
      guard !reader.findings.hasNames, error.code == "file.unrecognised" else { throw error }
      throw FileProblem(
        code: "file.no_header",
        message: "which columns are these? The file has \(columns.count), and no line that names them",
        remedy: "put a line with the names of the columns above the first row, and drop it again")
    }
  }
}

/// Sums over a whole table.
struct TableSums: Sendable {
  var rows = 0
  var held = 0
  var skipped: [String: Int] = [:]
  var heldByCode: [String: Int] = [:]
  var money: [Currency: MoneySplit] = [:]
  var tallies: [CheckTally] = []
  /// Rows of one order stood apart and were put together.
  var wasGathered = false
  var reconciliation = Reconciliation()
  /// How the table is written.
  var form: TableForm?
  /// How columns were read that left a choice.
  var readings: [ColumnReading] = []
  /// Columns of which nothing was taken.
  var extraColumns: [String] = []
  /// Of ids, where it is worth remembering.
  var idLengths: [IDLength] = []

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
