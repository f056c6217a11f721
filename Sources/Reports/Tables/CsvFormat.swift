/// CSV as spreadsheets take it: UTF-8 with byte order mark, commas, CRLF, quotes after RFC 4180.
struct CsvFormat {
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func row(_ cells: [Cell], into bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .text(let text): write(text.utf8, into: &bytes)
      case .integer, .decimal, .flag: bytes += cell.plain.utf8
      case .empty: break
      }
    }
    bytes += [0x0D, 0x0A]
  }

  private static func write(_ text: String.UTF8View, into bytes: inout [UInt8]) {
    let isGuarded = isFormula(text)
    let mustBeQuoted =
      text.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0D || $0 == 0x0A }
      || !isGuarded && text.first == UInt8(ascii: " ") || text.last == UInt8(ascii: " ")
    if mustBeQuoted { bytes.append(UInt8(ascii: "\"")) }
    if isGuarded { bytes.append(UInt8(ascii: "'")) }
    if mustBeQuoted {
      for byte in text {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes += text
    }
  }

  /// A text that a spreadsheet would run as a formula gets a leading `'`.
  ///
  /// Looks at bytes: a combining mark after `=` makes another `Character`, but still a formula.
  private static func isFormula(_ text: String.UTF8View) -> Bool {
    switch text.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D, 0x0A: true
    case 0xEF: wideSigns.contains { text.starts(with: $0) }
    default: false
    }
  }

  /// Full-width ＝ ＋ － ＠, which some spreadsheets take as the narrow ones.
  private static let wideSigns: [[UInt8]] = [
    [0xEF, 0xBC, 0x9D], [0xEF, 0xBC, 0x8B], [0xEF, 0xBC, 0x8D], [0xEF, 0xBC, 0xA0],
  ]
}
