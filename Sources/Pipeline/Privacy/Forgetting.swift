import Foundation
import Intake
import Ledger
import Records

/// What forgetting somebody changes, or would change.
public struct Forgotten: Sendable, Codable {
  /// The ids and e-mails under which the files know the customer.
  public var names: [String] = []
  /// Records that tell of the customer, and files in which they stand.
  public var records = 0
  public var files: [String] = []
  /// Copies of the database that had the customer in them, and are gone.
  public var removed: [String] = []
  /// The backup that was made afterwards.
  public var backup: String?
  /// Files in which an e-mail of the customer is still found, and which are not Daybook's to change.
  public var left: [String] = []
  /// False for a look ahead.
  public var isDone = false
}

/// Why nobody was forgotten; nothing was changed.
public struct CannotForget: Error, CustomStringConvertible {
  public let description: String
}

extension Shop {
  /// Says what `forget` would do, and changes nothing.
  public func wouldForget(_ customer: String) throws -> Forgotten {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    return try Forgetting(self, customer).forgotten
  }

  /// Takes a customer out of the shop: originals are rewritten with other names in place of theirs, the database is
  /// made anew from them, and what had them besides goes. No total changes.
  ///
  /// Nothing is touched before the new database is complete and its totals are those of the old one. It takes the old
  /// one's place by one rename; what is left to do then is done by this process or by whoever opens the shop next.
  public func forget(_ customer: String, progress: (Int, Int) -> Void = { _, _ in }) throws -> Forgotten {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    try swap.finish()
    let books = try Books(path: folder.database.display)
    try finishUndo(in: books)
    try finishForgetting(in: books)
    var forgetting = try Forgetting(self, customer)
    guard forgetting.forgotten.records > 0 else {
      throw CannotForget(description: "no record in Filed/, Failed/ or Undone/ names \(customer)")
    }
    do { try prepare(&forgetting, books, progress: progress) } catch {
      // Files of others, too: a copy nobody asked for.
      try Forgetting.clear(folder)
      try swap.clear()
      throw error
    }
    try books.close()
    let old = try swap.complete(because: .forget)
    try old.map(swap.forget)
    let fresh = try Books(path: folder.database.display)
    forgetting.forgotten.removed = try finishForgetting(in: fresh)
    try fresh.close()
    forgetting.forgotten.isDone = true
    return forgetting.forgotten
  }

  /// The new database, and every file that has the customer in it written anew; nothing is in its place yet.
  private func prepare(
    _ forgetting: inout Forgetting, _ books: Books, progress: (Int, Int) -> Void
  ) throws {
    try forgetting.stage(books)
    let staged = forgetting.staged
    let rewritten = forgetting
    let journal = try books.journal().map { entry in
      let sha256 = entry.keptAt.flatMap { staged[$0]?.sha256 } ?? entry.sha256
      return entry.rewritten(sha256: sha256, rewritten.rewritten)
    }
    let built = try build(
      journal, like: books, note: (Self.forgetting, "1"), originals: staged.mapValues(\.path),
      rowHashes: forgetting.rowHashes, progress: progress)
    try check(built, books)
    try note(staged, journal)
  }

  private static let forgetting = "forgetting"

  /// The new database must say what the old one says, but for who it was.
  private func check(_ built: Rebuilt, _ books: Books) throws {
    let fresh = try Books(path: swap.building.display, access: .readOnly)
    let isSame = try fresh.totals() == books.totals()
    let differing = built.checks.filter { $0.differing > 0 }.flatMap(\.differences)
    guard isSame, built.changes.isEmpty, differing.isEmpty else {
      throw CannotForget(
        description:
          "without the customer's names a total would be another one, so that nothing was changed: "
          + (differing.first
            ?? "run `daybook rebuild` first; if it says that every total is what it was, try again"))
    }
  }

  private func note(_ staged: [String: Staged], _ journal: [JournalEntry]) throws {
    let fresh = try Books(path: swap.building.display)
    let now = Clocks.system.now
    try fresh.noteForgotten(
      journal.compactMap { entry in
        entry.keptAt.flatMap { staged[$0] }.map { ($0.before, entry.repeats ?? entry.fileID) }
      }, at: now)
    try fresh.close()
  }

  /// Puts rewritten files in their places, and removes what else had somebody in it; can be repeated. Returns the
  /// copies of the database that are gone.
  @discardableResult
  func finishForgetting(in books: Books) throws -> [String] {
    let files = folder.files
    guard try books.value(for: Self.forgetting) != nil else {
      // What was never completed.
      try Forgetting.clear(folder)
      return []
    }
    for (place, path) in try Forgetting.staged(in: folder) where try files.exists(path) {
      try files.rename(path, to: place)
    }
    var removed: [String] = []
    for kept in [folder.backups, folder.aside] {
      removed += try files.clear(kept).filter { !$0.ends(with: Array(".why.txt".utf8)) }
        .map { folder.relative(kept.appending($0)) }
    }
    // They are written anew from the new database.
    try files.clear(folder.fix) { $0.ends(with: Array("-fix.csv".utf8)) }
    try books.markReportsStale()
    try books.set(nil, for: Self.forgetting)
    try Forgetting.clear(folder)
    return removed
  }
}

extension Shop {
  /// A backup of the books as they are now; returns where it lies, below the shop folder.
  public func backUp() throws -> String {
    let open = try open()
    return folder.relative(try Backups(self).make(of: open.books, at: Clocks.system.now))
  }

  /// Files of the shop, whichever they are, in which one of the e-mails stands.
  public func files(naming names: [String]) throws -> [String] {
    var person = Person("")
    for name in names { person.learn(Array(name.utf8)) }
    var found: [String] = []
    func look(_ path: BytePath) throws {
      for name in try folder.files.names(in: path) {
        let path = path.appending(name)
        switch try folder.files.status(of: path).kind {
        case .folder: try look(path)
        case .regular:
          if try RewrittenCopy.names(person, in: path, on: folder.files) {
            found.append(folder.relative(path))
          }
        case .link, .other: break
        }
      }
    }
    if !person.emails.isEmpty { try look(folder.root) }
    return found
  }
}
