/// A path as the operating system keeps it: bytes, not text. Names from other systems need not be valid UTF-8.
public struct BytePath: Sendable, Hashable, Codable {
  /// Without the ending NUL.
  public var bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ path: String) { bytes = Array(path.utf8) }

  /// What follows the last slash.
  public var name: [UInt8] {
    guard let slash = bytes.lastIndex(of: 0x2F) else { return bytes }
    return Array(bytes[(slash + 1)...])
  }

  /// The folder it lies in: `.` for a bare name, `/` for something in the root.
  public var folder: BytePath {
    guard let slash = bytes.lastIndex(of: 0x2F) else { return BytePath(".") }
    return slash == 0 ? BytePath("/") : BytePath(bytes: Array(bytes[..<slash]))
  }

  public func appending(_ name: [UInt8]) -> BytePath {
    BytePath(bytes: bytes.last == 0x2F || bytes.isEmpty ? bytes + name : bytes + [0x2F] + name)
  }

  public func appending(_ name: String) -> BytePath { appending(Array(name.utf8)) }

  public var display: String { Self.display(bytes) }

  /// Text safe to show: bytes that are no UTF-8 as `⟨?⟩`, control and direction characters as `⟨U+202E⟩`.
  public static func display(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let encoded): text += shown(UTF8.decode(encoded))
      case .error: text += "⟨?⟩"
      case .emptyInput: return text
      }
    }
  }

  private static func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "⟩"
    default: return String(scalar)
    }
  }
}
