/// How many digits the ids of a column have, where all have as many and some begin with zeros.
public struct IDLength: Sendable, Hashable {
  /// As the file writes it.
  public var column: String
  public var digits: Int

  public init(column: String, digits: Int) { (self.column, self.digits) = (column, digits) }
}
