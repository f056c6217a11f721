import Records

/// Rows and cells of records while they are cut: a record is several rows, whose cells come in any order.
struct RecordRows {
  private(set) var rows: [RowBatch.Row] = []
  private(set) var cells: [ByteRange] = []
  /// Texts that do not stand so in the document. Their ranges count on from the view's end.
  private(set) var rewritten: [UInt8] = []
  private var found: [Found] = []
  private var widths: [Int32] = []
  private var rewrittenBefore = 0

  private struct Found {
    var row: Int32
    var column: Int32
    var range: ByteRange
  }

  mutating func clear() {
    rows.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    rewritten.removeAll()
  }

  mutating func begin() {
    found.removeAll(keepingCapacity: true)
    widths.removeAll(keepingCapacity: true)
    widths.append(0)
    rewrittenBefore = rewritten.count
  }

  /// Forgets the record at hand.
  mutating func cancel() {
    rewritten.removeLast(rewritten.count - min(rewrittenBefore, rewritten.count))
    rewrittenBefore = rewritten.count
  }

  mutating func addRow() -> Int32 {
    widths.append(0)
    return Int32(widths.count - 1)
  }

  /// Nothing is put where there is no column.
  mutating func put(_ row: Int32, _ column: Int32, _ range: Range<Int>) {
    guard column >= 0 else { return }
    found.append(
      Found(row: row, column: column, range: ByteRange(start: range.lowerBound, end: range.upperBound)))
    if widths[Int(row)] <= column { widths[Int(row)] = column + 1 }
  }

  mutating func put(_ row: Int32, _ column: Int32, _ text: [UInt8], behind count: Int) {
    let start = count + rewritten.count
    rewritten += text
    put(row, column, start..<(start + text.count))
  }

  mutating func end(raw: Range<Int>, line: Int, offset: Int64) throws(XMLCutter.Stop) {
    guard widths.reduce(0, { $0 + Int($1) }) <= 2 * JSONFlattener.cellLimit else { throw .tooManyCells }
    let first = rows.count
    var cell = cells.count
    for (index, width) in widths.enumerated() {
      rows.append(
        RowBatch.Row(
          firstCell: Int32(cell), cellCount: width,
          raw: index == 0 ? ByteRange(start: raw.lowerBound, end: raw.upperBound) : .none,
          line: Int32(clamping: line), offset: offset, continuesRecord: index > 0))
      cell += Int(width)
    }
    cells.append(contentsOf: repeatElement(ByteRange.none, count: cell - cells.count))
    for entry in found {
      cells[Int(rows[first + Int(entry.row)].firstCell) + Int(entry.column)] = entry.range
    }
    rewrittenBefore = rewritten.count
  }

  /// Cells that begin at or behind `border` move towards the start by `distance`.
  func cells(movingFrom border: Int, by distance: Int) -> [ByteRange] {
    guard distance > 0, !rewritten.isEmpty else { return cells }
    return cells.map { cell in
      cell.start < border
        ? cell : ByteRange(start: Int(cell.start) - distance, end: Int(cell.end) - distance)
    }
  }
}
