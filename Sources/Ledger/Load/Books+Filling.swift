import GRDB

extension Books {
  /// A file under this size is not worth changing the journal for.
  private static let largeFile: Int64 = 8 << 20

  /// Does what writes a file, without writing it twice where the database is small beside the file.
  ///
  /// The write-ahead log takes every page first and is read back into the database afterwards. A rollback journal takes
  /// only pages that were there before, of which there are next to none; with `synchronous` EXTRA, which also makes safe
  /// that the journal is gone, it loses as little at a power cut. Who reads meanwhile has to wait, so the log is kept
  /// where somebody has the books open. A journal that is left behind is rolled back when the books are opened.
  func filling<Value>(with bytes: Int64, _ body: () throws -> Value) throws -> Value {
    // Where a reader was in the way the last time.
    try returnToLog()
    guard try bytes >= Self.largeFile && isSmall(beside: bytes) && leaveLog() else { return try body() }
    let value: Value
    do { value = try body() } catch {
      do { try returnToLog() } catch { /* The first problem is the one to tell. */  }
      throw error
    }
    try returnToLog()
    return value
  }

  private func isSmall(beside bytes: Int64) throws -> Bool {
    try queue.inDatabase { database in
      let size = try Int64.fetchOne(
        database, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
      return (size ?? .max) < bytes / 8
    }
  }

  /// False if somebody else has the database open, or if it has no log.
  private func leaveLog() throws -> Bool {
    try queue.inDatabase { database in
      guard try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal" else { return false }
      // Nobody is waited for.
      let waits = try Int.fetchOne(database, sql: "PRAGMA busy_timeout") ?? 0
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      let mode = Result { try String.fetchOne(database, sql: "PRAGMA journal_mode = DELETE") }
      try database.execute(sql: "PRAGMA busy_timeout = \(waits)")
      do {
        guard try mode.get() == "delete" else { return false }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY { return false }
      try database.execute(sql: "PRAGMA synchronous = EXTRA")
      return true
    }
  }

  /// Nothing is lost if a reader is in the way: the journal is as safe as the log, and the next file tries again.
  private func returnToLog() throws {
    try queue.inDatabase { database in
      guard try String.fetchOne(database, sql: "PRAGMA journal_mode") == "delete" else { return }
      do {
        guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else { return }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY { return }
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
  }
}
