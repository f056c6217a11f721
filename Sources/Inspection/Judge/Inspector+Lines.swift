import Records

extension Inspector {
  /// Lines of one number, one after the other; each stands or falls alone.
  mutating func judgeRun(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch
  ) {
    let key = key(of: Int(group.members[0]), in: work)
    occurrences.begin(run: key.indices.lazy.map { [bytes = work.batch.bytes] in bytes[$0] })
    var run = Run(firstFact: verdicts.transactions.count)
    var damage = group.damage.lowerBound
    for member in group.members where !work.batch.rows[Int(member)].continuesRecord {
      let start = damage
      while damage < group.damage.upperBound, work.batch.problems[damage].row <= Int(member) { damage += 1 }
      let single = Group(members: [], damage: start..<damage)
      judgeLine(Int(member), single, in: work, bytes, &run, into: &verdicts)
    }
  }

  /// The transaction that lines are being put to, and what its rows have scored.
  struct Run {
    let firstFact: Int
    var hash = StableHash()
    var applied = 0
    var failed = 0
  }

  private mutating func judgeLine(
    _ row: Int, _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, _ run: inout Run,
    into verdicts: inout VerdictBatch
  ) {
    let treatment =
      group.damage.isEmpty
      ? classifier.treatment(of: row, in: work, bytes: bytes, reader: &reader) : nil
    if case .skip(let reason) = treatment {
      return skipLine(row, reason, in: work, bytes, &verdicts)
    }
    reader.book.begin()
    reader.book.countRow()
    let shifted = group.damage.isEmpty ? [] : countDamage(group, in: work)
    reader.beginCurrency()
    for index in reader.plan.headerRange {
      header[index] = shifted.isEmpty ? reader.value(index, row, in: work, bytes) : .missing
    }
    let (quantity, price) = (header[at: at.quantity], header[at: at.unitPrice])
    let value =
      quantity.isGood && price.isGood
      ? OrderSums.value(quantity: quantity.number, price: price.number) : nil
    var kind = LineKind.sale
    if case .line(let other) = treatment { kind = other }
    checkValue(value, kind, row, isReadable: quantity.isGood && price.isGood)
    guard !reader.book.mustHold, let value, let currency = reader.currency else {
      let single = Group(members: [Int32(row)], damage: group.damage)
      return hold(single, in: work, bytes, stakes: { _ in value }, &verdicts)
    }
    appendLine(row, kind, value, currency, in: work, bytes, &run, &verdicts)
  }

  /// A return must take something away, and no value may be beyond counting.
  private mutating func checkValue(_ value: Int64?, _ kind: LineKind, _ row: Int, isReadable: Bool) {
    if isReadable, value == nil {
      reader.book.apply(.amountMismatch)
      reader.book.fail(.amountMismatch, row: row, detail: "the line's value is too large to count")
    }
    guard kind == .return, let value else { return }
    reader.book.apply(.statusContradictsAmount)
    if value > 0 { reader.book.fail(.statusContradictsAmount, row: row) }
  }

  private mutating func skipLine(
    _ row: Int, _ reason: String, in work: borrowing Work, _ bytes: Span<UInt8>,
    _ verdicts: inout VerdictBatch
  ) {
    verdicts.skipped[reason, default: 0] += 1
    verdicts.rowsRead += 1
    let (quantity, price) = (
      bytes.trimmed(reader.cell(at.quantity, row, in: work)),
      bytes.trimmed(reader.cell(at.unitPrice, row, in: work))
    )
    reader.beginCurrency()
    guard
      let currency = reader.currency
        ?? reader.plan.fields.lazy.compactMap(\.constant).compactMap(Currency.init).first,
      case .value(let units) = DecimalReader.read(bytes, quantity, digits: 3),
      case .value(let each) = DecimalReader.read(bytes, price, digits: currency.minorDigits),
      let value = OrderSums.value(quantity: units, price: each), value != 0
    else { return }
    tally[currency].skipped += value
  }

  private mutating func appendLine(
    _ row: Int, _ kind: LineKind, _ value: Int64, _ currency: Currency, in work: borrowing Work,
    _ bytes: Span<UInt8>, _ run: inout Run, _ verdicts: inout VerdictBatch
  ) {
    let raw = work.batch.rows[row]
    let fact = transaction(currency)
    let isNew =
      verdicts.transactions.count == run.firstFact
      || !Self.haveOneHeader(verdicts.transactions[verdicts.transactions.count - 1], fact, bytes)
    if isNew {
      run = Run(firstFact: run.firstFact)
      verdicts.transactions.append(fact)
      let (line, origin) = (Int32(verdicts.lines.count), Int32(verdicts.origins.count))
      verdicts.transactions[verdicts.transactions.count - 1].lines = line..<line
      verdicts.transactions[verdicts.transactions.count - 1].origins = origin..<origin
    }
    var content = StableHash()
    combineHeader(bytes, into: &content)
    let line = line(kind, value, content.value, raw.line)
    verdicts.lines.append(line)
    verdicts.origins.append(RowOrigin(raw: raw.raw, line: raw.line, offset: raw.offset))
    verdicts.rowsRead += 1
    tally[currency].accepted += line.collected
    run.hash.combine(content.value)
    run.applied += reader.book.appliedWeight
    run.failed += reader.book.failedWeight
    let last = verdicts.transactions.count - 1
    let (lines, origins) = (verdicts.transactions[last].lines, verdicts.transactions[last].origins)
    verdicts.transactions[last].lines = lines.lowerBound..<lines.upperBound + 1
    verdicts.transactions[last].origins = origins.lowerBound..<origins.upperBound + 1
    verdicts.transactions[last].contentHash = run.hash.value
    verdicts.transactions[last].updatedAt = max(verdicts.transactions[last].updatedAt, fact.updatedAt)
    verdicts.transactions[last].score = CheckBook.score(applied: run.applied, failed: run.failed)
  }

  /// What the line is worth, by what it is: its signed value is what it adds to the money collected.
  private mutating func line(_ kind: LineKind, _ value: Int64, _ content: Int64, _ sourceRow: Int32)
    -> LineFact
  {
    var line = LineFact()
    line.kind = kind
    line.lineID = occurrences.lineID(of: content)
    line.happenedAt = header[at: at.timestamp].goodNumber
    line.day = reader.moments.clock.day(at: line.happenedAt)
    line.productID = header[at: at.productID].goodText
    line.productName = header[at: at.productName].goodText
    line.quantity = abs(header[at: at.quantity].goodNumber)
    line.unitPrice = header[at: at.unitPrice].goodNumber
    line.sourceRow = sourceRow
    line.score = reader.book.score
    switch kind {
    case .sale: line.gross = value
    case .return: line.returned = -value
    case .shipping: line.shipping = value
    case .fee: line.fee = -value
    case .discount: line.discount = -value
    }
    return line
  }

  private static func haveOneHeader(
    _ left: TransactionFact, _ right: TransactionFact, _ bytes: Span<UInt8>
  ) -> Bool {
    left.currency == right.currency && left.status == right.status
      && bytes.areEqual(left.customerID, right.customerID) && bytes.areEqual(left.country, right.country)
      && bytes.areEqual(left.channel, right.channel)
  }
}
