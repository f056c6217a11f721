import Records

extension Inspector {
  /// Makes the facts of an order whose lines make its total.
  mutating func accept(
    _ group: Group, _ money: (totals: OrderTotals, sums: OrderSums), in work: borrowing Work,
    _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch
  ) {
    guard let currency = reader.currency else {
      preconditionFailure("an order without a currency was not held")
    }
    var fact = transaction(currency)
    let firstLine = verdicts.lines.count
    appendSales(money, bytes, to: &verdicts)
    spread(money, from: firstLine, &verdicts.lines)
    if givesBackAll { appendReturns(from: firstLine, &verdicts.lines) }
    if !refunds.isEmpty { appendRefunds(from: firstLine, &verdicts.lines) }
    fact.refunded = refunded
    fact.contentHash = contentHash(bytes)
    fact.score = reader.book.score
    fact.lines = Int32(firstLine)..<Int32(verdicts.lines.count)
    fact.origins = origins(of: group, in: work, &verdicts)
    var collected: Int64 = 0
    for line in firstLine..<verdicts.lines.count {
      verdicts.lines[line].sourceRow = work.batch.rows[Int(verdicts.lines[line].sourceRow)].line
      collected += verdicts.lines[line].collected
    }
    tally[currency].accept(collected, as: fact.status)
    verdicts.transactions.append(fact)
  }

  /// Of everything mapped.
  private mutating func contentHash(_ bytes: Span<UInt8>) -> Int64 {
    var hash = StableHash()
    combineHeader(bytes, into: &hash)
    combineLines(bytes, into: &hash)
    if let ruledStatus { hash.combine(UInt64(ruledStatus.rawValue)) }
    for refund in refunds {
      hash.combine(refund.amount)
      hash.combine(refund.happenedAt ?? 0)
      hash.combine(bytes, refund.product)
    }
    return hash.value
  }

  /// The values that all lines of a transaction share.
  mutating func transaction(_ currency: Currency) -> TransactionFact {
    var fact = TransactionFact(currency: currency)
    fact.transactionID = header[at: at.transactionID].goodText
    fact.customerID = header[at: at.customerID].goodText
    if at.saleID >= 0 { fact.saleID = header[at.saleID].goodText }
    fact.channel = header[at: at.channel].goodText
    fact.country = header[at: at.country].goodText
    fact.status = status
    fact.updatedAt = header[at: at.updatedAt].goodNumber
    return fact
  }

  /// `gross` is the line's whole value and `sourceRow` the row's index until the order is complete.
  private mutating func appendSales(
    _ money: (totals: OrderTotals, sums: OrderSums), _ bytes: Span<UInt8>, to verdicts: inout VerdictBatch
  ) {
    let happenedAt = header[at: at.timestamp].goodNumber
    let day = reader.moments.clock.day(at: happenedAt)
    for line in lineRows.indices {
      var fact = LineFact()
      fact.lineID = Int64(line + 1)
      fact.kind = lineKinds[line]
      (fact.happenedAt, fact.day) = (happenedAt, day)
      fact.productID = lineSlot(line, at.productID).goodText
      fact.productName = lineSlot(line, at.productName).goodText
      fact.quantity = abs(lineSlot(line, at.quantity).number)
      fact.unitPrice = lineSlot(line, at.unitPrice).number
      if at.lineTotal >= 0 { addWhatFollows(line, to: &fact) }
      fact.gross = weights[line]
      fact.sourceRow = Int32(lineRows[line])
      if ownShipping { fact.shipping = lineSlot(line, at.lineShipping).goodNumber }
      if line == 0 {
        fact.gross += money.sums.difference
        if !ownShipping { fact.shipping = money.totals.shipping }
        fact.tip = money.totals.tip
        fact.fee = header[at: at.fee].goodNumber
      }
      verdicts.lines.append(fact)
    }
  }

  /// Of a line that states its value the export may have neither quantity nor price.
  private func addWhatFollows(_ line: Int, to fact: inout LineFact) {
    if at.quantity < 0 { fact.quantity = 1000 }
    if at.unitPrice < 0 {
      fact.unitPrice = abs(OrderSums.price(of: weights[line], quantity: fact.quantity) ?? 0)
    }
  }

  /// Gives each line its share of the discount and tax stated for the order, and its measures by what it is.
  private mutating func spread(
    _ money: (totals: OrderTotals, sums: OrderSums), from first: Int, _ lines: inout [LineFact]
  ) {
    let isPlain = !definition.reverses && lineKinds.allSatisfy { $0 == .sale }
    if !isPlain { weighOnlySales() }
    if money.totals.discount != 0 || ownDiscounts {
      if !ownDiscounts { shares.spread(money.totals.discount, over: weights) }
      for line in weights.indices {
        lines[first + line].discount =
          ownDiscounts ? lineSlot(line, at.lineDiscount).goodNumber : shares.values[line]
      }
    }
    if money.totals.tax != 0 || ownTaxes {
      if !ownTaxes {
        for line in weights.indices { weights[line] -= lines[first + line].discount }
        shares.spread(money.totals.tax, over: weights)
      }
      for line in weights.indices {
        lines[first + line].tax = ownTaxes ? lineSlot(line, at.lineTax).goodNumber : shares.values[line]
        if money.sums.taxIsInside { lines[first + line].gross -= lines[first + line].tax }
      }
    }
    // Behind the shares, for prices never contain them.
    if money.totals.duty != 0 { lines[first].tax += money.totals.duty }
    if !isPlain { for line in weights.indices { lines[first + line].settle(reverses: definition.reverses) } }
  }

  /// The goods carry what is stated for the whole order; where none are sold, whatever there is.
  private mutating func weighOnlySales() {
    let hasSales = lineKinds.indices.contains { lineKinds[$0] == .sale && weights[$0] > 0 }
    for line in weights.indices {
      weights[line] = hasSales ? lineKinds[line] == .sale ? weights[line] : 0 : abs(weights[line])
    }
  }
}

extension LineFact {
  /// Puts the value that stands in `gross`, less the discount, to what the line is. What a document gives back has
  /// the signs turned.
  fileprivate mutating func settle(reverses: Bool) {
    if reverses {
      if kind == .sale { kind = .return }
      (gross, discount, shipping, tax, tip, fee) = (-gross, -discount, -shipping, -tax, -tip, -fee)
    }
    guard kind != .sale else { return }
    let value = gross - discount
    (gross, discount) = (0, 0)
    switch kind {
    case .sale: break
    case .return: returned = -value
    case .shipping: shipping += value
    case .fee: fee -= value
    case .discount: discount = -value
    }
  }
}
