import Records

/// Cuts the complete rows of a window into cells, after RFC 4180 and beyond it.
///
/// Whoever changes this: `CSVReferenceTests` says the same in slow and plain words and is run on every short text.
/// The loop steps from mark to mark (delimiter, quote, LF, CR), found eight bytes at a time; what lies between is
/// never looked at. Rules beyond the RFC:
/// - A row ends with LF, CR or CRLF. A line of no bytes is no row.
/// - A quote inside an unquoted cell is text, with a note.
/// - A quoted cell that is closed by no quote, only after `cellBytes`, or (lines further down) by a quote with text
///   behind it, was never meant to span lines: it ends at its first line end. So it does if the row has another
///   number of cells than the header, and the line below is a whole row by itself.
/// - Where the number of cells is known, a damaged cell ends where the line is then cut with the least damage
///   (`LineCuts`).
/// - Blanks between a closing quote and the mark behind it are passed over, with a note.
/// - With text behind the closing quote on one line, the cell goes on to a quote before a mark, if one comes before
///   the next cell begins with a quote; else it is taken as it stands. Every such row is flagged, the next is whole.
struct CSVScanner {
  let marks: CSVMarks
  let limits: DecodeOptions.Limits
  /// Columns of the header; a row needs those up to the last that has a name.
  var columnCount = Int.max
  var requiredCount = 0
  /// How many cells a row has that is whole, for rows whose quotes are damaged; nil where that is not known.
  var fitting: ClosedRange<Int>?
  /// So many cells the rows of the table have where they are padded with empty ones.
  private(set) var paddedCount = 0
  /// Lines that begin with `#` are no rows where they have another number of cells.
  private(set) var hasComments = false
  /// Line in the file of the row to come.
  var line: Int32 = 1

  var cells = CellStore()
  var rows: [RowBatch.Row] = []
  private(set) var problems: [RowBatch.RowProblem] = []
  /// In order.
  var suspects: [Suspect] = []
  /// Rows of nothing but delimiters, in order.
  private(set) var bareRows: [Int] = []
  /// Cells that had to be rewritten. Their ranges count on from the window's end.
  var rewritten: [UInt8] = []
  var damage = Damage.none
  var linesInRow: Int32 = 0
  var droppedCells = 0
  var rewrittenBefore = 0
  var lastWrongCount: (count: Int, problem: Problem)?
  /// An empty line, or one of bare delimiters, stood before the row at hand.
  var isAfterGap = false
  /// Where the first quoted cell of the row that spans lines begins; -1 for none.
  var spanning = -1
  /// Where a quote stands that must not span lines; -1 for none.
  var unclosable = -1
  /// Of the last line that had damaged quotes.
  var lineCuts: LineCuts?
  /// Steps taken in this window to cut damaged lines.
  var repairEffort = 0

  /// A row that may belong to no table or to another: it has too few or too many cells, or stands after a gap.
  struct Suspect {
    var row: Int
    /// An empty line, or one of bare delimiters, stands before it.
    var isAfterGap: Bool
    var hasWrongCount = false
  }

