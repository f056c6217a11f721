import Records

/// Numbers and bytes anywhere in a store, read in pieces so that many small ones cost few reads.
struct StoreWindow {
  private let store: any ByteStore
  private var piece: [UInt8] = []
  private var start: Int64 = 0
  private static let pieceBytes: Int64 = 1 << 16

  init(_ store: any ByteStore) { self.store = store }

  /// Nil where the store ends before.
  mutating func bytes(at position: Int64, _ count: Int) throws(FileProblem) -> ArraySlice<UInt8>? {
    guard position >= 0, count >= 0, Int64(count) <= store.size, position <= store.size - Int64(count) else {
      return nil
    }
    if position < start || position + Int64(count) > start + Int64(piece.count) {
      let wanted = max(Int64(count), Self.pieceBytes)
      piece = try store.bytes(position..<min(store.size, position + wanted))
      start = position
    }
    let from = Int(position - start)
    guard from + count <= piece.count else { return nil }
    return piece[from..<(from + count)]
  }
}

extension ArraySlice<UInt8> {
  /// `count` bytes from the slice's `at`th on, the lowest first; negative where eight say more than anything has.
  func number(_ at: Int, _ count: Int) -> Int64 {
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(self[startIndex + at + index]) << (8 * UInt64(index)) }
    return Int64(bitPattern: value)
  }
}
