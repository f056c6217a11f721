import GRDB
import Records

/// One thing that was checked: how many of them, and where what is stored is not what it should be.
public struct AuditCheck: Sendable, Codable {
  /// `totals of daily_sales`.
  public var name: String
  public var checked: Int
  /// Sentences, at most `AuditCheck.mostTold`; `differing` says how many there are.
  public private(set) var differences: [String] = []
  public private(set) var differing = 0

  public static let mostTold = 20

  public init(_ name: String, checked: Int = 0) {
    self.name = name
    self.checked = checked
  }

  public mutating func differs(_ sentence: String) {
    differing += 1
    if differences.count < Self.mostTold { differences.append(sentence) }
  }
}

/// A file of which an original must lie in the shop folder.
public struct KeptFile: Sendable {
  public var fileID: Int64
  public var fileName: String
  public var sha256: String
  /// Below the shop folder; nil between the books and the filing.
  public var keptAt: String?
  /// UTC seconds.
  public var processedAt: Int64

  public init(fileID: Int64, fileName: String, sha256: String, keptAt: String?, processedAt: Int64) {
    self.fileID = fileID
    self.fileName = fileName
    self.sha256 = sha256
    self.keptAt = keptAt
    self.processedAt = processedAt
  }
}

/// What a look at the whole database found, all of it at one moment.
public struct Audit: Sendable {
  public var checks: [AuditCheck]
  /// Files that were taken or repeated, in the order in which they came; those that failed are their owner's.
  public var kept: [KeptFile]
}

extension Books {
  /// Checks the database by itself, without changing a byte of it: totals are counted anew from the facts into
  /// temporary tables, in one transaction beside whoever writes.
  public func audit() throws -> Audit {
    // Temporary tables refer to nothing; the switch has no effect within a transaction.
    try queue.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = OFF") }
    defer { try? queue.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = ON") } }
    var audit = Audit(checks: [], kept: [])
    try queue.inDatabase { database in
      try database.inTransaction(.deferred) {
        audit.checks = [try Self.structure(database), try Self.references(database)]
        audit.checks += [try Self.rows(database), try Self.heldRows(database)]
        audit.checks += try totals(database) + [try Self.heldCounts(database), try Self.newest(database)]
        audit.kept = try Self.keptFiles(database)
        return .rollback
      }
    }
    return audit
  }

  private static func structure(_ database: Database) throws -> AuditCheck {
    var check = AuditCheck("pages and indexes of the database")
    check.checked = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
    for sentence in try String.fetchAll(database, sql: "PRAGMA integrity_check") where sentence != "ok" {
      check.differs(sentence)
    }
    return check
  }

  private static func references(_ database: Database) throws -> AuditCheck {
    var check = AuditCheck("tables whose rows refer to others")
    check.checked =
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(DISTINCT tables.name) FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name)
          WHERE tables.type = 'table'
          """) ?? 0
    let keys = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map {
      ($0[0] as String, $0[2] as String)
    }
    for (table, parent) in try keys + lineReferences(database) {
      check.differs("a row of \(table) refers to a row of \(parent) that is not there")
    }
    return check
  }

  /// Lines have no foreign keys, which would be looked up for every one that is written.
  private static func lineReferences(_ database: Database) throws -> [(String, String)] {
    let lost = """
      SELECT 'sources' AS parent FROM line_facts WHERE source_id NOT IN (SELECT source_id FROM sources)
      UNION ALL
      SELECT 'batches' FROM line_facts
      WHERE first_batch_id NOT IN (SELECT batch_id FROM batches)
        OR last_batch_id NOT IN (SELECT batch_id FROM batches)
        OR told_by NOT IN (SELECT batch_id FROM batches)
      """
    return try String.fetchAll(database, sql: lost).map { ("line_facts", $0) }
  }

  /// read = inserted + updated + unchanged + superseded + duplicate + held + skipped.
  private static func rows(_ database: Database) throws -> AuditCheck {
    var check = AuditCheck("tables of files, each row accounted for")
    check.checked = try Int.fetchOne(database, sql: "SELECT count(*) FROM batches") ?? 0
    let wrong = try Row.fetchAll(
      database,
      sql: """
        SELECT batch_id, file_name, records_received,
          inserted + updated + unchanged + superseded + duplicate + held + skipped AS accounted
        FROM batches WHERE records_received <> accounted
        """)
    for row in wrong {
      check.differs(
        "\(row[1] as String) (batch \(row[0] as Int64)): \(row[2] as Int64) rows read, \(row[3] as Int64) accounted for"
      )
    }
    return check
  }

  private static func heldRows(_ database: Database) throws -> AuditCheck {
    var check = AuditCheck("held rows, each with its file and a reason")
    check.checked = try Int.fetchOne(database, sql: "SELECT count(*) FROM held_rows") ?? 0
    let lost = try Row.fetchAll(
      database,
      sql: """
        SELECT held_row_id, batch_id, batch_id IN (SELECT batch_id FROM batches) AS has_batch,
          held_row_id IN (SELECT held_row_id FROM held_problems) AS has_reason
        FROM held_rows WHERE NOT has_batch OR NOT has_reason
        """)
    for row in lost {
      let missing = row[2] ? "no reason" : "no file (batch \(row[1] as Int64))"
      check.differs("held row \(row[0] as Int64) has \(missing)")
    }
    return check
  }

  /// Totals as stored against totals as counted; temporary tables of the same names take what is counted.
  private func totals(_ database: Database) throws -> [AuditCheck] {
    for table in Self.totalTables {
      let sql = try String.fetchOne(
        database, sql: "SELECT sql FROM main.sqlite_schema WHERE name = ?", arguments: [table])
      guard let sql else { preconditionFailure("the schema has a table \(table)") }
      try database.execute(
        sql: sql.replacing("CREATE TABLE", with: "CREATE TEMP TABLE", maxReplacements: 1)
          .replacing("REFERENCES sources", with: ""))
    }
    try recountTotals(in: database)
    return try Self.totalTables.map { table in
      var check = AuditCheck("rows of \(table)")
      check.checked = try Int.fetchOne(database, sql: "SELECT count(*) FROM main.\(table)") ?? 0
      try database.compare(
        stored: "SELECT * FROM main.\(table)", counted: "SELECT * FROM temp.\(table)",
        key: database.primaryKey(table).columns, into: &check)
      return check
    }
  }

  /// The counts of what is held, by day and by cause, against the held rows that are open.
  private static func heldCounts(_ database: Database) throws -> AuditCheck {
    var check = AuditCheck("counts of held rows")
    check.checked =
      try Int.fetchOne(
        database, sql: "SELECT (SELECT count(*) FROM daily_held) + (SELECT count(*) FROM held_causes)")
      ?? 0
    try database.compare(
      stored: "SELECT day, source_id, currency, rows FROM daily_held", counted: Self.openByDay,
      key: ["day", "source_id", "currency"], into: &check)
    try database.compare(
      stored:
        "SELECT batch_id, sum(rows) AS rows, sum(amount_at_stake) AS amount_at_stake FROM held_causes GROUP BY 1",
      counted: """
        SELECT batch_id, count(*) AS rows, sum(coalesce(amount_at_stake, 0)) AS amount_at_stake FROM held_rows
        WHERE state = 'open' GROUP BY 1
        """, key: ["batch_id"], into: &check)
    return check
  }

  static let openByDay = """
    SELECT day, source_id, currency, count(*) AS rows FROM held_rows
    WHERE state = 'open' AND day IS NOT NULL AND currency IS NOT NULL GROUP BY day, source_id, currency
    """

  private static func newest(_ database: Database) throws -> AuditCheck {
    var check = AuditCheck("newest sale of each source")
    check.checked = try Int.fetchOne(database, sql: "SELECT count(*) FROM sources") ?? 0
    try database.compare(
      stored: "SELECT source_id, name, newest_at FROM sources",
      counted: """
        SELECT source_id, name, coalesce((SELECT max(happened_at) FROM line_facts
          WHERE line_facts.source_id = sources.source_id AND status IN (0, 3)), 0) AS newest_at FROM sources
        """, key: ["source_id", "name"], into: &check)
    return check
  }

  private static func keptFiles(_ database: Database) throws -> [KeptFile] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT batch_id, file_name, sha256, kept_at, processed_at FROM batches AS first
        -- Rows that were judged again by a command have no original of their own.
        WHERE batch_id = file_id AND sha256 NOT LIKE '% of %' AND (status <> 'failed' OR EXISTS
          (SELECT 1 FROM batches WHERE batches.file_id = first.batch_id AND batches.status = 'accepted'))
        ORDER BY batch_id
        """
    ).map {
      KeptFile(fileID: $0[0], fileName: $0[1], sha256: $0[2], keptAt: $0[3], processedAt: $0[4])
    }
  }
}

