import Records

/// What an order of one row must say, and what it must not, to be taken without being read value by value.
struct PlainOrders: Sendable {
  /// A bit for each field.
  let needed: UInt64
  /// Values of which more follows than a sale: shares of lines, money given back.
  let unwanted: UInt64
  /// Where the line's values stand among those of the row.
  let quantity, unitPrice, productID, productName: Int

  /// Nil where an order never says enough.
  init?(_ plan: Plan, _ at: Positions) {
    let first = plan.headerCount
    guard at.timestamp >= 0, at.amount >= 0, at.quantity >= 0, at.unitPrice >= 0, at.currency == 0,
      plan.fields.count <= MappedRows.mostFields
    else { return nil }
    func bits(_ places: [Int]) -> UInt64 { places.reduce(0) { $1 >= 0 ? $0 | 1 << UInt64($1) : $0 } }
    func line(_ place: Int) -> Int { place >= 0 ? first + place : -1 }
    (quantity, unitPrice) = (first + at.quantity, first + at.unitPrice)
    (productID, productName) = (line(at.productID), line(at.productName))
    needed = bits([at.currency, at.timestamp, at.amount, quantity, unitPrice])
    unwanted = bits(
      [at.refunded, at.amountKept, at.refundAmount, at.refundedAt]
        + [at.lineTotal, at.lineDiscount, at.lineShipping, at.lineTax].map(line))
  }

  func fit(_ good: UInt64) -> Bool { good & needed == needed && good & unwanted == 0 }
}

extension Inspector {
  /// Most orders are one row with nothing to say about it: every value is plain, and its line makes its total exactly.
  /// Such a one is taken by the same sums, but without being put together first. False if it is another; then nothing
  /// is done.
  mutating func acceptsPlain(
    row: Int, in work: borrowing Work, _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch
  ) -> Bool {
    guard let plainOrders, reader.plan.linesArePlain, !work.batch.rows[row].continuesRecord,
      reader.mapped.rows.contains(row), reader.mapped.unread(row) == 0
    else { return false }
    let good = reader.mapped.good(row)
    guard plainOrders.fit(good) else { return false }
    // Held on to, for the reader is at work meanwhile.
    let mapped = reader.mapped.slots
    let slots = mapped.span.extracting(reader.mapped.row(row))
    let status = SaleStatus(rawValue: UInt8(truncatingIfNeeded: slots.number(at.status))) ?? .completed
    let totals = OrderTotals(
      amount: slots.number(at.amount), discount: slots.number(at.discount),
      shipping: slots.number(at.shipping), tax: slots.number(at.tax), tip: slots.number(at.tip))
    let (quantity, price) = (slots.number(plainOrders.quantity), slots.number(plainOrders.unitPrice))
    guard status != .refunded, let value = OrderSums.value(quantity: quantity, price: price),
      let sums = OrderSums.reconcile(lines: value, totals: totals), sums.difference == 0
    else { return false }
    var line = LineFact()
    line.lineID = 1
    line.happenedAt = slots.number(at.timestamp)
    line.productID = slots.text(plainOrders.productID)
    line.productName = slots.text(plainOrders.productName)
    (line.quantity, line.unitPrice) = (abs(quantity), price)
    line.gross = sums.taxIsInside ? value - totals.tax : value
    (line.discount, line.shipping) = (totals.discount, totals.shipping)
    (line.tax, line.tip, line.fee) = (totals.tax, totals.tip, slots.number(at.fee))
    var hash = StableHash()
    Self.combine(slots, reader.plan.isText.span, bytes, into: &hash)
    reader.state(slots.number(at.currency))
    line.day = reader.moments.clock.day(at: line.happenedAt)
    appendPlain(line, status, hash.value, slots, work.batch.rows[row], to: &verdicts)
    reader.book.countPlainOrder(good)
    reconciliation.count(sums, hasTax: totals.tax != 0)
    return true
  }

  @inline(__always)  // Part of the above, and as often.
  private mutating func appendPlain(
    _ fact: LineFact, _ status: SaleStatus, _ hash: Int64, _ slots: Span<Slot>, _ raw: RowBatch.Row,
    to verdicts: inout VerdictBatch
  ) {
    guard let currency = reader.currency else { preconditionFailure("a plain order states its currency") }
    let (line, origin) = (Int32(verdicts.lines.count), Int32(verdicts.origins.count))
    var order = TransactionFact(currency: currency)
    (order.transactionID, order.customerID) = (slots.text(at.transactionID), slots.text(at.customerID))
    (order.channel, order.country) = (slots.text(at.channel), slots.text(at.country))
    (order.status, order.updatedAt, order.contentHash) = (status, slots.number(at.updatedAt), hash)
    (order.score, order.lines, order.origins) = (Int32(Score.perfect), line..<line + 1, origin..<origin + 1)
    verdicts.transactions.append(order)
    verdicts.lines.append(fact)
    verdicts.lines[Int(line)].sourceRow = raw.line
    verdicts.origins.append(RowOrigin(raw: raw.raw, line: raw.line, offset: raw.offset))
    verdicts.rowsRead += 1
    tally[currency].accept(fact.collected, as: status)
  }
}

extension Span where Element == Slot {
  @inline(__always)
  fileprivate func number(_ position: Int) -> Int64 { position >= 0 ? self[position].goodNumber : 0 }

  @inline(__always)
  fileprivate func text(_ position: Int) -> ByteRange { position >= 0 ? self[position].goodText : .none }
}
