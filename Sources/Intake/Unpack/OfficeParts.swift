import Records

/// Tells documents that are zip archives inside by the names of their parts.
struct OfficeParts {
  private var found: Set<Mark> = []

  private enum Mark: CaseIterable {
    case types, sheets, text, mimetype, content, index, metadata, manifest, android

    /// The whole name of a part, or that of a folder.
    var name: [UInt8] {
      let name =
        switch self {
        case .types: "[Content_Types].xml"
        case .sheets: "xl/"
        case .text: "word/"
        case .mimetype: "mimetype"
        case .content: "content.xml"
        case .index: "Index/"
        case .metadata: "Metadata/"
        case .manifest: "META-INF/MANIFEST.MF"
        case .android: "AndroidManifest.xml"
        }
      return Array(name.utf8)
    }
  }

  private static let marks = Mark.allCases.map { ($0, name: $0.name) }

  mutating func note(_ name: ArraySlice<UInt8>) {
    for mark in Self.marks where name.starts(with: mark.name) {
      if mark.name.last == UInt8(ascii: "/") || name.count == mark.name.count { found.insert(mark.0) }
    }
  }

  /// Says what the document is, if it is one.
  var problem: FileProblem? {
    let saveAsCSV = "open it and save it as CSV"
    if found.contains(.types) {
      let name =
        found.contains(.sheets)
        ? "an Excel workbook" : found.contains(.text) ? "a Word document" : "an Office document"
      return .fileOfAnotherKind(name, remedy: saveAsCSV)
    }
    if found.isSuperset(of: [.mimetype, .content]) {
      return .fileOfAnotherKind("an OpenDocument file, such as a LibreOffice sheet", remedy: saveAsCSV)
    }
    if found.isSuperset(of: [.index, .metadata]) {
      return .fileOfAnotherKind("an Apple Numbers or Pages document", remedy: saveAsCSV)
    }
    if found.contains(.manifest) || found.contains(.android) {
      return .fileOfAnotherKind("a program", remedy: "export the data as CSV or JSON")
    }
    return nil
  }
}
