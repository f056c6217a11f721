import GRDB
import Records

extension BatchLoad {
  /// The sale that a record gives back; nil where it names none, or none has to be known, or it is not known yet.
  func sale(_ saleID: ByteRange, _ bytes: UnsafeRawBufferPointer) throws -> KnownSale? {
    guard let sales, !saleID.isEmpty else { return nil }
    return try unsafe sales.sale(saleID, bytes)
  }

  /// Why what is given back cannot be booked: its sale is not known, or was less.
  func objection(
    to given: Int64, in currency: Currency, of sale: KnownSale?, _ saleID: ByteRange,
    _ bytes: UnsafeRawBufferPointer
  ) -> Problem? {
    guard sales != nil, !saleID.isEmpty else { return nil }
    waiting.asked += 1
    guard let sale else {
      let name = unsafe String(decoding: bytes[saleID.indices], as: UTF8.self)
      return Problem(.referenceMissing, field: "sale_id", value: name)
    }
    guard !acceptsExcess else { return nil }
    compared.records += 1
    func amount(_ value: Int64, _ currency: Currency) -> String {
      "\(Money.plain(value, digits: currency.minorDigits)) \(currency.code)"
    }
    // A minor unit may be rounding.
    guard currency != sale.currency || given > sale.paid + 1 else { return nil }
    compared.exceeding += 1
    return Problem(
      .refundExceedsSale, field: "amount",
      detail: "\(amount(given, currency)) of \(amount(sale.paid, sale.currency))")
  }

  /// Holds a document that gives back what cannot be booked.
  func holdsBack(
    _ transaction: TransactionFact, of verdicts: VerdictBatch, _ bytes: UnsafeRawBufferPointer
  ) throws -> Bool {
    let sale = try unsafe sale(transaction.saleID, bytes)
    let lines = verdicts.lines[Int(transaction.lines.lowerBound)..<Int(transaction.lines.upperBound)]
    let amount = lines.reduce(0) { $0 + $1.collected }
    let problem = unsafe objection(
      to: -amount, in: transaction.currency, of: sale, transaction.saleID, bytes)
    guard let problem else { return false }
    contradicted[transaction.currency, default: MoneySplit()].accept(amount, as: transaction.status)
    for index in transaction.origins {
      let isFirst = index == transaction.origins.lowerBound
      try unsafe hold(
        verdicts.origins[Int(index)], verdicts.cells[index], bytes, problem, sale: transaction.saleID,
        amount: isFirst ? amount : 0,
        currency: transaction.currency, day: lines.first?.day, transactionID: transaction.transactionID)
    }
    if problem.code == Rule.referenceMissing.code { waiting.records -= transaction.origins.count - 1 }
    return true
  }

  /// Holds a row; where its sale is not known, until that comes.
  func hold(
    _ origin: RowOrigin, _ cells: [UInt8]?, _ bytes: UnsafeRawBufferPointer, _ problem: Problem,
    sale: ByteRange, amount: Int64, currency: Currency, day: Day?, transactionID: ByteRange = .none
  ) throws {
    var row = HeldRow(
      origin: origin, problems: [problem], amountAtStake: amount, currency: currency, day: day,
      transactionID: transactionID)
    row.cells = cells ?? []
    let waits = problem.code == Rule.referenceMissing.code
    if waits { row.saleID = sale }
    try unsafe quarantine.hold(row, bytes)
    counts.held += 1
    guard waits else { return }
    waiting.rows += 1
    waiting.records += 1
  }

  /// Rows that waited are taken as if their sale had been known from the beginning: what the table's entry says of
  /// held rows, checks and money moves over.
  func release(_ closing: BatchClosing) throws {
    let taken = counts.received - counts.held
    try database.execute(
      kept: """
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
        kept: """
          UPDATE batches SET first_day = min(coalesce(first_day, ?1), ?1), last_day = max(coalesce(last_day, ?2), ?2)
          WHERE batch_id = ?3
          """, arguments: [first.yyyymmdd, last.yyyymmdd, batchID])
    }
    try database.execute(
      kept: "UPDATE batch_checks SET failed = max(failed - ?, 0) WHERE batch_id = ? AND code = ?",
      arguments: [asked - failed, batchID, Rule.referenceMissing.code])
    for (currency, split) in closing.money {
      let moved = split.accepted + split.uncounted
      try database.execute(
        kept: "UPDATE batch_money SET taken = taken + ?, held = held - ? WHERE batch_id = ? AND currency = ?",
        arguments: [moved, moved, batchID, currency.code])
    }
    try database.execute(
      kept: "UPDATE batches SET score = ? WHERE batch_id = ?",
      arguments: [TableScore(try tallies())?.hundredths, batchID])
  }

  /// The checks of the table as they stand.
  private func tallies() throws -> [CheckTally] {
    try Row.fetchAll(
      database, kept: "SELECT code, field, weight, applied, failed FROM batch_checks WHERE batch_id = ?",
      arguments: [batchID]
    ).map { CheckTally(code: $0[0], field: $0[1], weight: $0[2], applied: $0[3], failed: $0[4]) }
  }
}
