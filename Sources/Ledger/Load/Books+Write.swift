public import Records

import GRDB

/// A file the ledger has taken before.
public struct KnownFile: Sendable {
  public var batchID: Int64
  public var fileName: String
  public var source: String
  public var kind: String
  public var records: Int
  /// UTC seconds.
  public var processedAt: Int64
  /// Where its original lies, below the shop folder; nil until it was filed.
  public var keptAt: String?
  /// The receipt as JSON.
  public var receipt: String
}

/// A file that is entered in the books without a single row of it: a repeat, or one that cannot be taken.
public struct UnloadedFile: Sendable {
  public enum Status: String, Sendable { case duplicate, failed }

  public var status: Status
  /// The file that it repeats.
  public var repeats: KnownFile?
  public var problem: FileProblem?
  public var counts: RowCounts

  public init(status: Status, repeats: KnownFile? = nil, problem: FileProblem? = nil, counts: RowCounts) {
    self.status = status
    self.repeats = repeats
    self.problem = problem
    self.counts = counts
  }
}

extension Books {
  /// Loads one file in one transaction; if `body` throws, nothing of it remains.
  public func load(_ header: BatchHeader, _ body: (BatchLoad) throws -> BatchClosing) throws -> BatchOutcome {
    try write { database in
      let load = try BatchLoad(header, database: database)
      return try load.finish(body(load))
    }
  }

  /// Does all that `load` does, says what came of it, and takes it back.
  public func rehearse(
    _ header: BatchHeader, _ body: (BatchLoad) throws -> BatchClosing
  ) throws -> BatchOutcome {
    var outcome: BatchOutcome?
    try queue.inDatabase { database in
      try database.inTransaction(.immediate) {
        let load = try BatchLoad(header, database: database)
        outcome = try load.finish(body(load))
        return .rollback
      }
    }
    guard let outcome else { preconditionFailure("a rehearsal that does not throw has an outcome") }
    return outcome
  }

  /// The accepted file with these bytes, if there is one.
  public func knownFile(sha256: String) throws -> KnownFile? {
    try queue.read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT batch_id, file_name, name, sources.kind, records_received, processed_at, kept_at,
            coalesce(receipt, '')
          FROM batches JOIN sources USING (source_id) WHERE sha256 = ? AND status = 'accepted'
          """, arguments: [sha256]
      ).map { row in
        KnownFile(
          batchID: row[0], fileName: row[1], source: row[2], kind: row[3], records: row[4], processedAt: row[5],
          keptAt: row[6], receipt: row[7])
      }
    }
  }

  /// Enters a file of which no row was loaded, and returns its batch id.
  public func enter(_ header: BatchHeader, _ file: UnloadedFile, milliseconds: Int64) throws -> Int64 {
    try write { database in
      let sourceID = header.kind.isEmpty ? nil : try BatchLoad.sourceID(header, database: database)
      try database.execute(
        sql: """
          INSERT INTO batches (source_id, status, file_name, sha256, bytes, format, exported_at, processed_at,
            milliseconds, records_received, duplicate, held, skipped, repeats_batch_id, code, message, remedy)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          sourceID, file.status.rawValue, header.fileName, header.sha256, header.bytes, header.format,
          header.exportedAt, header.processedAt, milliseconds, file.counts.received, file.counts.duplicate,
          file.counts.held, file.counts.skipped, file.repeats?.batchID, file.problem?.code, file.problem?.message,
          file.problem?.remedy,
        ])
      return database.lastInsertedRowID
    }
  }

  /// Notes where the original of a batch lies, as a path below the shop folder; nil before it was filed.
  public func setKept(_ path: String?, batchID: Int64) throws {
    try queue.write { database in
      try database.execute(
        sql: "UPDATE batches SET kept_at = ? WHERE batch_id = ?", arguments: [path, batchID])
    }
  }

  /// True from the moment a file changed the books until the reports show it.
  public func reportsAreStale() throws -> Bool {
    try queue.read { database in
      try Bool.fetchOne(database, sql: "SELECT 1 FROM shop_state WHERE name = 'reports_stale'") ?? false
    }
  }

  /// Notes that the reports show what the books hold, with the days before `today` complete.
  public func markReportsFresh(on today: Day) throws {
    try queue.write { database in
      try database.execute(sql: "DELETE FROM shop_state WHERE name = 'reports_stale'")
      try database.execute(
        sql: "INSERT OR REPLACE INTO shop_state (name, value) VALUES ('reports_day', ?)", arguments: [today.iso])
    }
  }

  /// The shop's day on which the reports were last written.
  public func reportsDay() throws -> Day? {
    try queue.read { database in
      try String.fetchOne(database, sql: "SELECT value FROM shop_state WHERE name = 'reports_day'")
    }.flatMap { Day(iso: $0) }
  }

  /// One immediate transaction that also marks the reports as stale.
  private func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    var value: Value?
    try queue.inDatabase { database in
      try database.inTransaction(.immediate) {
        value = try body(database)
        try database.execute(sql: "INSERT OR REPLACE INTO shop_state (name, value) VALUES ('reports_stale', '1')")
        return .commit
      }
    }
    guard let value else { preconditionFailure("a transaction that does not throw has a value") }
    return value
  }
}
