import Records

/// Dates as `2026-01-31` that were read before, for most rows have the date of the row above.
struct KnownDates: Sendable {
  private struct Known: Sendable {
    var yearAndMonth: UInt64 = 0
    var day: UInt16 = 0
    var number = Int32.min
  }

  private var known: [Known] = Array(repeating: Known(), count: 64)

  /// Nil if the first ten bytes are no date that was kept.
  @inline(__always)  // Asked for every date.
  func find(_ bytes: Span<UInt8>, _ range: ByteRange) -> Int32? {
    guard range.count >= 10 else { return nil }
    let (yearAndMonth, day) = Self.key(bytes, range)
    let place = known[Self.place(yearAndMonth, day)]
    return place.yearAndMonth == yearAndMonth && place.day == day && place.number > .min
      ? place.number : nil
  }

  /// Days since 1970 that the first ten bytes are.
  mutating func keep(_ number: Int32, _ bytes: Span<UInt8>, _ range: ByteRange) {
    let (yearAndMonth, day) = Self.key(bytes, range)
    known[Self.place(yearAndMonth, day)] = Known(yearAndMonth: yearAndMonth, day: day, number: number)
  }

  @inline(__always)
  private static func key(_ bytes: Span<UInt8>, _ range: ByteRange) -> (UInt64, UInt16) {
    let start = Int(range.start)
    return (bytes.eight(at: start), UInt16(bytes[start + 8]) << 8 | UInt16(bytes[start + 9]))
  }

  /// Neighbouring days have places of their own.
  @inline(__always)
  private static func place(_ yearAndMonth: UInt64, _ day: UInt16) -> Int {
    let dayOfMonth = Int(day & 0xF) + Int(day >> 8 & 0x3) * 10
    let month = Int(yearAndMonth >> 8 & 0xF)
    return (dayOfMonth + month * 31) & 63
  }
}
