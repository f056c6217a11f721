import Records

extension Inspector {
  /// What the decoder found wrong with the rows of a group counts first; rows whose cells may be shifted
  /// are not read any further.
  mutating func countDamage(_ group: Group, in work: borrowing Work) -> Set<Int> {
    var shifted: Set<Int> = []
    for index in group.damage {
      let (row, problem) = (work.batch.problems[index].row, work.batch.problems[index].problem)
      if problem.severity == .hold { reader.book.countDamage(problem.code) }
      if problem.code == Rule.tooFewCells.code || problem.code == Rule.tooManyCells.code {
        shifted.insert(row)
      }
    }
    return shifted
  }

  /// Holds every row of a group, each with all that is wrong with it. `stakes` says what a row, counted
  /// from 0, would have added.
  mutating func hold(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, stakes: (Int) -> Int64?,
    _ verdicts: inout VerdictBatch
  ) {
    var problems = problemsByHead(group, in: work, bytes)
    let currency = reader.currency
    let moment = header[at: at.timestamp]
    let day = moment.isGood ? reader.moments.clock.day(at: moment.number) : nil
    var place = 0
    for member in group.members where !work.batch.rows[Int(member)].continuesRecord {
      let row = work.batch.rows[Int(member)]
      var mine = problems.removeValue(forKey: Int(member)) ?? []
      if !mine.contains(where: { $0.severity == .hold }) { mine.append(Problem(.heldTogether)) }
      let stake = stakes(place)
      var held = HeldRow(
        origin: RowOrigin(raw: row.raw, line: row.line, offset: row.offset), problems: mine,
        amountAtStake: stake, currency: currency, day: day,
        transactionID: header[at: at.transactionID].goodText)
      if keepsCells { held.cells = work.batch.encodedRecord(at: Int(member)) }
      verdicts.held.append(held)
      if let stake, stake != 0, let currency { tally[currency].held += stake }
      verdicts.rowsRead += 1
      place += 1
    }
  }

  /// A nested row has no bytes of its own: what is wrong with it is told of its record.
  private func problemsByHead(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> [Int: [Problem]] {
    var heads: [Int: Int] = [:]
    var head = Int(group.members[0])
    for member in group.members {
      if !work.batch.rows[Int(member)].continuesRecord { head = Int(member) }
      heads[Int(member)] = head
    }
    var problems: [Int: [Problem]] = [:]
    for index in group.damage {
      let damage = work.batch.problems[index]
      problems[heads[damage.row] ?? head, default: []].append(damage.problem)
    }
    for finding in reader.book.findings {
      problems[heads[finding.row] ?? head, default: []].append(problem(finding, bytes))
    }
    return problems
  }

  private func problem(_ finding: Finding, _ bytes: Span<UInt8>) -> Problem {
    let check = reader.book.checks[finding.check]
    return Problem(
      check.rule, field: finding.field ?? (check.field >= 0 ? columnName(check.field) : nil),
      value: finding.value.isEmpty ? nil : bytes.text(finding.value), detail: finding.detail ?? check.detail,
      severity: check.severity)
  }

  /// As the file writes it; where the file has no such column, as the definition does.
  func columnName(_ field: Int) -> String {
    let column = Int(reader.plan.bound[field].column)
    return column >= 0 ? reader.plan.columns[column] : reader.plan.fields[field].title
  }

  /// Notes the rows behind an accepted group and returns where they stand. Those that never were data are counted by
  /// their reason.
  mutating func origins(of group: Group, in work: borrowing Work, _ verdicts: inout VerdictBatch) -> Range<
    Int32
  > {
    let start = Int32(verdicts.origins.count)
    for member in group.members {
      let row = work.batch.rows[Int(member)]
      guard !row.continuesRecord else { continue }
      if let skipped = skippedRows.first(where: { $0.row == Int(member) }) {
        verdicts.skipped[skipped.reason, default: 0] += 1
        verdicts.rowsRead += 1
        continue
      }
      if keepsCells, !definition.salesIn.isEmpty {
        verdicts.cells[Int32(verdicts.origins.count)] = work.batch.encodedRecord(at: Int(member))
      }
      verdicts.origins.append(RowOrigin(raw: row.raw, line: row.line, offset: row.offset))
    }
    verdicts.rowsRead += verdicts.origins.count - Int(start)
    return start..<Int32(verdicts.origins.count)
  }

  /// Passes over rows that never were data.
  mutating func skip(
    _ group: Group, _ reason: String, in work: borrowing Work, _ verdicts: inout VerdictBatch
  ) {
    var rows = 0
    for member in group.members where !work.batch.rows[Int(member)].continuesRecord { rows += 1 }
    verdicts.skipped[reason, default: 0] += rows
    verdicts.rowsRead += rows
  }

  mutating func combineHeader(_ bytes: Span<UInt8>, into hash: inout StableHash) {
    let isText = reader.plan.isText.span.extracting(first: reader.plan.headerCount)
    Self.combine(header.span, isText, bytes, into: &hash)
  }

  mutating func combineLines(_ bytes: Span<UInt8>, into hash: inout StableHash) {
    let isText = reader.plan.isText.span.extracting(droppingFirst: reader.plan.headerCount)
    guard !isText.isEmpty else { return }
    for line in lineRows.indices {
      let slots = lineSlots.span.extracting(line * isText.count..<(line + 1) * isText.count)
      Self.combine(slots, isText, bytes, into: &hash)
    }
  }

  /// Content, not spelling: texts as they stand, everything else by its number.
  static func combine(
    _ slots: Span<Slot>, _ isText: Span<Bool>, _ bytes: Span<UInt8>, into hash: inout StableHash
  ) {
    var sum = hash
    for place in isText.indices {
      let slot = slots[place]
      if !slot.isGood {
        sum.combine(0xFF as UInt64)
      } else if isText[place] {
        sum.combine(bytes, slot.text)
      } else {
        sum.combine(slot.number)
      }
    }
    hash = sum
  }
}

extension RowBatch {
  /// The cells of the record that begins in a row.
  fileprivate func encodedRecord(at first: Int) -> [UInt8] {
    var record: [[[UInt8]]] = []
    for row in rows[first...] {
      if !record.isEmpty && !row.continuesRecord { break }
      record.append(
        cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)].map { Array(bytes[$0.indices]) })
    }
    return CellCode.encode(record)
  }
}

extension ValueType {
  var isKeptAsText: Bool {
    switch self {
    case .text, .identifier, .email, .country, .phone: true
    case .integer, .quantity, .money, .currency, .moment, .status, .movement: false
    }
  }
}
