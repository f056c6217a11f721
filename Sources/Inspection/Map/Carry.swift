public import Records

/// Gives blank cells the value of the row above in the same group, where a field says so.
///
/// It walks over the rows in their order and remembers one row's values, so that it needs no group to be whole.
struct Carry: Sendable {
  private var key: [UInt8] = []
  /// Per carried field, as the row above has it.
  private var values: [[UInt8]] = []

  mutating func fill(_ work: inout Work, _ reader: inout RowReader) {
    let fields = reader.plan.carried
    guard !fields.isEmpty, !reader.plan.groupPlaces.isEmpty else { return }
    var group = work.append(key)
    var above = values.map { work.append($0) }
    if above.count != fields.count { above = fields.map { _ in .none } }
    for row in work.batch.rows.indices where !work.batch.rows[row].continuesRecord {
      let key = work.key(row, reader.plan)
      if key.isEmpty || !work.batch.bytes.span.areEqual(key, group) {
        group = key
        above = fields.map { _ in .none }
      }
      for (place, field) in fields.enumerated() {
        let cell = reader.cell(field, row, in: work)
        if !work.batch.bytes.span.trimmed(cell).isEmpty {
          above[place] = cell
        } else if !above[place].isEmpty, !key.isEmpty {
          work.batch.set(reader.plan.bound[field].column, of: row, to: above[place])
        }
      }
    }
    key = group.indices.map { work.batch.bytes[$0] }
    values = above.map { range in range.indices.map { work.batch.bytes[$0] } }
  }
}

extension Work {
  /// The first group column with a value.
  func key(_ row: Int, _ plan: Plan) -> ByteRange {
    for column in plan.groupPlaces {
      let cell = cell(row, column)
      if !cell.isEmpty { return cell }
    }
    return .none
  }

  fileprivate mutating func append(_ text: [UInt8]) -> ByteRange {
    let start = batch.bytes.count
    batch.bytes += text
    return ByteRange(start: start, end: batch.bytes.count)
  }

}

extension RowBatch {
  /// A row that ends before the column gets new cells behind all others.
  fileprivate mutating func set(_ column: Int32, of row: Int, to value: ByteRange) {
    let old = rows[row]
    if column >= old.cellCount {
      rows[row].firstCell = Int32(cells.count)
      rows[row].cellCount = column + 1
      cells += cells[Int(old.firstCell)..<Int(old.firstCell + old.cellCount)]
      cells += repeatElement(.none, count: Int(column + 1 - old.cellCount))
    }
    cells[Int(rows[row].firstCell + column)] = value
  }
}

/// Gives rows that name no group the group of the row above, where an export leaves it out.
///
/// It comes before rows are put together, so it works on batches as they are read.
public struct GroupCarry: Sendable {
  private let definition: Definition
  private var above: [UInt8] = []

  /// Nil where every row names its group.
  public init?(_ definition: Definition) {
    guard definition.groupIsCarried else { return nil }
    self.definition = definition
  }

  public mutating func fill(_ batch: inout RowBatch) {
    let places = ColumnPlaces(batch.columns, lists: definition.lineLists)
    let named =
      definition.groupBy.isEmpty ? definition.field(.transactionID)?.columns ?? [] : definition.groupBy
    let columns = named.flatMap { places.find($0, perLine: false) }
    guard let first = columns.first else { return }
    var key = ByteRange(start: batch.bytes.count, end: batch.bytes.count + above.count)
    batch.bytes += above
    for index in batch.rows.indices where !batch.rows[index].continuesRecord {
      let row = batch.rows[index]
      var own = ByteRange.none
      for column in columns where own.isEmpty && column < row.cellCount {
        own = batch.cells[Int(row.firstCell + column)]
      }
      if !own.isEmpty { key = own } else if !key.isEmpty { batch.set(first, of: index, to: key) }
    }
    above = Array(batch.bytes[key.indices])
  }
}
