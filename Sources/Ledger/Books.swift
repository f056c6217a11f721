import Foundation
import GRDB

/// The shop's database: one file, one writing connection.
///
/// WAL with synchronous FULL loses no acknowledged transaction at a power cut; both settings are read back, since
/// GRDB by itself would choose NORMAL. Readers open the file read-only and never checkpoint.
public final class Books: Sendable {
  public enum Access: Sendable {
    case readAndWrite, readOnly
    /// As `readAndWrite`, and the database of an older Daybook is brought up to date: for a copy of one.
    case upgrade
    /// The database of an older Daybook as it stands, for `copy` and `checkWhole` only.
    case asItIs
    /// For `rehearse` only: nothing is migrated and not a byte of the file is changed.
    case rehearsal
  }

  let queue: DatabaseQueue

  /// Opens, and for a writer also creates, the database at `path`.
  ///
  /// - Throws: `LedgerProblem` when the file cannot be opened, is damaged, or was made by another Daybook.
  public init(path: String, access: Access = .readAndWrite) throws {
    // A log or journal with something in it was left by a process that did not end by itself.
    let wasCutOff = ["-wal", "-journal"].contains { ending in
      let size = try? FileManager.default.attributesOfItem(atPath: path + ending)[.size] as? Int
      return (size ?? 0) > 0
    }
    do {
      queue = try DatabaseQueue(path: path, configuration: Self.configuration(access))
    } catch let error as DatabaseError {
      throw LedgerProblem.cannotOpen(path: path, error)
    } catch {
      // It looks at the log by itself, and the disk did not let it.
      throw LedgerProblem.cannotOpen(
        path: path, DatabaseError(resultCode: .SQLITE_IOERR, message: "the log beside it cannot be looked at")
      )
    }
    // GRDB sets NORMAL when it turns WAL on, after the connection was prepared.
    if access.writes {
      try queue.inDatabase {
        try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000")
      }
    }
    try prepare(path: path, access: access, wasCutOff: wasCutOff)
  }

  /// A database in memory, for looking at a file without a shop.
  public init() throws {
    queue = try DatabaseQueue(configuration: Self.configuration(.readAndWrite, inMemory: true))
    try Migrations.all.migrate(queue)
  }

  private func prepare(path: String, access: Access, wasCutOff: Bool) throws {
    let known = Set(Migrations.all.migrations)
    let applied: Set<String>
    do {
      applied = try queue.read { database in try Migrations.all.appliedIdentifiers(database) }
    } catch let error as DatabaseError { throw LedgerProblem.cannotOpen(path: path, error) }
    guard applied.isSubset(of: known) else { throw LedgerProblem.newerDatabase(path: path) }
    switch access {
    case .readOnly, .rehearsal:
      guard applied == known else { throw LedgerProblem.olderDatabase(path: path) }
    case .readAndWrite, .upgrade:
      guard applied.isEmpty || applied == known || access == .upgrade else {
        throw LedgerProblem.olderDatabase(path: path)
      }
      if wasCutOff { try quickCheck(path: path) }
      try Migrations.all.migrate(queue)
    case .asItIs: break
    }
  }

  private func quickCheck(path: String) throws {
    let health: String?
    do {
      health = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    } catch let error as DatabaseError { throw LedgerProblem.cannotOpen(path: path, error) }
    guard health == "ok" else { throw LedgerProblem.damaged(path: path, detail: health ?? "") }
  }

  private static func configuration(_ access: Access, inMemory: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .readOnly
    configuration.busyMode = .timeout(5)
    configuration.label = "daybook"
    configuration.maximumReaderCount = 1
    if access.writes && !inMemory { configuration.journalMode = .wal }
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
          PRAGMA mmap_size = 0; PRAGMA cache_size = -16000; PRAGMA temp_store = FILE;
          """)
    }
    return configuration
  }

  /// `wal` and 2 (FULL) for a shop's database; the pipeline refuses to start with anything else.
  public func durability() throws -> (journal: String, synchronous: Int) {
    try queue.read { database in
      (
        try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
        try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
      )
    }
  }

  /// Moves the write-ahead log into the database file, so that an idle shop is one file.
  public func checkpoint() throws {
    try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
  }
}

extension Books.Access {
  fileprivate var writes: Bool { self != .readOnly && self != .rehearsal }
}

/// Why the database cannot be used, and what to do.
public struct LedgerProblem: Error, Sendable, CustomStringConvertible {
  public var code: String
  public var message: String
  public var remedy: String

  public var description: String { "\(code): \(message) (\(remedy))" }

  /// The file is no database, or a broken one: nothing that waiting or permissions could mend.
  public var isDamage: Bool { code == "database.damaged" }

  /// An older Daybook wrote the file, and nothing else is wrong with it.
  public var isAge: Bool { code == "database.older" }

  static func cannotOpen(path: String, _ error: DatabaseError) -> LedgerProblem {
    switch error.resultCode.primaryResultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      return damaged(path: path, detail: error.message ?? "it is no database")
    case .SQLITE_BUSY:
      return LedgerProblem(
        code: "database.cannot_open",
        message: "\(path) is locked: Daybook is taking a large file, or another program holds it",
        remedy: "ask again in a minute, and close other programs that have it open")
    case .SQLITE_READONLY where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK:
      return LedgerProblem(
        code: "database.cannot_open",
        message: "\(path) cannot be read yet: Daybook was cut off while it took a large file into it",
        remedy: "run `daybook run` once: it takes back what was half written and reads the file again")
    case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_NOMEM:
      if let problem = LedgerProblem(error) { return problem }
    default: break
    }
    return LedgerProblem(
      code: "database.cannot_open",
      message: "\(path) cannot be opened: \(error.message ?? "no reason given")",
      remedy: "check that the file is a Daybook database and that you may write to its folder")
  }

  static func damaged(path: String, detail: String) -> LedgerProblem {
    LedgerProblem(
      code: "database.damaged", message: "\(path) is damaged: \(detail)",
      remedy: "`daybook run` sets it aside, restores the newest backup and reads later files again")
  }

  public static func empty(path: String) -> LedgerProblem { damaged(path: path, detail: "it is empty") }

  static func newerDatabase(path: String) -> LedgerProblem {
    LedgerProblem(
      code: "database.newer", message: "\(path) was written by a newer Daybook", remedy: "update Daybook")
  }

  static func olderDatabase(path: String) -> LedgerProblem {
    LedgerProblem(
      code: "database.older", message: "\(path) was written by an older Daybook",
      remedy: "run `daybook run` once to bring it up to date")
  }
}
