import GRDB

/// A file as the books have entered it: all that is needed to enter it again.
public struct JournalEntry: Sendable {
  /// The number of its first batch.
  public var fileID: Int64
  /// As it was called in the inbox.
  public var fileName: String
  public var sha256: String
  /// UTC seconds.
  public var exportedAt: Int64
  public var processedAt: Int64
  /// Below the shop folder.
  public var keptAt: String?
  public var receipt: String
  /// Whether at least one table of it was taken.
  public var isTaken: Bool
  /// The first batch of the file that it repeats.
  public var repeats: Int64?
  /// The source that was said for it, where that is not what its tables say themselves.
  public var source: String?
  /// Held rows that were judged again; nil for a file.
  public var judgedAgain: JudgedAgain?
  /// Each batch as it stands.
  var batches: [StoredRow]

  public var batchIDs: [Int64] { batches.compactMap { $0["batch_id"] } }
}

/// Another attempt on held rows of a table, which no file made.
public struct JudgedAgain: Sendable, Hashable {
  public var cause: HeldCause
  /// The table in which they are held.
  public var batchID: Int64

  public init(_ cause: HeldCause, of batchID: Int64) { (self.cause, self.batchID) = (cause, batchID) }

  /// What stands in the books for the hash of a file's bytes.
  public func name(at time: Int64) -> String { "\(cause.rawValue) of \(batchID) at \(time)" }

  init?(name: String) {
    let words = name.split(separator: " ")
    guard words.count == 5, words[1] == "of", let cause = HeldCause(rawValue: String(words[0])),
      let batchID = Int64(words[2])
    else { return nil }
    self.init(cause, of: batchID)
  }
}

extension Books {
  /// Every file, in the order in which they came.
  public func journal() throws -> [JournalEntry] {
    try queue.read { database in
      let batches = try StoredRow.all("SELECT * FROM batches ORDER BY file_id, batch_id", database)
      let sources = try Row.fetchAll(database, sql: "SELECT source_id, name, stream FROM sources").reduce(
        into: [Int64: (name: String, stream: String)]()
      ) { $0[$1[0]] = ($1[1], $1[2]) }
      return Dictionary(grouping: batches) { $0["file_id"] ?? 0 }.sorted { $0.key < $1.key }.compactMap {
        fileID, batches in
        guard let first = batches.first, first["batch_id"] == fileID as Int64 else { return nil }
        let accepted = batches.filter { $0["status"] == "accepted" as String }
        let told = accepted.compactMap { $0["source_id"].flatMap { sources[$0] } }
        let names = Set(told.map(\.name))
        return JournalEntry(
          fileID: fileID, fileName: first["file_name"] ?? "", sha256: first["sha256"] ?? "",
          exportedAt: first["exported_at"] ?? 0,
          processedAt: first["processed_at"] ?? 0, keptAt: first["kept_at"], receipt: first["receipt"] ?? "",
          isTaken: !accepted.isEmpty, repeats: first["repeats_batch_id"],
          source: names.count == 1 && told.contains { $0.name != $0.stream } ? names.first : nil,
          judgedAgain: JudgedAgain(name: first["sha256"] ?? ""), batches: batches)
      }
    }
  }
}

extension Books {
  /// Makes new books ready to take the files of others: the same sources under the same numbers, and what was
  /// decided by answering.
  public func begin(like other: Books) throws {
    let tables = try other.queue.read { database in
      [
        "sources": try StoredRow.all("SELECT source_id, name, stream, facts FROM sources", database),
        "column_readings": try StoredRow.all(
          "SELECT * FROM column_readings WHERE batch_id IS NULL", database),
        // How customers are named is told by the files that are read.
        "forgotten_files": try StoredRow.all("SELECT * FROM forgotten_files", database),
        "shop_state": try StoredRow.all("SELECT * FROM shop_state WHERE name <> 'privacy_key'", database),
      ]
    }
    try queue.write { database in
      for table in ["sources", "column_readings", "forgotten_files", "shop_state"] {
        for row in tables[table] ?? [] { try database.insert(row, into: table) }
      }
    }
  }

  /// Enters a file of which nothing is in the facts, as it was entered in other books.
  public func enter(again entry: JournalEntry) throws {
    try queue.write { database in for batch in entry.batches { try database.insert(batch, into: "batches") } }
  }

  /// Enters another attempt on rows of which none is held any more: nothing is left for it to take.
  public func enter(emptied entry: JournalEntry) throws {
    let counts = [
      "records_received", "inserted", "updated", "unchanged", "superseded", "duplicate", "held", "skipped",
    ]
    try queue.write { database in
      for var batch in entry.batches {
        for name in counts { batch.set(name, 0.databaseValue) }
        try database.insert(batch, into: "batches")
      }
    }
  }

  /// The rows that an attempt took, by what their bytes were.
  public func rows(takenBy fileID: Int64) throws -> [(sourceID: Int64, hash: Int64)] {
    try queue.read { database in
      try Row.fetchAll(
        database, sql: "SELECT source_id, row_hash FROM held_rows WHERE mended_by = ?", arguments: [fileID]
      ).map { ($0[0], $0[1]) }
    }
  }

  /// The numbers of open rows.
  public func openRows(_ rows: [(sourceID: Int64, hash: Int64)]) throws -> Set<Int64> {
    try queue.read { database in
      Set(
        try rows.compactMap { row in
          try Int64.fetchOne(
            database,
            sql: "SELECT held_row_id FROM held_rows WHERE source_id = ? AND row_hash = ? AND state = 'open'",
            arguments: [row.sourceID, row.hash])
        })
    }
  }

