import Records

/// The marks that cut a delimited text into cells.
struct CSVMarks: Sendable, Hashable {
  var delimiter: UInt8 = 0x2C
  var quote: UInt8 = 0x22
}

/// Cuts the complete rows of a window into cells, after RFC 4180 and beyond it.
///
/// Whoever changes this: `CSVReferenceTests` says the same in slow and plain words and is run on every short text.
/// The loop steps from mark to mark (delimiter, quote, LF, CR), found eight bytes at a time; what lies between is
/// never looked at. Three rules beyond the RFC:
/// - A row ends with LF, CR or CRLF. A line of no bytes is no row.
/// - A quote inside an unquoted cell is text, with a note.
/// - A quoted cell that is closed by no quote, only after `cellBytes`, or (lines further down) by a quote with text
///   behind it, was never meant to span lines: it ends at its first line end. With text behind it on one line, the
///   cell is taken as it stands. Either way the row is flagged, and the next row is untouched.
struct CSVScanner {
  let marks: CSVMarks
  let limits: DecodeOptions.Limits
  /// Columns of the header; a row needs those up to the last that has a name.
  var columnCount = Int.max
  var requiredCount = 0
  /// Line in the file of the row to come.
  var line: Int32 = 1

  private(set) var cells = CellStore()
  private(set) var rows: [RowBatch.Row] = []
  private(set) var problems: [RowBatch.RowProblem] = []
  /// Cells that had to be rewritten. Their ranges count on from the window's end.
  private(set) var rewritten: [UInt8] = []
  private var damage = Damage.none
  private var linesInRow: Int32 = 0
  private var droppedCells = 0
  private var rewrittenBefore = 0
  private var lastWrongCount: (count: Int, problem: Problem)?

  private enum Damage { case none, note, hold }

  init(marks: CSVMarks, limits: DecodeOptions.Limits) {
    self.marks = marks
    self.limits = limits
  }

  /// Fills `rows` and `cells` from the start and returns how many bytes they use up: up to the last line end, or
  /// all of them if the document `isComplete`. No more than `rowLimit` rows.
  mutating func scan(_ view: ByteView, offset: Int64, isComplete: Bool, rowLimit: Int = .max) -> Int {
    defer {
      // Of a row that is not whole yet nothing is handed over.
      cells.dropRow()
      rewritten.removeLast(rewritten.count - rewrittenBefore)
    }
    cells.clear(capacity: view.count + 2)
    rows.removeAll(keepingCapacity: true)
    problems.removeAll()
    rewritten.removeAll()
    let finder = MarkFinder(marks)
    var rowStart = 0
    var cellStart = 0
    // How many bytes before the mark the cell ends: 1 for a closing quote.
    var cut = 0
    beginRow()
    var base = 0
    var hits = finder.hits(view.word(at: 0))
    scanning: while rows.count < rowLimit {
      while hits == 0 {
        base += 8
        if base >= view.count { break scanning }
        hits = finder.hits(view.word(at: base))
      }
      let at = base + Lanes.first(hits)
      hits &= hits &- 1
      let byte = view[at]
      if byte == marks.delimiter {
        put(cellStart, at - cut)
        cellStart = at + 1
        cut = 0
      } else if byte == marks.quote {
        guard at == cellStart else {
          if damage == .none { damage = .note }
          continue
        }
        guard let cell = quotedCell(view, at, isComplete: isComplete) else { return rowStart }
        cellStart = cell.start
        cut = cell.mark - cell.end
        base = cell.mark
        hits = finder.hits(view.word(at: base))
      } else {
        let next = afterLineEnd(view, at)
        if byte == CSVByte.carriageReturn && at + 1 == view.count && !isComplete { return rowStart }
        put(cellStart, at - cut)
        endRow(view, raw: rowStart..<at, offset: offset)
        rowStart = next
        cellStart = next
        cut = 0
        base = next
        hits = finder.hits(view.word(at: base))
      }
    }
    guard isComplete, rows.count < rowLimit, rowStart < view.count else { return rowStart }
    put(cellStart, view.count - cut)
    endRow(view, raw: rowStart..<view.count, offset: offset)
    return view.count
  }

  private mutating func beginRow() {
    damage = .none
    linesInRow = 1
    droppedCells = 0
    rewrittenBefore = rewritten.count
    // One more than is allowed, so that too many can be told.
    cells.beginRow(limit: limits.columns + 1)
  }

  @inline(__always) private mutating func put(_ start: Int, _ end: Int) {
    if !cells.put(ByteRange(start: start, end: end)) { droppedCells += 1 }
  }

  private mutating func endRow(_ view: ByteView, raw: Range<Int>, offset: Int64) {
    if raw.isEmpty {
      cells.dropRow()
    } else {
      let count = cells.countInRow
      rows.append(
        RowBatch.Row(
          firstCell: Int32(cells.rowStart), cellCount: Int32(count),
          raw: ByteRange(start: raw.lowerBound, end: raw.upperBound), line: line,
          offset: offset + Int64(raw.lowerBound), continuesRecord: false))
      if count < requiredCount || count > columnCount || damage != .none || raw.count > limits.cellBytes {
        flagRow(view)
      }
    }
    line &+= linesInRow
    beginRow()
  }

