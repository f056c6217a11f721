/// The words of RFC 8259. Each function starts behind or at a word's first byte and returns where the word ends, or
/// nil if the view ends before the word does.
enum JSONToken {
  static let backslash: UInt8 = 0x5C
  static let quote: UInt8 = 0x22

  /// `start` is behind the opening quote; the result is behind the closing one.
  static func string(_ view: ByteView, from start: Int) throws(JSONFault) -> Int? {
    var at = start
    while true {
      let word = view.word(at: at)
      let plain =
        Lanes.filled(word ^ Lanes.all(quote)) & Lanes.filled(word ^ Lanes.all(backslash))
        & Lanes.filled(word & Lanes.all(0xE0)) & ~word
      let hits = ~plain & Lanes.highs
      if hits == 0 {
        at += 8
        continue
      }
      at += Lanes.first(hits)
      if at >= view.count { return nil }
      switch view[at] {
      case quote: return at + 1
      case backslash:
        guard let end = try escape(view, at) else { return nil }
        at = end
      case 0x80...:
        guard let end = try scalar(view, at) else { return nil }
        at = end
      default:
        throw JSONFault(.malformed, at: at, "\(JSONFault.describe(view[at])) stands inside a text unescaped")
      }
    }
  }

  private static func escape(_ view: ByteView, _ at: Int) throws(JSONFault) -> Int? {
    guard at + 1 < view.count else { return nil }
    switch view[at + 1] {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return at + 2
    case 0x75: break
    default:
      throw JSONFault(.malformed, at: at, "a backslash stands before \(JSONFault.describe(view[at + 1]))")
    }
    guard let unit = try codeUnit(view, at) else { return nil }
    guard (0xD800...0xDFFF).contains(unit) else { return at + 6 }
    guard unit < 0xDC00 else { throw JSONFault(.malformed, at: at, "half of a surrogate pair stands alone") }
    for (distance, byte) in [(6, backslash), (7, UInt8(0x75))] {
      guard at + distance < view.count else { return nil }
      if view[at + distance] != byte {
        throw JSONFault(.malformed, at: at, "half of a surrogate pair stands alone")
      }
    }
    guard let second = try codeUnit(view, at + 6) else { return nil }
    guard (0xDC00...0xDFFF).contains(second) else {
      throw JSONFault(.malformed, at: at, "half of a surrogate pair stands alone")
    }
    return at + 12
  }

  /// The number that the four digits of `\uXXXX` at `at` give.
  static func codeUnit(_ view: ByteView, _ at: Int) throws(JSONFault) -> UInt32? {
    var unit: UInt32 = 0
    for index in (at + 2)..<(at + 6) {
      guard index < view.count else { return nil }
      guard let digit = hexadecimalDigit(view[index]) else {
        throw .found(view, index, expected: "one of four hexadecimal digits")
      }
      unit = unit << 4 | digit
    }
    return unit
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46, 0x61...0x66: UInt32((byte | 0x20) - 0x61 + 10)
    default: nil
    }
  }

  /// A character of two to four bytes, well-formed after Unicode table 3-7.
  private static func scalar(_ view: ByteView, _ at: Int) throws(JSONFault) -> Int? {
    let lead = view[at]
    let length =
      switch lead {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    for index in (at + 1)..<max(at + 1, at + length) {
      guard index < view.count else { return nil }
      let lowest: UInt8 = index > at + 1 ? 0x80 : lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
      let highest: UInt8 = index > at + 1 ? 0xBF : lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
      guard view[index] >= lowest && view[index] <= highest else {
        throw JSONFault(.malformed, at: at, "bytes that are not text in UTF-8 stand in a text")
      }
    }
    guard length > 0 else {
      throw JSONFault(.malformed, at: at, "bytes that are not text in UTF-8 stand in a text")
    }
    return at + length
  }

  /// A number's end is seen by what follows it, so nil where it touches the view's end and more may come.
  static func number(_ view: ByteView, from start: Int, isComplete: Bool) throws(JSONFault) -> Int? {
    var at = start
    if view[at] == 0x2D { at += 1 }
    if view[at] == 0x30 {
      at += 1
    } else {
      guard let end = try digits(view, at) else { return nil }
      at = end
    }
    if view[at] == 0x2E {
      guard let end = try digits(view, at + 1) else { return nil }
      at = end
    }
    if view[at] | 0x20 == 0x65 {
      at += 1
      if view[at] == 0x2B || view[at] == 0x2D { at += 1 }
      guard let end = try digits(view, at) else { return nil }
      at = end
    }
    if at >= view.count && !isComplete { return nil }
    return at
  }

  /// At least one digit. The zeros behind the view are none.
  private static func digits(_ view: ByteView, _ start: Int) throws(JSONFault) -> Int? {
    var at = start
    while at < view.count, view[at] &- 0x30 < 10 { at += 1 }
    if at > start { return at }
    if at >= view.count { return nil }
    throw .found(view, at, expected: "a digit")
  }

  /// `true`, `false` or `null`.
  static func literal(_ view: ByteView, from start: Int) throws(JSONFault) -> Int? {
    let word: StaticString =
      switch view[start] {
      case 0x74: "true"
      case 0x66: "false"
      default: "null"
      }
    for index in 0..<word.utf8CodeUnitCount {
      guard start + index < view.count else { return nil }
      guard unsafe view[start + index] == word.utf8Start[index] else {
        throw .found(view, start + index, expected: "the word \(word)")
      }
    }
    return start + word.utf8CodeUnitCount
  }

  /// Appends what the text between the quotes at `range` says. An escape cut by the end of the range is left out.
  static func unescape(_ view: ByteView, _ range: Range<Int>, into bytes: inout [UInt8]) {
    var at = range.lowerBound
    while at < range.upperBound {
      guard view[at] == backslash, at + 1 < range.upperBound else {
        bytes.append(view[at])
        at += 1
        continue
      }
      switch view[at + 1] {
      case 0x62: bytes.append(0x08)
      case 0x66: bytes.append(0x0C)
      case 0x6E: bytes.append(0x0A)
      case 0x72: bytes.append(0x0D)
      case 0x74: bytes.append(0x09)
      case 0x75:
        guard at + 6 <= range.upperBound else { return }
        at = unescapeUnit(view, at, end: range.upperBound, into: &bytes)
        continue
      case let byte: bytes.append(byte)
      }
      at += 2
    }
  }

  private static func unescapeUnit(_ view: ByteView, _ at: Int, end: Int, into bytes: inout [UInt8]) -> Int {
    func unit(_ at: Int) -> UInt32 {
      (2..<6).reduce(0) { $0 << 4 | (hexadecimalDigit(view[at + $1]) ?? 0) }
    }
    let first = unit(at)
    guard (0xD800...0xDBFF).contains(first), at + 12 <= end else {
      bytes += String(Character(Unicode.Scalar(first) ?? "\u{FFFD}")).utf8
      return at + 6
    }
    let value = 0x10000 + (first - 0xD800) << 10 + (unit(at + 6) &- 0xDC00) & 0x3FF
    bytes += String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8
    return at + 12
  }
}
