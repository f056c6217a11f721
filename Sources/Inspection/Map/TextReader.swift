import Records

/// What is asked of texts, byte by byte.
enum TextReader {
  /// Characters as people count them, near enough: Unicode scalars. `hasControls` is true where one is
  /// invisible.
  static func measure(_ bytes: Span<UInt8>, _ range: ByteRange) -> (length: Int, hasControls: Bool) {
    var continuations = 0
    var hasControls = false
    var index = Int(range.start)
    let end = Int(range.end)
    if range.count >= 8 {
      while index + 8 <= end, isPlain(bytes.eight(at: index)) { index += 8 }
      // The rest out of the last eight bytes.
      if index + 8 > end, isPlain(bytes.eight(at: end - 8)) { return (range.count, false) }
    } else if end >= 8, range.count > 0 {
      // What stands before it counts as spaces.
      let own: UInt64 = (1 << UInt64(8 * range.count)) &- 1
      if isPlain(bytes.eight(at: end - 8) & own | 0x2020_2020_2020_2020 & ~own) {
        return (range.count, false)
      }
    }
    while index < end {
      if index + 8 <= end, isPlain(bytes.eight(at: index)) {
        index += 8
        continue
      }
      let byte = bytes[index]
      index += 1
      if byte < 0x20 || byte == 0x7F {
        // A line break inside quotes is text; everything else below a space is damage.
        if byte != 0x0A && byte != 0x0D && byte != 0x09 { hasControls = true }
      } else if byte & 0xC0 == 0x80 {
        continuations += 1
      }
    }
    return (range.count - continuations, hasControls)
  }

  /// Eight bytes of ASCII with nothing invisible among them, told by the high bits of three sums.
  private static func isPlain(_ eight: UInt64) -> Bool {
    let each: UInt64 = 0x0101_0101_0101_0101
    let high = each &* 0x80
    let isBelowSpace = (eight &- each &* 0x20) & ~eight
    let isDelete = (eight ^ each &* 0x7F) &- each
    return (eight | isBelowSpace | isDelete) & high == 0
  }

  /// Whether a text looks so: `A` stands for a letter, `9` for a digit, `*` at the end for anything.
  static func fits(_ bytes: Span<UInt8>, _ range: ByteRange, pattern: String) -> Bool {
    var index = Int(range.start)
    for sign in pattern.utf8 {
      if sign == UInt8(ascii: "*") { return true }
      guard index < Int(range.end) else { return false }
      let byte = bytes[index]
      switch sign {
      case UInt8(ascii: "A"): if byte.smallLetter &- 0x61 >= 26 { return false }
      case UInt8(ascii: "9"): if byte &- 0x30 >= 10 { return false }
      default: if byte != sign { return false }
      }
      index += 1
    }
    return index == Int(range.end)
  }

  /// What makes a text a bad one.
  enum Fault { case controls, scientific, several, tooShort, tooLong }

  /// Nil for a good text.
  @inline(__always)  // Asked for every text; most are good.
  static func fault(
    _ bytes: Span<UInt8>, _ range: ByteRange, isIdentifier: Bool, minLength: Int, maxLength: Int
  ) -> Fault? {
    let (length, hasControls) = measure(bytes, range)
    if hasControls { return .controls }
    if isIdentifier {
      if isScientific(bytes, range) { return .scientific }
      if range.count > 1, bytes[Int(range.start)] | 0x20 == UInt8(ascii: "{"), isCompound(bytes, range) {
        return .several
      }
    }
    if length < minLength { return .tooShort }
    return length > maxLength ? .tooLong : nil
  }

  /// A list or an object of JSON: `["A1","A2"]`, `{"id":1}`, but not `[SALE]`.
  @inline(never)
  private static func isCompound(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    let (first, last) = (bytes[Int(range.start)], bytes[Int(range.end) - 1])
    guard first &+ 2 == last else { return false }
    var index = Int(range.start) + 1
    while bytes[index] <= 0x20 { index += 1 }
    if first == UInt8(ascii: "{") { return bytes[index] == UInt8(ascii: "\"") || index == Int(range.end) - 1 }
    let opens: [UInt8] = [0x22, 0x2D, 0x5B, 0x5D, 0x7B]
    return opens.contains(bytes[index]) || bytes[index] &- 0x30 < 10
  }