  private func afterLineEnd(_ view: ByteView, _ at: Int) -> Int {
    let isPair = view[at] == CSVByte.carriageReturn && view[at + 1] == CSVByte.lineFeed
    return at + (isPair ? 2 : 1)
  }
}

extension CSVScanner {
  /// A quoted cell: its text, and the mark (or the window's end) at which it is over.
  private struct Quoted {
    var start: Int
    var end: Int
    var mark: Int
  }

  /// Nil if the window ends before it is sure where the cell ends.
  private mutating func quotedCell(_ view: ByteView, _ open: Int, isComplete: Bool) -> Quoted? {
    let start = open + 1
    var isDoubled = false
    var from = start
    while true {
      let quote = view.first(marks.quote, from: from)
      if quote == view.count || quote - start > limits.cellBytes {
        if !isComplete && view.count - start <= limits.cellBytes { return nil }
        return endingAtLineEnd(view, start, isComplete: isComplete)
      }
      let next = quote + 1
      if next == view.count && !isComplete { return nil }
      if next < view.count && view[next] == marks.quote {
        isDoubled = true
        from = next + 1
        continue
      }
      if next == view.count || isMark(view[next]) {
        return closed(view, start..<quote, mark: next, isDoubled: isDoubled)
      }
      return closedWithText(view, start..<quote, isDoubled: isDoubled, isComplete: isComplete)
    }
  }

  private func isMark(_ byte: UInt8) -> Bool {
    byte == marks.delimiter || byte == CSVByte.lineFeed || byte == CSVByte.carriageReturn
  }

  private mutating func closed(_ view: ByteView, _ text: Range<Int>, mark: Int, isDoubled: Bool) -> Quoted {
    linesInRow &+= Int32(clamping: view.lineEnds(in: text))
    guard isDoubled else { return Quoted(start: text.lowerBound, end: text.upperBound, mark: mark) }
    let start = view.count + rewritten.count
    var index = text.lowerBound
    while index < text.upperBound {
      rewritten.append(view[index])
      index += view[index] == marks.quote ? 2 : 1
    }
    return Quoted(start: start, end: view.count + rewritten.count, mark: mark)
  }

  /// Something stands between the closing quote and the next mark.
  private mutating func closedWithText(
    _ view: ByteView, _ text: Range<Int>, isDoubled: Bool, isComplete: Bool
  ) -> Quoted? {
    var mark = text.upperBound + 1
    var isBlank = true
    while mark < view.count, !isMark(view[mark]) {
      if view[mark] != CSVByte.space && view[mark] != CSVByte.tab { isBlank = false }
      mark += 1
    }
    if mark == view.count && !isComplete { return nil }
    if isBlank {
      if damage == .none { damage = .note }
      return closed(view, text, mark: mark, isDoubled: isDoubled)
    }
    if view.lineEnds(in: text) > 0 { return endingAtLineEnd(view, text.lowerBound, isComplete: isComplete) }
    damage = .hold
    return Quoted(start: text.lowerBound - 1, end: mark, mark: mark)
  }

  private mutating func endingAtLineEnd(_ view: ByteView, _ start: Int, isComplete: Bool) -> Quoted? {
    let end = view.firstLineEnd(from: start)
    if end == view.count && !isComplete { return nil }
    damage = .hold
    return Quoted(start: start - 1, end: end, mark: end)
  }

  private mutating func flagRow(_ view: ByteView) {
    let row = rows.count - 1
    func add(_ problem: Problem) { problems.append(.init(row: row, problem: problem)) }
    if damage != .none { add(damage == .note ? Self.oddQuote : Self.damagedQuotes) }
    if cells.rowContainsCell(longerThan: limits.cellBytes) {
      add(Problem(.cellTooLong, detail: "more than \(limits.cellBytes) bytes"))
    }
    let count = cells.countInRow + droppedCells
    guard columnCount != .max else { return }
    if count > columnCount {
      rows[row].cellCount = Int32(cells.trimEmptyCells(to: columnCount))
      if droppedCells > 0 || rows[row].cellCount > columnCount {
        add(wrongCount(.tooManyCells, count))
      }
    } else if count < requiredCount && !isBlank(view, rows[row].raw.indices) {
      add(wrongCount(.tooFewCells, count))
    }
  }

  // Made once: a file with one of these in a row often has it in every row, and words take time.
  private static let oddQuote = Problem(.damagedQuotes, severity: .note)
  private static let damagedQuotes = Problem(.damagedQuotes)

  private mutating func wrongCount(_ rule: Rule, _ count: Int) -> Problem {
    if let last = lastWrongCount, last.count == count { return last.problem }
    let problem = Problem(rule, detail: "\(count) cells, the header has \(columnCount)")
    lastWrongCount = (count, problem)
    return problem
  }

  /// A padding row: spaces and delimiters at most.
  private func isBlank(_ view: ByteView, _ raw: Range<Int>) -> Bool {
    raw.allSatisfy { view[$0] == CSVByte.space || view[$0] == CSVByte.tab || view[$0] == marks.delimiter }
  }
}
