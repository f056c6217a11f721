import Records

/// Beginnings.
extension CSVReader {
  /// A stretch of whole lines to look at, and at least one line, or the rest of the document.
  mutating func fillSample() throws(FileProblem) {
    while !window.isComplete {
      let isEnough = window.count > min(Self.sampleBytes, limits.rowBytes)
      if isEnough, window.scan({ $0.firstLineEnd(from: 0) < $0.count - 1 }) { return }
      guard window.count <= limits.rowBytes else {
        throw .rowTooLong(line: scanner.line, limit: limits.rowBytes)
      }
      try fill()
    }
  }

  /// Reads on. The byte 1A with which old programs end a text is no part of it.
  mutating func fill() throws(FileProblem) {
    try window.fill()
    if window.isComplete { window.dropEndMark() }
  }

  func sampleLength() -> Int {
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

  mutating func skipLine() {
    let length = window.scan { view in
      let end = view.firstLineEnd(from: 0)
      return end == view.count ? end : scanner.afterLineEnd(view, end)
    }
    window.drop(length)
    scanner.line += 1
  }

  /// Finds the next table's header and stands at its first row. False if there is nothing but blanks.
  mutating func beginTable() throws(FileProblem) -> Bool {
    try fillSample()
    let length = sampleLength()
    let isCut = length < window.count || !window.isComplete
    let sample = sample(length, isCut: isCut)
    let finder = TableFinder(sample.rows, options: tables == 1 ? options : options.withoutHeader)
    guard let place = finder.place() else { return try skipBlanks(length) }
    let isLong = place.header.map(finder.isLongHeader) ?? false
    let width = finder.rows[place.header ?? place.first].width - (isLong ? 1 : 0)
    guard width <= limits.columns else { throw .tooManyColumns(limit: limits.columns) }
    notePreamble(sample.rows.prefix(place.header ?? place.first))
    let data = finder.data(from: place.header.map { $0 + 1 } ?? place.first, width: width)
    let evidence = ColumnEvidence(data)
    valueColumns = evidence.valueColumns
    if let header = place.header {
      try name(sample.rows[header], data, evidence, isLong: isLong, reason: place.reason)
      self.header = window.scan { $0.array(sample.rows[header].raw) }
      drop(through: sample.rows[place.first - 1])
    } else {
      header = []
      number(sample.rows[place.first], evidence, width: max(width, finder.width), reason: place.reason)
      drop(to: sample.rows[place.first])
    }
    findings.text?.required = scanner.requiredCount
    findings.text?.padded = scanner.paddedCount
    return true
  }

  /// The beginning cut into rows. Where quotes are damaged, the number of cells that most rows have says how.
  private func sample(_ length: Int, isCut: Bool) -> SampleRows {
    let (marks, limits, line) = (scanner.marks, limits, scanner.line)
    func cut(_ fitting: ClosedRange<Int>?) -> SampleRows {
      window.scan {
        SampleRows(
          $0.sample(length), marks, limits: limits, line: line, isCut: isCut, most: 1000, fitting: fitting)
      }
    }
    let sample = cut(nil)
    let width = TableFinder(sample.rows, options: options).width
    let isDamaged = width > 1 && sample.rows.contains { $0.isDamaged && $0.width != width }
    return isDamaged ? cut(width...width) : sample
  }

  /// Goes on behind a sample of blank rows.
  private mutating func skipBlanks(_ length: Int) throws(FileProblem) -> Bool {
    scanner.line += Int32(clamping: window.scan { $0.lineEnds(in: 0..<length) })
    window.drop(length)
    guard window.count > 0 || !window.isComplete else { return false }
    return try beginTable()
  }

  private mutating func name(
    _ header: SampleRows.Row, _ data: [SampleRows.Row], _ evidence: ColumnEvidence, isLong: Bool,
    reason: String
  ) throws(FileProblem) {
    guard header.cells.allSatisfy({ TextCheck.isText($0.span) }) else {
      throw .notUTF8(line: Int(header.line))
    }
    var header = header
    if isLong, let empty = header.cells.firstIndex(where: { $0.allSatisfy { $0 <= 0x20 } }) {
      header.cells.remove(at: empty)
      findings.notes.append(
        .init(
          "header_damaged",
          "a name is missing in it, and the rows have a cell less; column \(empty + 1) is none"))
    }
    let last = header.width - 1
    let isLastUsed = data.contains { $0.width > last && !$0.cells[last].isEmpty }
    let cells = header.cells.map { String(decoding: $0, as: UTF8.self) }
    let found = ColumnNames(cells, isLastUsed: isLastUsed)
    columns = found.names
    findings.hasNames = true
    findings.notes.append(.init("header", "line \(header.line): \(reason)"))
    findings.notes += found.notes
    if header.isDamaged {
      findings.notes.append(
        .init("header_damaged", "a quote in it is not closed; it is cut into as many cells as the rows have"))
    }
    scanner.beginTable(
      columns: columns.count, required: found.required, padded: max(header.width, evidence.paddedCount),
      hasComments: !header.startsWithHash && !evidence.hasHashes,
      line: header.line)
  }

  private mutating func number(
    _ first: SampleRows.Row, _ evidence: ColumnEvidence, width: Int, reason: String
  ) {
    columns = ColumnNames(count: width).names
    findings.hasNames = false
    findings.notes.append(.init("header", "none: line \(first.line) is a row: \(reason)"))
    findings.notes.append(.init("question", "which columns are these? The file does not name them"))
    scanner.beginTable(
      columns: columns.count, required: columns.count, padded: evidence.paddedCount,
      hasComments: !evidence.hasHashes, line: first.line)
  }

  private mutating func notePreamble(_ rows: ArraySlice<SampleRows.Row>) {
    guard let first = rows.first, let last = rows.last else { return }
    findings.linesAbove = rows.prefix(30).map { row in
      String(decoding: Array(row.cells.joined(separator: [0x2C])).prefix(300), as: UTF8.self)
    }
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
