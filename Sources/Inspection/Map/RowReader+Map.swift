import Records

/// Reads columns, as far as their cells are plain.
extension RowReader {
  /// Rows of an order beyond that are read one by one.
  private static let longest = 1024

  /// Forgets the rows of the batch before.
  mutating func beginBatch() { mapped.clear() }

  /// Has the rows from `first` to `last` at hand, and some behind them.
  @inline(__always)  // Mostly they are.
  mutating func map(_ first: Int, to last: Int, in work: borrowing Work, _ bytes: Span<UInt8>) {
    if mapped.rows.contains(first), mapped.rows.contains(last) { return }
    mapStretch(first, to: last, in: work, bytes)
  }

  @inline(never)
  private mutating func mapStretch(
    _ first: Int, to last: Int, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    guard plan.fields.count <= MappedRows.mostFields else { return }
    let wanted = max(MappedRows.stretch, min(last + 1 - first, Self.longest))
    var rows = MappedRows()
    swap(&rows, &mapped)
    rows.begin(
      first..<min(first + wanted, work.batch.rows.count), fields: plan.fields.count, left: plan.leftToRules,
      digits: usualDigits)
    for index in plan.mappedFields { fill(&rows, index, in: work, bytes) }
    swap(&rows, &mapped)
  }

  /// Of rows that cannot name a currency of their own.
  private var usualDigits: UInt8 {
    guard plan.fields.first?.target == .currency else { return UInt8(usualCurrency?.minorDigits ?? 2) }
    guard plan.onlyColumns[0] == -1, !plan.bound[0].hasConstant, let usualCurrency else {
      return MappedRows.noDigits
    }
    return UInt8(usualCurrency.minorDigits)
  }

  private mutating func fill(
    _ rows: inout MappedRows, _ index: Int, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    let field = plan.bound[index]
    switch field.type {
    case .text, .identifier:
      rows.fill(index, field, in: work, bytes) { text, _ in
        if field.isGuarded, bytes[Int(text.start)] == UInt8(ascii: "'") { return nil }
        return Self.fault(bytes, text, field) == nil && !field.hasPattern
          ? Slot(state: .good, text: text) : nil
      }
    case .integer, .quantity, .money: fillNumbers(&rows, index, field, in: work, bytes)
    case .currency:
      fillRepeating(&rows, index, field, in: work, bytes) { reader, text in reader.plainCurrency(text, bytes)
      }
      rows.set(digits: digits(of:), from: index)
    case .moment:
      rows.fill(index, field, in: work, bytes) { text, _ in
        guard case .value(let instant) = moments.readISO(bytes, text), isBelieved(instant) else { return nil }
        return Slot(state: .good, text: text, number: instant)
      }
    case .status:
      fillRepeating(&rows, index, field, in: work, bytes) { $0.knownStatus($1, bytes) }
    case .movement:
      fillRepeating(&rows, index, field, in: work, bytes) { $0.knownMovement($1, bytes) }
    case .email:
      rows.fill(index, field, in: work, bytes) { text, _ in
        TextReader.isEmail(bytes, text) ? Slot(state: .good, text: text) : nil
      }
    case .phone:
      rows.fill(index, field, in: work, bytes) { text, _ in
        if bytes[Int(text.start)] == UInt8(ascii: "'") { return nil }
        return TextReader.isPhone(bytes, text) ? Slot(state: .good, text: text) : nil
      }
    case .country:
      let codes = work.countryCodes
      rows.fill(index, field, in: work, bytes) { text, _ in Self.country(text, codes, bytes) }
    }
  }

  private mutating func fillNumbers(
    _ rows: inout MappedRows, _ index: Int, _ field: BoundField, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    let decimals = field.type == .quantity ? 3 : 0
    guard field.type == .money else {
      return rows.fill(index, field, in: work, bytes) { text, _ in
        Self.number(bytes, text, field, digits: decimals, toThousandths: decimals == 3 ? 1 : 1000)
      }
    }
    rows.fill(index, field, in: work, bytes) { text, digits in
      digits == MappedRows.noDigits
        ? nil
        : Self.number(
          bytes, text, field, digits: Int(digits), toThousandths: Self.thousandths(digits: Int(digits)))
    }
  }

  @inline(__always)  // Asked for every number.
  private static func number(
    _ bytes: Span<UInt8>, _ text: ByteRange, _ field: BoundField, digits: Int, toThousandths factor: Int64
  ) -> Slot? {
    // Longer ones are left to the rules.
    guard let written = DecimalReader.readShort(bytes, text, digits: digits),
      let value = counted(written, field, toThousandths: factor)
    else { return nil }
    return Slot(state: .good, text: text, number: value)
  }

  /// Reads a column of few words: most cells say what the one above says.
  @inline(__always)  // So that a column's kind is part of its loop.
  private mutating func fillRepeating(
    _ rows: inout MappedRows, _ index: Int, _ field: BoundField, in work: borrowing Work,
    _ bytes: Span<UInt8>,
    _ read: (inout RowReader, ByteRange) -> Slot?
  ) {
    var last = Slot.missing
    rows.fill(index, field, in: work, bytes) { text, _ in
      if last.isGood, bytes.areEqual(text, last.text) {
        return Slot(state: .good, text: text, number: last.number)
      }
      guard let slot = read(&self, text) else { return nil }
      last = slot
      return slot
    }
  }

  /// In capitals.
  private mutating func plainCurrency(_ text: ByteRange, _ bytes: Span<UInt8>) -> Slot? {
    guard text.count == 3 else { return nil }
    var packed: UInt32 = 0
    for position in text.indices { packed = packed << 8 | UInt32(bytes[position]) }
    guard let known = Currency(code: text.indices.map { bytes[$0] }), known.packed == packed else {
      return nil
    }
    return Slot(state: .good, text: text, number: Int64(packed))
  }

  private func digits(of packed: Int64) -> UInt8 {
    if let stated, Int64(stated.packed) == packed { return UInt8(stated.minorDigits) }
    return UInt8(Currency(packed: UInt32(truncatingIfNeeded: packed)).minorDigits)
  }

  /// Reads one value of a row and counts its checks.
  @inline(__always)  // Asked for every value.
  mutating func value(_ index: Int, _ row: Int, in work: borrowing Work, _ bytes: Span<UInt8>) -> Slot {
    if mapped.rows.contains(row) {
      let slot = mapped.slot(index, row)
      if slot.state == .missing { return slot }
      if slot.isGood {
        let field = plan.bound[index]
        // The order may have another currency than this row of it.
        let isRead = field.type != .money || Int(mapped.digits(row)) == digits
        if isRead {
          if field.type == .currency { state(slot.number) }
          book.countPresent(index)
          book.appliedWeight += field.presenceWeight + field.valueWeight
          return slot
        }
      }
    }
    return read(index, row: row, in: work, bytes: bytes)
  }
}
