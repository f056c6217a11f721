import Records

/// Reads delimited text: finds out how it is cut, then table by table the header and the rows.
struct CSVReader: RowReader {
  var findings: DecodeFindings
  var columns: [String] = []
  let options: DecodeOptions
  var window: ByteWindow
  var scanner: CSVScanner
  /// Behind the last row of the table at hand.
  private var isTableDone = false
  var tables = 1
  /// The bytes of the header, to know it when it comes again.
  var header: [UInt8] = []
  /// Columns in which a word is no value of the table.
  var valueColumns: Set<Int> = []
  /// Rows of the table that were given so far, and how many the file says there are.
  private var dataRows = 0
  var stated: (rows: Int, line: Int)?
  static let sampleBytes = 128 * 1024
  /// Rows are held back for no longer than this, while it is open whether they end the table.
  private static let heldBackBytes = 1 << 20

  var limits: DecodeOptions.Limits { options.limits }

  /// `window` stands at the first byte behind any byte order mark.
  init(
    _ window: ByteWindow, options: DecodeOptions, notes: [DecodeFindings.Note] = []
  ) throws(FileProblem) {
    self.options = options
    self.window = window
    findings = DecodeFindings(format: .csv, notes: notes)
    if window.isComplete { self.window.dropEndMark() }
    scanner = CSVScanner(marks: CSVMarks(), limits: options.limits)
    try fillSample()
    let length = sampleLength()
    let isCut = length < self.window.count
    let sniffer = self.window.scan { CSVSniffer($0.sample(length), options: options, isCut: isCut) }
    findings.notes += sniffer.notes
    scanner = CSVScanner(marks: sniffer.marks, limits: options.limits)
    findings.text = TextForm(sniffer.marks, window.encoding, hasMark: window.offset > 0)
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
    count(flagHeaders(in: &batch), of: batch)
    // Whoever takes them walks over rows and problems side by side.
    batch.problems.sort { $0.row < $1.row }
    noteLastLine(of: batch, used: used)
    return batch
  }

  mutating func nextTable() throws(FileProblem) -> Bool {
    while try next() != nil {}
    guard window.count > 0 || !window.isComplete else { return false }
    scanner.endTable()
    (dataRows, stated, findings.disagreement, findings.statedSums) = (0, nil, nil, [])
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
      try fill()
    }
  }

  /// The row at which another table begins, or from which on more must be seen to tell; nil if all are fine.
  private mutating func border() -> Int? {
    guard let last = scanner.rows.indices.last else { return nil }
    let end = tableEnd
    let mayWait = !window.isComplete && window.count < Self.heldBackBytes
    if !scanner.suspects.isEmpty {
      var bare = scanner.bareRows.makeIterator()
      var nextBare = bare.next()
      for suspect in scanner.suspects where suspect.isAfterGap {
        while let row = nextBare, row < suspect.row { nextBare = bare.next() }
        // Another gap; what stands behind it is looked at next.
        if nextBare == suspect.row { continue }
        if mayWait && last - suspect.row < TableEnd.lookahead { return suspect.row }
        if let row = freeRows(from: suspect.row, most: 1).first, end.goesOn(with: row) { continue }
        if end.beginsTable(freeRows(from: suspect.row, most: TableEnd.lookahead)) {
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

  var tableEnd: TableEnd {
    TableEnd(columns: columns, valueColumns: valueColumns, hasComments: scanner.hasComments)
  }

  func sampleRows(from first: Int, most: Int) -> [SampleRows.Row] {
    window.scan { view in SampleRows(scanner, view, from: first, most: most).rows }
  }

  /// The same rows cut as they stand, without regard to how many columns the table at hand has.
  private func freeRows(from first: Int, most: Int) -> [SampleRows.Row] {
    let (rows, marks, limits) = (scanner.rows, scanner.marks, limits)
    let last = min(rows.count, first + most) - 1
    let range = Int(rows[first].raw.start)..<Int(rows[last].raw.end)
    return window.scan { view in
      SampleRows(view.slice(range), marks, limits: limits, line: rows[first].line, isCut: false, most: most)
        .rows
    }
  }

  /// Flags rows that are the header once more, as in exports put together; how many those are.
  private func flagHeaders(in batch: inout RowBatch) -> Int {
    guard columns.count > 1, !header.isEmpty else { return 0 }
    var found = 0
    for (index, row) in batch.rows.enumerated() where row.raw.count == header.count {
      guard row.raw.indices.elementsEqual(header.indices, by: { batch.bytes[$0] == header[$1] }) else {
        continue
      }
      batch.problems.append(.init(row: index, problem: Problem(.headerAgain)))
      found += 1
    }
    return found
  }

  /// Counts what was given, and once the file has said how much there is, compares.
  private mutating func count(_ headers: Int, of batch: RowBatch) {
    let others = batch.problems.count {
      $0.problem.code == Rule.footer.code || $0.problem.code == Rule.comment.code
    }
    dataRows += batch.rows.count - scanner.bareRows.count - others - headers
    guard let stated, stated.rows != dataRows else { return }
    findings.disagreement = .footerDisagrees(stated: stated.rows, read: dataRows, line: stated.line)
    findings.notes.append(.init("footer_disagrees", "it states \(stated.rows) rows, \(dataRows) were read"))
  }

  /// A text cut off in the middle of a line looks like this; it may also just be how the export ends.
  private mutating func noteLastLine(of batch: RowBatch, used: Int) {
    guard window.isComplete, window.count == 0, let last = batch.rows.last, Int(last.raw.end) == used else {
      return
    }
    findings.notes.append(.init("last_line", "has no line end"))
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
