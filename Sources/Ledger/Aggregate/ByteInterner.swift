import Records

/// Gives equal byte strings one small number, without allocating for a string it has seen.
///
/// Open addressing with linear probing; the table is kept at most half full.
struct ByteInterner {
  private var arena: [UInt8] = []
  private var entries: [(start: Int, end: Int, hash: UInt64)] = []
  private var table: [Int32] = Array(repeating: -1, count: 1024)

  var count: Int { entries.count }

  /// Bytes held, to know when to start afresh.
  var size: Int { arena.count + entries.count * 32 }

  subscript(index: Int32) -> ArraySlice<UInt8> {
    let entry = entries[Int(index)]
    return arena[entry.start..<entry.end]
  }

  mutating func index(of bytes: UnsafeRawBufferPointer) -> Int32 {
    var hasher = StableHash()
    unsafe hasher.combine(bytes)
    let hash = hasher.bits
    var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while table[slot] >= 0 {
      let entry = entries[Int(table[slot])]
      if entry.hash == hash, unsafe isEqual(entry.start..<entry.end, bytes) { return table[slot] }
      slot = (slot + 1) & (table.count - 1)
    }
    let index = Int32(entries.count)
    let start = arena.count
    unsafe arena.append(contentsOf: bytes)
    entries.append((start, arena.count, hash))
    table[slot] = index
    if entries.count * 2 > table.count { grow() }
    return index
  }

  /// For each number the place of its bytes among all, in byte order.
  func ranks() -> [Int32] {
    let order = unsafe arena.withUnsafeBytes { arena in
      (0..<Int32(entries.count)).sorted { left, right in
        let (left, right) = (entries[Int(left)], entries[Int(right)])
        return unsafe arena[left.start..<left.end].lexicographicallyPrecedes(arena[right.start..<right.end])
      }
    }
    var ranks = [Int32](repeating: 0, count: entries.count)
    for (rank, index) in order.enumerated() { ranks[Int(index)] = Int32(rank) }
    return ranks
  }

  private func isEqual(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard range.count == bytes.count else { return false }
    return unsafe arena.withUnsafeBytes { arena in
      unsafe arena[range].elementsEqual(bytes)
    }
  }

  private mutating func grow() {
    table = Array(repeating: -1, count: table.count * 2)
    for (index, entry) in entries.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & (table.count - 1)
      while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
      table[slot] = Int32(index)
    }
  }
}
