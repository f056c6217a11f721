/// Something that can be wrong with a whole file, or with what is around it: why nothing of it is taken.
///
/// The sentence here is the general one; the problem itself says more, such as a name or a limit.
public struct FileRule: Sendable, Hashable {
  /// Who or what puts it right.
  public enum Remedy: String, Sendable, Codable, CaseIterable {
    case exportAgain = "export again"
    case changeFile = "change the file"
    case changeSettings = "change a setting"
    case computer = "look after the computer"
    case wait
  }

  /// Stable: never renamed once released.
  public let code: String
  public let kind: Remedy
  public let sentence: String
  public let remedy: String

  init(_ code: String, _ kind: Remedy, _ sentence: String, remedy: String) {
    self.code = code
    self.kind = kind
    self.sentence = sentence
    self.remedy = remedy
  }
}
