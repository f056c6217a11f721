import Records

/// Documents that are zip archives inside, told by the names of their parts.
enum OfficeCheck {
  static func check(_ store: any ByteStore, limit: Int) throws(FileProblem) {
    let stream = try ArchiveStream(.zip, store: store)
    var names: [[UInt8]] = []
    while names.count <= limit, let entry = try stream.next() { names.append(entry.name ?? []) }
    func has(_ name: String) -> Bool { names.contains(Array(name.utf8)) }
    func hasFolder(_ name: String) -> Bool { names.contains { $0.starts(with: Array(name.utf8)) } }
    let saveAsCSV = "open it and save it as CSV"
    if has("[Content_Types].xml") {
      if hasFolder("xl/") { throw .fileOfAnotherKind("an Excel workbook", remedy: saveAsCSV) }
      if hasFolder("word/") { throw .fileOfAnotherKind("a Word document", remedy: saveAsCSV) }
      throw .fileOfAnotherKind("an Office document", remedy: saveAsCSV)
    }
    if has("mimetype") && has("content.xml") {
      throw .fileOfAnotherKind("an OpenDocument file, such as a LibreOffice sheet", remedy: saveAsCSV)
    }
    if hasFolder("Index/") && hasFolder("Metadata/") {
      throw .fileOfAnotherKind("an Apple Numbers or Pages document", remedy: saveAsCSV)
    }
    if has("META-INF/MANIFEST.MF") || has("AndroidManifest.xml") {
      throw .fileOfAnotherKind("a program", remedy: "export the data as CSV or JSON")
    }
  }
}
