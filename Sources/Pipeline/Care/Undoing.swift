import Foundation
import Intake
import Ledger
import Records

/// What taking a file back led to.
public struct Undone: Sendable, Codable {
  /// As it was called in the inbox.
  public var file: String
  public var batch: Int64
  /// Totals that are others now, in major units.
  public var changes: [DayChange]
  /// Where the originals lie now: the file's, and those of its repeats.
  public var movedTo: [String]
}

/// No file to take back by that name or number.
public struct NothingToUndo: Error, CustomStringConvertible {
  public let description: String
}

extension Shop {
  /// Takes a file's effect back: facts and totals are those of all other files, what it superseded stands again.
  ///
  /// The books keep no older tellings, so that they are made anew from `Filed/` without the file and its repeats:
  /// slow in a large shop, and right whatever told of the same records. One rename puts them in their place; the
  /// originals go to `Undone/`, from where a copy in the inbox is a new file.
  ///
  /// - Parameter name: a batch number, a path in `Filed/`, or the file's name in the inbox.
  public func undo(_ name: String, progress: (Int, Int) -> Void = { _, _ in }) throws -> Undone {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    try swap.finish()
    let books = try Books(path: folder.database.display)
    try finishUndo(in: books)
    let journal = try books.journal()
    let entry = try entry(name, in: journal)
    let gone = journal.filter { $0.fileID == entry.fileID || $0.repeats == entry.fileID }
    let kept = gone.compactMap(\.keptAt)
    guard kept.count == gone.count else {
      throw NothingToUndo(description: "\(entry.fileName) is not filed yet; `daybook run` files it")
    }
    let rest = journal.filter { entry in !gone.contains { $0.fileID == entry.fileID } }
    let built = try build(
      rest, like: books, note: (Self.undoing, kept.joined(separator: "\n")), progress: progress)
    guard built.checks.allSatisfy({ $0.differing == 0 }) else {
      throw RebuildFailed(sentences: built.checks.flatMap(\.differences))
    }
    try books.close()
    let old = try swap.complete(because: .undo)
    let fresh = try Books(path: folder.database.display)
    let moved = try finishUndo(in: fresh)
    try fresh.close()
    try old.map(swap.forget)
    return Undone(file: entry.fileName, batch: entry.fileID, changes: built.changes, movedTo: moved)
  }

  private static let undoing = "undoing"

  /// Moves originals of files that were taken back and still lie in `Filed/`; can be repeated.
  @discardableResult
  func finishUndo(in books: Books) throws -> [String] {
    guard let kept = try books.value(for: Self.undoing) else { return [] }
    var moved: [String] = []
    for place in kept.split(separator: "\n") {
      let path = place.split(separator: "/").reduce(folder.root) { $0.appending(String($1)) }
      guard let target = try Filing(shop: folder).undo(path) else { continue }
      moved.append(folder.relative(target))
    }
    try books.set(nil, for: Self.undoing)
    return moved
  }

  private func entry(_ name: String, in journal: [JournalEntry]) throws -> JournalEntry {
    let path = BytePath(URL(filePath: name).standardizedFileURL.path)
    let places = [name, folder.relative(path)]
    let found = journal.filter { entry in
      Int64(name).map { number in number == entry.fileID || entry.batchIDs.contains(number) }
        ?? (entry.keptAt.map(places.contains) ?? false || entry.fileName == name)
    }
    let repeated = Set(found.compactMap(\.repeats))
    let taken = journal.filter { entry in
      entry.isTaken && (repeated.contains(entry.fileID) || found.contains { $0.fileID == entry.fileID })
    }
    if taken.count > 1 {
      let listed = taken.map { "\($0.fileID) (\($0.keptAt ?? $0.fileName))" }.joined(separator: ", ")
      throw NothingToUndo(description: "\(name) was taken more than once; say which by its number: \(listed)")
    }
    guard let entry = taken.first else {
      throw NothingToUndo(
        description: found.isEmpty
          ? "no file \(name) was ever taken; see Reports/imports.html" : "nothing of \(name) is in the books")
    }
    return entry
  }
}

extension Filing {
  /// Moves an original and its receipt from `Filed/` to `Undone/`, with a note; nil if it is not there any more.
  func undo(_ original: BytePath) throws -> BytePath? {
    guard try exists(original) else { return nil }
    let folder = shop.root.appending("Undone")
    try shop.files.makeFolders(folder)
    let target = try free(original.name, in: folder)
    func beside(_ path: BytePath, _ ending: String) -> BytePath {
      BytePath(bytes: path.bytes + Array(ending.utf8))
    }
    let note = """
      \(BytePath.display(original.name)) was taken out of the books with `daybook undo`: nothing of it is counted.
      To count it again, drop it into Inbox/.

      """
    try shop.files.write(Array(note.utf8), to: beside(target, ".undone.txt"))
    if try exists(beside(original, ".receipt.json")) {
      try shop.move(beside(original, ".receipt.json"), to: beside(target, ".receipt.json"))
    }
    try shop.move(original, to: target)
    return target
  }
}
