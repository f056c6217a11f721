import Intake
public import Records

/// Shows what a file is before any mapping: what was found out about it, its rows, and what is wrong with them.
public struct FileParse {
  public enum Format: String, CaseIterable, Sendable { case csv, json, ndjson }

  public enum Outcome: Sendable {
    case table
    case noTable
    /// Nothing was shown; it is reported why.
    case refused(FileProblem)
  }

  private let path: BytePath
  private let options: DecodeOptions
  private let format: Format
  /// From 1; nil for the first that is sound.
  private let wanted: Int?
  /// Takes pieces of the table.
  private let output: ([UInt8]) -> Void
  /// Takes lines of what was found out and of what is wrong.
  private let report: (String) -> Void
  private static let pieceBytes = 64 * 1024
  /// Rows that are none of the table's.
  private static let passedOver: Set = [Rule.footer.code, Rule.headerAgain.code, Rule.comment.code]

  public init(
    _ path: BytePath, stated: StatedDialect, format: Format, table: Int?, output: @escaping ([UInt8]) -> Void,
    report: @escaping (String) -> Void
  ) {
    self.path = path
    options = DecodeOptions(stated)
    self.format = format
    wanted = table
    self.output = output
    self.report = report
  }

  public func run() -> Outcome {
    do throws(FileProblem) {
      var documents = try Documents(path, options: options)
      if let only = try documents.next(), !only.isPacked, let reader = try? only.rows.get(),
        reader.findings.format == .csv
      {
        return try showText(reader, only)
      }
      return try showPacked(ParseSurvey(Documents(path, options: options)))
    } catch {
      report(error.sentence(file: path.display))
      return .refused(error)
    }
  }

  /// Delimited text is shown as it is read: a damaged row does not harm the others.
  private func showText(_ reader: any RowReader, _ document: Document) throws(FileProblem) -> Outcome {
    var reader = reader
    for table in 1..<(wanted ?? 1) {
      while try reader.next() != nil {}
      guard try reader.nextTable() else { return missing(table, of: reader) }
    }
    let outcome = try write(
      &reader, of: document, columns: reader.columns, fillsRows: false, isSingleValue: false)
    if try reader.nextTable() { report("tables: more follow; --table \((wanted ?? 1) + 1) shows the next") }
    return outcome
  }

  /// A file of several members, compressed, or of records: all of it is read before anything is shown.
  private func showPacked(_ survey: ParseSurvey) throws(FileProblem) -> Outcome {
    let shown = wanted.map { $0 - 1 } ?? survey.firstSound ?? 0
    for (index, table) in survey.tables.enumerated() {
      if survey.tables.count > 1 {
        report("table \(index + 1): \(table.name)" + (index == shown ? ", shown" : ""))
      }
      for problem in table.problems { report(problem.sentence(file: place(table.name))) }
    }
    guard shown < survey.tables.count else {
      report("\(path.display): file.no_table: there are only \(survey.tables.count) tables")
      return .noTable
    }
    if let problem = survey.tables[shown].problems.first { return .refused(problem) }
    return try show(survey.tables[shown], at: shown)
  }

  /// Goes to the table once more.
  private func show(_ table: ParseSurvey.Table, at index: Int) throws(FileProblem) -> Outcome {
    var documents = try Documents(path, options: options)
    var passed = 0
    while let document = try documents.next() {
      guard var reader = try? document.rows.get() else {
        passed += 1
        continue
      }
      guard Self.advance(&reader, &passed, to: index) else { continue }
      return try write(
        &reader, of: document, columns: table.columns, fillsRows: reader.findings.format != .csv,
        isSingleValue: table.isSingleValue)
    }
    throw FileProblem(
      code: "file.changed", message: "the file changed while it was read",
      remedy: "wait until it is written, and try again", canRetry: true)
  }

