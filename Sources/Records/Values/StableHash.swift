/// A 64-bit hash that is the same on every machine and in every release, for use as a stored identity.
///
/// Not for adversaries: it tells versions of one record, or lines of one transaction, apart (multiply and fold of
/// 8 bytes at a time, after wyhash by Wang Yi).
public struct StableHash: Sendable {
  @usableFromInline var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inlinable public init() {}

  @inlinable public mutating func combine(_ word: UInt64) {
    let (high, low) = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    state = high ^ low ^ 0xE703_7ED1_A0B4_28DB
  }

  @inlinable public mutating func combine(_ number: Int64) { combine(UInt64(bitPattern: number)) }

  /// The length goes in too, so that `ab` + `c` and `a` + `bc` differ.
  @inlinable public mutating func combine(_ bytes: some Collection<UInt8>) {
    var word: UInt64 = 0
    var filled = 0
    for byte in bytes {
      word = word << 8 | UInt64(byte)
      filled += 1
      if filled & 7 == 0 {
        combine(word)
        word = 0
      }
    }
    combine(word)
    combine(UInt64(filled))
  }

  /// All 64 bits.
  @inlinable public var bits: UInt64 { state }

  /// Never negative, so that it reads well in a database browser.
  @inlinable public var value: Int64 { Int64(bitPattern: state & 0x7FFF_FFFF_FFFF_FFFF) }

  /// Identity of a line without an id: its content, and the how-many-eth such line of its transaction it is in
  /// its file (from 1). Equal files give equal ids, and a line that stands twice is kept twice.
  @inlinable public static func lineID(content: Int64, occurrence: Int) -> Int64 {
    var identity = StableHash()
    identity.combine(content)
    return (1..<max(occurrence, 1)).reduce(identity.value) { id, _ in nextLineID(after: id) }
  }

  /// Identity of the next equal line, so that an occurrence can be counted on from the one before.
  @inlinable public static func nextLineID(after lineID: Int64) -> Int64 {
    var identity = StableHash()
    identity.combine(lineID)
    identity.combine(UInt64(1))
    return identity.value
  }
}
