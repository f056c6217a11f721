extension [UInt8] {
  /// Appends `text` so that it is only ever read as text, in an element or in a quoted attribute.
  ///
  /// Goes by scalars: a `Character` may hide a `<` or a quote behind a combining mark.
  mutating func append(escaping text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": self += "&amp;".utf8
      case "<": self += "&lt;".utf8
      case ">": self += "&gt;".utf8
      case "\"": self += "&quot;".utf8
      case "'": self += "&#39;".utf8
      default:
        self += scalar.isUnseen ? Array(scalar.visibleName.utf8) : Array(scalar.utf8)
      }
    }
  }
}

extension Unicode.Scalar {
  /// Controls, direction marks, invisible spaces and code points that are no text.
  fileprivate var isUnseen: Bool {
    switch value {
    case 0x20..<0x7F: false
    case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0xFEFF, 0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0xE0000...0xE007F:
      true
    default: value & 0xFFFE == 0xFFFE
    }
  }

  /// `⟨TAB⟩`, `⟨U+202E⟩`.
  fileprivate var visibleName: String {
    switch value {
    case 0x00: "⟨NUL⟩"
    case 0x09: "⟨TAB⟩"
    case 0x0A: "⟨LF⟩"
    case 0x0D: "⟨CR⟩"
    default:
      "⟨U+" + String(repeating: "0", count: max(0, 4 - String(value, radix: 16).utf8.count))
        + String(value, radix: 16, uppercase: true) + "⟩"
    }
  }
}
