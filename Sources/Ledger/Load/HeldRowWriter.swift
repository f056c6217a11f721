import Foundation
import GRDB
import Records

/// Stores held rows with their bytes and every problem, and counts them by cause.
///
/// A row already held from another file is not stored again; equal rows of one file are.
struct HeldRowWriter {
  private let place: LoadPlace
  private let database: Database
  private let see: RowStatement
  private let row: RowStatement
  private let problem: RowStatement
  private var causes: [Cause: CauseTotals] = [:]
  private var days: [HeldDay: Int64] = [:]
  /// For content that came more than once, the hash under which it stands last: it is not looked for from the first
  /// on for every row.
  private var repeated: [Int64: Int64] = [:]
  /// More are not remembered; what is forgotten is looked for again.
  private static let mostRepeated = 1 << 16
  private var orders = OrderNumbers()
  /// Stored rows that were held again.
  private(set) var renewed: Set<Int64> = []
  /// The last of equal rows of which all before it are renewed, or no longer open.
  private var resumed: [Int64: Int64] = [:]

  private struct Cause: Hashable {
    var code: String
    var field: String
    var currency: String
  }

  private struct CauseTotals {
    var rows: Int64 = 0
    var atStake: Int64 = 0
    var firstRowID: Int64
  }

  private struct HeldDay: Hashable {
    var day: Day
    var currency: Currency
  }

  init(_ place: LoadPlace, database: Database) throws {
    self.place = place
    self.database = database
    see = try RowStatement(
      "SELECT held_row_id, last_batch_id, batch_id, state FROM held_rows WHERE source_id = ? AND row_hash = ?",
      on: database)
    row = try RowStatement(
      """
      INSERT INTO held_rows (source_id, row_hash, batch_id, last_batch_id, source_row, byte_offset, raw,
        amount_at_stake, currency, day, transaction_id, exported_at, cells, sale_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
    problem = try RowStatement(
      """
      INSERT INTO held_problems (held_row_id, position, code, field, value, message, remedy, severity)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, on: database)
  }

  /// The file tells of an order, which may answer rows that are held.
  mutating func see(order number: ByteRange, _ bytes: UnsafeRawBufferPointer) {
    unsafe orders.note(UnsafeRawBufferPointer(rebasing: bytes[number.indices]))
  }

  mutating func hold(_ held: HeldRow, _ bytes: UnsafeRawBufferPointer) throws {
    unsafe see(order: held.transactionID, bytes)
    if let rowID = held.heldRowID { return try renew(held, rowID, saleID: nil) }
    let raw = unsafe UnsafeRawBufferPointer(rebasing: bytes[held.origin.raw.indices])
    if !place.sameFile.isEmpty, let rowID = try unsafe storedRow(raw) {
      let sale = unsafe String(decoding: bytes[held.saleID.indices], as: UTF8.self)
      return try renew(held, rowID, saleID: sale.isEmpty ? nil : sale)
    }
    guard let hash = try unsafe freshHash(of: raw) else { return }
    row.bind(1, place.sourceID)
    row.bind(2, hash)
    row.bind(3, place.batchID)
    row.bind(4, place.batchID)
    row.bind(5, Int64(held.origin.line))
    row.bind(6, held.origin.offset)
    unsafe row.bindBlob(7, raw)
    row.bind(8, held.amountAtStake)
    row.bind(9, held.currency?.code)
    row.bind(10, held.day.map { Int64($0.yyyymmdd) })
    unsafe row.bind(11, held.transactionID, in: bytes)
    row.bind(12, place.exportedAt)
    if held.cells.isEmpty {
      row.bindNull(13)
    } else {
      unsafe held.cells.withUnsafeBytes { unsafe row.bindBlob(13, $0) }
    }
    unsafe row.bind(14, held.saleID, in: bytes)
    try row.run()
    let rowID = database.lastInsertedRowID
    for (position, problem) in held.problems.enumerated() { try insert(problem, at: position, of: rowID) }
    count(held, rowID: rowID)
  }

