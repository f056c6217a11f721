internal import Records

/// JSON after RFC 8259, one object on a line, numbers with all their digits.
struct JsonFormat {
  /// The names of the columns as they stand before each value.
  static func keys(_ names: [String]) -> [[UInt8]] {
    names.enumerated().map { index, name in
      var key: [UInt8] = [index > 0 ? UInt8(ascii: ",") : UInt8(ascii: "{")]
      string(name, into: &key)
      return key + [UInt8(ascii: ":")]
    }
  }

  static func row(_ cells: [Cell], keys: [[UInt8]], into bytes: inout [UInt8]) {
    for (key, cell) in zip(keys, cells) {
      bytes += key
      switch cell {
      case .text(let text): string(text, into: &bytes)
      case .integer, .decimal, .flag: bytes += cell.plain.utf8
      case .empty: bytes += "null".utf8
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private static func string(_ text: String, into bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    bytes.append(quote)
    if text.utf8.contains(where: { $0 < 0x20 || $0 == quote || $0 == UInt8(ascii: "\\") }) {
      escape(text, into: &bytes)
    } else {
      bytes += text.utf8
    }
    bytes.append(quote)
  }

  private static func escape(_ text: String, into bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0..<0x20: bytes += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
      default: bytes.append(byte)
      }
    }
  }
}

extension Cell {
  /// Numbers and flags, the same in both formats.
  var plain: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .decimal(let value, let digits): Money.plain(value, digits: digits)
    case .flag(let value): value ? "true" : "false"
    case .empty: ""
    }
  }
}
