import GRDB
import Records

extension BatchLoad {
  /// Whether the sale has to be known that is given back, and is not.
  func waits(for saleID: ByteRange, _ bytes: UnsafeRawBufferPointer) throws -> Bool {
    guard let sales, !saleID.isEmpty else { return false }
    waiting.asked += 1
    return try unsafe !sales.knows(saleID, bytes)
  }

  func wait(
    _ transaction: TransactionFact, of verdicts: VerdictBatch, _ bytes: UnsafeRawBufferPointer
  ) throws {
    let lines = verdicts.lines[Int(transaction.lines.lowerBound)..<Int(transaction.lines.upperBound)]
    let amount = lines.reduce(0) { $0 + $1.collected }
    contradicted[transaction.currency, default: MoneySplit()].accept(amount, as: transaction.status)
    for index in transaction.origins {
      let isFirst = index == transaction.origins.lowerBound
      try unsafe wait(
        verdicts.origins[Int(index)], verdicts.cells[index], bytes, for: transaction.saleID,
        amount: isFirst ? amount : 0,
        currency: transaction.currency, day: lines.first?.day, transactionID: transaction.transactionID)
    }
    waiting.records -= transaction.origins.count - 1
  }

  /// Holds a row until the sale comes that it gives back.
  func wait(
    _ origin: RowOrigin, _ cells: [UInt8]?, _ bytes: UnsafeRawBufferPointer, for saleID: ByteRange,
    amount: Int64,
    currency: Currency, day: Day?, transactionID: ByteRange = .none
  ) throws {
    let sale = unsafe String(decoding: bytes[saleID.indices], as: UTF8.self)
    var row = HeldRow(
      origin: origin, problems: [Problem(.referenceMissing, field: "sale_id", value: sale)],
      amountAtStake: amount, currency: currency, day: day, transactionID: transactionID)
    (row.saleID, row.cells) = (saleID, cells ?? [])
    try unsafe quarantine.hold(row, bytes)
    counts.held += 1
    waiting.rows += 1
    waiting.records += 1
  }

  /// Rows that waited are taken as if their sale had been known from the beginning: what the table's entry says of
  /// held rows, checks and money moves over.
  func release(_ closing: BatchClosing) throws {
    let taken = counts.received - counts.held
    try database.execute(
      sql: """
        UPDATE batches SET inserted = inserted + ?, updated = updated + ?, unchanged = unchanged + ?,
          superseded = superseded + ?, duplicate = duplicate + ?, held = held - ? WHERE batch_id = ?
        """,
      arguments: [
        counts.inserted, counts.updated, counts.unchanged, counts.superseded, counts.duplicate, taken,
        batchID,
      ])
    let days = touchedDays.sorted()
    if let first = days.first, let last = days.last {
      try database.execute(
        sql: """
          UPDATE batches SET first_day = min(coalesce(first_day, ?1), ?1), last_day = max(coalesce(last_day, ?2), ?2)
          WHERE batch_id = ?3
          """, arguments: [first.yyyymmdd, last.yyyymmdd, batchID])
    }
    try database.execute(
      sql: "UPDATE batch_checks SET failed = max(failed - ?, 0) WHERE batch_id = ? AND code = ?",
      arguments: [asked - failed, batchID, Rule.referenceMissing.code])
    for (currency, split) in closing.money {
      let moved = split.accepted + split.uncounted
      try database.execute(
        sql: "UPDATE batch_money SET taken = taken + ?, held = held - ? WHERE batch_id = ? AND currency = ?",
        arguments: [moved, moved, batchID, currency.code])
    }
    try database.execute(
      sql: "UPDATE batches SET score = ? WHERE batch_id = ?",
      arguments: [TableScore(try tallies())?.hundredths, batchID])
  }

  /// The checks of the table as they stand.
  private func tallies() throws -> [CheckTally] {
    try Row.fetchAll(
      database, sql: "SELECT code, field, weight, applied, failed FROM batch_checks WHERE batch_id = ?",
      arguments: [batchID]
    ).map { CheckTally(code: $0[0], field: $0[1], weight: $0[2], applied: $0[3], failed: $0[4]) }
  }
}
