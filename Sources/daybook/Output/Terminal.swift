import Foundation
import Pipeline

#if canImport(Glibc)
  import Glibc
#endif

/// Results go to standard output, messages to standard error; nothing moves unless a person is watching.
enum Terminal {
  static func say(_ line: String) { print(line) }

  static func warn(_ line: String) { StandardError.write(line + "\n") }

  /// Writes over the line before; nothing unless standard error is a terminal.
  static func progress(_ line: String) {
    guard isWatched else { return }
    StandardError.write("\r\u{1B}[K\(line)")
  }

  static let isWatched = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// Any value as JSON with stable key order.
  static func sayJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    say(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}

/// Numbers as people read them.
enum Words {
  /// `1,234,567`.
  static func count(_ value: Int) -> String { grouped(String(value)) }

  static func count(_ value: Int, _ singular: String, _ plural: String) -> String {
    "\(count(value)) \(value == 1 ? singular : plural)"
  }

  /// Groups the digits before the decimal point by three.
  static func grouped(_ plain: String) -> String {
    let parts = plain.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first else { return plain }
    let sign = whole.hasPrefix("-") ? "-" : ""
    var digits = Array(whole.drop { $0 == "-" })
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return sign + String(digits) + (parts.count > 1 ? "." + parts[1] : "")
  }
}
