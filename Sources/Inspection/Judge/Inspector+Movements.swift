public import Records

extension Inspector {
  /// What changed the balance is the amount less what was kept of it, where the row states all of them.
  mutating func checkNet(row: Int) {
    let (amount, fee, net) = (header[at: at.amount], header[at: at.fee], header[at: at.net])
    let tax = header[at: at.tax]
    guard amount.isGood, fee.isGood, net.isGood, at.tax < 0 || tax.isGood else { return }
    reader.book.apply(.sumsDisagree)
    let made = amount.number - fee.number - tax.goodNumber
    guard (made - net.number).magnitude > 1 else { return }
    let taxed = tax.goodNumber == 0 ? "" : " − tax \(plain(tax.number))"
    reader.book.fail(
      .sumsDisagree, row: row,
      detail: "amount \(plain(amount.number)) − fee \(plain(fee.number))\(taxed) = \(plain(made))"
        + ", stated net \(plain(net.number))")
  }

  /// The row's checks have passed, so that its kind, time and currency are known.
  mutating func appendMovement(
    _ hash: Int64, _ origin: Int32, _ bytes: Span<UInt8>, textsStart: Int, _ extra: inout [UInt8],
    _ verdicts: inout VerdictBatch
  ) {
    guard let currency = reader.currency else {
      preconditionFailure("a movement without a currency was not held")
    }
    var fact = MovementFact(currency: currency)
    fact.movementID = header[at: at.movementID].goodText
    fact.kind =
      ruledMovement ?? MovementKind(rawValue: UInt8(truncatingIfNeeded: header[at: at.movement].goodNumber))
      ?? .other
    fact.transactionID = header[at: at.transactionID].goodText
    fact.saleID = header[at: at.saleID].goodText
    fact.customerID = header[at: at.customerID].goodText
    fact.payoutID = header[at: at.payoutID].goodText
    fact.details = header[at: at.description].goodText
    fact.happenedAt = header[at: at.timestamp].goodNumber
    fact.day = reader.moments.clock.day(at: fact.happenedAt)
    let (amount, net) = (header[at: at.amount], header[at: at.net])
    (fact.fee, fact.tax) = (header[at: at.fee].goodNumber, header[at: at.tax].goodNumber)
    // Where the fees stand in many columns or in none, the net amount tells them.
    if !header[at: at.fee].isGood, amount.isGood, net.isGood {
      fact.fee = amount.number - net.number - fact.tax
    }
    fact.amount = amount.isGood ? amount.number : net.goodNumber + fact.fee + fact.tax
    fact.net = net.isGood ? net.number : fact.amount - fact.fee - fact.tax
    fact.status = status
    (fact.contentHash, fact.score, fact.origin) = (hash, reader.book.score, origin)
    verdicts.movements.append(fact)
    stated.sum &+= fact.net
    let refunded = header[at: at.refunded]
    guard refunded.isGood, refunded.number > 0, !fact.movementID.isEmpty else { return }
    // What was given back of it has no row of its own; as a movement it has a name of its own.
    let start = textsStart + extra.count
    for index in fact.movementID.indices { extra.append(bytes[index]) }
    extra.append(contentsOf: " refund".utf8)
    fact.movementID = ByteRange(start: start, end: textsStart + extra.count)
    fact.kind = .refund
    (fact.amount, fact.fee, fact.tax, fact.net) = (-refunded.number, 0, 0, -refunded.number)
    fact.happenedAt = max(header[at: at.refundedAt].goodNumber, fact.happenedAt)
    fact.day = reader.moments.clock.day(at: fact.happenedAt)
    fact.isRow = false
    verdicts.movements.append(fact)
  }

  /// Some exports say in one row, or in every row, what all of them add up to.
  mutating func noteStatedTotal(row: Int, in work: borrowing Work, _ bytes: Span<UInt8>) {
    let cell = reader.testCell(reader.plan.testColumns.count - 1, row, in: work)
    guard at.amount >= 0, !bytes.trimmed(cell).isEmpty else { return }
    let book = reader.book
    reader.beginCurrency()
    _ = reader.read(at.currency, row: row, in: work, bytes: bytes)
    let slot = reader.read(cell, as: at.amount, row: row, in: work, bytes: bytes)
    reader.book = book
    if slot.isGood { stated.totals.insert(slot.number) }
    stated.digits = reader.digits
  }

  /// Not nil where every movement was read and they do not make what the file states.
  public var disagreement: FileProblem? {
    guard stated.isWhole, !stated.totals.isEmpty else { return nil }
    let total = stated.totals.reduce(0, &+)
    guard total != stated.sum else { return nil }
    func plain(_ value: Int64) -> String { Money.plain(value, digits: stated.digits) }
    return FileProblem(
      code: "footer.disagrees",
      message: "the file states a total of \(plain(total)), but its rows add up to \(plain(stated.sum))",
      remedy: "export it again; if rows were taken out on purpose, take the stated total out too")
  }

  /// What a file of movements states as their sum, and what they make.
  struct StatedTotal: Sendable {
    /// A report of several settlements states several; one repeated in every row counts once.
    var totals: Set<Int64> = []
    var sum: Int64 = 0
    var digits = 2
    /// No row was held so far.
    var isWhole = true
  }
}
