import Intake
import Ledger
import Records

/// Moves originals to where they are kept, each with a word beside it. Every step can be repeated.
struct Filing {
  let shop: ShopFolder

  /// Moves an original to `Filed/YYYY/MM/DD/` with its receipt, and returns where it lies now.
  func file(_ original: BytePath, doneMarker: BytePath?, on day: Day, receipt: String) throws(FileProblem)
    -> BytePath
  {
    let folder = folder(of: day)
    try shop.files.makeFolders(folder)
    let target = try free(original.name, in: folder)
    // The receipt first: an original in Filed/ always has one.
    try shop.files.write(Array(receipt.utf8), to: companion(of: target, Self.receipt))
    try move(original, to: target, doneMarker: doneMarker)
    return target
  }

  /// Moves an original that could not be taken to `Failed/`, with the reason in words and in codes.
  func fail(
    _ original: BytePath, doneMarker: BytePath?, problem: FileProblem, receipt: String
  ) throws(FileProblem) -> BytePath {
    try shop.files.makeFolders(shop.failed)
    let target = try free(original.name, in: shop.failed)
    let name = BytePath.display(original.name)
    try shop.files.write(Array(Self.why(problem, name: name).utf8), to: companion(of: target, ".why.txt"))
    try shop.files.write(Array(receipt.utf8), to: companion(of: target, ".why.json"))
    try move(original, to: target, doneMarker: doneMarker)
    return target
  }

  static func why(_ problem: FileProblem, name: String) -> String {
    let place = problem.line.map { line in
      "\nWhere: line \(line)" + (problem.column.map { ", byte \($0) of that line" } ?? "") + ".\n"
    }
    return """
      \(name) was not taken into the books. Nothing of it was counted.

      Why: \(problem.message).
      \(place ?? "")
      What to do: \(problem.remedy).
      Then drop the file into Inbox/ again. The file itself lies beside this note, just as it came.

      Code: \(problem.code)

      """
  }

  /// The marker first: without its file it would be a file itself, and the file needs it no more.
  private func move(_ original: BytePath, to target: BytePath, doneMarker: BytePath?) throws(FileProblem) {
    if let doneMarker { try shop.files.remove(doneMarker) }
    try shop.move(original, to: target)
  }

  /// Where the original of an entry lies whose filing was cut off after the move; nil if it never moved.
  func original(of entry: UnfiledFile, zone: ShopZone) throws -> BytePath? {
    if entry.status == .failed { return try original(of: entry.fileID, in: shop.failed, note: ".why.json") }
    // The move may have come after midnight.
    let day = zone.day(at: entry.processedAt)
    for day in [day, day.advanced(by: 1)] {
      if let original = try original(of: entry.fileID, filedOn: day) { return original }
    }
    return nil
  }

  /// The original of a batch in the folder of that day, by the receipt beside it; nil if it never came there.
  func original(of batchID: Int64, filedOn day: Day) throws -> BytePath? {
    try original(of: batchID, in: folder(of: day), note: Self.receipt)
  }

  private func original(of batchID: Int64, in folder: BytePath, note: String) throws -> BytePath? {
    guard try exists(folder) else { return nil }
    let ending = Array(note.utf8)
    for name in try shop.files.names(in: folder)
    where name.count > ending.count && name.suffix(ending.count) == ending[...] {
      let original = folder.appending(Array(name.dropLast(ending.count)))
      guard try exists(original) else { continue }
      if try Receipt(json: text(of: folder.appending(name))).batchId == batchID { return original }
    }
    return nil
  }

  func text(of path: BytePath) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

  func bytes(of path: BytePath) throws -> [UInt8] {
    let source = FileSource(try shop.files.open(path))
    var (bytes, chunk) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = try unsafe chunk.withUnsafeMutableBytes { try unsafe source.read(into: $0) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  func folder(of day: Day) -> BytePath {
    day.iso.split(separator: "-").reduce(shop.filed) { $0.appending(String($1)) }
  }

  /// The name itself, or `name-2.csv` and so on while that is taken.
  func free(_ name: [UInt8], in folder: BytePath) throws(FileProblem) -> BytePath {
    var number = 1
    while true {
      let candidate = folder.appending(Self.numbered(name, number))
      if try !exists(candidate) { return candidate }
      number += 1
    }
  }

  private static let receipt = ".receipt.json"
  /// A longer name would leave no room for that of its receipt while that is being written.
  static let longestName = 255 - (receipt + ".tmp").utf8.count

  /// `june.csv`, `june-2.csv`, `june-3.csv`; a name that is too long loses the end of its stem.
  static func numbered(_ name: [UInt8], _ number: Int) -> [UInt8] {
    let suffix = number == 1 ? [] : Array("-\(number)".utf8)
    let dot = name.lastIndex(of: 0x2E).flatMap { $0 > 0 && name.count - $0 <= 32 ? $0 : nil } ?? name.count
    var end = min(dot, longestName - suffix.count - (name.count - dot))
    // Not in the middle of a character of UTF-8, which is four bytes long at most.
    for _ in 0..<3 where end < dot && end > 1 && name[end] & 0xC0 == 0x80 { end -= 1 }
    return Array(name[..<end]) + suffix + Array(name[dot...])
  }

  func exists(_ path: BytePath) throws(FileProblem) -> Bool { try shop.files.exists(path) }

  private func companion(of path: BytePath, _ ending: String) -> BytePath {
    BytePath(bytes: path.bytes + Array(ending.utf8))
  }
}