  /// What a file that was read again took at first: its time, its receipt, where its original lies.
  ///
  /// - Returns: false if its tables did not come under the numbers they had.
  public func settle(again entry: JournalEntry) throws -> Bool {
    try queue.write { database in
      let known = try Row.fetchAll(
        database, sql: "SELECT batch_id, status FROM batches WHERE file_id = ? ORDER BY batch_id",
        arguments: [entry.fileID])
      let isSame = known.elementsEqual(entry.batches) {
        $0["batch_id"] == $1["batch_id"] as Int64? && $0["status"] == $1["status"] as String?
      }
      guard isSame else { return false }
      for batch in entry.batches {
        try database.execute(
          sql: "UPDATE batches SET milliseconds = ?, receipt = ?, kept_at = ? WHERE batch_id = ?",
          arguments: StatementArguments(["milliseconds", "receipt", "kept_at", "batch_id"].map(batch.value)))
      }
      return true
    }
  }

  /// Carries over which held rows somebody has discarded, and drops sources of which nothing is left.
  ///
  /// - Parameter rowHashes: of rows that have other bytes now, before and after.
  public func finish(like other: Books, rowHashes: [Int64: Int64] = [:]) throws {
    let renamed = Self.counted(rowHashes)
    let (decided, reported, restated) = try other.queue.read { database in
      (
        try StoredRow.all(
          "SELECT state, source_id, row_hash FROM held_rows WHERE state = 'discarded'",
          database),
        try StoredRow.all("SELECT * FROM first_reported", database),
        try StoredRow.all("SELECT * FROM restatements ORDER BY restatement_id", database)
      )
    }
    try queue.write { database in
      // What reports have said stays said; a file that was taken out again restated nothing.
      for row in reported { try database.insert(row, into: "first_reported") }
      let batches = try Int64.fetchSet(database, sql: "SELECT batch_id FROM batches")
      for row in restated where (row["batch_id"] as Int64?).map(batches.contains) ?? false {
        try database.insert(row, into: "restatements")
      }
      for row in decided {
        let hash: Int64 = row["row_hash"] ?? 0
        try database.execute(
          sql: "UPDATE held_rows SET state = ? WHERE source_id = ? AND row_hash = ? AND state = 'open'",
          arguments: [row.value("state"), row.value("source_id"), renamed[hash] ?? hash])
      }
      if !decided.isEmpty { try database.execute(sql: Self.recountHeld) }
      try database.execute(
        sql: """
          DELETE FROM sources WHERE source_id NOT IN (SELECT source_id FROM batches WHERE source_id IS NOT NULL)
            AND source_id NOT IN (SELECT source_id FROM column_readings);
          INSERT OR REPLACE INTO shop_state (name, value) VALUES ('reports_stale', '1');
          """)
    }
  }

  /// A row counts under its first holding problem, as `HeldRowWriter` counts it.
  private static let recountHeld = """
    DELETE FROM daily_held;
    INSERT INTO daily_held (day, source_id, currency, rows) \(openByDay);
    DELETE FROM held_causes;
    INSERT INTO held_causes (batch_id, code, field, currency, rows, amount_at_stake, first_held_row_id)
    SELECT batch_id, coalesce(code, ''), coalesce(field, ''), coalesce(currency, ''), count(*),
      sum(coalesce(amount_at_stake, 0)), min(held_row_id)
    FROM held_rows LEFT JOIN held_problems USING (held_row_id)
    WHERE state = 'open' AND (position IS NULL OR position =
      (SELECT position FROM held_problems AS main WHERE main.held_row_id = held_rows.held_row_id
        ORDER BY severity <> 'hold', position LIMIT 1))
    GROUP BY 1, 2, 3, 4;
    """

  /// What the totals of each day are.
  public func dayTotals() throws -> [DayTotal] { try rehearse { try $0.dayTotals() } }

  /// A word that is kept with the books; nil takes it away.
  public func set(_ value: String?, for name: String) throws {
    try queue.write { database in
      try database.execute(sql: "DELETE FROM shop_state WHERE name = ?", arguments: [name])
      guard let value else { return }
      try database.execute(
        sql: "INSERT INTO shop_state (name, value) VALUES (?, ?)", arguments: [name, value])
    }
  }

  public func value(for name: String) throws -> String? {
    try queue.read { database in
      try String.fetchOne(database, sql: "SELECT value FROM shop_state WHERE name = ?", arguments: [name])
    }
  }
}

extension Database {
  fileprivate func insert(_ row: StoredRow, into table: String) throws {
    let names = row.names.joined(separator: ", ")
    let places = row.names.map { _ in "?" }.joined(separator: ", ")
    try execute(
      sql: "INSERT INTO \(table) (\(names)) VALUES (\(places))",
      arguments: StatementArguments(row.values))
  }
}

/// A row as it stands, with all its columns whichever they are.
struct StoredRow: Sendable {
  var names: [String]
  var values: [DatabaseValue]

  static func all(_ sql: String, _ database: Database) throws -> [StoredRow] {
    try Row.fetchAll(database, sql: sql).map {
      StoredRow(names: Array($0.columnNames), values: Array($0.databaseValues))
    }
  }

  mutating func set(_ name: String, _ value: DatabaseValue) {
    if let place = names.firstIndex(of: name) { values[place] = value }
  }

  func value(_ name: String) -> DatabaseValue { names.firstIndex(of: name).map { values[$0] } ?? .null }

  subscript<Value: DatabaseValueConvertible>(name: String) -> Value? { Value.fromDatabaseValue(value(name)) }
}
