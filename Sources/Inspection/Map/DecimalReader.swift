import Records

/// What a number's bytes say.
enum DecimalReading: Equatable {
  case value(Int64)
  case unreadable
  /// A number, but not one that `digits` decimals can say.
  case tooPrecise
  /// A number beyond what can be counted.
  case tooLarge
  /// One sign that may group thousands or begin the decimals, and nothing says which.
  case undecidable
}

/// Reads plain decimal numbers into whole units of 10^-digits, without rounding.
enum DecimalReader {
  /// `digits` is how many decimals are kept; zeros beyond them are harmless. A sign, and a mark with digits
  /// on its right, may be there; grouping and exponents may not.
  static func read(
    _ bytes: Span<UInt8>, _ range: ByteRange, digits: Int, mark: UInt8 = UInt8(ascii: ".")
  ) -> DecimalReading {
    if let value = readShort(bytes, range, digits: digits, mark: mark) { return .value(value) }
    var index = Int(range.start)
    let end = Int(range.end)
    guard index < end else { return .unreadable }
    let isNegative = bytes[index] == UInt8(ascii: "-")
    if isNegative || bytes[index] == UInt8(ascii: "+") { index += 1 }
    guard index < end else { return .unreadable }
    var value: Int64 = 0
    var kept = -1
    var isTooPrecise = false
    var isTooLarge = false
    while index < end {
      let byte = bytes[index]
      index += 1
      let digit = byte &- 0x30
      if digit < 10 {
        if kept < digits {
          isTooLarge = append(digit, to: &value) || isTooLarge
          if kept >= 0 { kept += 1 }
        } else if digit != 0 {
          isTooPrecise = true
        }
      } else if byte == mark, kept < 0, index < end {
        kept = 0
      } else {
        return .unreadable
      }
    }
    if isTooPrecise { return .tooPrecise }
    for _ in max(kept, 0)..<digits { isTooLarge = append(0, to: &value) || isTooLarge }
    return isTooLarge ? .tooLarge : .value(isNegative ? -value : value)
  }

  /// Up to eight digits and a mark, read at once; nil for what is more than that, or something else.
  @inline(__always)  // Nearly every number is one.
  static func readShort(
    _ bytes: Span<UInt8>, _ range: ByteRange, digits: Int, mark: UInt8 = UInt8(ascii: ".")
  ) -> Int64? {
    let (count, end) = (range.count, Int(range.end))
    guard count > 0, count <= 8, end >= 8, digits <= 4 else { return nil }
    let each: UInt64 = 0x0101_0101_0101_0101
    let (lows, highs, zeros) = (each &* 0x7F, each &* 0x80, each &* 0x30)
    // Zeros stand for what comes before it.
    let own = UInt64.max &>> UInt64(8 * (8 - count))
    var text = (bytes.eight(at: end - 8) & own) | (zeros & ~own)
    let others = text ^ (each &* UInt64(mark))
    let marks = ~(((others & lows) &+ lows) | others) & highs
    var decimals = 0
    if marks != 0 {
      decimals = marks.trailingZeroBitCount >> 3
      guard decimals > 0, decimals <= digits else { return nil }
      let behind = UInt64.max &>> UInt64(64 - 8 * decimals)
      text = (text & behind) | ((text &>> 8) & ~behind) | (0x30 << 56)
    }
    text ^= zeros
    // A byte above 9 reaches the high bit.
    guard (text | (text &+ each &* 0x76)) & highs == 0 else { return nil }
    let evens: UInt64 = 0x00FF_00FF_00FF_00FF
    let pairs = ((text &>> 8) & evens) &* 10 &+ (text & evens)
    let halves: UInt64 = 0x0000_FFFF_0000_FFFF
    let fours = ((pairs &>> 16) & halves) &* 100 &+ (pairs & halves)
    var value = Int64(truncatingIfNeeded: (fours &>> 32) &* 10_000 &+ (fours & 0xFFFF_FFFF))
    while decimals < digits {
      value &*= 10
      decimals += 1
    }
    return value
  }

  /// True if the number has become too large.
  @inline(__always)  // One call per digit of every number read.
  private static func append(_ digit: UInt8, to value: inout Int64) -> Bool {
    let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = tens.addingReportingOverflow(Int64(digit))
    value = sum
    return overflow || carry
  }
}
