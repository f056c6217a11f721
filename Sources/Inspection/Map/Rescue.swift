import Records

/// Takes the values of columns that are new in a source's exports from rows as they come.
struct Rescue: Sendable {
  /// Longer values are in the original only.
  static let longest = 4096

  private let columns: [String]
  /// The last row's group and record, for a batch may end inside of one.
  private var group: [UInt8] = []
  private var record: [UInt8] = []
  private var position = 0

  init(_ columns: [String]) { self.columns = columns }

  /// - Parameters:
  ///   - group: the cell by which rows belong together; empty for a row that stands alone.
  ///   - record: the cell of the record's id.
  mutating func take(
    from batch: RowBatch, group: (Int) -> ByteRange, record: (Int) -> ByteRange,
    into verdicts: inout VerdictBatch
  ) {
    let places = columns.map { batch.columns.firstIndex(of: $0) }
    verdicts.rescuedColumns = columns
    for index in batch.rows.indices {
      let row = batch.rows[index]
      step(to: index, row, in: batch, group, record)
      for (column, place) in places.enumerated() {
        guard let place, place < row.cellCount else { continue }
        let value = batch.bytes.span.trimmed(batch.cells[Int(row.firstCell) + place])
        guard !value.isEmpty, value.count <= Self.longest else { continue }
        verdicts.rescued.append(
          RescuedValue(
            column: column, record: self.record, position: position, value: value, line: row.line))
      }
    }
  }

  private mutating func step(
    to index: Int, _ row: RowBatch.Row, in batch: RowBatch, _ group: (Int) -> ByteRange,
    _ record: (Int) -> ByteRange
  ) {
    position += 1
    if row.continuesRecord { return }
    let key = Array(batch.bytes[group(index).indices])
    if !key.isEmpty, key == self.group { return }
    (self.group, position) = (key, 0)
    self.record = Array(batch.bytes[record(index).indices])
  }
}
