import Foundation
import Intake
public import Ledger
import Records

/// What making the database anew led to.
public struct Rebuilt: Sendable, Codable {
  /// Files that were read again.
  public var files = 0
  /// Totals that are others now, in major units; none, unless Daybook or `Config/` reads a file otherwise today.
  public var changes: [DayChange] = []
  /// What `verify` says of the new database.
  public var checks: [AuditCheck] = []
  /// Where the old database lies; nil if nobody needs it, for every total is what it was.
  public var setAside: String?
}

/// The new database is not what it should be, so that the old one stays.
public struct RebuildFailed: Error, CustomStringConvertible {
  public let sentences: [String]

  public var description: String {
    (["the database stays as it is:"] + sentences.prefix(20).map { "  " + $0 }).joined(separator: "\n")
  }
}

extension Shop {
  /// Makes the database anew from `Filed/`: every file in the order in which they came, as exported and taken then.
  ///
  /// The old one is not touched before the new one is complete and verified; then it gives way by one rename.
  public func rebuild(progress: (Int, Int) -> Void = { _, _ in }) throws -> Rebuilt {
    let lock = try lock()
    defer { withExtendedLifetime(lock) {} }
    try swap.finish()
    let books = try Books(path: folder.database.display)
    var rebuilt = try build(books.journal(), like: books, progress: progress)
    guard rebuilt.checks.allSatisfy({ $0.differing == 0 }) else {
      throw RebuildFailed(sentences: rebuilt.checks.flatMap(\.differences))
    }
    try books.close()
    let old = try swap.complete(because: .rebuild)
    if rebuilt.changes.isEmpty {
      try old.map(swap.forget)
    } else {
      rebuilt.setAside = old.map(folder.relative)
    }
    return rebuilt
  }

  /// A database of these entries beside the old one, complete and closed.
  func build(
    _ journal: [JournalEntry], like old: Books, note: (name: String, value: String)? = nil,
    originals rewritten: [String: BytePath] = [:], rowHashes: [Int64: Int64] = [:],
    progress: (Int, Int) -> Void
  ) throws -> Rebuilt {
    try swap.clear()
    var originals = try originals(of: journal)
    for entry in journal {
      // What it will be, where it does not lie in its place yet.
      if let path = entry.keptAt.flatMap({ rewritten[$0] }) { originals[entry.fileID]?.path = path }
    }
    let books = try Books(path: swap.building.display)
    try books.begin(like: old)
    var rebuilt = Rebuilt()
    for (index, entry) in journal.enumerated() {
      progress(index, journal.count)
      if entry.isTaken, let again = entry.judgedAgain {
        try judge(again, entry, like: old, into: books, rowHashes)
        continue
      }
      guard entry.isTaken, let file = originals[entry.fileID] else {
        try books.enter(again: entry)
        continue
      }
      try readAgain([file], into: books)
      guard try books.settle(again: entry) else {
        throw RebuildFailed(sentences: [
          "\(entry.fileName) has other tables than when it was taken: Daybook or Config/ reads it otherwise today"
        ])
      }
      rebuilt.files += 1
    }
    try books.finish(like: old, rowHashes: rowHashes)
    if let note { try books.set(note.value, for: note.name) }
    rebuilt.changes = DayChange.between(try old.dayTotals(), try books.dayTotals())
    rebuilt.checks = try books.audit().checks
    try books.close()
    return rebuilt
  }

  /// Takes held rows once more that were taken by a command. Those which today's definitions let pass are in already.
  private func judge(
    _ again: JudgedAgain, _ entry: JournalEntry, like old: Books, into books: Books,
    _ renamed: [Int64: Int64]
  ) throws {
    let taken = try old.rows(takenBy: entry.fileID).map { ($0.sourceID, renamed[$0.hash] ?? $0.hash) }
    let rows = try books.openRows(taken)
    guard !rows.isEmpty else { return try books.enter(emptied: entry) }
    let pipeline = DaybookPipeline(
      shop: folder, configuration: configuration, books: books,
      clocks: Clocks(wall: { entry.processedAt * 1_000_000_000 }, steady: Clocks.system.steady), log: .silent)
    try books.write { load in
      try load.number(first: entry.fileID) {
        _ = try pipeline.retry(again.batchID, cause: again.cause, only: rows, in: load)
      }
    }
    guard try books.settle(again: entry) else {
      throw RebuildFailed(sentences: ["\(entry.fileName) takes other rows today than it did"])
    }
  }

  /// Every taken file with its original; nothing is begun unless all are there.
  private func originals(of journal: [JournalEntry]) throws -> [Int64: FiledFile] {
    var originals: [Int64: FiledFile] = [:]
    var missing: [String] = []
    for entry in journal where entry.isTaken && entry.judgedAgain == nil {
      let kept = KeptFile(
        fileID: entry.fileID, fileName: entry.fileName, sha256: entry.sha256, keptAt: entry.keptAt,
        processedAt: entry.processedAt)
      let path = try Filing(shop: folder).original(of: kept, zone: configuration.settings.timeZone)
      guard let path, entry.keptAt != nil else {
        missing.append(
          entry.keptAt.map { "\($0) is not there" }
            ?? "\(entry.fileName) is not filed yet; `daybook run` files it")
        continue
      }
      originals[entry.fileID] = FiledFile(
        path: path, name: (try? Receipt(json: entry.receipt).fileName) ?? entry.fileName,
        source: entry.source,
        sha256: entry.sha256, exportedAt: entry.exportedAt, processedAt: entry.processedAt,
        fileID: entry.fileID,
        receipt: entry.receipt)
    }
    guard missing.isEmpty else { throw RebuildFailed(sentences: missing) }
    return originals
  }
}
