import GRDB

extension Books {
  /// Writes all that is in the books, as of one moment, into a new file, which then is checked.
  ///
  /// Works on books opened for reading, too. The copy is not yet safe on the disk.
  public func copy(to path: String) throws {
    try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
    try Self.check(path: path)
  }

  /// Looks at every page, index and reference, which takes as long as reading all of it.
  ///
  /// - Throws: `LedgerProblem` if anything is wrong.
  public func checkWhole() throws {
    let (health, stray) = try queue.inDatabase { database in
      (
        try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") ?? "",
        try Row.fetchOne(database, sql: "PRAGMA foreign_key_check")
      )
    }
    guard health == "ok", stray == nil else {
      throw LedgerProblem.damaged(
        path: queue.path, detail: health == "ok" ? "a row refers to another that is not there" : health)
    }
  }

  /// - Throws: `LedgerProblem` if the file is no sound database of this Daybook or an older one.
  public static func check(path: String) throws {
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let (health, applied) = try queue.read { database in
        (
          try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "",
          try Migrations.all.appliedIdentifiers(database)
        )
      }
      guard health == "ok" else { throw LedgerProblem.damaged(path: path, detail: health) }
      guard !applied.isEmpty else { throw LedgerProblem.damaged(path: path, detail: "it has no books in it") }
      guard applied.isSubset(of: Migrations.all.migrations) else {
        throw LedgerProblem.newerDatabase(path: path)
      }
      try queue.close()
    } catch let error as DatabaseError {
      throw LedgerProblem.cannotOpen(path: path, error)
    }
  }

  /// Ends the one connection, with nothing left beside the database file.
  public func close() throws {
    try checkpoint()
    try queue.close()
  }

  /// When the first file came, UTC seconds; nil before that.
  public func firstFileAt() throws -> Int64? {
    try queue.read { try Int64.fetchOne($0, sql: "SELECT min(processed_at) FROM batches") }
  }

  /// Makes the next pass write the reports anew.
  public func markReportsStale() throws {
    try queue.write { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO shop_state (name, value) VALUES ('reports_stale', '1')")
    }
  }
}
