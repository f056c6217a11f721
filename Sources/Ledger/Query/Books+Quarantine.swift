public import Records

import GRDB

/// Open rows held for one reason, over all files.
public struct HeldCauseGroup: Sendable {
  public var code: String
  public var field: String?
  public var rows: Int
  public var files: Int
  public var atStake: [Currency: Int64]
  public var example: StoredHeldRow
  /// The file of the example.
  public var fileName: String
}

/// Which held rows a command is about.
public enum HeldSelection: Sendable, Hashable {
  case row(Int64)
  /// A rule's code.
  case cause(String)
  /// A file's name, as it was called in the inbox.
  case file(String)
}

extension Books {
  /// Why rows are held, most rows first.
  public func heldCauses() throws -> [HeldCauseGroup] {
    try queue.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT code, field, sum(rows), count(DISTINCT batch_id), group_concat(currency || ':' || amount_at_stake),
            min(first_held_row_id)
          FROM held_causes GROUP BY code, field ORDER BY 3 DESC, 1, 2
          """)
      return try rows.compactMap { row in
        guard let example = try database.heldRow(row[5]) else { return nil }
        let field: String = row[1]
        return HeldCauseGroup(
          code: row[0], field: field.isEmpty ? nil : field, rows: row[2], files: row[3],
          atStake: Database.amounts(row[4]), example: example,
          fileName: try database.fileName(of: example.batchID))
      }
    }
  }

  /// A held row in whatever state, the file it came in first and when, and what became of it.
  public func heldRow(
    _ id: Int64
  ) throws -> (row: StoredHeldRow, file: String, seenAt: Int64, changes: [HeldChange])? {
    try queue.read { database in
      guard let row = try database.heldRow(id) else { return nil }
      let seen = try Int64.fetchOne(
        database, sql: "SELECT processed_at FROM batches WHERE batch_id = ?", arguments: [row.batchID])
      let changes = try Row.fetchAll(
        database,
        sql: """
          SELECT state, cause, reason, changed_at, batch_id FROM held_row_changes WHERE held_row_id = ?
          ORDER BY held_row_change_id
          """, arguments: [id]
      ).compactMap { change -> HeldChange? in
        guard let state = HeldState(rawValue: change[0]), let cause = HeldCause(rawValue: change[1]) else {
          return nil
        }
        return HeldChange(state: state, cause: cause, reason: change[2], at: change[3], batchID: change[4])
      }
      return (row, try database.fileName(of: row.batchID), seen ?? 0, changes)
    }
  }

  /// Numbers of the open rows that are meant, by the table they came in.
  public func openRows(_ selection: HeldSelection) throws -> [Int64: [Int64]] {
    let (condition, argument): (String, any DatabaseValueConvertible) =
      switch selection {
      case .row(let id): ("held_row_id = ?", id)
      case .cause(let code):
        ("held_row_id IN (SELECT held_row_id FROM held_problems WHERE code = ? AND severity = 'hold')", code)
      case .file(let name): ("batch_id IN (SELECT batch_id FROM batches WHERE file_name = ?)", name)
      }
    return try queue.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: "SELECT batch_id, held_row_id FROM held_rows WHERE state = 'open' AND \(condition) ORDER BY 2",
        arguments: [argument])
      return Dictionary(grouping: rows) { $0[0] as Int64 }.mapValues { $0.map { $0[1] } }
    }
  }
}

extension Database {
  fileprivate func fileName(of batchID: Int64) throws -> String {
    try String.fetchOne(
      self, sql: "SELECT file_name FROM batches WHERE batch_id = ?", arguments: [batchID]) ?? ""
  }
}
