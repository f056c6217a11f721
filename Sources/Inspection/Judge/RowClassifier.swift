import Records

/// Decides by a definition's row classes what a row is, before any of its values is judged.
struct RowClassifier: Sendable {
  private let classes: [(treatment: RowClass.Treatment, test: RowTest)]

  init(_ plan: Plan) {
    classes = plan.definition.rowClasses.map { ($0.treatment, RowTest($0.conditions, plan)) }
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
