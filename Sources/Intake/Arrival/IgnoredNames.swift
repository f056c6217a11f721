/// Names that are never exports: what systems, editors, browsers and sync tools leave in a folder.
enum IgnoredNames {
  static func contains(_ name: [UInt8]) -> Bool {
    let lowercase = name.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    return lowercase.starts(with: dot) || lowercase.starts(with: officeLock)
      || endings.contains { lowercase.count > $0.count && lowercase.suffix($0.count).elementsEqual($0) }
      || names.contains(lowercase)
  }

  /// Covers `._*`, `.DS_Store`, `.stfolder`, `.Trashes` and their like.
  private static let dot = Array(".".utf8)
  private static let officeLock = Array("~$".utf8)
  private static let endings = [".tmp", ".part", ".crdownload", ".filepart"].map { Array($0.utf8) }
  private static let names = Set(["thumbs.db", "desktop.ini", "@eadir", "__macosx"].map { Array($0.utf8) })
}
