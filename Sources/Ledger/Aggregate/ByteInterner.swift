import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

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
    let hash = unsafe Self.hash(bytes)
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

  /// Eight bytes at a time, for this table only: what is stored has the hash that is the same everywhere.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hasher = StableHash()
    var index = 0
    while index + 8 <= bytes.count {
      unsafe hasher.combine(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var rest = UInt64(bytes.count)
    while index < bytes.count {
      rest = unsafe rest << 8 | UInt64(bytes[index])
      index += 1
    }
    hasher.combine(rest)
    return hasher.bits
  }

  /// Lends the bytes behind the numbers; they stay in place while `body` runs.
  func withBytes<Value>(_ body: ((Int32) -> UnsafeRawBufferPointer) throws -> Value) rethrows -> Value {
    try unsafe arena.withUnsafeBytes { arena in
      try unsafe body { index in
        let entry = entries[Int(index)]
        return unsafe UnsafeRawBufferPointer(rebasing: arena[entry.start..<entry.end])
      }
    }
  }

  /// For each number the place of its bytes among all, in byte order.
  func ranks() -> [Int32] {
    let order = unsafe arena.withUnsafeBytes { arena in
      // The first eight bytes decide nearly always, and they are compared as one number.
      var keyed = entries.indices.map { index in
        let entry = entries[index]
        return unsafe (head: Self.head(arena[entry.start..<entry.end]), index: Int32(index))
      }
      keyed.sort { left, right in
        if left.head != right.head { return left.head < right.head }
        let (left, right) = (entries[Int(left.index)], entries[Int(right.index)])
        return unsafe arena[left.start..<left.end].lexicographicallyPrecedes(arena[right.start..<right.end])
      }
      return keyed
    }
    var ranks = [Int32](repeating: 0, count: entries.count)
    for (rank, entry) in order.enumerated() { ranks[Int(entry.index)] = Int32(rank) }
    return ranks
  }

  /// The first eight bytes, the first of them highest.
  private static func head(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
    var head: UInt64 = 0
    for offset in 0..<8 {
      let byte = unsafe offset < bytes.count ? bytes[bytes.startIndex + offset] : 0
      head = head << 8 | UInt64(byte)
    }
    return head
  }

  private func isEqual(_ range: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard range.count == bytes.count else { return false }
    return unsafe arena.withUnsafeBytes { arena in
      guard let left = arena.baseAddress, let right = bytes.baseAddress else { return true }
      return unsafe memcmp(left + range.lowerBound, right, range.count) == 0
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
