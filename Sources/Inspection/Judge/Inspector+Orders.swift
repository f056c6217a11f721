import Records

extension Inspector {
  /// An order stands or falls with all its rows.
  mutating func judgeOrder(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch
  ) {
    if case .skip(let reason) = classifier.treatment(
      of: Int(group.members[0]), in: work, bytes: bytes, reader: &reader)
    {
      return skip(group, reason, in: work, &verdicts)
    }
    reader.book.begin()
    for member in group.members where !work.batch.rows[Int(member)].continuesRecord { reader.book.countRow() }
    let shifted = group.damage.isEmpty ? [] : countDamage(group, in: work)
    readHeader(group, shifted, in: work, bytes)
    readLines(group, shifted, in: work, bytes)
    let sums = shifted.isEmpty ? checkSums(head: Int(group.members[0])) : nil
    guard !reader.book.mustHold, let sums else {
      let amount = header[at: at.amount]
      return hold(
        group, in: work, bytes, stakes: { $0 > 0 ? 0 : amount.isGood ? amount.number : nil }, &verdicts)
    }
    accept(group, sums, in: work, bytes, into: &verdicts)
  }

  /// Takes each of the order's own values from the first row that has it, and compares the rows after it.
  private mutating func readHeader(
    _ group: Group, _ shifted: Set<Int>, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    reader.beginCurrency()
    let head = Int(group.members[0])
    for index in reader.plan.headerRange {
      var row = head
      var cell = reader.cell(index, head, in: work)
      if cell.isEmpty || !shifted.isEmpty && shifted.contains(head) {
        cell = .none
        for member in group.members where !shifted.contains(Int(member)) {
          row = Int(member)
          cell = reader.cell(index, row, in: work)
          if !cell.isEmpty { break }
        }
        if cell.isEmpty { row = head }
      }
      firstCells[index] = cell
      firstRows[index] = row
      header[index] =
        cell.isEmpty && shifted.contains(head)
        ? .missing : reader.read(index, row: row, in: work, bytes: bytes)
    }
    checkDates(row: head)
    for member in group.members.dropFirst() where !work.batch.rows[Int(member)].continuesRecord {
      if shifted.isEmpty || !shifted.contains(Int(member)) { compareHeader(of: Int(member), in: work, bytes) }
    }
  }

  private mutating func compareHeader(of row: Int, in work: borrowing Work, _ bytes: Span<UInt8>) {
    reader.book.apply(.repeatedDifferently)
    var hasFailed = false
    for index in reader.plan.headerRange where firstRows[index] < row {
      let cell = reader.cell(index, row, in: work)
      if cell.isEmpty || bytes.areEqual(cell, firstCells[index]) { continue }
      // The same in another spelling is the same: read it aside, without counting.
      let book = reader.book
      let other = reader.read(index, row: row, in: work, bytes: bytes)
      reader.book = book
      let first = header[index]
      let isSame =
        other.isGood && first.isGood
        && (reader.plan.bound[index].type.isKeptAsText
          ? bytes.areEqual(other.text, first.text) : other.number == first.number)
      if isSame { continue }
      let (name, value) = (columnName(index), bytes.trimmed(cell))
      if hasFailed {
        reader.book.mention(.repeatedDifferently, row: row, value: value, field: name)
      } else {
        reader.book.fail(.repeatedDifferently, row: row, value: value, field: name)
        hasFailed = true
      }
    }
  }

  private mutating func checkDates(row: Int) {
    let (sold, updated) = (header[at: at.timestamp], header[at: at.updatedAt])
    guard status == .refunded, sold.isGood, updated.isGood else { return }
    reader.book.apply(.datesOutOfOrder)
    if updated.number < sold.number {
      reader.book.fail(
        .datesOutOfOrder, row: row, value: updated.text, field: columnName(at.updatedAt))
    }
  }

  var status: SaleStatus {
    let slot = header[at: at.status]
    return slot.isGood
      ? SaleStatus(rawValue: UInt8(truncatingIfNeeded: slot.number)) ?? .completed : .completed
  }

  /// In a table every row is a line; in nested records only those that have a line's value.
  private mutating func readLines(
    _ group: Group, _ shifted: Set<Int>, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    lineSlots.removeAll(keepingCapacity: true)
    lineRows.removeAll(keepingCapacity: true)
    for (place, member) in group.members.enumerated() where shifted.isEmpty || !shifted.contains(Int(member))
    {
      let row = Int(member)
      guard isLine(place, group, in: work) else { continue }
      for index in reader.plan.lineRange {
        lineSlots.append(reader.read(index, row: row, in: work, bytes: bytes))
      }
      lineRows.append(row)
    }
    reader.book.apply(.noLines)
    if lineRows.isEmpty, shifted.isEmpty { reader.book.fail(.noLines, row: Int(group.members[0])) }
  }

  private mutating func isLine(_ place: Int, _ group: Group, in work: borrowing Work) -> Bool {
    let row = Int(group.members[place])
    if reader.plan.linesArePlain, !work.batch.rows[row].continuesRecord {
      let next = place + 1 < group.members.count ? Int(group.members[place + 1]) : nil
      if next.map({ !work.batch.rows[$0].continuesRecord }) ?? true { return true }
    }
    for index in reader.plan.lineRange where !reader.cell(index, row, in: work).isEmpty { return true }
    return false
  }
}
