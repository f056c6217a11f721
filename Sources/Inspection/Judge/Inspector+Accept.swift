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
    if fact.status == .refunded { appendReturns(from: firstLine, &verdicts.lines) }
    var hash = StableHash()
    combine(header[...], firstField: 0, bytes, into: &hash)
    for line in lineRows.indices {
      combine(
        lineSlots[line * lineStride..<(line + 1) * lineStride], firstField: reader.plan.headerCount, bytes,
        into: &hash)
    }
    fact.contentHash = hash.value
    fact.score = reader.book.score
    fact.lines = Int32(firstLine)..<Int32(verdicts.lines.count)
    fact.origins = origins(of: group, in: work, &verdicts)
    var collected: Int64 = 0
    for line in firstLine..<verdicts.lines.count {
      verdicts.lines[line].sourceRow = work.batch.rows[Int(verdicts.lines[line].sourceRow)].line
      collected += verdicts.lines[line].collected
    }
    verdicts.money[currency, default: MoneySplit()].accept(collected, as: fact.status)
    verdicts.transactions.append(fact)
  }

  /// The values that all lines of a transaction share.
  mutating func transaction(_ currency: Currency) -> TransactionFact {
    var fact = TransactionFact(currency: currency)
    fact.transactionID = header[at: at.transactionID].goodText
    fact.customerID = header[at: at.customerID].goodText
    fact.channel = header[at: at.channel].goodText
    fact.country = header[at: at.country].goodText
    fact.status = status
    fact.updatedAt = header[at: at.updatedAt].goodNumber
    return fact
  }

  /// `sourceRow` is the row's index until the order is complete.
  private mutating func appendSales(
    _ money: (totals: OrderTotals, sums: OrderSums), _ bytes: Span<UInt8>, to verdicts: inout VerdictBatch
  ) {
    let happenedAt = header[at: at.timestamp].goodNumber
    let day = reader.moments.clock.day(at: happenedAt)
    for line in lineRows.indices {
      var fact = LineFact()
      fact.lineID = Int64(line + 1)
      (fact.happenedAt, fact.day) = (happenedAt, day)
      fact.productID = lineSlot(line, at.productID).goodText
      fact.productName = lineSlot(line, at.productName).goodText
      fact.quantity = lineSlot(line, at.quantity).goodNumber
      fact.unitPrice = lineSlot(line, at.unitPrice).number
      fact.gross = weights[line]
      fact.sourceRow = Int32(lineRows[line])
      if line == 0 {
        fact.gross += money.sums.difference
        (fact.shipping, fact.tip) = (money.totals.shipping, money.totals.tip)
      }
      verdicts.lines.append(fact)
    }
  }

  /// Gives each line its share of the discount and tax stated for the order.
  private mutating func spread(
    _ money: (totals: OrderTotals, sums: OrderSums), from first: Int, _ lines: inout [LineFact]
  ) {
    if money.totals.discount != 0 {
      shares.spread(money.totals.discount, over: weights)
      for line in weights.indices { lines[first + line].discount = shares.values[line] }
    }
    guard money.totals.tax != 0 else { return }
    for line in weights.indices { weights[line] -= lines[first + line].discount }
    shares.spread(money.totals.tax, over: weights)
    for line in weights.indices {
      lines[first + line].tax = shares.values[line]
      if money.sums.taxIsInside { lines[first + line].gross -= shares.values[line] }
    }
  }

  /// A refunded order gives back the net value of every line, on the day it was refunded where that is known.
  private mutating func appendReturns(from first: Int, _ lines: inout [LineFact]) {
    let sales = first..<lines.count
    let sold = lines[first].happenedAt
    let updated = header[at: at.updatedAt].goodNumber
    let happenedAt = updated >= sold ? updated : sold
    let day = reader.moments.clock.day(at: happenedAt)
    for index in sales {
      var line = LineFact()
      line.kind = .return
      line.lineID = Int64(lines.count - first + 1)
      (line.happenedAt, line.day) = (happenedAt, day)
      (line.productID, line.productName) = (lines[index].productID, lines[index].productName)
      (line.quantity, line.unitPrice) = (lines[index].quantity, lines[index].unitPrice)
      line.returned = lines[index].gross - lines[index].discount
      line.sourceRow = lines[index].sourceRow
      lines.append(line)
    }
  }
}
