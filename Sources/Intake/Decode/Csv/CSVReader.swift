import Records

/// Reads delimited text: finds out how it is cut, then table by table the header and the rows.
struct CSVReader: RowReader {
  private(set) var findings: DecodeFindings
  private(set) var columns: [String] = []
  private let options: DecodeOptions
  private var window: ByteWindow
  private var scanner: CSVScanner
  /// Behind the last row of the table at hand.
  private var isTableDone = false
  private var tables = 1
  private var footers = 0
  private static let sampleBytes = 128 * 1024
  /// Rows are held back for no longer than this, while it is open whether they end the table.
  private static let heldBackBytes = 1 << 20

  private var limits: DecodeOptions.Limits { options.limits }

  /// `window` stands at the first byte behind any byte order mark.
  init(
    _ window: ByteWindow, options: DecodeOptions, notes: [DecodeFindings.Note] = []
  ) throws(FileProblem) {
    self.options = options
    self.window = window
    findings = DecodeFindings(format: .csv, notes: notes)
    scanner = CSVScanner(marks: CSVMarks(), limits: options.limits)
    try fillSample()
    let length = sampleLength()
    let isCut = length < self.window.count
    let sniffer = self.window.scan { CSVSniffer($0.sample(length), options: options, isCut: isCut) }
    findings.notes += sniffer.notes
    scanner = CSVScanner(marks: sniffer.marks, limits: options.limits)
    if sniffer.hasSeparatorLine { skipLine() }
    guard try beginTable() else { throw .nothingInside }
  }

  mutating func next() throws(FileProblem) -> RowBatch? {
    guard !isTableDone, let used = try scanSome() else {
      isTableDone = true
      return nil
    }
    var batch = RowBatch(columns: columns)
    batch.cells = scanner.cells.copy(movingFrom: window.count, by: window.count - used)
    batch.rows = scanner.rows
    batch.problems = scanner.problems
    let start = window.offset
    let encoding = window.encoding
    batch.bytes = window.take(used)
    encoding.correctOffsets(of: &batch, from: start)
    TextCheck.flagDamagedRows(of: &batch, fileBytes: used)
    batch.bytes += scanner.rewritten
    noteLastLine(of: batch, used: used)
    return batch
  }

  mutating func nextTable() throws(FileProblem) -> Bool {
    while try next() != nil {}
    guard window.count > 0 || !window.isComplete else { return false }
    scanner.columnCount = .max
    scanner.requiredCount = 0
    guard try beginTable() else { return false }
    tables += 1
    isTableDone = false
    findings.notes.append(.init("table", "\(tables): begins on line \(scanner.line), behind a gap"))
    return true
  }
}

/// Rows.
extension CSVReader {
  /// Scans until there is a row; the number of bytes it and its fellows take, or nil at the end of the table.
  private mutating func scanSome() throws(FileProblem) -> Int? {
    while true {
      if window.count > 0 {
        let (offset, isComplete) = (window.offset, window.isComplete)
        var used = window.scan { scanner.scan($0, offset: offset, isComplete: isComplete) }
        if let border = border() { used = scanner.forget(from: border) }
        markFooters(isTableDone || (isComplete && used == window.count))
        if !scanner.rows.isEmpty { return used }
        window.drop(used)
        if isTableDone { return nil }
      }
      if window.isComplete { return nil }
      guard window.count <= limits.rowBytes else {
        throw .rowTooLong(line: scanner.line, limit: limits.rowBytes)
      }
      try window.fill()
    }
  }

