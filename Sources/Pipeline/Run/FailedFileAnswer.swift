import Inspection
import Intake
import Ledger
import Records

/// An answer to the question for which a file was held whole.
public enum ReadingAnswer: String, Sendable, CaseIterable {
  case dayFirst = "dmy"
  case monthFirst = "mdy"
  case yearFirst = "ymd"
  case comma, point

  var reading: ColumnReading {
    ColumnReading(
      column: "", dateOrder: DateOrder(rawValue: rawValue), decimalMark: DecimalMark(rawValue: rawValue),
      origin: .answered, evidence: "answered with `daybook answer`")
  }
}

/// What an answer led to.
public struct AnsweredFile: Sendable, Codable {
  /// Where the file waits now, below the shop folder.
  public var file: String
  public var sources: [String]
}

extension OpenShop {
  /// Keeps the answer for the file's source and puts the original back into the inbox.
  ///
  /// - Parameter file: its name in `Failed/`, or a path to it.
  public func answer(_ answer: ReadingAnswer, for file: String) throws -> AnsweredFile {
    let folder = shop.folder
    let name = BytePath(file).name
    let original = folder.failed.appending(name)
    do throws(FileProblem) {
      _ = try folder.files.status(of: original)
    } catch {
      guard error.code == "file.vanished" else { throw error }
      throw FileProblem(
        code: error.code, message: "there is no \(BytePath.display(name)) in Failed/",
        remedy: "name a file that lies in Failed/")
    }
    let filing = Filing(shop: folder)
    let receipt = try Receipt(
      json: filing.text(of: BytePath(bytes: original.bytes + Array(".why.json".utf8))))
    let tables = try tables(of: original, source: receipt.source)
    try books.write { load in
      for table in tables {
        try load.answer(answer.reading, source: table.source, stream: table.stream, facts: table.facts)
      }
    }
    let inbox = receipt.source.map { folder.inbox.appending($0) } ?? folder.inbox
    try folder.files.makeFolders(inbox)
    let target = try filing.free(name, in: inbox)
    try folder.move(original, to: target)
    for ending in [".why.txt", ".why.json"] {
      try folder.files.remove(BytePath(bytes: original.bytes + Array(ending.utf8)))
    }
    if let fileID = receipt.batchId { try books.setKept(nil, fileID: fileID) }
    return AnsweredFile(file: folder.relative(target), sources: Set(tables.map(\.source)).sorted())
  }

  /// The exports in a file, by what their columns tell.
  private func tables(
    of path: BytePath, source: String?
  ) throws -> [(source: String, stream: String, facts: FactKind)] {
    let recogniser = Recogniser(definitions: shop.configuration.definitions)
    var tables: [(source: String, stream: String, facts: FactKind)] = []
    var documents = try Documents(path, on: shop.folder.files, name: path.name)
    while let document = try documents.next() {
      guard case .success(var reader) = document.rows else { continue }
      repeat {
        let columns = try reader.next()?.columns ?? reader.columns
        let envelope = try Envelope(reader.findings)
        let found = try recogniser.recognise(columns: columns, dataType: envelope?.dataType).definition
        tables.append((source ?? envelope?.sourceID ?? found.stream, found.stream, found.facts))
        while try reader.next() != nil {}
      } while try reader.nextTable()
    }
    return tables
  }
}
