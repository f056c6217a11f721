public import Records

import Foundation
import GRDB

/// What has become of a held row.
public enum HeldState: String, Sendable, Codable, CaseIterable { case open, fixed, released, discarded }

/// Why the state of a held row changed.
public enum HeldCause: String, Sendable, Codable, CaseIterable {
  case fix, retry, accept, discard
  case newerExport = "newer_export"
  /// The sale came that the row gives back.
  case sale
}

/// A change of a held row's state, or another attempt that left it open.
public struct HeldChange: Sendable, Hashable, Codable {
  public var state: HeldState
  public var cause: HeldCause
  /// For people: the fix file's name, the owner's reason.
  public var reason: String
  /// UTC seconds.
  public var at: Int64
  public var batchID: Int64?

  public init(state: HeldState, cause: HeldCause, reason: String = "", at: Int64, batchID: Int64? = nil) {
    self.state = state
    self.cause = cause
    self.reason = reason
    self.at = at
    self.batchID = batchID
  }
}

/// A held row as it is stored, with what is needed to judge it again.
public struct StoredHeldRow: Sendable {
  public var id: Int64
  /// Of its bytes.
  public var hash: Int64
  public var batchID: Int64
  public var state: HeldState
  public var attempts: Int
  /// In the file in which it came first.
  public var line: Int32
  public var offset: Int64
  public var raw: [UInt8]
  public var cells: [UInt8]?
  public var transactionID: String?
  /// When its export was made, UTC seconds.
  public var exportedAt: Int64
  public var problems: [Problem] = []

  /// By which a fix file names it. A spreadsheet takes it for a word; a row of other books has another one.
  public var reference: String { Self.reference(id, hash) }

  static func reference(_ id: Int64, _ hash: Int64) -> String {
    let check = String(UInt64(bitPattern: hash) & 0xFFFF, radix: 16)
    return "held-\(id)-" + String(repeating: "0", count: 4 - check.count) + check
  }

  /// The row's number in a reference; nil if it is none.
  public static func id(of reference: String) -> Int64? {
    let parts = reference.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "held", parts[2].utf8.count == 4 else { return nil }
    return Int64(parts[1])
  }
}

/// A table with held rows: where it came from and how it was written.
public struct HeldTable: Sendable {
  public var batchID: Int64
  public var fileName: String
  public var source: String
  public var kind: String
  public var form: TableForm
  /// Its file in `Fix/`, once there is one.
  public var fixName: String?
  public var openRows: Int
}

extension FileLoad {
  /// Keeps how a table was written, of which rows are held.
  public func keep(_ form: TableForm, of batchID: Int64) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try database.execute(
      kept: "INSERT OR REPLACE INTO table_forms (batch_id, form) VALUES (?, ?)",
      arguments: [batchID, String(decoding: try encoder.encode(form), as: UTF8.self)])
  }

  public func heldTable(_ batchID: Int64) throws -> HeldTable? { try database.heldTable(batchID) }

  /// A held row with its problems.
  public func heldRow(_ id: Int64) throws -> StoredHeldRow? { try database.heldRow(id) }

  /// Open rows of a table, in the order of its file.
  public func eachOpenRow(of batchID: Int64, _ body: (StoredHeldRow) throws -> Void) throws {
    try database.eachOpenRow(of: batchID, body)
  }

  /// Numbers of the open rows of one order, as far as they came in one table.
  public func openRows(ofOrder transactionID: String, in batchID: Int64) throws -> [Int64] {
    try Int64.fetchAll(
      database,
      kept: "SELECT held_row_id FROM held_rows WHERE batch_id = ? AND transaction_id = ? AND state = 'open'",
      arguments: [batchID, transactionID])
  }

  /// Notes what became of rows, and counts anew what is held of their tables.
  public func change(_ ids: some Sequence<Int64>, _ change: HeldChange) throws {
    var batches: Set<Int64> = []
    for id in ids {
      try database.execute(
        kept: """
          UPDATE held_rows SET state = ?1, mended_by = CASE ?1 WHEN 'open' THEN NULL ELSE coalesce(?2, mended_by) END
          WHERE held_row_id = ?3
          """, arguments: [change.state.rawValue, change.batchID, id])
      try database.note(change, of: id)
      if let batchID = try Int64.fetchOne(
        database, kept: "SELECT batch_id FROM held_rows WHERE held_row_id = ?", arguments: [id])
      {
        batches.insert(batchID)
      }
    }
    for batchID in batches.sorted() { try database.recountHeld(batchID) }
  }
}

