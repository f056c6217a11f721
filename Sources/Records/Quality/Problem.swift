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
    let shown = value.map { String($0.unicodeScalars.prefix(200)) }
    self.value = shown
    self.severity = severity ?? rule.severity
    func filled(_ template: String) -> String {
      template.replacing("{field}", with: field ?? "row").replacing("{detail}", with: detail)
        .replacing("{value}", with: shown ?? "")
    }
    message = filled(rule.sentence)
    remedy = filled(rule.remedy)
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
    code: String, message: String, remedy: String, line: Int? = nil, column: Int? = nil, canRetry: Bool = false
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
