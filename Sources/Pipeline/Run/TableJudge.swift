import Inspection
import Intake
import Records

/// Judges the rows of one table and keeps the sums over all of them.
struct TableJudge {
  private var inspector: Inspector
  private let envelope: Envelope?
  /// Nil for held rows that are judged again: what stood beside them was kept when they came.
  private var columns: ColumnWatch?
  var sums = TableSums()

  init(_ inspector: Inspector, _ envelope: Envelope?, _ columns: ColumnWatch?) {
    self.inspector = inspector
    self.envelope = envelope
    self.columns = columns
  }

  /// From here on, as the table's columns show.
  mutating func read(by readings: [ColumnReading]) { inspector.read(by: readings) }

  mutating func inspect(_ rows: consuming RowBatch) throws -> VerdictBatch {
    if let new = columns?.newColumns(in: rows.columns) { inspector.keepValues(of: new) }
    return try counted(inspector.inspect(rows), isLast: false)
  }

  /// Verdicts on what still waits, for what comes next does not belong to it.
  mutating func pause() throws -> VerdictBatch { try counted(inspector.finish(), isLast: false) }

  /// Verdicts on what still waits, once the table has ended.
  mutating func finish() throws -> VerdictBatch {
    let last = try counted(inspector.finish(), isLast: true)
    if let disagreement = inspector.disagreement { throw disagreement }
    return last
  }

  func wholeSums() -> TableSums {
    var sums = sums
    sums.tallies = inspector.tallies
    sums.reconciliation = inspector.reconciliation
    sums.extraColumns = columns?.extra ?? []
    sums.idLengths = inspector.idLengths
    return sums
  }

  private mutating func counted(_ verdicts: VerdictBatch, isLast: Bool) throws -> VerdictBatch {
    sums.add(verdicts)
    try envelope?.check(records: sums.rows, isLast: isLast)
    return verdicts
  }

  /// Rows that were put together; one telling of an order is not to run into the next.
  mutating func inspect(_ rows: GatheredRows) throws -> [VerdictBatch] {
    switch rows {
    case .orders(let batch): return [try inspect(batch)]
    case .telling(let batch): return try inspectAlone([batch])
    case .repeated(let batch, let stretches):
      return try inspectAlone(isOneOrder(batch) ? [batch] : batch.stretches(stretches))
    }
  }

  private mutating func inspectAlone(_ batches: [RowBatch]) throws -> [VerdictBatch] {
    var verdicts = [try pause()]
    for batch in batches {
      verdicts.append(try inspect(batch))
      verdicts.append(try pause())
    }
    return verdicts
  }

  /// Whether the rows, taken for one order with equal lines, are what the order's total says.
  private func isOneOrder(_ batch: RowBatch) -> Bool {
    var trial = inspector
    _ = trial.finish()
    return trial.inspect(batch).held.isEmpty && trial.finish().held.isEmpty
  }
}

extension RowBatch {
  /// The batch in so many equal parts; each keeps all bytes and cells, and its own rows.
  fileprivate func stretches(_ number: Int) -> [RowBatch] {
    let records = rows.indices.filter { !rows[$0].continuesRecord }
    let length = records.count / number
    return (0..<number).map { place in
      let start = records[place * length]
      let end = place + 1 < number ? records[(place + 1) * length] : rows.count
      var part = self
      part.rows = Array(rows[start..<end])
      part.problems = problems.filter { (start..<end).contains($0.row) }.map {
        RowProblem(row: $0.row - start, problem: $0.problem)
      }
      return part
    }
  }
}
