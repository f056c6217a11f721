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

  /// `1.23E+12`: digits, perhaps a point, an E, a sign and digits. A sign is needed, for `12E5` may be a
  /// real id; so is a point or the form `1E+12`.
  static func isScientific(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    var index = Int(range.start)
    let end = Int(range.end)
    func skipDigits() -> Int {
      let start = index
      while index < end, bytes[index] &- 0x30 < 10 { index += 1 }
      return index - start
    }
    guard range.count >= 5, skipDigits() == 1 else { return false }
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
    for index in range.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "@") {
        guard at < 0, index > range.start, index - Int(range.start) <= 64 else { return false }
        at = index
        lastPoint = index
      } else if byte == UInt8(ascii: ".") {
        // Neither two points together nor one at either end of a part.
        guard index != range.start, index != lastPoint + 1 || at < 0 && lastPoint < 0 else { return false }
        lastPoint = index
      } else if !isMailCharacter(byte, inDomain: at >= 0) {
        return false
      }
    }
    guard at > 0, range.count <= 254, bytes[at - 1] != UInt8(ascii: ".") else { return false }
    return lastPoint > at && lastPoint < Int(range.end) - 2
  }

  private static func isMailCharacter(_ byte: UInt8, inDomain: Bool) -> Bool {
    if byte.smallLetter &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80 || byte == UInt8(ascii: "-") {
      return true
    }
    guard !inDomain else { return false }
    return switch byte {
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E: true
    default: false
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