  /// The row at which another table begins, or from which on more must be seen to tell; nil if all are fine.
  private mutating func border() -> Int? {
    guard let last = scanner.rows.indices.last else { return nil }
    let end = TableEnd(columns: columns, options: options)
    let mayWait = !window.isComplete && window.count < Self.heldBackBytes
    if !scanner.suspects.isEmpty {
      for suspect in scanner.suspects where suspect.isAfterGap {
        if mayWait && last - suspect.row < TableEnd.lookahead { return suspect.row }
        if end.beginsTable(sampleRows(from: suspect.row, most: TableEnd.lookahead)) {
          isTableDone = true
          return suspect.row
        }
      }
    }
    guard mayWait else { return nil }
    var open = last + 1
    for suspect in scanner.suspects.reversed() where suspect.row == open - 1 && suspect.hasWrongCount {
      open = suspect.row
    }
    if open <= last { return open }
    return end.isFooter(sampleRows(from: last, most: 1)[0]) ? last : nil
  }

  private func sampleRows(from first: Int, most: Int) -> [SampleRows.Row] {
    window.scan { view in SampleRows(scanner, view, from: first, most: most).rows }
  }

  /// Flags what stands at the end of the table and is no row of it.
  private mutating func markFooters(_ isEnd: Bool) {
    guard isEnd, let last = scanner.rows.indices.last else { return }
    let end = TableEnd(columns: columns, options: options)
    let wrong = Set(scanner.suspects.filter(\.hasWrongCount).map(\.row))
    let gaps = Set(scanner.suspects.filter(\.isAfterGap).map(\.row))
    var first: Int?
    for row in stride(from: last, through: max(0, last - 40), by: -1) {
      let isFooter = end.isFooter(sampleRows(from: row, most: 1)[0])
      let standsApart = wrong.contains(row) && gaps.contains(row)
      if isFooter || standsApart { first = row }
      if !isFooter && !wrong.contains(row) && !scanner.isBare(row) { break }
    }
    guard let first else { return }
    for row in first...last where !scanner.isBare(row) {
      scanner.forgiveCount(of: row)
      scanner.add(Problem(.footer), to: row)
      footers += 1
    }
    findings.notes.append(
      .init("footer", "\(last - first + 1) rows from line \(scanner.rows[first].line) on"))
  }

  /// A text cut off in the middle of a line looks like this; it may also just be how the export ends.
  private mutating func noteLastLine(of batch: RowBatch, used: Int) {
    guard window.isComplete, window.count == 0, let last = batch.rows.last, Int(last.raw.end) == used else {
      return
    }
    findings.notes.append(.init("last_line", "has no line end"))
  }
}

/// Beginnings.
extension CSVReader {
  /// A stretch of whole lines to look at, and at least one line, or the rest of the document.
  private mutating func fillSample() throws(FileProblem) {
    while !window.isComplete {
      let isEnough = window.count > min(Self.sampleBytes, limits.rowBytes)
      if isEnough, window.scan({ $0.firstLineEnd(from: 0) < $0.count - 1 }) { return }
      guard window.count <= limits.rowBytes else {
        throw .rowTooLong(line: scanner.line, limit: limits.rowBytes)
      }
      try window.fill()
    }
  }

  private func sampleLength() -> Int {
    if window.isComplete && window.count <= Self.sampleBytes { return window.count }
    return window.scan { view in
      let border = min(Self.sampleBytes, view.count - 2)
      for at in stride(from: border, to: -1, by: -1)
      where view[at] == CSVByte.lineFeed
        || (view[at] == CSVByte.carriageReturn && view[at + 1] != CSVByte.lineFeed)
      {
        return at + 1
      }
      let end = view.firstLineEnd(from: border)
      return end < view.count ? scanner.afterLineEnd(view, end) : view.count
    }
  }

  private mutating func skipLine() {
    let length = window.scan { view in
      let end = view.firstLineEnd(from: 0)
      return end == view.count ? end : scanner.afterLineEnd(view, end)
    }
    window.drop(length)
    scanner.line += 1
  }

