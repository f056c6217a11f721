/// What kind of trust a rule protects.
public enum Dimension: String, Sendable, Codable, CaseIterable {
  case completeness, validity, uniqueness, consistency, timeliness, accuracy
}

/// What happens to a row that fails: it is held back, or it is taken with a note and a lower score.
public enum Severity: String, Sendable, Codable {
  case hold, note
}

/// One check: its stable code and everything that is said about it anywhere.
///
/// In `sentence` and `remedy`, `{field}` stands for the column's name, `{value}` for what stood there, and
/// `{detail}` for what only the check knows (a limit, a sum).
public struct Rule: Sendable {
  /// Stable: never renamed once released.
  public let code: String
  public let dimension: Dimension
  public let severity: Severity
  public let weight: Int
  public let sentence: String
  public let remedy: String

  /// The sentence about many rows at once: `amount is "…", which is no amount`.
  public func sentence(of field: String?) -> String {
    let said = Problem(self, field: field, value: "…", detail: "…").message
    return said.hasSuffix(": …") ? String(said.dropLast(3)) : said
  }

  /// The same rule where something more can be said of what to do.
  public func remedied(by remedy: String) -> Rule {
    Rule(code, dimension, severity, weight: weight, sentence: sentence, remedy: remedy)
  }

  public init(
    _ code: String, _ dimension: Dimension, _ severity: Severity, weight: Int = 1, sentence: String,
    remedy: String
  ) {
    self.code = code
    self.dimension = dimension
    self.severity = severity
    self.weight = weight
    self.sentence = sentence
    self.remedy = remedy
  }
}
