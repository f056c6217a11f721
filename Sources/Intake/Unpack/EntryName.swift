import Records

/// Names of entries are never used as paths; but one that would do harm as a path was made for it.
enum EntryName {
  /// False for folders and for what systems leave in archives.
  static func isWanted(_ entry: ArchiveStream.Entry) throws(FileProblem) -> Bool {
    let name = entry.name ?? []
    let parts = name.split { $0 == slash || $0 == backslash }
    if name.first == slash || name.first == backslash || hasDrive(name)
      || parts.contains(where: { $0 == dots })
    {
      throw .unsafeEntryName
    }
    if name.contains(0) { throw .unsafeEntryName }
    if parts.contains(where: { IgnoredNames.contains(Array($0)) && Array($0) != dot }) { return false }
    switch entry.kind {
    case .folder: return false
    case .link: throw .notAFile("a link")
    case .device: throw .notAFile("a device or a pipe")
    case .file: break
    }
    if entry.isEncrypted { throw .encrypted }
    // Some of them take as much memory as the archive asks for.
    if let method = entry.oddMethod { throw .oddMethod(method) }
    return true
  }

  static func display(_ name: [UInt8]?) -> String {
    guard let name, !name.isEmpty else { return "(without a name)" }
    guard name.count > longest else { return BytePath.display(name) }
    return BytePath.display(name.prefix(longest)) + "…"
  }

  /// What follows the last separator.
  static func last(_ name: [UInt8]?) -> [UInt8] {
    Array((name ?? []).split(omittingEmptySubsequences: false) { $0 == slash || $0 == backslash }.last ?? [])
  }

  /// `june.jsonl.gz` holds `june.jsonl`.
  static func withoutEnding(_ name: [UInt8]) -> [UInt8] {
    guard let point = name.lastIndex(of: UInt8(ascii: ".")) else { return name }
    return Array(name[..<point])
  }

  private static let slash = UInt8(ascii: "/")
  private static let backslash = UInt8(ascii: "\\")
  private static let dots = Array("..".utf8)[...]
  private static let dot = Array(".".utf8)
  private static let longest = 255

  /// `C:` and what follows.
  private static func hasDrive(_ name: [UInt8]) -> Bool {
    name.count >= 2 && name[1] == UInt8(ascii: ":") && (0x41...0x5A).contains(name[0] & 0xDF)
  }
}