extension Database {
  /// Rows that stand in one of two queries only, told by their key and the columns that differ.
  fileprivate func compare(
    stored: String, counted: String, key: [String], into check: inout AuditCheck
  ) throws {
    var found: [[DatabaseValue]: (stored: Row?, counted: Row?)] = [:]
    func look(_ sql: String, _ keep: (inout (stored: Row?, counted: Row?), Row) -> Void) throws {
      for row in try Row.fetchAll(self, sql: sql) {
        keep(&found[key.map { row[$0] as DatabaseValue }, default: (nil, nil)], row)
      }
    }
    try look("SELECT * FROM (\(stored)) EXCEPT SELECT * FROM (\(counted))") { $0.stored = $1 }
    try look("SELECT * FROM (\(counted)) EXCEPT SELECT * FROM (\(stored))") { $0.counted = $1 }
    for (_, pair) in found.sorted(by: {
      $0.key.map(\.description).lexicographicallyPrecedes($1.key.map(\.description))
    }) {
      check.differs(Self.sentence(pair.stored, pair.counted, key: key))
    }
  }

  /// `day 20240305, source_id 1: orders is 3 and should be 4`.
  private static func sentence(_ stored: Row?, _ counted: Row?, key: [String]) -> String {
    guard let known = stored ?? counted else { return "" }
    let place = key.map { "\($0) \(text(known[$0]))" }.joined(separator: ", ")
    guard let stored else { return "\(place): missing" }
    guard let counted else { return "\(place): is there and should not be" }
    let columns = known.columnNames.filter { stored[$0] as DatabaseValue != counted[$0] }
    return "\(place): "
      + columns.map { "\($0) is \(text(stored[$0])) and should be \(text(counted[$0]))" }.joined(
        separator: ", ")
  }

  /// The days of a customer are the only blob among the totals.
  private static func text(_ value: DatabaseValue) -> String {
    if case .blob(let days) = value.storage { return OrderDays.text(Array(days)) }
    return String.fromDatabaseValue(value) ?? "\(value)"
  }
}
