/// In which order a date's numbers stand where none of them is a name or has four digits.
public enum DateOrder: String, Sendable, Hashable, Codable, CaseIterable {
  case dayFirst = "dmy"
  case monthFirst = "mdy"
  case yearFirst = "ymd"
}

/// What stands between whole units and decimals; the other sign groups thousands.
public enum DecimalMark: String, Sendable, Hashable, Codable, CaseIterable {
  case point
  case comma
}

/// What an export leaves unsaid about its cells, and what was said for it: by its definition, by the shop's settings
/// or by an answer. Nil is found out from the cells.
public struct Reading: Sendable, Hashable {
  public var dateOrder: DateOrder?
  public var decimalMark: DecimalMark?
  /// IANA name of the zone of times that name none, where every such export has the same; nil: the source's own.
  public var zone: String?
  /// Cells that stand for nothing, without regard to case: `--`, `None`.
  public var blanks: [String] = []

  public init() {}
}

/// How an export in delimited text is cut into cells, where every such export is the same. What is nil is found out.
public struct StatedDialect: Sendable, Hashable {
  /// One to eight bytes.
  public var delimiter: [UInt8]?
  /// The byte that wraps cells; an empty list says that none does.
  public var quote: [UInt8]?
  public var encoding: String?
  /// The line of the file, from 1, that names the columns; 0 says that none does.
  public var headerLine: Int?

  public init() {}

  public var isEmpty: Bool { self == StatedDialect() }
}

/// How one column's cells are read, and why.
public struct ColumnReading: Sendable, Hashable, Codable {
  public enum Origin: String, Sendable, Codable {
    /// The definition or the shop's settings say so.
    case stated
    /// Somebody answered the question for this source.
    case answered
    /// The column's own cells show it.
    case found
    /// Other columns of the table show it.
    case neighbours
    /// An earlier file of this source showed it.
    case remembered
  }

  /// As the file writes it.
  public var column: String
  public var dateOrder: DateOrder?
  public var decimalMark: DecimalMark?
  public var origin: Origin
  /// For people: `"25/12/2026" in line 4 has no month 25; 318 of 411 dates show it`.
  public var evidence: String

  public init(
    column: String, dateOrder: DateOrder? = nil, decimalMark: DecimalMark? = nil, origin: Origin,
    evidence: String
  ) {
    self.column = column
    self.dateOrder = dateOrder
    self.decimalMark = decimalMark
    self.origin = origin
    self.evidence = evidence
  }
}
