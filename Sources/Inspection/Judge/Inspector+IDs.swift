public import Records

extension Inspector {
  /// Looks at the ids of a table's first rows. Where they are the numbers of one length and some begin with zeros, that
  /// is worth remembering; where they are shorter than was remembered and none begins with a zero, a spreadsheet has
  /// counted with them, and each that is too short is noted.
  ///
  /// - Parameter known: of earlier files of the source.
  public mutating func lookAtIDs(of rows: RowBatch, known: [IDLength]) {
    reader.bind(columns: rows.columns)
    var expected: [Int: Int] = [:]
    for index in reader.plan.fields.indices where reader.plan.bound[index].type == .identifier {
      let column = reader.plan.bound[index].column
      guard column >= 0 else { continue }
      let shape = IDShape(rows, column)
      let name = rows.columns[Int(column)]
      if let digits = shape.fixedLength {
        if !idLengths.contains(where: { $0.column == name }) {
          idLengths.append(IDLength(column: name, digits: digits))
        }
      } else if let earlier = known.first(where: { $0.column == name }),
        shape.hasLostZeros(of: earlier.digits)
      {
        expected[index] = earlier.digits
      }
    }
    if !expected.isEmpty { reader.expect(expected) }
  }
}

/// What the filled cells of one column are, as far as a sample of them goes.
private struct IDShape {
  static let sample = 1000
  /// From so many on their length is no chance.
  static let least = 20

  private var count = 0
  private var areDigits = true
  private var haveZeros = false
  private var lengths = (least: Int.max, most: 0)

  init(_ rows: RowBatch, _ column: Int32) {
    let bytes = rows.bytes.span
    for row in rows.rows.prefix(Self.sample) where column < row.cellCount {
      let cell = bytes.trimmed(rows.cells[Int(row.firstCell + column)])
      guard !cell.isEmpty else { continue }
      count += 1
      areDigits = areDigits && cell.indices.allSatisfy { bytes[$0] &- 0x30 < 10 }
      haveZeros = haveZeros || bytes[Int(cell.start)] == 0x30
      lengths = (min(lengths.least, cell.count), max(lengths.most, cell.count))
    }
  }

  /// Nil where the ids are of no one length, or would keep it in a spreadsheet too.
  var fixedLength: Int? {
    count >= Self.least && areDigits && haveZeros && lengths.least == lengths.most && lengths.most > 2
      ? lengths.most : nil
  }

  func hasLostZeros(of digits: Int) -> Bool {
    count > 0 && areDigits && !haveZeros && lengths.least < digits && lengths.most <= digits
  }
}

extension RowReader {
  /// Notes an id that has fewer digits than its column had in earlier files.
  mutating func checkZeros(
    _ text: ByteRange, _ field: BoundField, _ index: Int, _ row: Int, _ bytes: Span<UInt8>
  ) {
    book.apply(.zerosMissing)
    guard text.count < Int(field.digits), text.indices.allSatisfy({ bytes[$0] &- 0x30 < 10 }) else { return }
    book.fail(
      .zerosMissing, row: row, value: text, field: plan.fields[index].title, detail: String(field.digits))
  }
}
