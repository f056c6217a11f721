/// Something in a configuration file that cannot be understood: where it stands, and what was perhaps meant.
public struct ConfigProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public var file: String
  /// Both from 1; nil where the whole file is meant.
  public var line: Int?
  public var column: Int?
  /// Dotted path of the key, `fields.amount.presence`.
  public var key: String?
  public var message: String
  /// The known word nearest to the one that stands there.
  public var suggestion: String?

  public init(
    file: String, line: Int? = nil, column: Int? = nil, key: String? = nil, message: String,
    suggestion: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.message = message
    self.suggestion = suggestion
  }

  /// `Config/daybook.yaml:3:1: time_zoen: no such key (did you mean "time_zone"?)`.
  public var description: String {
    let place = line.map { line in ":\(line)" + (column.map { ":\($0)" } ?? "") } ?? ""
    let subject = key.map { "\($0): " } ?? ""
    let hint = suggestion.map { " (did you mean \"\($0)\"?)" } ?? ""
    return "\(file)\(place): \(subject)\(message)\(hint)"
  }
}
