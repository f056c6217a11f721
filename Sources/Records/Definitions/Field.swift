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
  /// Words in the lines above the table, behind which the value stands of every row that states none.
  public var statedAbove: String?
  /// Words in the lines above the table, behind which the day stands from which the column counts days.
  public var countedFrom: String?
  /// That day, once the file is known.
  public var firstDay: Day?
  public var type: ValueType
  public var presence = Presence.optional
  /// A field that may stand in for this one: where it has a value, this one may be missing.
  public var unless: Target?
  public var minLength: Int?
  public var maxLength: Int?
  /// What a text looks like: `A` stands for a letter, `9` for a digit, `*` at the end for anything, all else for itself.
  public var pattern: String?
  /// Limits of a number, in thousandths; `above` is exclusive, the other two are not.
  public var above: Int64?
  public var minimum: Int64?
  public var maximum: Int64?
  /// For a status: what the export says, and what it means.
  public var choices: [Choice] = []
  /// Cut from the value where it begins or ends so: the `'` of a spreadsheet, the `.0` of a data frame.
  public var stripPrefix = ""
  public var stripSuffix = ""
  /// Columns whose amounts come on top of the field's own, or off it.
  public var add: [Addition] = []
  /// Which of the values counts that an order's rows have for it.
  public var take = Take.first
  public var sign = Sign.asWritten
  /// Cells that stand for nothing in this field, besides those of the whole export: the `0` of a guest.
  public var blanks: [String] = []
  /// Columns that name the zone of the row's time: `Eastern Time (US & Canada)`, `PDT`.
  public var zoneColumns: [String] = []
  /// Named characters of HTML are written out: `Tea &amp; Toast`.
  public var isHTML = false
  /// A value missing in a row is that of the row above in the same group.
  public var isCarried = false
  /// For a currency or a country: what the export says, in small letters, and the code it means.
  public var words: [String: String] = [:]
  /// For a movement: what the export says, and what it means.
  public var movements: [MovementChoice] = []
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

  /// A bad value holds its row where the field is required, a measure, or a status, which decides whether the row counts
  /// at all; elsewhere it is left out and noted.
  public func severity(of rule: Rule) -> Severity {
    if let chosen = severities[rule.code] { return chosen }
    let matters =
      presence == .required || type.isMeasure || type == .status
      || rule.code == Rule.scientificNotation.code
    return matters ? rule.severity : .note
  }

  public func weight(of rule: Rule) -> Int { weights[rule.code] ?? rule.weight }
}

/// A column whose amounts are added to a field's own; a list's members are added over all of them.
public struct Addition: Sendable, Hashable {
  public var column: String
  /// Taken off instead.
  public var isTakenOff = false
  /// All must hold of the row; empty: every row.
  public var conditions: [RowClass.Condition] = []

  public init(_ column: String, isTakenOff: Bool = false) {
    (self.column, self.isTakenOff) = (column, isTakenOff)
  }
}

extension Addition: ExpressibleByStringLiteral {
  public init(stringLiteral column: String) { self.init(column) }
}

/// Which of several values that the rows of one order have counts.
public enum Take: String, Sendable, Hashable, CaseIterable {
  /// The first; another one contradicts it.
  case first
  /// The largest: stated in one row or repeated in all of them.
  case largest
  /// All together.
  case sum
}

/// How a number's sign is understood.
public enum Sign: String, Sendable, Hashable, CaseIterable {
  case asWritten = "as_written"
  /// Discounts and refunds that some write with a minus and some without.
  case positive
  /// Costs written as negative amounts.
  case negated
}

/// One kind of money movement and the words an export uses for it; compared without regard to case.
public struct MovementChoice: Sendable, Hashable {
  public var kind: MovementKind
  public var words: [String]

  public init(_ kind: MovementKind, words: [String]) {
    self.kind = kind
    self.words = words
  }
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

  /// What is looked at: a value of the definition, or any column of the export.
  public enum Subject: Sendable, Hashable {
    case target(Target)
    case column(String)
  }

  public struct Condition: Sendable, Hashable {
    public var subject: Subject
    public var test: Test

    public init(_ target: Target, _ test: Test) {
      self.init(.target(target), test)
    }

    public init(_ subject: Subject, _ test: Test) {
      self.subject = subject
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
