/// Whether a value must be there.
public enum Presence: String, Sendable, Hashable, CaseIterable {
  /// Without it the row is held.
  case required
  /// Its absence is noted and lowers the score.
  case expected
  case optional
}

/// One value a definition takes from a row: where it stands, how it is read and what it must satisfy.
public struct Field: Sendable, Hashable {
  public var target: Target
  /// Column names in order of preference: the first one with a value counts. `[].name` is a member of the
  /// definition's line lists only; a plain name of a line's value is looked for there as well.
  public var columns: [String] = []
  /// Columns whose values, joined by a space, stand in where `columns` give nothing: a date and a time.
  public var join: [String] = []
  /// The value of every row that states none.
  public var constant: String?
  public var type: ValueType
  public var presence = Presence.optional
  /// A field that may stand in for this one: where it has a value, this one may be missing.
  public var unless: Target?
  public var minLength: Int?
  public var maxLength: Int?
  /// Limits of a number, in thousandths; `above` is exclusive, the other two are not.
  public var above: Int64?
  public var minimum: Int64?
  public var maximum: Int64?
  /// For a status: what the export says, and what it means.
  public var choices: [Choice] = []
  /// Cut from the value where it begins or ends so: the `'` of a spreadsheet, the `.0` of a data frame.
  public var stripPrefix = ""
  public var stripSuffix = ""
  /// By rule code, in place of the rule's own.
  public var weights: [String: Int] = [:]
  public var severities: [String: Severity] = [:]

  public init(_ target: Target, columns: [String] = []) {
    self.target = target
    self.columns = columns
    type = target.usualType
  }

  /// What the definition calls the field where it speaks to people.
  public var title: String { columns.first ?? join.first ?? target.rawValue }

  /// A bad value holds its row where the field is required or a measure; elsewhere it is left out and noted.
  public func severity(of rule: Rule) -> Severity {
    if let chosen = severities[rule.code] { return chosen }
    let matters = presence == .required || type.isMeasure || rule.code == Rule.scientificNotation.code
    return matters ? rule.severity : .note
  }

  public func weight(of rule: Rule) -> Int { weights[rule.code] ?? rule.weight }
}

/// One allowed status and the words an export may use for it; compared without regard to case.
public struct Choice: Sendable, Hashable {
  public var status: SaleStatus
  public var words: [String]

  public init(_ status: SaleStatus, words: [String]) {
    self.status = status
    self.words = words
  }
}

/// Rows that are not plain sales lines: what they look like, and what they are.
public struct RowClass: Sendable, Hashable {
  public enum Treatment: Sendable, Hashable {
    /// Never was data; counted under this reason.
    case skip(String)
    /// A line of this kind.
    case line(LineKind)
  }

  public enum Test: Sendable, Hashable {
    case blank(Bool)
    /// One of these texts, without regard to case.
    case values([String])
    case prefix(String)
    /// In thousandths.
    case below(Int64)
    case above(Int64)
    case equals(Int64)
  }

  public struct Condition: Sendable, Hashable {
    public var target: Target
    public var test: Test

    public init(_ target: Target, _ test: Test) {
      self.target = target
      self.test = test
    }
  }

  public var treatment: Treatment
  /// All must hold.
  public var conditions: [Condition]

  public init(_ treatment: Treatment, when conditions: [Condition]) {
    self.treatment = treatment
    self.conditions = conditions
  }
}
