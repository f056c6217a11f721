/// A file that has stopped changing, copied and hashed: what is read from here on is the private copy.
public struct SettledFile: Sendable, Hashable {
  /// Where it was dropped.
  public var original: BytePath
  /// Its name for people to read; not fit for opening it.
  public var displayName: String
  /// The folder directly below the inbox that it was dropped into, as text; nil if it lay in the inbox itself.
  public var source: String?
  public var size: Int64
  /// Of its bytes: 64 lowercase hexadecimal digits.
  public var sha256: String
  /// UTC seconds.
  public var modifiedAt: Int64
  public var workingCopy: BytePath
  /// The `NAME.done` that was laid beside it, to be removed once the file is filed.
  public var doneMarker: BytePath?

  public init(
    original: BytePath, displayName: String, source: String?, size: Int64, sha256: String, modifiedAt: Int64,
    workingCopy: BytePath, doneMarker: BytePath? = nil
  ) {
    self.original = original
    self.displayName = displayName
    self.source = source
    self.size = size
    self.sha256 = sha256
    self.modifiedAt = modifiedAt
    self.workingCopy = workingCopy
    self.doneMarker = doneMarker
  }
}