  /// False if the document ends before; `passed` counts its tables.
  private static func advance(_ reader: inout any RowReader, _ passed: inout Int, to index: Int) -> Bool {
    while passed < index {
      passed += 1
      do throws(FileProblem) {
        while try reader.next() != nil {}
        guard try reader.nextTable() else { return false }
      } catch {
        return false
      }
    }
    return true
  }

  private func missing(_ count: Int, of reader: any RowReader) -> Outcome {
    tell(reader.findings)
    report(
      "\(path.display): file.no_table: there \(count == 1 ? "is only 1 table" : "are only \(count) tables")")
    return .noTable
  }

  /// How a member is called in front of a line: the path of the file, and what is in it.
  private func place(_ name: String) -> String {
    path.folder.bytes == [0x2F] ? "/" + name : path.folder.display + "/" + name
  }

  private func write(
    _ reader: inout any RowReader, of document: Document, columns: [String], fillsRows: Bool,
    isSingleValue: Bool
  ) throws(FileProblem) -> Outcome {
    var writer = ParsedTableWriter(format: format, columns: columns, fillsRows: fillsRows)
    var tally = ParseTally()
    if !columns.isEmpty { writer.begin() }
    do throws(FileProblem) {
      while let batch = try reader.next() {
        write(batch, of: place(document.name), to: &writer, &tally)
        if writer.bytes.count >= Self.pieceBytes { output(writer.take()) }
      }
    } catch {
      output(writer.take())
      tell(reader.findings)
      throw error
    }
    if !columns.isEmpty { writer.end() } else if format == .json { output(Array("[]\n".utf8)) }
    output(writer.take())
    tell(reader.findings)
    tally.lines.forEach(report)
    guard isSingleValue || columns.isEmpty else { return .table }
    let reason = isSingleValue ? "the document is a single value" : "there is no value in the document"
    report("\(place(document.name)): file.no_table: \(reason)")
    return .noTable
  }

  private func write(
    _ batch: RowBatch, of file: String, to writer: inout ParsedTableWriter, _ tally: inout ParseTally
  ) {
    var left: Set<Int> = []
    for entry in batch.problems {
      let row = batch.rows[entry.row]
      if Self.passedOver.contains(entry.problem.code) { left.insert(entry.row) }
      let place = "\(file):\(row.line):\(entry.column ?? 1)"
      report("\(place): \(entry.problem.code): \(entry.problem.message) (\(entry.problem.remedy))")
    }
    let bytes = batch.bytes.span
    for index in batch.rows.indices where left.isEmpty || !left.contains(index) {
      let row = batch.rows[index]
      let cells = batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
      if !writer.fillsRows && row.cellCount > 1 && cells.allSatisfy(\.isEmpty) && batch.isBare(row) {
        tally.padding += 1
        continue
      }
      tally.rows += 1
      if writer.columns.isEmpty { continue }
      writer.row(cells, in: bytes)
    }
    tally.leftOut += left.count
  }

  private func tell(_ findings: DecodeFindings) {
    for note in findings.notes { report("\(note.key): \(BytePath.display(note.value.utf8))") }
    for (key, value) in findings.envelope.sorted(by: { $0.key < $1.key }) {
      report("envelope \(BytePath.display(key.utf8)): \(BytePath.display(value.utf8))")
    }
  }
}

/// What became of the rows of a table.
private struct ParseTally {
  var rows = 0
  var padding = 0
  var leftOut = 0

  var lines: [String] {
    ["rows: \(rows)"] + (padding > 0 ? ["padding: \(padding) rows of nothing but delimiters left out"] : [])
      + (leftOut > 0 ? ["left_out: \(leftOut) rows, each named above"] : [])
  }
}

extension RowBatch {
  /// No quote stands in the row: an empty text in quotes is a value.
  fileprivate func isBare(_ row: Row) -> Bool {
    !bytes[row.raw.indices].contains { $0 == 0x22 || $0 == 0x27 }
  }
}
