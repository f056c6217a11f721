public import Records

extension Inspector {
  /// Reads the values of a batch, and judges nothing: what is told of single values is forgotten. Returns how many
  /// good ones there are. For measuring what the one costs and what the other.
  public mutating func readValues(of rows: consuming RowBatch) -> Int {
    let work = prepare(Work(rows, carried: nil))
    let bytes = work.batch.bytes.span
    var good = 0
    for row in work.batch.rows.indices {
      reader.map(row, to: row, in: work, bytes)
      if reader.mapped.rows.contains(row), reader.mapped.unread(row) == 0 {
        good += reader.mapped.good(row).nonzeroBitCount
        continue
      }
      reader.book.begin()
      reader.beginCurrency()
      for field in reader.plan.fields.indices where reader.value(field, row, in: work, bytes).isGood {
        good += 1
      }
    }
    return good
  }
}
