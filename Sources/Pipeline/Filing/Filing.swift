import Intake
import Records

/// Moves originals to where they are kept, each with a word beside it. Every step can be repeated.
struct Filing {
  let shop: ShopFolder

  /// Moves an original to `Filed/YYYY/MM/DD/` with its receipt, and returns where it lies now.
  func file(_ original: BytePath, doneMarker: BytePath?, on day: Day, receipt: String) throws(FileProblem) -> BytePath {
    let date = day.iso.split(separator: "-")
    let folder = date.reduce(shop.filed) { $0.appending(String($1)) }
    try DurableFiles.makeFolders(folder)
    let target = free(original.name, in: folder)
    // The receipt first: an original in Filed/ always has one.
    try DurableFiles.write(Array(receipt.utf8), to: companion(of: target, ".receipt.json"))
    try move(original, to: target, doneMarker: doneMarker)
    return target
  }

  /// Moves an original that could not be taken to `Failed/`, with the reason in words and in codes.
  func fail(
    _ original: BytePath, doneMarker: BytePath?, problem: FileProblem, receipt: String
  ) throws(FileProblem) -> BytePath {
    try DurableFiles.makeFolders(shop.failed)
    let target = free(original.name, in: shop.failed)
    let name = BytePath.display(original.name)
    try DurableFiles.write(Array(Self.why(problem, name: name).utf8), to: companion(of: target, ".why.txt"))
    try DurableFiles.write(Array(receipt.utf8), to: companion(of: target, ".why.json"))
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

  private func move(_ original: BytePath, to target: BytePath, doneMarker: BytePath?) throws(FileProblem) {
    try DurableFiles.move(original, to: target)
    if let doneMarker { try DurableFiles.remove(doneMarker) }
  }

  /// The name itself, or `name-2.csv` and so on while that is taken.
  private func free(_ name: [UInt8], in folder: BytePath) -> BytePath {
    var candidate = folder.appending(name)
    var number = 1
    while exists(candidate) {
      number += 1
      candidate = folder.appending(Self.numbered(name, number))
    }
    return candidate
  }

  static func numbered(_ name: [UInt8], _ number: Int) -> [UInt8] {
    let suffix = Array("-\(number)".utf8)
    let dot = name.lastIndex(of: 0x2E).flatMap { $0 > 0 ? $0 : nil } ?? name.count
    let room = max(1, 255 - suffix.count - (name.count - dot))
    return Array(name[..<min(dot, room)]) + suffix + Array(name[dot...])
  }

  private func exists(_ path: BytePath) -> Bool {
    do throws(FileProblem) {
      _ = try FileStatus(of: path)
      return true
    } catch {
      return error.code != "file.vanished"
    }
  }

  /// `NAME.receipt.json`; of a name too long for that, its beginning.
  private func companion(of path: BytePath, _ ending: String) -> BytePath {
    let name = path.name
    return path.folder.appending(Array(name.prefix(255 - 4 - ending.utf8.count)) + Array(ending.utf8))
  }
}
