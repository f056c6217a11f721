import Intake
import Records

/// One line more in a definition, and what the definition is with it.
enum DefinitionChange: Hashable, Sendable {
  case word(String, means: String, in: Target)
  case dates(DateOrder)
  case decimals(DecimalMark)

  func applied(to definition: Definition) -> Definition? {
    var changed = definition
    switch self {
    case .word(let word, let meaning, let target):
      return definition.adding(word, meaning: meaning, to: target)
    case .dates(let order): changed.reading.dateOrder = order
    case .decimals(let mark): changed.reading.decimalMark = mark
    }
    return changed
  }

  /// As it is written in the definition.
  var line: String {
    switch self {
    case .word(let word, let meaning, let target):
      "words: {\(target.rawValue): {\(Self.quoted(word)): \(meaning)}}"
    case .dates(let order): "reading: {dates: \(order.rawValue)}"
    case .decimals(let mark): "reading: {decimals: \(mark.rawValue)}"
    }
  }

  /// The text of a definition with the change, its comments and everything else as they were; nil where the place for
  /// it is written in a way that is not understood here.
  func written(into text: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.isEmpty == true { lines.removeLast() }
    switch self {
    case .word(let word, let meaning, let target):
      Self.put(Self.quoted(word), meaning, under: target.rawValue, into: &lines)
    case .dates(let order):
      guard Self.set("dates", order.rawValue, in: &lines) else { return nil }
    case .decimals(let mark):
      guard Self.set("decimals", mark.rawValue, in: &lines) else { return nil }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A word in the block `words:`, which is made where there is none.
  private static func put(_ word: String, _ meaning: String, under target: String, into lines: inout [String])
  {
    guard let start = lines.firstIndex(where: { $0.hasPrefix("words:") }) else {
      lines += [
        "", "# Learned from rows that were held, with `daybook quarantine suggest`.", "words:",
        "  \(target): {\(word): \(meaning)}",
      ]
      return
    }
    let block = lines[(start + 1)...].prefix { $0.hasPrefix(" ") || $0.isEmpty || $0.hasPrefix("#") }.indices
    if let place = block.first(where: { lines[$0].hasPrefix("  \(target): {") && lines[$0].hasSuffix("}") }) {
      lines[place] = String(lines[place].dropLast()) + ", \(word): \(meaning)}"
    } else {
      lines.insert("  \(target): {\(word): \(meaning)}", at: start + 1)
    }
  }

  /// One key of `reading: {…}`.
  private static func set(_ key: String, _ value: String, in lines: inout [String]) -> Bool {
    guard let place = lines.firstIndex(where: { $0.hasPrefix("reading:") }) else {
      lines += ["", "reading: {\(key): \(value)}"]
      return true
    }
    guard let open = lines[place].firstIndex(of: "{"), lines[place].hasSuffix("}") else { return false }
    let inside = lines[place][lines[place].index(after: open)...].dropLast()
    var parts = inside.split(separator: ",").map { String($0.drop { $0 == " " }) }
    parts.removeAll { $0.hasPrefix(key + ":") }
    lines[place] = "reading: {" + (parts + ["\(key): \(value)"]).joined(separator: ", ") + "}"
    return true
  }

  private static func quoted(_ word: String) -> String {
    var text = "\""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\x" + (digits.count < 2 ? "0" : "") + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
