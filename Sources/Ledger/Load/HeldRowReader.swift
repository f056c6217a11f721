import GRDB
import Records

/// Reads held rows with their problems by two statements that are prepared once: there may be a million of them.
struct HeldRowReader {
  private let rows: RowStatement
  private let problems: RowStatement

  /// - Parameters:
  ///   - condition: which rows and in which order, with one `?`.
  ///   - value: what is bound to it.
  init(_ condition: String, _ value: Int64, on database: Database) throws {
    rows = try RowStatement(
      """
      SELECT held_row_id, row_hash, batch_id, state, attempts, source_row, byte_offset, raw, cells, transaction_id,
        exported_at
      FROM held_rows \(condition)
      """, on: database)
    rows.bind(1, value)
    problems = try RowStatement(
      """
      SELECT \(Problem.columns) FROM held_problems WHERE held_row_id = ? ORDER BY position
      """, on: database)
  }

  /// Nil after the last one.
  func next() throws -> StoredHeldRow? {
    guard try rows.next() else { return nil }
    var held = StoredHeldRow(
      id: rows.integer(0), hash: rows.integer(1), batchID: rows.integer(2),
      state: rows.text(3).flatMap(HeldState.init) ?? .open, attempts: Int(rows.integer(4)),
      line: Int32(clamping: rows.integer(5)), offset: rows.integer(6), raw: rows.blob(7) ?? [],
      cells: rows.blob(8), transactionID: rows.text(9), exportedAt: rows.integer(10))
    problems.bind(1, held.id)
    while try problems.next() {
      held.problems.append(Problem(reading: problems))
    }
    return held
  }
}

extension Problem {
  /// The columns of `held_problems` that `init(reading:)` expects, in its order.
  static let columns = "code, field, value, message, remedy, severity"

  init(reading row: RowStatement) {
    self.init(
      code: row.text(0) ?? "", field: row.text(1), value: row.text(2), message: row.text(3) ?? "",
      remedy: row.text(4) ?? "", severity: row.text(5).flatMap(Severity.init) ?? .hold)
  }
}
