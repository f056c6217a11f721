import Records

extension Inspector {
  /// Takes each of the order's own values from the first row that has it, and compares the rows after it.
  mutating func readHeader(
    _ group: Group, _ shifted: Set<Int>, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    reader.beginCurrency()
    let head = Int(group.members[0])
    ruledStatus = statusRule(group.members, in: work, bytes)
    for index in reader.plan.headerRange {
      if reader.plan.bound[index].gathers {
        gather(index, group, shifted, in: work, bytes)
        continue
      }
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
      // Only further rows of the order are compared with what came first.
      if group.members.count > 1 {
        firstCells[index] = cell
        firstRows[index] = row
      }
      header[index] =
        cell.isEmpty && !shifted.isEmpty && shifted.contains(head) || isTakenElsewhere(index)
        ? .missing : reader.value(index, row, in: work, bytes)
    }
    for member in group.members.dropFirst() where !work.batch.rows[Int(member)].continuesRecord {
      if shifted.isEmpty || !shifted.contains(Int(member)) { compareHeader(of: Int(member), in: work, bytes) }
    }
  }

  /// Events of giving back are read row by row, and a status that a rule has decided is not asked for.
  @inline(__always)  // A call would copy the inspector.
  private func isTakenElsewhere(_ index: Int) -> Bool {
    index == at.refundAmount || index == at.refundedAt || ruledStatus != nil && index == at.status
  }

  private mutating func statusRule(
    _ rows: [Int32], in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> SaleStatus? {
    for rule in statusRules.indices
    where statusRules[rule].test.fits(rows, in: work, bytes: bytes, reader: &reader) {
      return statusRules[rule].status
    }
    return nil
  }

  private mutating func compareHeader(of row: Int, in work: borrowing Work, _ bytes: Span<UInt8>) {
    reader.book.apply(.repeatedDifferently)
    var hasFailed = false
    for index in reader.plan.headerRange where firstRows[index] < row {
      let cell = reader.cell(index, row, asIn: firstRows[index], in: work)
      if cell.isEmpty || bytes.areEqual(cell, firstCells[index]) { continue }
      if isTakenElsewhere(index) || reader.plan.bound[index].gathers { continue }
      // Rows that another column puts together need not repeat the order's own number.
      if index == at.transactionID, !reader.plan.groupPlaces.isEmpty { continue }
      // The same in another spelling is the same: read it aside, without counting.
      let book = reader.book
      let other = reader.read(cell, as: index, row: row, in: work, bytes: bytes)
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

  /// A value of the order that is the first, the largest or the sum of what its rows say, with what comes on top.
  mutating func gather(
    _ index: Int, _ group: Group, _ shifted: Set<Int>, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    let take = reader.plan.bound[index].take
    firstRows[index] = Int(group.members[0])
    firstCells[index] = .none
    var sum = Gathering(take)
    for member in group.members where !shifted.contains(Int(member)) && sum.wantsMore {
      let cell = reader.cell(index, Int(member), in: work)
      if bytes.trimmed(cell).isEmpty { continue }
      sum.take(reader.read(cell, as: index, row: Int(member), in: work, bytes: bytes))
    }
    for added in reader.plan.adds[index] {
      var own = Gathering(added.isMember ? .sum : take)
      for member in group.members where !shifted.contains(Int(member)) && own.wantsMore {
        own.take(added, index, row: Int(member), in: work, bytes, &reader)
      }
      sum.add(own, isTakenOff: added.isTakenOff)
    }
    if sum.slot.state == .missing, !shifted.contains(Int(group.members[0])) {
      sum.take(reader.read(.none, as: index, row: Int(group.members[0]), in: work, bytes: bytes))
    }
    header[index] = countable(sum.slot, row: Int(group.members[0]))
  }

  /// A line's value with what comes on top of it in its own row.
  mutating func readLineValue(
    _ index: Int, _ row: Int, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Slot {
    guard !reader.plan.adds[index].isEmpty else {
      return reader.value(index, row, in: work, bytes)
    }
    var sum = Gathering(.sum)
    let own = reader.cell(index, row, in: work)
    if !bytes.trimmed(own).isEmpty { sum.take(reader.read(own, as: index, row: row, in: work, bytes: bytes)) }
    for added in reader.plan.adds[index] {
      var own = Gathering(.sum)
      own.take(added, index, row: row, in: work, bytes, &reader)
      sum.add(own, isTakenOff: added.isTakenOff)
    }
    if sum.slot.state == .missing {
      sum.take(reader.read(.none, as: index, row: row, in: work, bytes: bytes))
    }
    return countable(sum.slot, row: row)
  }

  private mutating func countable(_ slot: Slot, row: Int) -> Slot {
    guard slot.isGood, slot.number.magnitude > RowReader.largest else { return slot }
    reader.book.apply(.sumsDisagree)
    reader.book.fail(.sumsDisagree, row: row, detail: "their sum is too large to count")
    return Slot(state: .bad, text: slot.text)
  }
}

/// Puts the values of several cells together.
private struct Gathering {
  private let way: Take
  private(set) var slot = Slot.missing

  init(_ way: Take) { self.way = way }

  var wantsMore: Bool { way != .first || slot.state == .missing }

  /// A bad value makes the whole bad.
  mutating func take(_ other: Slot) {
    guard slot.isGood, other.isGood else {
      if slot.state == .missing || other.state == .bad { slot = other }
      return
    }
    switch way {
    case .first: break
    case .largest: if other.number > slot.number { slot = other }
    case .sum: slot.number = Self.sum(slot.number, other.number)
    }
  }

  /// What one row has in a column that comes on top or off.
  mutating func take(
    _ added: Added, _ index: Int, row: Int, in work: borrowing Work, _ bytes: Span<UInt8>,
    _ reader: inout RowReader
  ) {
    let cell = work.cell(row, added.column)
    if bytes.trimmed(cell).isEmpty { return }
    if !added.test.isEmpty, !added.test.fits(row, in: work, bytes: bytes, reader: &reader) { return }
    take(reader.read(cell, as: index, row: row, in: work, bytes: bytes))
  }

  mutating func add(_ other: Gathering, isTakenOff: Bool) {
    var other = other.slot
    if isTakenOff, other.isGood { other.number.negate() }
    guard slot.isGood, other.isGood else { return take(other) }
    slot.number = Self.sum(slot.number, other.number)
  }

  /// What cannot be counted is seen to be too large.
  private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? Int64.max : sum
  }
}

extension RowReader {
  /// The cell of the column that gave the value in an earlier row: only the same column can contradict it.
  mutating func cell(_ index: Int, _ row: Int, asIn first: Int, in work: borrowing Work) -> ByteRange {
    let only = plan.onlyColumns[index]
    if only != Plan.severalColumns { return work.cell(row, only) }
    let field = plan.bound[index]
    if !work.cell(first, field.column).isEmpty { return work.cell(row, field.column) }
    for alternate in field.alternates {
      let column = plan.alternates[Int(alternate)]
      if !work.cell(first, column).isEmpty { return work.cell(row, column) }
    }
    return field.joined >= 0 ? work.joined[Int(field.joined)][row] : .none
  }
}