  /// Finds the next table's header and stands at its first row. False if there is nothing but blanks.
  private mutating func beginTable() throws(FileProblem) -> Bool {
    try fillSample()
    let length = sampleLength()
    let isCut = length < window.count || !window.isComplete
    let (marks, limits, line) = (scanner.marks, limits, scanner.line)
    let sample = window.scan {
      SampleRows($0.sample(length), marks, limits: limits, line: line, isCut: isCut, most: 1000)
    }
    let finder = TableFinder(sample.rows, options: tables == 1 ? options : options.withoutHeader)
    guard let place = finder.place() else { return try skipBlanks(length) }
    let width = finder.rows[place.header ?? place.first].width
    guard width <= limits.columns else { throw .tooManyColumns(limit: limits.columns) }
    notePreamble(sample.rows.prefix(place.header ?? place.first))
    if let header = place.header {
      try name(sample.rows[header], data: finder.data(after: header), reason: place.reason)
      drop(through: sample.rows[header])
    } else {
      number(sample.rows[place.first], width: max(width, finder.width), reason: place.reason)
      drop(to: sample.rows[place.first])
    }
    return true
  }

  /// Goes on behind a sample of blank rows.
  private mutating func skipBlanks(_ length: Int) throws(FileProblem) -> Bool {
    scanner.line += Int32(clamping: window.scan { $0.lineEnds(in: 0..<length) })
    window.drop(length)
    guard window.count > 0 || !window.isComplete else { return false }
    return try beginTable()
  }

  private mutating func name(
    _ header: SampleRows.Row, data: [SampleRows.Row], reason: String
  ) throws(FileProblem) {
    guard header.cells.allSatisfy({ TextCheck.isText($0.span) }) else {
      throw .notUTF8(line: Int(header.line))
    }
    let last = header.width - 1
    let isLastUsed = data.contains { $0.width > last && !$0.cells[last].isEmpty }
    let cells = header.cells.map { String(decoding: $0, as: UTF8.self) }
    let found = ColumnNames(cells, isLastUsed: isLastUsed)
    columns = found.names
    findings.notes.append(.init("header", "line \(header.line): \(reason)"))
    findings.notes += found.notes
    scanner.beginTable(columns: columns.count, required: found.required, line: header.line)
  }

  private mutating func number(_ first: SampleRows.Row, width: Int, reason: String) {
    columns = ColumnNames(count: width).names
    findings.notes.append(.init("header", "none: line \(first.line) is a row: \(reason)"))
    findings.notes.append(.init("question", "which columns are these? The file does not name them"))
    scanner.beginTable(columns: columns.count, required: columns.count, line: first.line)
  }

  private mutating func notePreamble(_ rows: ArraySlice<SampleRows.Row>) {
    guard let first = rows.first, let last = rows.last else { return }
    findings.notes.append(.init("preamble", "\(rows.count) rows, lines \(first.line) to \(last.line)"))
  }

  private mutating func drop(to row: SampleRows.Row) {
    window.drop(row.raw.lowerBound)
    scanner.line = row.line
  }

  private mutating func drop(through row: SampleRows.Row) {
    let (length, lines) = window.scan { view in
      let end = row.raw.upperBound
      return (
        end < view.count ? scanner.afterLineEnd(view, end) : end,
        view.lineEnds(in: row.raw) + (end < view.count ? 1 : 0)
      )
    }
    window.drop(length)
    scanner.line = row.line + Int32(lines)
  }
}

extension ByteView {
  /// The first `length` bytes, which end where a line or the text ends.
  func sample(_ length: Int) -> ByteView { slice(0..<length) }
}

extension DecodeOptions {
  /// For the second table on: what is stated of the header holds for the first.
  fileprivate var withoutHeader: DecodeOptions {
    var options = self
    options.headerLine = nil
    return options
  }
}

extension TextEncoding {
  /// Offsets that were counted in converted text, in bytes of the file.
  func correctOffsets(of batch: inout RowBatch, from start: Int64) {
    guard units != .utf8 && units != .unknown else { return }
    var (offset, seen) = (start, 0)
    for index in batch.rows.indices {
      let at = Int(batch.rows[index].raw.start)
      offset += Int64(originalCount(of: batch.bytes.span.extracting(seen..<at)))
      seen = at
      batch.rows[index].offset = offset
    }
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
