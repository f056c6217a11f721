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

  /// True if the number has become too large.
  @inline(__always)  // One call per digit of every number read.
  private static func append(_ digit: UInt8, to value: inout Int64) -> Bool {
    let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
    let (sum, carry) = tens.addingReportingOverflow(Int64(digit))
    value = sum
    return overflow || carry
  }
}