  /// The hash under which to store the row; nil if the same row is held already from another file.
  private mutating func freshHash(of raw: UnsafeRawBufferPointer) throws -> Int64? {
    var content = StableHash()
    unsafe content.combine(raw)
    var hash = repeated[content.value] ?? content.value
    while true {
      see.bind(1, place.sourceID)
      see.bind(2, hash)
      guard try see.next() else { return hash }
      let (rowID, lastBatchID) = (see.integer(0), see.integer(1))
      see.reset()
      guard lastBatchID == place.batchID else {
        try database.execute(
          kept: """
            UPDATE held_rows SET last_batch_id = ?, attempts = attempts + 1, exported_at = max(exported_at, ?)
            WHERE held_row_id = ?
            """, arguments: [place.batchID, place.exportedAt, rowID])
        return nil
      }
      hash = StableHash.nextLineID(after: hash)
      if repeated.count == Self.mostRepeated { repeated.removeAll(keepingCapacity: true) }
      repeated[content.value] = hash
    }
  }

  /// The row that is judged again, by its bytes, where the ledger itself holds it: of equal ones any.
  private mutating func storedRow(_ raw: UnsafeRawBufferPointer) throws -> Int64? {
    var content = StableHash()
    unsafe content.combine(raw)
    var hash = resumed[content.value] ?? content.value
    while true {
      see.bind(1, place.sourceID)
      see.bind(2, hash)
      guard try see.next() else { return nil }
      let (rowID, batchID, state) = (see.integer(0), see.integer(2), see.bytes(3))
      see.reset()
      let isOpen = state == Array(HeldState.open.rawValue.utf8)
      if isOpen, place.sameFile.contains(batchID), !renewed.contains(rowID) { return rowID }
      if resumed.count == Self.mostRepeated { resumed.removeAll(keepingCapacity: true) }
      resumed[content.value] = hash
      hash = StableHash.nextLineID(after: hash)
    }
  }

  /// Another attempt on a row that is held already, with what is wrong with it now.
  private mutating func renew(_ held: HeldRow, _ rowID: Int64, saleID: String?) throws {
    renewed.insert(rowID)
    try database.execute(kept: "DELETE FROM held_problems WHERE held_row_id = ?", arguments: [rowID])
    try database.execute(
      kept: """
        UPDATE held_rows SET attempts = attempts + 1, amount_at_stake = ?, currency = ?, day = ?,
          cells = coalesce(?, cells), sale_id = ?
        WHERE held_row_id = ?
        """,
      arguments: [
        held.amountAtStake, held.currency?.code, held.day?.yyyymmdd,
        held.cells.isEmpty ? nil : Data(held.cells), saleID, rowID,
      ])
    for (position, problem) in held.problems.enumerated() { try insert(problem, at: position, of: rowID) }
  }

  private func insert(_ found: Problem, at position: Int, of rowID: Int64) throws {
    problem.bind(1, rowID)
    problem.bind(2, position)
    problem.bind(3, found.code)
    problem.bind(4, found.field)
    problem.bind(5, found.value)
    problem.bind(6, found.message)
    problem.bind(7, found.remedy)
    problem.bind(8, found.severity.rawValue)
    try problem.run()
  }

  /// A row counts under its first holding problem, so that the causes add up to the rows.
  private mutating func count(_ held: HeldRow, rowID: Int64) {
    let main = held.problems.first { $0.severity == .hold } ?? held.problems.first
    let cause = Cause(
      code: main?.code ?? "", field: main?.field ?? "", currency: held.currency?.code ?? "")
    var totals = causes[cause] ?? CauseTotals(firstRowID: rowID)
    totals.rows += 1
    totals.atStake += held.amountAtStake ?? 0
    causes[cause] = totals
    if let day = held.day, let currency = held.currency {
      days[HeldDay(day: day, currency: currency), default: 0] += 1
    }
  }

  func finish() throws {
    for (cause, totals) in causes {
      try database.execute(
        kept: """
          INSERT INTO held_causes (batch_id, code, field, currency, rows, amount_at_stake, first_held_row_id)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          place.batchID, cause.code, cause.field, cause.currency, totals.rows, totals.atStake,
          totals.firstRowID,
        ])
    }
    for (held, rows) in days {
      try database.execute(
        kept: """
          INSERT INTO daily_held (day, source_id, currency, rows) VALUES (?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET rows = rows + excluded.rows
          """, arguments: [held.day.yyyymmdd, place.sourceID, held.currency.code, rows])
    }
    try HeldRowAnswers(place: place, database: database, orders: orders).settle()
  }
}