  /// `1.23E+12`: digits, perhaps a point, an E, a sign and digits. A sign is needed, for `12E5` may be a
  /// real id; so is a point or the form `1E+12`.
  @inline(__always)  // Its first look is all for most.
  static func isScientific(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    guard range.count >= 5, bytes[Int(range.start)] &- 0x30 < 10, bytes[Int(range.start) + 1] &- 0x30 >= 10
    else { return false }
    return isWhollyScientific(bytes, range)
  }

  @inline(never)
  private static func isWhollyScientific(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    var index = Int(range.start)
    let end = Int(range.end)
    func skipDigits() -> Int {
      let start = index
      while index < end, bytes[index] &- 0x30 < 10 { index += 1 }
      return index - start
    }
    guard skipDigits() == 1 else { return false }
    if index < end, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") {
      index += 1
      guard skipDigits() > 0 else { return false }
    }
    guard index + 1 < end, bytes[index].smallLetter == UInt8(ascii: "e"),
      bytes[index + 1] == UInt8(ascii: "+")
    else { return false }
    index += 2
    return skipDigits() > 0 && index == end
  }

  /// One `@`, something before it, and behind it labels with a point between them. Mail servers accept more;
  /// what passes here at least looks like an address.
  static func isEmail(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    var at = -1
    var lastPoint = -1
    var allowed = ByteSet.mail
    var index = Int(range.start)
    let end = Int(range.end)
    while index < end {
      // Letters and digits are allowed everywhere: eight at once.
      if let next = bytes.upToEight(at: index, before: end) {
        index += Self.others(next).leadingZeroBitCount >> 3
        if index >= end { break }
      }
      let byte = bytes[index]
      if byte == UInt8(ascii: "@") {
        guard at < 0, index > range.start, index - Int(range.start) <= 64 else { return false }
        at = index
        lastPoint = index
        allowed = .domain
      } else if byte == UInt8(ascii: ".") {
        // Neither two points together nor one at either end of a part.
        guard index != range.start, index != lastPoint + 1 || at < 0 && lastPoint < 0 else { return false }
        lastPoint = index
      } else if !allowed.contains(byte) {
        return false
      }
      index += 1
    }
    guard at > 0, range.count <= 254, bytes[at - 1] != UInt8(ascii: ".") else { return false }
    return lastPoint > at && lastPoint < Int(range.end) - 2
  }

  /// The high bit of each of eight bytes that is no letter and no digit of ASCII.
  @inline(__always)
  private static func others(_ eight: UInt64) -> UInt64 {
    let each: UInt64 = 0x0101_0101_0101_0101
    let seven = eight & (each &* 0x7F)
    let small = seven | (each &* 0x20)
    // Each sum reaches the high bit from one byte on: `a`, behind `z`, `0`, behind `9`.
    let letters = (small &+ each &* 0x1F) & ~(small &+ each &* 0x05)
    let digits = (seven &+ each &* 0x50) & ~(seven &+ each &* 0x46)
    return ~((letters | digits) & ~eight) & (each &* 0x80)
  }

  /// Which bytes of ASCII are allowed, one bit each; all others are.
  private struct ByteSet {
    let low, high: UInt64

    /// Letters, digits, `-` and ``!#$%&'*+/=?^_`{|}~``.
    static let mail = ByteSet(low: 0xA3FF_ACFA_0000_0000, high: 0x7FFF_FFFF_C7FF_FFFE)
    /// Letters, digits and `-`.
    static let domain = ByteSet(low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_07FF_FFFE)

    @inline(__always)  // Asked for every byte of every address.
    func contains(_ byte: UInt8) -> Bool {
      byte >= 0x80 || (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 != 0
    }
  }

  /// Five to fifteen digits with the usual signs between them.
  static func isPhone(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    var digits = 0
    for index in range.indices {
      switch bytes[index] {
      case 0x30...0x39: digits += 1
      case UInt8(ascii: "+"):
        if digits > 0 { return false }
      case 0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "/"):
        break
      default: return false
      }
    }
    return (5...15).contains(digits)
  }
}