extension Database {
  func note(_ change: HeldChange, of rowID: Int64) throws {
    try execute(
      kept: """
        INSERT INTO held_row_changes (held_row_id, changed_at, state, cause, reason, batch_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        rowID, change.at, change.state.rawValue, change.cause.rawValue, change.reason, change.batchID,
      ])
  }

  /// The table's file in `Fix/` is to be written anew.
  func markFixStale(_ batchID: Int64) throws {
    try execute(kept: "UPDATE table_forms SET fix_is_stale = 1 WHERE batch_id = ?", arguments: [batchID])
  }

  /// Counts the open rows of a table by cause, and those of its source by day.
  func recountHeld(_ batchID: Int64) throws {
    try execute(kept: "DELETE FROM held_causes WHERE batch_id = ?", arguments: [batchID])
    try execute(
      kept: """
        INSERT INTO held_causes (batch_id, code, field, currency, rows, amount_at_stake, first_held_row_id)
        SELECT batch_id, coalesce(main.code, ''), coalesce(main.field, ''), coalesce(currency, ''), count(*),
          sum(coalesce(amount_at_stake, 0)), min(held_rows.held_row_id)
        FROM held_rows LEFT JOIN held_problems AS main ON main.held_row_id = held_rows.held_row_id
          AND main.position = (SELECT position FROM held_problems WHERE held_problems.held_row_id = held_rows.held_row_id
            ORDER BY severity <> ?2, position LIMIT 1)
        WHERE batch_id = ?1 AND state = 'open' GROUP BY 1, 2, 3, 4
        """, arguments: [batchID, Severity.hold.rawValue])
    let sourceID = try Int64.fetchOne(
      self, kept: "SELECT source_id FROM batches WHERE batch_id = ?", arguments: [batchID])
    try execute(kept: "DELETE FROM daily_held WHERE source_id = ?", arguments: [sourceID])
    try execute(
      kept: """
        INSERT INTO daily_held (day, source_id, currency, rows)
        SELECT day, source_id, currency, count(*) FROM held_rows
        WHERE source_id = ? AND state = 'open' AND day IS NOT NULL AND currency IS NOT NULL GROUP BY 1, 2, 3
        """, arguments: [sourceID])
    try markFixStale(batchID)
  }

  func heldTable(_ batchID: Int64) throws -> HeldTable? {
    try heldTables("WHERE table_forms.batch_id = ?", [batchID]).first
  }

  func heldTables(_ condition: String, _ arguments: StatementArguments) throws -> [HeldTable] {
    try Row.fetchAll(
      self,
      kept: """
        SELECT table_forms.batch_id, file_name, name, batches.kind, form, fix_name,
          (SELECT count(*) FROM held_rows WHERE held_rows.batch_id = table_forms.batch_id AND state = 'open')
        FROM table_forms JOIN batches USING (batch_id) JOIN sources USING (source_id) \(condition)
        ORDER BY table_forms.batch_id
        """, arguments: arguments
    ).map { row in
      let form = try JSONDecoder().decode(TableForm.self, from: Data((row[4] as String).utf8))
      return HeldTable(
        batchID: row[0], fileName: row[1], source: row[2], kind: row[3], form: form, fixName: row[5],
        openRows: row[6])
    }
  }

  func heldRow(_ id: Int64) throws -> StoredHeldRow? {
    let rows = try HeldRowReader("WHERE held_row_id = ?", id, on: self)
    return try rows.next()
  }

  func eachOpenRow(of batchID: Int64, _ body: (StoredHeldRow) throws -> Void) throws {
    let rows = try HeldRowReader(
      "WHERE batch_id = ? AND state = 'open' ORDER BY source_row, byte_offset, held_row_id", batchID, on: self
    )
    while let row = try rows.next() { try body(row) }
  }
}
