import Records

/// Reads delimited text: the first record that is not blank names the columns, every other one is a row.
struct CSVReader: RowReader {
  private(set) var findings: DecodeFindings
  private(set) var columns: [String] = []
  private let limits: DecodeOptions.Limits
  private var window: ByteWindow
  private var scanner: CSVScanner

  /// `window` stands at the first byte behind any byte order mark.
  init(
    _ window: ByteWindow, options: DecodeOptions, notes: [DecodeFindings.Note] = []
  ) throws(FileProblem) {
    limits = options.limits
    self.window = window
    findings = DecodeFindings(format: .csv, notes: notes)
    var marks = CSVMarks()
    if let delimiter = options.delimiter {
      marks.delimiter = [delimiter]
      findings.notes.append(.init("delimiter", "stated"))
    } else {
      let found = window.scan(CSVDialect.delimiter)
      marks.delimiter = [found.byte]
      findings.notes.append(found.note)
    }
    scanner = CSVScanner(marks: marks, limits: options.limits)
    try readHeader()
  }

  mutating func next() throws(FileProblem) -> RowBatch? {
    guard let used = try scanSome(rowLimit: .max) else { return nil }
    var batch = RowBatch(columns: columns)
    batch.cells = scanner.cells.copy(movingFrom: window.count, by: window.count - used)
    batch.rows = scanner.rows
    batch.problems = scanner.problems
    batch.bytes = window.take(used)
    TextCheck.flagDamagedRows(of: &batch, fileBytes: used)
    batch.bytes += scanner.rewritten
    noteLastLine(of: batch, used: used)
    return batch
  }

  /// Scans until there is a row; the number of bytes it and its fellows take, or nil at the end of the document.
  private mutating func scanSome(rowLimit: Int) throws(FileProblem) -> Int? {
    while true {
      if window.count > 0 {
        let (offset, isComplete) = (window.offset, window.isComplete)
        let used = window.scan {
          scanner.scan($0, offset: offset, isComplete: isComplete, rowLimit: rowLimit)
        }
        if !scanner.rows.isEmpty { return used }
        window.drop(used)
      }
      if window.isComplete { return nil }
      guard window.count <= limits.rowBytes else {
        throw .rowTooLong(line: scanner.line, limit: limits.rowBytes)
      }
      try window.fill()
    }
  }

  private mutating func readHeader() throws(FileProblem) {
    guard let used = try scanSome(rowLimit: 1), let header = scanner.rows.first else {
      throw .nothingInside
    }
    guard header.cellCount <= limits.columns else { throw .tooManyColumns(limit: limits.columns) }
    let cells = scanner.cells.copy(movingFrom: window.count, by: window.count - used)
    let bytes = window.take(used)
    guard TextCheck.isText(bytes.span) else { throw .notUTF8(line: Int(header.line)) }
    let text = bytes + scanner.rewritten
    columns = cells.map { String(decoding: text[$0.indices], as: UTF8.self) }
    findings.notes.append(.init("header", "line \(header.line)"))
    scanner.columnCount = columns.count
    scanner.requiredCount = (columns.lastIndex { !$0.isEmpty } ?? -1) + 1
  }

  /// A text cut off in the middle of a line looks like this; it may also just be how the export ends.
  private mutating func noteLastLine(of batch: RowBatch, used: Int) {
    guard window.isComplete, window.count == 0, let last = batch.rows.last, Int(last.raw.end) == used else {
      return
    }
    findings.notes.append(.init("last_line", "has no line end"))
  }
}

extension FileProblem {
  static var nothingInside: FileProblem {
    FileProblem(
      code: "file.empty", message: "there is nothing in it but blank space", remedy: "export it again")
  }

  static func rowTooLong(line: Int32, limit: Int) -> FileProblem {
    FileProblem(
      code: "row.too_long", message: "a row is longer than \(limit) bytes",
      remedy: "look for a line end that is missing, or export fewer columns", line: Int(line), column: 1)
  }

  static func tooManyColumns(limit: Int) -> FileProblem {
    FileProblem(
      code: "columns.too_many", message: "there are more than \(limit) columns",
      remedy: "export only the columns that are needed")
  }

  static func notUTF8(line: Int) -> FileProblem {
    FileProblem(
      code: "text.encoding", message: "the header contains bytes that are not text in UTF-8",
      remedy: "save the file again as UTF-8", line: line)
  }
}
