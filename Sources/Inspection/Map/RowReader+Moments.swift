import Records

/// Reads points in time.
extension RowReader {
  mutating func moment(
    _ text: ByteRange, _ whole: ByteRange, _ field: BoundField, _ index: Int, _ row: Int,
    in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> Slot {
    if !field.zones.isEmpty { moments.rowZone = zone(field, row, in: work, bytes) }
    defer { if !field.zones.isEmpty { moments.rowZone = nil } }
    var reading = moments.readISO(bytes, text)
    if case .unreadable = reading {
      let order = column(of: whole, field, row, in: work).flatMap { plan.orders[$0] }
      reading = moments.readFreely(bytes, text, order: order ?? plan.definition.reading.dateOrder)
    }
    if field.countedFrom != Int32.min {
      reading = counted(text, from: field.countedFrom, bytes)
    }
    let rule: Rule
    switch reading {
    case .value(let instant):
      if isBelieved(instant) { return Slot(state: .good, text: text, number: instant) }
      rule = instant < earliest ? .dateTooOld : .dateInFuture
    case .unreadable: rule = .dateUnreadable
    case .impossible: rule = .dateImpossible
    case .undecidable: return leave(text, .dateOrderUndecidable, field, index, row)
    case .zoneUnknown: return leave(text, .zoneUnknown, field, index, row)
    case .zoneAmbiguous: return leave(text, .zoneAmbiguous, field, index, row)
    }
    return check(false, rule, text, index, row)
  }

  /// The day so many days after the first.
  private func counted(_ text: ByteRange, from first: Int32, _ bytes: Span<UInt8>) -> MomentReading {
    guard case .value(let days) = DecimalReader.read(bytes, text, digits: 0), (0...36_600).contains(days)
    else {
      return .unreadable
    }
    return .value(moments.clock.zone.start(of: Day(number: first + Int32(days))))
  }

  /// What is left open holds the row where the date must be there; elsewhere the date is left out.
  private mutating func leave(
    _ text: ByteRange, _ question: OrderCheck, _ field: BoundField, _ index: Int, _ row: Int
  ) -> Slot {
    guard field.isRequired else { return check(false, .dateUnreadable, text, index, row) }
    book.apply(question)
    book.fail(question, row: row, value: text, field: plan.fields[index].title)
    return Slot(state: .bad, text: text)
  }

  /// The zone that the row names for a time; nil if it names none.
  private mutating func zone(
    _ field: BoundField, _ row: Int, in work: borrowing Work, _ bytes: Span<UInt8>
  ) -> WrittenZone? {
    for place in field.zones {
      let cell = bytes.trimmed(
        meaningful(work.cell(row, plan.zoneColumns[Int(place)]), plan.blanks, in: work))
      if !cell.isEmpty { return moments.zones.find(bytes, cell) }
    }
    return nil
  }
}
