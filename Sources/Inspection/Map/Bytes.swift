import Records

/// Small questions about stretches of bytes, asked for every cell: no text is made.
extension Span where Element == UInt8 {
  /// Without spaces and tabs around it.
  @inline(__always)  // Most cells have none, and then the two looks at their ends are all.
  func trimmed(_ range: ByteRange) -> ByteRange {
    guard !range.isEmpty else { return .none }
    let isPlain = self[Int(range.start)] > 0x20 && self[Int(range.end) - 1] > 0x20
    return isPlain ? range : withoutBlanks(range)
  }

  @inline(never)
  private func withoutBlanks(_ range: ByteRange) -> ByteRange {
    var start = Int(range.start)
    var end = Int(range.end)
    guard start < end else { return .none }
    while start < end, Self.isBlank(self[start]) { start += 1 }
    while start < end, Self.isBlank(self[end - 1]) { end -= 1 }
    return start < end ? ByteRange(start: start, end: end) : .none
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  func areEqual(_ left: ByteRange, _ right: ByteRange) -> Bool {
    let length = left.count
    guard length == right.count else { return false }
    var (first, second) = (Int(left.start), Int(right.start))
    guard length < 8 else {
      // The last eight first: that is where one number differs from the next.
      if eight(at: Int(left.end) - 8) != eight(at: Int(right.end) - 8) { return false }
      let end = Int(left.end) - 8
      while first < end {
        if eight(at: first) != eight(at: second) { return false }
        first += 8
        second += 8
      }
      return true
    }
    if length > 0, left.end >= 8, right.end >= 8 {
      let differing = eight(at: Int(left.end) - 8) ^ eight(at: Int(right.end) - 8)
      return differing &<< UInt64(8 * (8 - length)) == 0
    }
    while first < Int(left.end) {
      if self[first] != self[second] { return false }
      first += 1
      second += 1
    }
    return true
  }

  /// `word` must be in small letters; ASCII letters of either case fit it.
  func matches(_ range: ByteRange, smallLetters word: [UInt8]) -> Bool {
    range.count == word.count && hasPrefix(range, smallLetters: word)
  }

  func hasPrefix(_ range: ByteRange, smallLetters word: [UInt8]) -> Bool {
    guard range.count >= word.count else { return false }
    var index = Int(range.start)
    for byte in word {
      if self[index].smallLetter != byte { return false }
      index += 1
    }
    return true
  }

  func hasPrefix(_ range: ByteRange, _ word: [UInt8]) -> Bool {
    guard range.count >= word.count else { return false }
    for (offset, byte) in word.enumerated() where self[Int(range.start) + offset] != byte { return false }
    return true
  }

  func hasSuffix(_ range: ByteRange, _ word: [UInt8]) -> Bool {
    let start = Int(range.end) - word.count
    return start >= Int(range.start)
      && hasPrefix(ByteRange(start: start, end: Int(range.end)), word)
  }

  /// Bytes of the blank at `index`: a space, a tab, a no-break space wide or narrow, a thin space; nil for others.
  func spaceLength(at index: Int, before end: Int) -> Int? {
    switch self[index] {
    case 0x20, 0x09: return 1
    case 0xC2: return index + 1 < end && self[index + 1] == 0xA0 ? 2 : nil
    case 0xE2:
      let isThin =
        index + 2 < end && self[index + 1] == 0x80 && (self[index + 2] == 0xAF || self[index + 2] == 0x89)
      return isThin ? 3 : nil
    default: return nil
    }
  }

  /// The eight bytes from `index`, the first of them highest.
  @inline(__always)  // One load, where a loop over the bytes costs 40 instructions.
  func eight(at index: Int) -> UInt64 {
    precondition(index >= 0 && index + 8 <= count)
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self).bigEndian
  }

  /// The next bytes before `end`, up to eight, the first of them highest and zeros behind the last; nil where fewer than
  /// eight come before `end` in all.
  @inline(__always)
  func upToEight(at index: Int, before end: Int) -> UInt64? {
    if index + 8 <= end { return eight(at: index) }
    return end >= 8 ? eight(at: end - 8) &<< UInt64(8 * (index + 8 - end)) : nil
  }

  func text(_ range: ByteRange) -> String {
    String(decoding: range.indices.map { self[$0] }, as: UTF8.self)
  }
}

extension UInt8 {
  var smallLetter: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension StableHash {
  /// As `combine` of a collection, over a stretch of bytes.
  @inline(__always)  // Asked for every text.
  mutating func combine(_ bytes: Span<UInt8>, _ range: ByteRange) {
    var index = Int(range.start)
    let end = Int(range.end)
    while index + 8 <= end {
      combine(bytes.eight(at: index))
      index += 8
    }
    guard index < end else {
      combine(0 as UInt64)
      return combine(UInt64(range.count))
    }
    if end >= 8 {
      // What is left, out of the eight bytes that end with it.
      combine(bytes.eight(at: end - 8) & (UInt64.max &>> UInt64(8 * (index + 8 - end))))
    } else {
      var word: UInt64 = 0
      for place in index..<end { word = word << 8 | UInt64(bytes[place]) }
      combine(word)
    }
    combine(UInt64(range.count))
  }

  /// The same for small letters and capitals.
  mutating func combineSmallLetters(_ bytes: Span<UInt8>, _ range: ByteRange) {
    var index = Int(range.start)
    let end = Int(range.end)
    var word: UInt64 = 0
    var filled = 0
    while index < end {
      let byte = bytes[index]
      word = word << 8 | UInt64(byte.smallLetter)
      index += 1
      filled += 1
      if filled & 7 == 0 {
        combine(word)
        word = 0
      }
    }
    combine(word)
    combine(UInt64(filled))
  }
}
