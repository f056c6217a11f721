import Records

/// Conditions on cells as they stand, all of which must hold.
struct RowTest: Sendable {
  private struct Condition: Sendable {
    /// Index into the plan's fields, or, for a column no field takes, into its test columns.
    var place: Int
    var isField: Bool
    var test: RowClass.Test
    var words: [[UInt8]]
  }

  private let conditions: [Condition]

  var isEmpty: Bool { conditions.isEmpty }

  init(_ conditions: [RowClass.Condition], _ plan: Plan) {
    self.conditions = conditions.map { condition in
      let words: [String] =
        switch condition.test {
        case .values(let values): values
        case .prefix(let prefix): [prefix]
        default: []
        }
      let (place, isField) =
        switch condition.subject {
        case .target(let target): (plan.position(of: target), true)
        case .column(let name): (plan.testColumns.firstIndex(of: name) ?? -1, false)
        }
      return Condition(
        place: place, isField: isField, test: condition.test, words: words.map { $0.utf8.map(\.smallLetter) })
    }
  }

  func fits(_ row: Int, in work: borrowing Work, bytes: Span<UInt8>, reader: inout RowReader) -> Bool {
    for condition in conditions {
      let cell = Self.cell(condition, row, in: work, &reader)
      if !Self.fits(bytes.trimmed(cell), condition, bytes, reader) { return false }
    }
    return true
  }

  /// Each condition is asked of the first row that has a value for it.
  func fits(
    _ rows: [Int32], in work: borrowing Work, bytes: Span<UInt8>, reader: inout RowReader
  ) -> Bool {
    for condition in conditions {
      var found = ByteRange.none
      for row in rows where found.isEmpty {
        found = bytes.trimmed(Self.cell(condition, Int(row), in: work, &reader))
      }
      if !Self.fits(found, condition, bytes, reader) { return false }
    }
    return true
  }

  /// True where the row says something of what is asked.
  func isStated(
    _ row: Int, in work: borrowing Work, bytes: Span<UInt8>, reader: inout RowReader
  ) -> Bool {
    for condition in conditions
    where !bytes.trimmed(Self.cell(condition, row, in: work, &reader)).isEmpty { return true }
    return false
  }

  private static func cell(
    _ condition: Condition, _ row: Int, in work: borrowing Work, _ reader: inout RowReader
  ) -> ByteRange {
    guard condition.place >= 0 else { return .none }
    return condition.isField
      ? reader.cell(condition.place, row, in: work) : reader.testCell(condition.place, row, in: work)
  }

  @inline(__always)  // A call would copy the reader.
  private static func fits(
    _ cell: ByteRange, _ condition: Condition, _ bytes: Span<UInt8>, _ reader: borrowing RowReader
  ) -> Bool {
    func number() -> Int64? {
      if case .value(let value) = DecimalReader.read(bytes, cell, digits: 3) { return value }
      let mark = reader.plan.mark(of: condition.place, isField: condition.isField)
      return Self.amount(cell, bytes, mark)
    }
    switch condition.test {
    case .blank(let wanted): return cell.isEmpty == wanted
    case .values: return condition.words.contains { bytes.matches(cell, smallLetters: $0) }
    case .prefix: return bytes.hasPrefix(cell, smallLetters: condition.words[0])
    case .below(let limit): return number().map { $0 < limit } ?? false
    case .above(let limit): return number().map { $0 > limit } ?? false
    case .equals(let wanted): return number() == wanted
    }
  }

  /// An amount as the export writes it: `-$7.00`.
  private static func amount(_ cell: ByteRange, _ bytes: Span<UInt8>, _ mark: DecimalMark?) -> Int64? {
    var amounts = AmountReader()
    guard
      case .value(let value) = amounts.read(bytes, cell, digits: 3, mark: mark ?? .point, isMoney: true)
    else { return nil }
    return value
  }
}
