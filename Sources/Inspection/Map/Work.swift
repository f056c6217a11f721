import Records

/// The rows at hand: those carried over from the batch before, then the new ones, in one buffer.
///
/// Behind the batch's own bytes stand the carried rows', and texts that values may point to: joined cells,
/// constants, the codes of countries.
struct Work {
  var batch: RowBatch
  /// Per joined field of the plan, per row.
  private(set) var joined: [[ByteRange]] = []
  private(set) var constants: [ByteRange] = []
  /// Where `CountryReader.codes` stand.
  private(set) var countryCodes = 0

  init(_ batch: consuming RowBatch, carried: RowBatch?) {
    self.batch = batch
    if let carried, !carried.rows.isEmpty { self.batch.putInFront(carried) }
  }

  /// The rows that never were data, by what the decoder says of them, each with the reason; nothing else is told of them.
  mutating func takePassedOver() -> [Int: String] {
    var reasons: [Int: String] = [:]
    for entry in batch.problems {
      if entry.problem.code == Rule.footer.code { reasons[entry.row] = "footer" }
      if entry.problem.code == Rule.headerAgain.code { reasons[entry.row] = "header" }
      if entry.problem.code == Rule.comment.code { reasons[entry.row] = "comment" }
    }
    for row in TotalsRow.find(in: batch) where reasons[row] == nil { reasons[row] = "totals" }
    if !reasons.isEmpty { batch.problems.removeAll { reasons[$0.row] != nil } }
    return reasons
  }

  /// The buffer, once all rows are judged; nothing is copied.
  mutating func takeBytes() -> [UInt8] {
    let bytes = batch.bytes
    batch.bytes = []
    return bytes
  }

  mutating func addTexts(for plan: Plan) {
    for columns in plan.joins { joined.append(join(columns, without: plan.blanks)) }
    for constant in plan.constants {
      constants.append(ByteRange(start: batch.bytes.count, end: batch.bytes.count + constant.count))
      batch.bytes += constant
    }
    if plan.fields.contains(where: { $0.type == .country }) {
      countryCodes = batch.bytes.count
      batch.bytes += CountryReader.codes
    }
  }

  @inline(__always)  // Asked for every cell.
  func cell(_ row: RowBatch.Row, _ column: Int32) -> ByteRange {
    column >= 0 && column < row.cellCount ? batch.cells[Int(row.firstCell + column)] : .none
  }

  @inline(__always)
  func cell(_ row: Int, _ column: Int32) -> ByteRange {
    guard column >= 0, column < batch.rows[row].cellCount else { return .none }
    return batch.cells[Int(batch.rows[row].firstCell + column)]
  }

  private mutating func join(_ columns: [Int32], without blanks: [[UInt8]]) -> [ByteRange] {
    var ranges: [ByteRange] = []
    ranges.reserveCapacity(batch.rows.count)
    for row in batch.rows {
      let start = batch.bytes.count
      for column in columns {
        let cell = cell(row, column)
        guard !cell.isEmpty, !blanks.contains(where: { batch.bytes.span.matches(cell, smallLetters: $0) })
        else { continue }
        if batch.bytes.count > start { batch.bytes.append(0x20) }
        for index in cell.indices { batch.bytes.append(batch.bytes[index]) }
      }
      ranges.append(ByteRange(start: start, end: batch.bytes.count))
    }
    return ranges
  }
}

extension RowBatch {
  /// Puts rows of the batch before in front; their bytes go behind this batch's own.
  mutating func putInFront(_ carried: RowBatch) {
    let shift = UInt32(bytes.count)
    let firstCell = Int32(cells.count)
    bytes += carried.bytes
    for cell in carried.cells { cells.append(cell.isEmpty ? cell : cell.shifted(by: shift)) }
    let moved = carried.rows.map { row in
      var row = row
      row.firstCell += firstCell
      row.raw = row.raw.shifted(by: shift)
      return row
    }
    rows.insert(contentsOf: moved, at: 0)
    for index in problems.indices { problems[index].row += moved.count }
    problems.insert(contentsOf: carried.problems, at: 0)
  }

  /// The given rows as a batch of their own, with copies of their bytes.
  func extracting(_ wanted: [Int32], problems: [RowProblem]) -> RowBatch {
    var copy = RowBatch(columns: columns)
    for (place, index) in wanted.enumerated() {
      let row = rows[Int(index)]
      var moved = row
      moved.firstCell = Int32(copy.cells.count)
      moved.raw = copy.append(bytes, row.raw)
      for cell in cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)] {
        let isInside = cell.start >= row.raw.start && cell.end <= row.raw.end && !row.raw.isEmpty
        if isInside {
          let offset = cell.start - row.raw.start
          copy.cells.append(
            ByteRange(
              start: moved.raw.start + offset, end: moved.raw.start + offset + UInt32(cell.count)))
        } else {
          copy.cells.append(copy.append(bytes, cell))
        }
      }
      copy.rows.append(moved)
      for problem in problems where problem.row == index {
        copy.problems.append(RowProblem(row: place, problem: problem.problem))
      }
    }
    return copy
  }

  private mutating func append(_ source: [UInt8], _ range: ByteRange) -> ByteRange {
    let start = bytes.count
    bytes += source[range.indices]
    return ByteRange(start: start, end: bytes.count)
  }
}

extension ByteRange {
  func shifted(by distance: UInt32) -> ByteRange { ByteRange(start: start + distance, end: end + distance) }
}
