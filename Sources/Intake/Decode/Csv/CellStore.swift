import Records

/// Room for the cells of one window, kept from window to window; written without checks in the innermost loop.
struct CellStore {
  private let memory = Memory()
  private(set) var count = 0
  private(set) var rowStart = 0
  private var rowEnd = 0

  @safe private final class Memory {
    private(set) var cells = UnsafeMutablePointer<ByteRange>.allocate(capacity: 64)
    private(set) var capacity = 64

    func reserve(_ wanted: Int) {
      guard wanted > capacity else { return }
      unsafe cells.deallocate()
      unsafe cells = .allocate(capacity: wanted)
      capacity = wanted
    }

    deinit { unsafe cells.deallocate() }
  }

  var countInRow: Int { count - rowStart }

  /// `capacity` must be one more than there are bytes: no more cells can come of them.
  mutating func clear(capacity: Int) {
    memory.reserve(capacity)
    (count, rowStart) = (0, 0)
  }

  mutating func beginRow(limit: Int) {
    rowStart = count
    rowEnd = min(count + limit, memory.capacity)
  }

  /// False if the row has its limit of cells already; the cell is then forgotten.
  @inline(__always) mutating func put(_ cell: ByteRange) -> Bool {
    if count == rowEnd { return false }
    unsafe memory.cells[count] = cell
    count += 1
    return true
  }

  /// Forgets the cells from `cell` on.
  mutating func truncate(to cell: Int) { (count, rowStart) = (cell, cell) }

  mutating func dropRow() { count = rowStart }

  /// Takes the blanks around each cell of the row; if it is framed, also the empty cells outside of the frame.
  mutating func trimRow(_ view: ByteView, isFramed: Bool) {
    for index in rowStart..<count where unsafe Int(memory.cells[index].end) <= view.count {
      unsafe memory.cells[index] = view.trimmed(memory.cells[index])
    }
    guard isFramed, count > rowStart + 1, unsafe memory.cells[rowStart].isEmpty else { return }
    for index in rowStart + 1..<count { unsafe memory.cells[index - 1] = memory.cells[index] }
    count -= 1
    if count > rowStart + 1, unsafe memory.cells[count - 1].isEmpty { count -= 1 }
  }

  /// Forgets empty cells at the end of the row, down to `wanted` cells; returns how many there are now.
  mutating func trimEmptyCells(to wanted: Int) -> Int {
    while countInRow > wanted, unsafe memory.cells[count - 1].isEmpty { count -= 1 }
    return countInRow
  }

  func ranges(_ cells: Range<Int>) -> [ByteRange] { cells.map { unsafe memory.cells[$0] } }

  func rowContainsCell(longerThan limit: Int) -> Bool {
    (rowStart..<count).contains { unsafe memory.cells[$0].count > limit }
  }

  /// Cells that begin at or behind `border` move towards the start by `distance`.
  func copy(movingFrom border: Int, by distance: Int) -> [ByteRange] {
    var copy = unsafe Array(UnsafeBufferPointer(start: memory.cells, count: count))
    if distance > 0 {
      for index in copy.indices where copy[index].start >= border {
        copy[index] = ByteRange(
          start: Int(copy[index].start) - distance, end: Int(copy[index].end) - distance)
      }
    }
    return copy
  }
}
