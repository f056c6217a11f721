public import Records

extension Inspector {
  /// Money without a currency cannot be added up. Where neither the export nor the shop names any, that is one question
  /// about the file and no fault of its rows.
  ///
  /// - Parameter rows: the table's first.
  public func checkCurrency(of rows: RowBatch, source: String) throws(FileProblem) {
    var trial = self
    guard let sign = trial.missingCurrency(in: rows) else { return }
    let hint = sign.map { "; \"\($0.text)\" may mean \($0.choice)" } ?? ""
    throw FileProblem(
      code: "currency.unstated",
      message: "nothing says which currency the amounts are in\(hint)",
      remedy: """
        write `currency: EUR`, or whichever it is, in Config/daybook.yaml, or for this source only \
        `sources: {\(source): {currency: EUR}}`
        """)
  }

  /// Nil where rows or settings name a currency; else an amount whose sign leaves it open, or nothing.
  private mutating func missingCurrency(in rows: RowBatch) -> (text: String, choice: String)?? {
    reader.bind(columns: rows.columns)
    let place = reader.plan.position(of: .currency)
    guard place >= 0, reader.usualCurrency == nil, !rows.rows.isEmpty else { return nil }
    let field = reader.plan.bound[place]
    guard field.isRequired, !field.hasConstant, field.column < 0, field.joined < 0 else { return nil }
    var work = Work(rows, carried: nil)
    work.addTexts(for: reader.plan)
    var open: (text: String, choice: String)?
    for row in rows.rows.indices {
      guard let sign = reader.writtenCurrency(row, in: work) else { continue }
      guard sign.only == nil else { return nil }
      open = open ?? (reader.amount(of: row, in: work), sign.choice)
    }
    return .some(open)
  }
}

extension RowReader {
  /// The row's first amount as it stands there.
  fileprivate mutating func amount(of row: Int, in work: borrowing Work) -> String {
    for index in plan.moneyFields {
      let cell = work.batch.bytes.span.trimmed(cell(index, row, in: work))
      if !cell.isEmpty { return work.batch.bytes.span.text(cell) }
    }
    return ""
  }
}
