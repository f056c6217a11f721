import Records

/// Decides by a definition's row classes what a row is, before any of its values is judged.
struct RowClassifier: Sendable {
  private struct Condition: Sendable {
    var field: Int
    var test: RowClass.Test
    var words: [[UInt8]]
  }

  private let classes: [(treatment: RowClass.Treatment, conditions: [Condition])]

  init(_ plan: Plan) {
    classes = plan.definition.rowClasses.map { rowClass in
      let conditions = rowClass.conditions.map { condition in
        let words: [String] =
          switch condition.test {
          case .values(let values): values
          case .prefix(let prefix): [prefix]
          default: []
          }
        return Condition(
          field: plan.position(of: condition.target), test: condition.test,
          words: words.map { $0.utf8.map(\.smallLetter) })
      }
      return (rowClass.treatment, conditions)
    }
  }

  func treatment(
    of row: Int, in work: borrowing Work, bytes: Span<UInt8>, reader: inout RowReader
  ) -> RowClass.Treatment? {
    guard !classes.isEmpty else { return nil }
    for index in classes.indices {
      var fits = true
      for condition in classes[index].conditions {
        let cell =
          condition.field < 0 ? .none : bytes.trimmed(reader.cell(condition.field, row, in: work))
        if !Self.fits(cell, condition, bytes) {
          fits = false
          break
        }
      }
      if fits { return classes[index].treatment }
    }
    return nil
  }

  private static func fits(_ cell: ByteRange, _ condition: Condition, _ bytes: Span<UInt8>) -> Bool {
    switch condition.test {
    case .blank(let wanted): return cell.isEmpty == wanted
    case .values: return condition.words.contains { bytes.matches(cell, smallLetters: $0) }
    case .prefix: return bytes.hasPrefix(cell, smallLetters: condition.words[0])
    case .below(let limit): return number(cell, bytes).map { $0 < limit } ?? false
    case .above(let limit): return number(cell, bytes).map { $0 > limit } ?? false
    case .equals(let wanted): return number(cell, bytes) == wanted
    }
  }

  private static func number(_ cell: ByteRange, _ bytes: Span<UInt8>) -> Int64? {
    guard case .value(let value) = DecimalReader.read(bytes, cell, digits: 3) else { return nil }
    return value
  }
}
