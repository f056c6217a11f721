import GRDB
import Records

/// Closes held rows whose order a later export tells cleanly, and takes them out of the counts of what is held.
///
/// Whether a row is answered depends on what was told and when, not on the order of arrival: a row that comes after
/// its answer is closed at once, and one that is held again in a still later export is open again.
struct HeldRowAnswers {
  let place: LoadPlace
  let database: Database
  /// Those that the file has, whether they were taken or held.
  let orders: OrderNumbers

  private struct Change {
    var rowID: Int64
    var batchID: Int64
    var isOpen: Bool
    var atStake: Int64
    var currency: String
    var day: Int?
    var code: String
    var field: String
  }

  func settle() throws {
    guard place.facts == .orders else { return }
    let changes = try changes()
    for change in changes {
      let sign: Int64 = change.isOpen ? 1 : -1
      try database.execute(
        kept: "UPDATE held_rows SET state = ?, answered_by = ? WHERE held_row_id = ?",
        arguments: [change.isOpen ? "open" : "fixed", change.isOpen ? nil : place.batchID, change.rowID])
      let state: HeldState = change.isOpen ? .open : .fixed
      let record = HeldChange(
        state: state, cause: .newerExport, at: place.processedAt, batchID: place.batchID)
      try database.note(record, of: change.rowID)
      try database.markFixStale(change.batchID)
      try database.execute(
        kept: """
          INSERT INTO held_causes (batch_id, code, field, currency, rows, amount_at_stake, first_held_row_id)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET
            rows = rows + excluded.rows, amount_at_stake = amount_at_stake + excluded.amount_at_stake
          """,
        arguments: [
          change.batchID, change.code, change.field, change.currency, sign, sign * change.atStake,
          change.rowID,
        ])
      guard let day = change.day, !change.currency.isEmpty else { continue }
      try database.execute(
        kept: """
          INSERT INTO daily_held (day, source_id, currency, rows) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET rows = rows + excluded.rows
          """, arguments: [day, place.sourceID, change.currency, sign])
    }
    guard !changes.isEmpty else { return }
    try database.execute(kept: "DELETE FROM held_causes WHERE rows = 0")
    try database.execute(kept: "DELETE FROM daily_held WHERE rows = 0")
  }

  /// Rows that are open and answered, and rows of this file that are closed and are not.
  private func changes() throws -> [Change] {
    guard !orders.areMany else {
      // A row of this file waits for an answer, unless there is a later export already.
      return try changes(
        where: """
          (state = 'fixed' OR last_batch_id <> ?2
            OR EXISTS (SELECT 1 FROM batches WHERE source_id = ?1 AND exported_at > ?4))
          """
      ) { statement in try read(statement) { $0.bind(4, place.exportedAt) } }
    }
    return try changes(where: "transaction_id = ?4") { statement in
      try orders.all.flatMap { number in try read(statement) { $0.bind(4, copying: number) } }
    }
  }

  private func changes(where condition: String, _ body: (RowStatement) throws -> [Change]) throws -> [Change]
  {
    let statement = try RowStatement(
      """
      WITH held AS (
        SELECT *, exported_at < coalesce(
          (SELECT max(seen_at) FROM line_facts
            WHERE line_facts.source_id = held_rows.source_id
              AND line_facts.transaction_id = held_rows.transaction_id), 0) AS is_answered
        FROM held_rows
        WHERE source_id = ?1 AND transaction_id IS NOT NULL AND \(condition)
          AND (state = 'open' OR state = 'fixed' AND last_batch_id = ?2 AND mended_by IS NULL))
      SELECT held_row_id, batch_id, is_answered, coalesce(amount_at_stake, 0), coalesce(currency, ''), day,
        coalesce((SELECT code FROM held_problems WHERE held_problems.held_row_id = held.held_row_id
          ORDER BY severity <> ?3, position LIMIT 1), ''),
        coalesce((SELECT field FROM held_problems WHERE held_problems.held_row_id = held.held_row_id
          ORDER BY severity <> ?3, position LIMIT 1), '')
      FROM held WHERE (state = 'fixed') <> is_answered
      """, on: database)
    statement.bind(1, place.sourceID)
    statement.bind(2, place.batchID)
    statement.bind(3, Severity.hold.rawValue)
    return try body(statement)
  }

  private func read(_ statement: RowStatement, _ bind: (RowStatement) -> Void) throws -> [Change] {
    bind(statement)
    var found: [Change] = []
    while try statement.next() {
      found.append(
        Change(
          rowID: statement.integer(0), batchID: statement.integer(1), isOpen: statement.integer(2) == 0,
          atStake: statement.integer(3), currency: statement.text(4) ?? "",
          day: statement.isNull(5) ? nil : Int(statement.integer(5)), code: statement.text(6) ?? "",
          field: statement.text(7) ?? ""))
    }
    return found
  }
}

/// Numbers of orders, as long as they are few.
struct OrderNumbers {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []
  private(set) var areMany = false
  private static let few = 20_000

  mutating func note(_ number: UnsafeRawBufferPointer) {
    guard !areMany, number.count > 0 else { return }
    unsafe bytes.append(contentsOf: number)
    ends.append(bytes.count)
    guard ends.count > Self.few else { return }
    (bytes, ends, areMany) = ([], [], true)
  }

  /// Each once.
  var all: Set<[UInt8]> {
    Set(zip([0] + ends, ends).map { Array(bytes[$0..<$1]) })
  }
}
