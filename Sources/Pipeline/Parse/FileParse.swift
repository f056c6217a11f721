import Intake
public import Records

/// Shows what a file is before any mapping: what was found out about it, its rows, and what is wrong with them.
public struct FileParse {
  public enum Format: String, CaseIterable, Sendable { case csv, json, ndjson }

  /// What is stated in place of being found out; nil is found out.
  public struct Choices: Sendable {
    public var delimiter: [UInt8]?
    /// The byte that wraps cells; an empty list says that none does.
    public var quote: [UInt8]?
    public var encoding: String?
    /// From 1; 0 says that no line names the columns.
    public var headerLine: Int?

    public init() {}

    var options: DecodeOptions {
      var options = DecodeOptions()
      options.delimiter = delimiter
      options.encoding = encoding
      if let quote { options.quote = quote.first.map { .byte($0) } ?? DecodeOptions.Quote.none }
      if headerLine == 0 { options.hasHeader = false } else { options.headerLine = headerLine }
      return options
    }
  }

  public enum Outcome: Sendable { case table, noTable, damagedRecords }

  private let path: BytePath
  private let options: DecodeOptions
  private let format: Format
  private let wanted: Int
  /// Takes pieces of the table.
  private let output: ([UInt8]) -> Void
  /// Takes lines of what was found out and of what is wrong.
  private let report: (String) -> Void
  private static let pieceBytes = 64 * 1024

  public init(
    _ path: BytePath, choices: Choices, format: Format, table: Int, output: @escaping ([UInt8]) -> Void,
    report: @escaping (String) -> Void
  ) {
    self.path = path
    options = choices.options
    self.format = format
    wanted = table
    self.output = output
    self.report = report
  }

  public func run() throws(FileProblem) -> Outcome {
    var reader = try DocumentDecoder.open(path, options: options)
    let isText = reader.findings.format == .csv
    // The columns of records are known only behind the last of them, and a damaged one must be met before any is shown.
    let columns = isText ? nil : try Self.allColumns(path, options, wanted)
    var table = 1
    while table < wanted {
      while try reader.next() != nil {}
      guard try reader.nextTable() else {
        tell(reader.findings)
        report("table: there are only \(table)")
        return .noTable
      }
      table += 1
    }
    return try write(&reader, columns: columns ?? reader.columns, fillsRows: !isText)
  }

  private static func allColumns(
    _ path: BytePath, _ options: DecodeOptions, _ wanted: Int
  ) throws(FileProblem) -> [String] {
    var reader = try DocumentDecoder.open(path, options: options)
    var table = 1
    while true {
      while try reader.next() != nil {}
      guard table < wanted, try reader.nextTable() else { return reader.columns }
      table += 1
    }
  }

  private func write(
    _ reader: inout any RowReader, columns: [String], fillsRows: Bool
  ) throws(FileProblem) -> Outcome {
    var writer = ParsedTableWriter(format: format, columns: columns, fillsRows: fillsRows)
    var tally = ParseTally()
    if !columns.isEmpty { writer.begin() }
    do throws(FileProblem) {
      while let batch = try reader.next() {
        write(batch, to: &writer, &tally)
        if writer.bytes.count >= Self.pieceBytes { output(writer.take()) }
      }
    } catch {
      output(writer.take())
      tell(reader.findings)
      throw error
    }
    let findings = reader.findings
    if !columns.isEmpty { writer.end() } else if format == .json { output(Array("[]\n".utf8)) }
    output(writer.take())
    let hasMore = try reader.nextTable()
    tell(findings)
    if hasMore { report("tables: more follow; --table \(wanted + 1) shows the next") }
    tally.lines.forEach(report)
    if columns.isEmpty { return .noTable }
    return tally.hasDamagedRecords ? .damagedRecords : .table
  }

  private func write(_ batch: RowBatch, to writer: inout ParsedTableWriter, _ tally: inout ParseTally) {
    var left: Set<Int> = []
    for entry in batch.problems {
      let row = batch.rows[entry.row]
      if entry.problem.code == Rule.footer.code || entry.problem.code == Rule.malformedJSON.code {
        left.insert(entry.row)
      }
      if entry.problem.code == Rule.malformedJSON.code { tally.hasDamagedRecords = true }
      report(
        "\(path.display):\(row.line):1: \(entry.problem.code): \(entry.problem.message) (\(entry.problem.remedy))"
      )
    }
    for (index, row) in batch.rows.enumerated() where !left.contains(index) {
      let cells = batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
      if !writer.fillsRows && row.cellCount > 1 && cells.allSatisfy(\.isEmpty) && batch.isBare(row) {
        tally.padding += 1
        continue
      }
      tally.rows += 1
      writer.row(cells.lazy.map { batch.bytes[$0.indices] })
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
  var hasDamagedRecords = false

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
