import Records

extension Inspector {
  /// Puts the order's lines in an order that is theirs, whatever that of their rows: what is spread over them and what
  /// stands on the first of them then falls on the same ones, and they have the same numbers.
  ///
  /// By product first, so that a line whose quantity was corrected keeps its number.
  mutating func orderLines(_ bytes: Span<UInt8>) {
    guard lineRows.count > 1 else { return }
    var keys = lineKeys(bytes)
    let isOrdered = keys.indices.dropFirst().allSatisfy { keys[$0 - 1] < keys[$0] }
    if isOrdered { return }
    keys.sort { $0 < $1 }
    let (slots, rows, kinds) = (lineSlots, lineRows, lineKinds)
    let stride = lineStride
    for (place, key) in keys.enumerated() {
      (lineRows[place], lineKinds[place]) = (rows[key.place], kinds[key.place])
      for slot in 0..<stride { lineSlots[place * stride + slot] = slots[key.place * stride + slot] }
    }
  }

  /// Hashes of each line's product and of all it says.
  private mutating func lineKeys(_ bytes: Span<UInt8>) -> [(product: UInt64, line: Int64, place: Int)] {
    var keys: [(product: UInt64, line: Int64, place: Int)] = []
    keys.reserveCapacity(lineRows.count)
    let isText = reader.plan.isText.span.extracting(droppingFirst: reader.plan.headerCount)
    for line in lineRows.indices {
      var hash = StableHash()
      let slots = lineSlots.span.extracting(line * isText.count..<(line + 1) * isText.count)
      Self.combine(slots, isText, bytes, into: &hash)
      hash.combine(UInt64(lineKinds[line].rawValue))
      var product = StableHash()
      if at.productID >= 0 { product.combine(bytes, slots[at.productID].goodText) }
      keys.append((product.bits, hash.value, line))
    }
    return keys
  }
}
