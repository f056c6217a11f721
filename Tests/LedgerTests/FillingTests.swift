import Foundation
import GRDB
import Records
import Testing

@testable import Ledger

/// A large file into a small database, which is written under a rollback journal.
@Suite final class FillingTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  private static let large: Int64 = 64 << 20

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private struct Stopped: Error {}

  private func books(_ name: String = "books", _ access: Books.Access = .readAndWrite) throws -> Books {
    try Books(path: folder.appending(path: "\(name).sqlite").path, access: access)
  }

  private func modes(_ database: Database) throws -> [String] {
    [
      try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
      try String.fetchOne(database, sql: "PRAGMA synchronous") ?? "",
    ]
  }

  private func load(_ sales: [Sale], _ name: String, into file: FileLoad) throws {
    _ = try file.table(BatchHeader.file(name)) { load in
      try load.add(VerdictBatch(sales))
      return BatchClosing(tallies: [], score: 10_000, milliseconds: 1)
    }
  }

  @Test func `the log is left for the large file only, and comes back whatever becomes of it`() throws {
    let books = try books()
    let small = try books.write(bytes: 1 << 20) { try self.modes($0.database) }
    #expect(small == ["wal", "2"])
    let large = try books.write(bytes: Self.large) { file in
      try self.load([Sale(id: "1", day: 20_260_101, customer: "ann")], "a", into: file)
      return try self.modes(file.database)
    }
    #expect(large == ["delete", "3"])
    #expect(try books.durability() == ("wal", 2))
    let dump = try books.dump()
    #expect(throws: Stopped.self) {
      try books.write(bytes: Self.large) { file in
        try self.load([Sale(id: "2", day: 20_260_102)], "b", into: file)
        throw Stopped()
      }
    }
    #expect(try books.durability() == ("wal", 2))
    #expect(try books.dump() == dump)
    // What is in it already would have to be kept in the journal.
    #expect(try books.write(bytes: 8 << 20) { try self.modes($0.database) } == ["delete", "3"])
    try books.queue.write {
      try $0.execute(sql: "CREATE TABLE filler (x BLOB); INSERT INTO filler VALUES (zeroblob(2 << 20))")
    }
    #expect(try books.write(bytes: 8 << 20) { try self.modes($0.database) } == ["wal", "2"])
    #expect(try Books().write(bytes: Self.large) { try self.modes($0.database) }[0] == "memory")
  }

  @Test func `who has the books open keeps the log, and is not waited for`() throws {
    let books = try books()
    try books.load("a", [Sale(id: "1", day: 20_260_101)])
    let reader = try self.books("books", .readOnly)
    _ = try reader.state()
    let start = ContinuousClock.now
    #expect(try books.write(bytes: Self.large) { try self.modes($0.database) } == ["wal", "2"])
    #expect(ContinuousClock.now - start < .seconds(4))
    #expect(try Int.fetchOne(books, "PRAGMA busy_timeout") == 5_000)
    _ = try reader.state()
  }

  @Test func `who reads while the large file is written is told to ask again`() {
    let busy = LedgerProblem.cannotOpen(path: "a", DatabaseError(resultCode: .SQLITE_BUSY))
    #expect(busy.remedy.hasPrefix("ask again in a minute"))
    let other = LedgerProblem.cannotOpen(path: "a", DatabaseError(resultCode: .SQLITE_READONLY))
    #expect(other.remedy == "make the shop's Data folder writable")
  }

  @Test func `what was cut off half way is rolled back when the books are opened, and nothing of it remains`()
    throws
  {
    let books = try books()
    try books.load("a", [Sale(id: "1", day: 20_260_101, customer: "ann")])
    try books.checkpoint()
    let dump = try books.dump()
    let many = (2..<4_000).map { Sale(id: "\($0)", day: 20_260_101 + $0 % 28, customer: "c\($0 % 97)") }
    #expect(throws: Stopped.self) {
      try books.write(bytes: Self.large) { file in
        // A cache of ten pages: the database is written to long before the end.
        try file.database.execute(sql: "PRAGMA cache_size = 10")
        try self.load([Sale(id: "1", day: 20_260_103, customer: "ben", updatedAt: 5)] + many, "b", into: file)
        for ending in ["", "-journal"] {
          try FileManager.default.copyItem(
            at: self.folder.appending(path: "books.sqlite" + ending),
            to: self.folder.appending(path: "cut.sqlite" + ending))
        }
        throw Stopped()
      }
    }
    let cut = folder.appending(path: "cut.sqlite").path
    let size = try FileManager.default.attributesOfItem(atPath: cut)[.size] as? Int ?? 0
    #expect(size > 300_000, "the half that was written is in the copy")
    // Who may only read cannot take it back, and says who can.
    let problem = #expect(throws: LedgerProblem.self) { _ = try self.books("cut", .readOnly) }
    #expect(problem?.remedy.hasPrefix("run `daybook run` once") == true)
    let opened = try self.books("cut")
    #expect(try opened.dump() == dump)
    #expect(try opened.durability() == ("wal", 2))
    #expect(try opened.audit().checks.allSatisfy { $0.differing == 0 })
    #expect(!FileManager.default.fileExists(atPath: cut + "-journal"))
    try opened.load("b", [Sale(id: "2", day: 20_260_102)])
    #expect(try books.dump() == dump)
  }
}

extension Int {
  fileprivate static func fetchOne(_ books: Books, _ sql: String) throws -> Int? {
    try books.queue.inDatabase { try Int.fetchOne($0, sql: sql) }
  }
}
