import Records

extension Inspector {
  /// An order stands or falls with all its rows.
  mutating func judgeOrder(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch
  ) {
    if group.members.count == 1, group.damage.isEmpty,
      acceptsPlain(row: Int(group.members[0]), in: work, bytes, into: &verdicts)
    {
      return
    }
    // What a damaged row says of itself may be another column's.
    if !classifier.isEmpty, group.damage.isEmpty,
      let reason = classifier.skips(group.members, in: work, bytes: bytes, reader: &reader)
    {
      return skip(group, reason, in: work, &verdicts)
    }
    repeatedRows = 0
    if group.members.count > 1, group.damage.isEmpty {
      if let once = withoutRepeats(group, in: work, bytes),
        rowID != nil || isRight([once], ratherThan: group, in: work, bytes)
      {
        repeatedRows = group.members.count - once.members.count
        verdicts.repeated += repeatedRows
        verdicts.rowsRead += repeatedRows
        return judgeOnce(once, in: work, bytes, into: &verdicts)
      }
      if let tellings = tellings(group, in: work, bytes) ?? stretches(group, in: work),
        isRight(tellings, ratherThan: group, in: work, bytes)
      {
        for telling in tellings { judgeOnce(telling, in: work, bytes, into: &verdicts) }
        return
      }
    }
    judgeOnce(group, in: work, bytes, into: &verdicts)
  }

  private mutating func judgeOnce(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch
  ) {
    guard let sums = readOrder(group, in: work, bytes) else {
      let amount = header[at: at.amount]
      let stake = amount.isGood ? definition.reverses ? -amount.number : amount.number : nil
      return hold(group, in: work, bytes, stakes: { $0 > 0 ? 0 : stake }, &verdicts)
    }
    accept(group, sums, in: work, bytes, into: &verdicts)
  }

  /// Nil where the order must be held.
  mutating func readOrder(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> (totals: OrderTotals, sums: OrderSums)? {
    reader.book.begin()
    for member in group.members where !work.batch.rows[Int(member)].continuesRecord { reader.book.countRow() }
    let shifted = group.damage.isEmpty ? [] : countDamage(group, in: work)
    readHeader(group, shifted, in: work, bytes)
    readRefunds(group, shifted, in: work, bytes)
    readLines(group, shifted, in: work, bytes)
    checkDates(row: Int(group.members[0]))
    if rowID != nil { checkRowIDs(group, in: work, bytes) }
    if !reader.book.mustHold { orderLines(bytes) }
    let sums = shifted.isEmpty ? checkSums(head: Int(group.members[0])) : nil
    if let sums { checkRefunds(sums, head: Int(group.members[0])) }
    return reader.book.mustHold ? nil : sums
  }

  private mutating func clearLines() {
    lineSlots.clear()
    lineRows.clear()
    lineKinds.clear()
    skippedRows.clear()
  }

  private mutating func checkDates(row: Int) {
    let (sold, updated) = (header[at: at.timestamp], header[at: at.updatedAt])
    guard updated.isGood, sold.isGood, givesBackAll else { return }
    reader.book.apply(.datesOutOfOrder)
    if updated.number < sold.number {
      reader.book.fail(
        .datesOutOfOrder, row: row, value: updated.text, field: columnName(at.updatedAt))
    }
  }

  /// It changes nothing, but a borrowed inspector would be copied: 180 instructions an order for each such call.
  var status: SaleStatus {
    mutating get {
      if let ruledStatus { return ruledStatus }
      let slot = header[at: at.status]
      return slot.isGood
        ? SaleStatus(rawValue: UInt8(truncatingIfNeeded: slot.number)) ?? .completed : .completed
    }
  }

  /// In a table every row is a line; in nested records only those that have a line's value.
  private mutating func readLines(
    _ group: Group, _ shifted: Set<Int>, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    clearLines()
    guard !isOrderLevel else { return readWholeAsLine(group, in: work, bytes) }
    for (place, member) in group.members.enumerated() where shifted.isEmpty || !shifted.contains(Int(member))
    {
      let row = Int(member)
      var kind = LineKind.sale
      if !classifier.isEmpty {
        switch classifier.treatment(of: row, in: work, bytes: bytes, reader: &reader) {
        case .skip(let reason):
          skippedRows.append((row, reason))
          continue
        case .line(let other): kind = other
        case nil: break
        }
      }
      guard isLine(place, group, in: work, bytes) else { continue }
      for index in reader.plan.lineRange {
        lineSlots.append(
          reader.plan.bound[index].gathers
            ? readLineValue(index, row, in: work, bytes)
            : reader.value(index, row, in: work, bytes))
      }
      lineRows.append(row)
      lineKinds.append(kind)
    }
    reader.book.apply(.noLines)
    if lineRows.isEmpty, shifted.isEmpty { reader.book.fail(.noLines, row: Int(group.members[0])) }
  }

  /// An order of which no line is told stands for its one line itself.
  private mutating func readWholeAsLine(_ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>) {
    let head = Int(group.members[0])
    lineRows.append(head)
    lineSlots += repeatElement(.missing, count: lineStride)
    if case .line(let kind) = classifier.treatment(of: head, in: work, bytes: bytes, reader: &reader) {
      lineKinds.append(kind)
    } else {
      lineKinds.append(.sale)
    }
  }

  private mutating func isLine(
    _ place: Int, _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Bool {
    let row = Int(group.members[place])
    if !lineTest.isEmpty, !lineTest.fits(row, in: work, bytes: bytes, reader: &reader) { return false }
    if reader.plan.linesArePlain, !work.batch.rows[row].continuesRecord {
      let next = place + 1 < group.members.count ? Int(group.members[place + 1]) : nil
      if next.map({ !work.batch.rows[$0].continuesRecord }) ?? true { return true }
    }
    // What an event of giving back says of goods is no sale.
    if at.refundAmount >= 0, work.batch.rows[row].continuesRecord,
      !reader.cell(at.refundAmount, row, in: work).isEmpty
    {
      return false
    }
    for index in reader.plan.lineRange where !reader.cell(index, row, in: work).isEmpty { return true }
    return false
  }
}
