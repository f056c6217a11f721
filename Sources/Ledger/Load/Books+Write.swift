public import Records

import GRDB

/// A file the ledger has taken before.
public struct KnownFile: Sendable {
  /// The first batch of the file.
  public var fileID: Int64
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

/// A file, or a table of it, that is entered in the books without a row: a repeat, or one that cannot be taken.
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
  /// Writes one file in one transaction; if `body` throws, nothing of it remains.
  ///
  /// - Parameter bytes: how large the file is, as far as that is known.
  public func write<Value>(bytes: Int64 = 0, _ body: (FileLoad) throws -> Value) throws -> Value {
    try filling(with: bytes) {
      try transaction { database in
        let value = try body(FileLoad(database))
        try database.execute(
          kept: "INSERT OR REPLACE INTO shop_state (name, value) VALUES ('reports_stale', '1')")
        return (value, .commit)
      }
    }
  }

  /// Does all that `write` does, says what came of it, and takes it back.
  public func rehearse<Value>(_ body: (FileLoad) throws -> Value) throws -> Value {
    try transaction { database in (try body(FileLoad(database)), .rollback) }
  }

  func transaction<Value>(
    _ body: (Database) throws -> (Value, Database.TransactionCompletion)
  ) throws -> Value {
    var value: Value?
    try queue.inDatabase { database in
      // With the log the same as immediate; with a journal nobody reads in between.
      try database.inTransaction(.exclusive) {
        let (result, completion) = try body(database)
        value = result
        return completion
      }
    }
    guard let value else { preconditionFailure("a transaction that does not throw has a value") }
    return value
  }

  /// The file with these bytes of which at least one table was accepted, if there is one.
  public func knownFile(sha256: String) throws -> KnownFile? {
    try queue.read { try $0.knownFile(sha256: sha256) }
  }

  /// Notes where the original of a file lies, as a path below the shop folder; nil before it was filed.
  public func setKept(_ path: String?, fileID: Int64) throws {
    try queue.write { database in
      try database.execute(
        kept: "UPDATE batches SET kept_at = ? WHERE file_id = ?", arguments: [path, fileID])
    }
  }

  /// True from the moment a file changed the books until the reports show it.
  public func reportsAreStale() throws -> Bool {
    try queue.read { database in
      try Bool.fetchOne(database, kept: "SELECT 1 FROM shop_state WHERE name = 'reports_stale'") ?? false
    }
  }

  /// Notes that the reports show what the books hold, with the days before `today` complete.
  public func markReportsFresh(on today: Day) throws {
    try queue.write { database in
      try database.execute(kept: "DELETE FROM shop_state WHERE name = 'reports_stale'")
      try database.keepFirstReported(on: today)
      try database.execute(
        kept: "INSERT OR REPLACE INTO shop_state (name, value) VALUES ('reports_day', ?)",
        arguments: [today.iso])
      try database.execute(
        kept: """
          INSERT OR REPLACE INTO shop_state (name, value)
          SELECT 'reports_batch', coalesce(max(batch_id), 0) FROM batches
          """)
    }
  }

  /// The shop's day on which the reports were last written.
  public func reportsDay() throws -> Day? {
    try queue.read { database in
      try String.fetchOne(database, kept: "SELECT value FROM shop_state WHERE name = 'reports_day'")
    }.flatMap { Day(iso: $0) }
  }
}

extension Database {
  /// Asked for every file, so that it must not look at all of those before.
  static let knownFile = """
    SELECT first.batch_id, first.kept_at, coalesce(first.receipt, ''), first.processed_at, known.file_name,
      sources.name, known.kind,
      (SELECT sum(records_received) FROM batches WHERE file_id = first.batch_id AND status = 'accepted')
    FROM batches AS known JOIN sources USING (source_id) JOIN batches AS first ON first.batch_id = known.file_id
    WHERE known.status = 'accepted' AND known.batch_id IN (
      SELECT batch_id FROM batches WHERE sha256 = ?1 AND status = 'accepted'
      UNION ALL
      SELECT batch_id FROM forgotten_files JOIN batches USING (file_id) WHERE forgotten_files.sha256 = ?1)
    LIMIT 1
    """

  func knownFile(sha256: String) throws -> KnownFile? {
    try Row.fetchOne(
      self,
      kept: Self.knownFile, arguments: [sha256]
    ).map { row in
      KnownFile(
        fileID: row[0], fileName: row[4], source: row[5], kind: row[6], records: row[7],
        processedAt: row[3],
        keptAt: row[1], receipt: row[2])
    }
  }
}