  enum Damage { case none, note, hold }

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
    suspects.removeAll(keepingCapacity: true)
    rewritten.removeAll()
    bareRows.removeAll(keepingCapacity: true)
    unclosable = -1
    lineCuts = nil
    repairEffort = 0
    switch marks.escape {
    case .doubled:
      return cut(view, MarkFinder(marks), offset: offset, isComplete: isComplete, rowLimit: rowLimit)
    case .backslash:
      return cut(view, EscapedMarkFinder(marks), offset: offset, isComplete: isComplete, rowLimit: rowLimit)
    }
  }

  /// Forgets row `row` and those behind it, to meet them again; how many bytes the rows before it use up.
  mutating func forget(from row: Int) -> Int {
    let first = rows[row]
    line = first.line
    isAfterGap = suspects.first { $0.row == row }?.isAfterGap ?? false
    cells.truncate(to: Int(first.firstCell))
    rows.removeLast(rows.count - row)
    problems.removeAll { $0.row >= row }
    suspects.removeAll { $0.row >= row }
    bareRows.removeAll { $0 >= row }
    return Int(first.raw.start)
  }

  /// The next row stands right below a header, or is the first of all: no gap is before it.
  mutating func beginTable(columns: Int, required: Int, padded: Int, hasComments: Bool, line: Int32) {
    (columnCount, requiredCount, self.line, isAfterGap) = (columns, required, line, false)
    fitting = required > 1 && columns < Int.max ? required...columns : nil
    (paddedCount, self.hasComments) = (max(padded, columns), hasComments)
  }

  /// What was known of the table's columns holds no longer.
  mutating func endTable() {
    (columnCount, requiredCount, fitting, hasComments) = (.max, 0, nil, false)
  }

  mutating func add(_ problem: Problem, to row: Int) { problems.append(.init(row: row, problem: problem)) }

  /// Takes back what was said about the number of cells of `row`.
  mutating func forgiveCount(of row: Int) {
    problems.removeAll {
      $0.row == row
        && ($0.problem.code == Rule.tooFewCells.code || $0.problem.code == Rule.tooManyCells.code)
    }
  }

  private mutating func cut(
    _ view: ByteView, _ finder: some LaneFinder, offset: Int64, isComplete: Bool, rowLimit: Int
  ) -> Int {
    let first = marks.delimiter[0]
    let quote = marks.quote.map(UInt16.init) ?? 0x100
    let isPlain = marks.delimiter.count == 1 && marks.layout != .aligned
    var place = Place(view, finder, isComplete: isComplete)
    beginRow()
    while true {
      while rows.count < rowLimit, let at = place.nextMark() {
        let byte = view[at]
        var isSure = true
        if byte == first {
          isSure = isPlain ? endCell(&place, at, next: at + 1) : passDelimiter(&place, at)
        } else if UInt16(byte) == quote {
          isSure = passQuote(&place, at)
        } else if type(of: finder).findsEscapes && byte == CSVByte.backslash {
          isSure = passEscape(&place, at)
        } else {
          isSure = endLine(&place, at, offset: offset)
        }
        guard isSure else { return place.rowStart }
      }
      guard isComplete, rows.count < rowLimit, place.rowStart < view.count else { return place.rowStart }
      if endText(&place, offset: offset) { return view.count }
    }
  }

  mutating func beginRow() {
    damage = .none
    linesInRow = 1
    droppedCells = 0
    spanning = -1
    rewrittenBefore = rewritten.count
    // One more than is allowed, so that too many can be told.
    cells.beginRow(limit: limits.columns + 1)
  }

  mutating func endRow(raw: Range<Int>, _ view: ByteView, offset: Int64) {
    if raw.isEmpty {
      cells.dropRow()
      isAfterGap = true
    } else if marks.layout == .drawn && marks.isRule(view, raw) {
      cells.dropRow()
    } else {
      if marks.layout != .plain { cells.trimRow(view, isFramed: marks.layout == .drawn) }
      let count = cells.countInRow
      rows.append(
        RowBatch.Row(
          firstCell: Int32(cells.rowStart), cellCount: Int32(count),
          raw: ByteRange(start: raw.lowerBound, end: raw.upperBound), line: line,
          offset: offset + Int64(raw.lowerBound), continuesRecord: false))
      let isBare = raw.count == (count &- 1) &* marks.delimiter.count
      if count < requiredCount || count > columnCount || damage != .none || raw.count > limits.cellBytes
        || isAfterGap || isBare
      {
        if isBare { bareRows.append(rows.count - 1) }
        flagRow(view)
      }
      isAfterGap = isBare
    }
    line &+= linesInRow
    beginRow()
  }

  func afterLineEnd(_ view: ByteView, _ at: Int) -> Int {
    let isPair =
      view[at] == CSVByte.carriageReturn && at + 1 < view.count && view[at + 1] == CSVByte.lineFeed
    return at + (isPair ? 2 : 1)
  }
}
