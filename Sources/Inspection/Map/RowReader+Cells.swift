import Records

extension RowReader {
  /// What stands at the row's first amount for its currency: `69,90 €`, `CA$4.42`, `1299.00 EUR`.
  mutating func writtenCurrency(_ row: Int, in work: borrowing Work) -> CurrencySign? {
    let bytes = work.batch.bytes.span
    for index in plan.moneyFields {
      let amount = bytes.trimmed(cell(index, row, in: work))
      guard !amount.isEmpty else { continue }
      let (first, last) = (bytes[Int(amount.start)], bytes[Int(amount.end) - 1])
      if first &- 0x30 < 10, last &- 0x30 < 10 { continue }
      _ = amounts.read(bytes, amount, digits: 3, mark: .point, isMoney: true)
      if let sign = amounts.sign { return sign }
    }
    return nil
  }

  /// The cell of an id without what is no part of it.
  mutating func identity(_ index: Int, _ row: Int, in work: borrowing Work) -> ByteRange {
    let bytes = work.batch.bytes.span
    var text = stripped(bytes.trimmed(cell(index, row, in: work)), plan.strips[index], bytes)
    if plan.bound[index].isGuarded, text.count > 1, bytes[Int(text.start)] == UInt8(ascii: "'") {
      text.start += 1
    }
    return text
  }

  /// True for a row that is a member of the list of records.
  func isInRecordList(_ row: Int, in work: borrowing Work) -> Bool {
    plan.recordColumns.contains { !work.cell(row, $0).isEmpty }
  }

  /// A value of one member of the list, or else what stands outside of the list, and the row it stands in.
  func cell(
    _ index: Int, ofMember member: Int, in record: [Int32], _ work: borrowing Work
  ) -> (cell: ByteRange, row: Int) {
    let field = plan.bound[index]
    let columns =
      [field.column] + plan.alternates[Int(field.alternates.lowerBound)..<Int(field.alternates.upperBound)]
    for column in columns where column >= 0 {
      let rows = plan.recordColumns.contains(column) ? [Int32(member)] : record
      for row in rows where !work.batch.bytes.span.trimmed(work.cell(Int(row), column)).isEmpty {
        return (work.cell(Int(row), column), Int(row))
      }
    }
    return (.none, member)
  }
}
