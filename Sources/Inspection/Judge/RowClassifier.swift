import Records

/// Decides by a definition's row classes what a row is, before any of its values is judged.
struct RowClassifier: Sendable {
  private let classes: [(treatment: RowClass.Treatment, test: RowTest)]

  init(_ plan: Plan) {
    classes = plan.definition.rowClasses.map { ($0.treatment, RowTest($0.conditions, plan)) }
  }

  var isEmpty: Bool { classes.isEmpty }

  /// The reason for which an order is passed over: its first row says so, and no other row that says anything of it
  /// says otherwise.
  func skips(
    _ rows: [Int32], in work: borrowing Work, bytes: Span<UInt8>, reader: inout RowReader
  ) -> String? {
    guard
      let first = classes.first(where: { $0.test.fits(Int(rows[0]), in: work, bytes: bytes, reader: &reader) }
      ), case .skip(let reason) = first.treatment
    else { return nil }
    for row in rows.dropFirst() {
      if case .skip = treatment(of: Int(row), in: work, bytes: bytes, reader: &reader) { continue }
      if first.test.isStated(Int(row), in: work, bytes: bytes, reader: &reader) { return nil }
    }
    return reason
  }

  func treatment(
    of row: Int, in work: borrowing Work, bytes: Span<UInt8>, reader: inout RowReader
  ) -> RowClass.Treatment? {
    for index in classes.indices
    where classes[index].test.fits(row, in: work, bytes: bytes, reader: &reader) {
      return classes[index].treatment
    }
    return nil
  }
}
