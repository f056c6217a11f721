/// A loan of bytes for scanning, eight at a time where that helps.
///
/// Indices are not checked: a scanner must keep them at or below `count`. Behind the last byte stand
/// `ByteWindow.padding` zeros, so that a word may be read at any of them.
@safe struct ByteView {
  private let base: UnsafePointer<UInt8>
  let count: Int

  @unsafe init(_ base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  @inline(__always) subscript(index: Int) -> UInt8 {
    assert(index >= 0 && index < count + ByteWindow.padding)
    return unsafe base[index]
  }

  /// The eight bytes from `index` on, the first one lowest.
  @inline(__always) func word(at index: Int) -> UInt64 {
    assert(index >= 0 && index <= count)
    return unsafe UInt64(
      littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  /// The bytes of `range` alone. What stands behind them is not zero then, so they must end where a word ends.
  func slice(_ range: Range<Int>) -> ByteView {
    assert(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe ByteView(base + range.lowerBound, count: range.count)
  }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    assert(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  func array(_ range: Range<Int>) -> [UInt8] { unsafe Array(bytes(range)) }

  /// Text for people; what is no UTF-8 is replaced.
  func text(_ range: Range<Int>) -> String { unsafe String(decoding: bytes(range), as: UTF8.self) }
}

/// Eight bytes at once in one register.
enum Lanes {
  static let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  static let highs: UInt64 = 0x8080_8080_8080_8080

  /// `byte` in all eight lanes.
  @inline(__always) static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The high bit of every lane that is *not* zero is set; the other bits say nothing.
  @inline(__always) static func filled(_ word: UInt64) -> UInt64 { ((word & lows) &+ lows) | word }

  /// Which lane, 0 to 7, the lowest marked one is.
  @inline(__always) static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }
}
