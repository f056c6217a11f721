/// Something wrong with one row, in words an owner understands.
public struct Problem: Sendable, Hashable, Codable {
  /// The rule's stable code, `money.unreadable`.
  public var code: String
  /// The column or JSON path as it stands in the file; nil where the whole row is meant.
  public var field: String?
  /// What stood there, cut to 200 characters. Raw: whoever shows it escapes it.
  public var value: String?
  public var message: String
  public var remedy: String
  public var severity: Severity

  /// Fills in the rule's sentence and remedy. `severity` overrides the rule's own where a definition says so.
  public init(
    _ rule: Rule, field: String? = nil, value: String? = nil, detail: String = "", severity: Severity? = nil
  ) {
    code = rule.code
    self.field = field
    let shown = value.map { $0.utf8.count <= 200 ? $0 : String($0.unicodeScalars.prefix(200)) }
    self.value = shown
    self.severity = severity ?? rule.severity
    let words = (field: field ?? "row", value: shown ?? "", detail: detail)
    message = Self.fill(rule.sentence, words)
    remedy = Self.fill(rule.remedy, words)
  }

  /// A problem as it was stored.
  public init(
    code: String, field: String?, value: String?, message: String, remedy: String, severity: Severity
  ) {
    self.code = code
    self.field = field
    self.value = value
    self.message = message
    self.remedy = remedy
    self.severity = severity
  }

  /// Puts the words in place of `{field}`, `{value}` and `{detail}`, in one go: what a word itself says is not looked at
  /// again.
  private static func fill(_ template: String, _ words: (field: String, value: String, detail: String))
    -> String
  {
    var filled = ""
    var rest = template[...]
    while let brace = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
      let end = rest[brace...].utf8.firstIndex(of: UInt8(ascii: "}"))
    {
      filled += rest[..<brace]
      switch rest[brace...end] {
      case "{field}": filled += words.field
      case "{value}": filled += words.value
      case "{detail}": filled += words.detail
      default:
        // Another brace may stand behind this one.
        filled += "{"
        rest = rest[rest.utf8.index(after: brace)...]
        continue
      }
      rest = rest[rest.utf8.index(after: end)...]
    }
    return filled.isEmpty ? String(rest) : filled + rest
  }
}

/// A whole file that cannot be taken: why, where, what to do, and whether trying again can help.
public struct FileProblem: Error, Sendable, Hashable {
  /// Stable, such as `file.empty` or `json.malformed`.
  public var code: String
  public var message: String
  public var remedy: String
  /// Line and column in the file, both from 1, where that is known.
  public var line: Int?
  public var column: Int?
  /// True when the cause may pass by itself (a file still changing, a disk error): the file stays where it is.
  public var canRetry: Bool

  public init(
    code: String, message: String, remedy: String, line: Int? = nil, column: Int? = nil,
    canRetry: Bool = false
  ) {
    self.code = code
    self.message = message
    self.remedy = remedy
    self.line = line
    self.column = column
    self.canRetry = canRetry
  }

  /// `june.csv:42:7: text.binary: …`, the form that editors understand.
  public func sentence(file: String) -> String {
    let place = line.map { line in ":\(line)" + (column.map { ":\($0)" } ?? "") } ?? ""
    return "\(file)\(place): \(code): \(message) (\(remedy))"
  }
}
