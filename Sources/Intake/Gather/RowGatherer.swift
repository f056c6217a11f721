public import Records

/// What a row is put together by.
public struct RowKey: Sendable {
  /// Hash of the value that rows of one order share; 0 for a row that stands alone.
  public var group: UInt64
  /// Hash of what tells one telling of the order from another, such as its time of change; 0 where nothing does.
  public var telling: UInt64
  /// How many records stand before it in the file, whether they are put together or not: an order's rows that follow each
  /// other make one stretch.
  public var place: UInt64

  public init(group: UInt64, telling: UInt64, place: UInt64) {
    self.group = group
    self.telling = telling
    self.place = place
  }
}

/// Rows that were put together.
public enum GatheredRows: Sendable {
  /// Of one order after the other.
  case orders(RowBatch)
  /// Of one order only, and not to be put together with the rows before and after: another telling of it.
  case telling(RowBatch)
  /// Of one order, in so many stretches that are equal to the byte: either it has equal lines, or it is told more
  /// than once.
  case repeated(RowBatch, stretches: Int)
}

/// Puts rows of one order together that stand apart in their file.
///
/// Up to a limit they are kept in memory. Beyond that they are parted by their keys into files without a name, each
/// to be read back by itself; one that is still too large is parted again. Two keys of one hash would stay unparted;
/// of ten million orders that happens once in half a million files.
public struct RowGatherer {
  private let scratch: BytePath
  private let files: DurableFiles
  private let limit: Int
  private var inMemory: [UInt8] = []
  private var piles: [Pile] = []
  private var waiting: [(pile: Pile, depth: Int)] = []
  private var heap: RowHeap?
  /// Rows of one order, more than fit into memory, and how far they were handed out.
  private var unparted: (pile: Pile, position: Int64)?
  private var columns: [String] = []
  private var isComplete = false
  private static let pilesPerLevel = 32

  /// - Parameter scratch: a folder for files that are never seen there.
  public init(scratch: BytePath, on files: DurableFiles, limit: Int = 24 << 20) {
    self.scratch = scratch
    self.files = files
    self.limit = limit
  }

  /// Takes rows in file order, with a key for each that does not continue a record.
  public mutating func add(_ batch: RowBatch, keys: [RowKey]) throws(FileProblem) {
    precondition(!isComplete, "rows are added before any is taken")
    precondition(keys.count == batch.rows.count, "every row has a key")
    columns = batch.columns
    var row = 0
    while row < batch.rows.count {
      var end = row + 1
      while end < batch.rows.count, batch.rows[end].continuesRecord { end += 1 }
      try add(batch, row..<end, keys[row])
      row = end
    }
  }

  private mutating func add(_ batch: RowBatch, _ rows: Range<Int>, _ key: RowKey) throws(FileProblem) {
    var key = key
    if key.group == 0 {
      var alone = StableHash()
      alone.combine(key.place)
      key.group = alone.bits
    }
    GatheredRow.write(batch, rows, key, to: &inMemory)
    if inMemory.count >= (piles.isEmpty ? limit : 1 << 18) { try spill() }
  }

  private mutating func spill() throws(FileProblem) {
    if piles.isEmpty { piles = try makePiles() }
    try Self.part(inMemory, into: piles, depth: 0)
    let wasLarge = inMemory.count >= limit
    inMemory.removeAll(keepingCapacity: !wasLarge)
  }

  private func makePiles() throws(FileProblem) -> [Pile] {
    var piles: [Pile] = []
    for _ in 0..<Self.pilesPerLevel { piles.append(try Pile(in: scratch, on: files)) }
    return piles
  }

  /// Each depth looks at five bits of its own.
  private static func part(_ bytes: [UInt8], into piles: [Pile], depth: Int) throws(FileProblem) {
    var at = 0
    while let record = GatheredRow(bytes.span, at: at) {
      let place = Int(truncatingIfNeeded: record.key >> UInt64(5 * depth)) & (pilesPerLevel - 1)
      try piles[place].add(bytes[at..<at + record.length], key: record.key)
      at += record.length
    }
  }

  /// The next rows, once all were added; nil after the last. `columns` are those of the whole table.
  public mutating func next(columns: [String]) throws(FileProblem) -> GatheredRows? {
    if !isComplete { try complete(columns) }
    while true {
      if let rows = heap?.next(columns: self.columns) { return rows }
      heap = try nextUnparted()
      if heap != nil { continue }
      guard let (pile, depth) = waiting.popLast() else { return nil }
      if pile.count <= limit {
        heap = RowHeap(try pile.bytes())
      } else if pile.onlyKey != nil {
        unparted = (pile, 0)
      } else {
        try partAgain(pile, depth: depth + 1)
      }
    }
  }

  private mutating func nextUnparted() throws(FileProblem) -> RowHeap? {
    guard let (pile, position) = unparted else { return nil }
    guard let (bytes, end) = try pile.records(from: position) else {
      unparted = nil
      return nil
    }
    unparted = (pile, end)
    return RowHeap(unparted: bytes)
  }

  private mutating func complete(_ columns: [String]) throws(FileProblem) {
    isComplete = true
    self.columns = columns
    if piles.isEmpty {
      heap = RowHeap(inMemory)
    } else {
      try spill()
      waiting = piles.reversed().map { ($0, 0) }
      piles = []
    }
    inMemory = []
  }

  private mutating func partAgain(_ pile: Pile, depth: Int) throws(FileProblem) {
    let parts = try makePiles()
    try pile.read { (bytes) throws(FileProblem) in try Self.part(bytes, into: parts, depth: depth) }
    waiting += parts.reversed().filter { $0.count > 0 }.map { ($0, depth) }
  }
}
