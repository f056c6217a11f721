import Records

/// Rows of one number that may be more than one order's: copied, or told a second time.
extension Inspector {
  /// The group with each of its rows once; nil where no two are the same to the byte.
  mutating func withoutRepeats(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Group? {
    guard group.members.count <= 1000,
      !group.members.contains(where: { work.batch.rows[Int($0)].continuesRecord })
    else { return nil }
    func isRepeat(_ place: Int) -> Bool {
      let raw = work.batch.rows[Int(group.members[place])].raw
      return group.members[..<place].contains { bytes.areEqual(work.batch.rows[Int($0)].raw, raw) }
    }
    // Asked of every order of several rows, so that nothing is made where none repeats.
    guard group.members.indices.contains(where: isRepeat) else { return nil }
    let kept = group.members.indices.filter { !isRepeat($0) }.map { group.members[$0] }
    return Group(members: kept, damage: group.damage)
  }

  /// The group's rows by what all rows of one telling say alike; nil where they all say the same.
  mutating func tellings(_ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>) -> [Group]? {
    let head = Int(group.members[0])
    guard reader.plan.groupPlaces.isEmpty, group.members.count <= 1000,
      group.members.contains(where: { !agree(head, Int($0), in: work, bytes) })
    else { return nil }
    var tellings: [Group] = []
    for member in group.members {
      guard !work.batch.rows[Int(member)].continuesRecord else { return nil }
      let place = tellings.firstIndex { agree(Int($0.members[0]), Int(member), in: work, bytes) }
      if let place {
        tellings[place].members.append(member)
      } else {
        tellings.append(Group(members: [member], damage: group.damage))
      }
    }
    return tellings
  }

  /// The group cut where rows of other orders stand between its own; nil where none do. An order stands in one place, so
  /// that rows further down may tell it again.
  mutating func stretches(_ group: Group, in work: borrowing Work) -> [Group]? {
    let rows = work.batch.rows
    let (first, last) = (rows[Int(group.members[0])], rows[Int(group.members[group.members.count - 1])])
    guard Int(last.line - first.line) >= group.members.count, group.members.count <= 1000 else { return nil }
    var found: [Group] = []
    var end: Int64 = -1
    for member in group.members {
      let row = rows[Int(member)]
      // Two bytes end a line, and one more may stand before them.
      if row.continuesRecord || !found.isEmpty && row.offset - end <= 3 {
        if !found.isEmpty { found[found.count - 1].members.append(member) }
      } else {
        found.append(Group(members: [member], damage: group.damage))
      }
      if !row.continuesRecord { end = row.offset + Int64(row.raw.count) }
    }
    return found.count > 1 ? found : nil
  }

  /// A row's own id names one row, whatever else it says.
  mutating func checkRowIDs(_ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>) {
    guard let rowID, let name = definition.rowID else { return }
    reader.book.apply(.rowRepeated)
    if repeatedRows > 0 { reader.book.fail(.rowRepeated, row: Int(group.members[0]), field: name) }
    for (place, member) in group.members.enumerated().dropFirst() where group.members.count <= 1000 {
      let id = bytes.trimmed(reader.testCell(rowID, Int(member), in: work))
      let isKnown = group.members[..<place].contains {
        bytes.areEqual(id, bytes.trimmed(reader.testCell(rowID, Int($0), in: work)))
      }
      guard !id.isEmpty, isKnown else { continue }
      reader.book.apply(.repeatedDifferently)
      reader.book.fail(.repeatedDifferently, row: Int(member), value: id, field: name)
    }
  }

  private mutating func agree(_ left: Int, _ right: Int, in work: borrowing Work, _ bytes: Span<UInt8>)
    -> Bool
  {
    for position in [at.timestamp, at.amount, at.status] where position >= 0 {
      let column = reader.plan.onlyColumns[position]
      if column >= 0, !bytes.areEqual(work.cell(left, column), work.cell(right, column)) { return false }
    }
    return true
  }

  /// The rows make no order together, and the first of the parts is one by itself. Counts nothing.
  mutating func isRight(
    _ parts: [Group], ratherThan group: Group, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Bool {
    let (book, sums) = (reader.book, reconciliation)
    defer { (reader.book, reconciliation) = (book, sums) }
    if readOrder(group, in: work, bytes) != nil { return false }
    (reader.book, reconciliation) = (book, sums)
    return readOrder(parts[0], in: work, bytes) != nil
  }
}
