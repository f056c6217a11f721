import Records

import GRDB

extension JournalEntry {
  /// The entry of an original that has other bytes now.
  ///
  /// - Parameter rewrite: what becomes of texts that may have a value of a row in them.
  public func rewritten(sha256: String, _ rewrite: (String) -> String) -> JournalEntry {
    var entry = self
    entry.sha256 = sha256
    entry.receipt = rewrite(receipt)
    entry.batches = batches.map { batch in
      var batch = batch
      batch.set("sha256", sha256.databaseValue)
      for name in ["receipt", "message", "remedy"] {
        guard let text: String = batch[name] else { continue }
        batch.set(name, rewrite(text).databaseValue)
      }
      return batch
    }
    return entry
  }
}

extension Books {
  /// All totals and counts as text: what must not change when somebody is forgotten.
  public func totals() throws -> String {
    try queue.read { database in
      let counts = try Row.fetchAll(
        database,
        sql: """
          SELECT 'lines', count(*), sum(gross), sum(quantity) FROM line_facts
          UNION ALL SELECT 'held ' || state, count(*), sum(amount_at_stake), 0 FROM held_rows GROUP BY state
          UNION ALL SELECT 'customers', count(*), 0, 0 FROM customers
          UNION ALL SELECT 'customers with orders', count(*), 0, 0 FROM customer_days
          UNION ALL SELECT 'movements', count(*), sum(net), 0 FROM money_movements
          """
      ).map { $0.databaseValues.map(\.description).joined(separator: " | ") }
      return try counts.joined(separator: "\n") + "\n" + Self.totalsDump(database)
    }
  }

  /// Notes what originals were before they were rewritten.
  public func noteForgotten(_ files: [(sha256: String, fileID: Int64)], at time: Int64) throws {
    try queue.write { database in
      for file in files {
        try database.execute(
          sql: "INSERT OR IGNORE INTO forgotten_files (sha256, file_id, forgotten_at) VALUES (?, ?, ?)",
          arguments: [file.sha256, file.fileID, time])
      }
    }
  }

  /// References of held rows by what they become when rows are rewritten.
  ///
  /// - Parameter hashes: of the bytes of a row, before and after.
  public func references(_ hashes: [Int64: Int64]) throws -> [String: String] {
    let all = Self.counted(hashes)
    guard !all.isEmpty else { return [:] }
    return try queue.read { database in
      var found: [String: String] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT held_row_id, row_hash FROM held_rows")
      while let row = try rows.next() {
        guard let after = all[row[1]] else { continue }
        found[StoredHeldRow.reference(row[0], row[1])] = StoredHeldRow.reference(row[0], after)
      }
      return found
    }
  }

  /// Equal rows of one file are told apart by hashes that follow from each other.
  static func counted(_ hashes: [Int64: Int64]) -> [Int64: Int64] {
    var all: [Int64: Int64] = [:]
    for (before, after) in hashes {
      var pair = (before, after)
      for _ in 0..<100 {
        all[pair.0] = pair.1
        pair = (StableHash.nextLineID(after: pair.0), StableHash.nextLineID(after: pair.1))
      }
    }
    return all
  }
}
