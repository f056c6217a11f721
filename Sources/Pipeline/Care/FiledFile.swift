import Foundation
import Intake
import Ledger
import Logging
import Records

/// An original in `Filed/` and what is known of how it came, so that it can be read again as it was.
struct FiledFile {
  var path: BytePath
  /// As it was called in the inbox.
  var name: String
  var source: String?
  var sha256: String
  /// UTC seconds.
  var exportedAt: Int64
  var processedAt: Int64
  /// The number of its first batch.
  var fileID: Int64
  /// As it lies beside the original.
  var receipt: String

  func settled(on files: DurableFiles) throws(FileProblem) -> SettledFile {
    // A name that is not text cannot be told from what is shown of it; then that of the original does.
    let named = name.contains("⟨") ? path : path.folder.appending(name)
    return SettledFile(
      original: named, displayName: name, source: source, size: try files.status(of: path).size,
      sha256: sha256, modifiedAt: exportedAt, workingCopy: path)
  }
}

extension FiledFile {
  /// Every taken file that lies in `Filed/` with its receipt, in the order in which they came; for when no books
  /// tell. Of when it was exported the file's own time tells.
  static func all(in shop: ShopFolder, zone: ShopZone) throws -> [FiledFile] {
    let filing = Filing(shop: shop)
    let ending = Array(".receipt.json".utf8)
    var found: [(day: [[UInt8]], file: FiledFile)] = []
    func look(_ folder: BytePath, _ above: [[UInt8]]) throws {
      for name in try shop.files.names(in: folder) {
        let path = folder.appending(name)
        if above.count < 3 {
          if try shop.files.status(of: path).kind == .folder { try look(path, above + [name]) }
          continue
        }
        guard name.ends(with: ending) else { continue }
        let original = folder.appending(Array(name.dropLast(ending.count)))
        guard try filing.exists(original), let text = try? filing.text(of: path),
          let receipt = try? Receipt(json: text), receipt.status == .accepted
        else { continue }
        let day = Day(iso: above.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-"))
        found.append((above, FiledFile(original, receipt, text, in: shop, day: day, zone)))
      }
    }
    if try filing.exists(shop.filed) { try look(shop.filed, []) }
    return found.sorted { left, right in
      left.day.elementsEqual(right.day)
        ? left.file.fileID < right.file.fileID
        : left.day.lexicographicallyPrecedes(right.day) { $0.lexicographicallyPrecedes($1) }
    }.map(\.file)
  }

  private init(
    _ path: BytePath, _ receipt: Receipt, _ text: String, in shop: ShopFolder, day: Day?, _ zone: ShopZone
  ) {
    let sources = Set((receipt.tables ?? [receipt]).compactMap(\.source))
    let modified =
      (try? shop.files.status(of: path).modified).map { Int64((Double($0) / 1e9).rounded(.down)) } ?? 0
    self.init(
      path: path, name: receipt.fileName, source: sources.count == 1 ? sources.first : nil,
      sha256: receipt.sha256, exportedAt: modified,
      // The last second of the day on which it was filed.
      processedAt: day.map { zone.start(of: $0.advanced(by: 1)) - 1 } ?? modified,
      fileID: receipt.batchId ?? 0,
      receipt: text)
  }
}

extension Shop {
  /// Reads filed originals again into other books, each as it was read when it came.
  func readAgain(_ files: [FiledFile], into books: Books, after each: (FiledFile) throws -> Void = { _ in })
    throws
  {
    for file in files {
      if let signal = StopSignal.number { throw Interrupted(signal: signal) }
      guard try folder.files.sha256(of: file.path) == file.sha256 else {
        throw FileProblem(
          code: "file.changed", message: "\(folder.relative(file.path)) is not what was read as \(file.name)",
          remedy: "put the original back in its place, or take the file out of the books with `daybook undo`")
      }
      let pipeline = DaybookPipeline(
        shop: folder, configuration: configuration, books: books,
        clocks: Clocks(wall: { file.processedAt * 1_000_000_000 }, steady: Clocks.system.steady),
        log: .silent)
      let settled = try file.settled(on: folder.files)
      do {
        try books.write(bytes: settled.size) { load in
          try load.number(first: file.fileID) {
            _ = try pipeline.read(settled, started: Clocks.system.steady(), into: load)
            try load.keep(receipt: file.receipt)
          }
          if let fileID = load.fileID { try load.keep(at: folder.relative(file.path), fileID: fileID) }
        }
      } catch let problem as FileProblem {
        throw FileProblem(
          code: problem.code,
          message: "\(folder.relative(file.path)) cannot be taken again: \(problem.message)",
          remedy: problem.remedy)
      }
      try each(file)
    }
  }
}

extension Logger {
  /// For work that says by other means what it did.
  static let silent = Logger(label: "daybook") { _ in SwiftLogNoOpLogHandler() }
}

extension [UInt8] {
  func ends(with ending: [UInt8]) -> Bool { suffix(ending.count).elementsEqual(ending) }
}
