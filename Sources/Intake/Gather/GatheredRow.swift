import Records

/// One record on its way through a gatherer, as bytes: its key, its place in the file, its cells and what the decoder
/// found wrong with it.
///
/// Eight bytes each for length, key, telling and ordinal, then numbers of varying length and texts: small, for what
/// does not fit into memory is written to disk and read again.
struct GatheredRow {
  static let headBytes = 32

  let length: Int
  let key: UInt64
  let telling: UInt64
  let ordinal: UInt64

  /// Nil if not all of the record lies before the end.
  init?(_ bytes: Span<UInt8>, at start: Int) {
    guard start + Self.headBytes <= bytes.count else { return nil }
    var cursor = ByteCursor(start)
    length = Int(cursor.word(bytes))
    key = cursor.word(bytes)
    telling = cursor.word(bytes)
    ordinal = cursor.word(bytes)
    if start + length > bytes.count { return nil }
  }

  /// Appends the record that begins in `rows.lowerBound` and goes on to the end of `rows`.
  static func write(
    _ batch: RowBatch, _ rows: Range<Int>, _ key: RowKey, to bytes: inout [UInt8]
  ) {
    let start = bytes.count
    for word in [0, key.group, key.telling, key.place] { bytes.append(word: word) }
    let raw = batch.rows[rows.lowerBound].raw
    let (texts, cells) = texts(of: batch, rows, raw: raw)
    bytes.append(number: UInt64(raw.count))
    bytes.append(number: UInt64(raw.count + texts.count))
    bytes += batch.bytes[raw.indices]
    bytes += texts
    bytes.append(number: UInt64(rows.count))
    var end = 0
    var cell = 0
    for row in batch.rows[rows] {
      bytes.append(number: UInt64(row.line))
      bytes.append(number: UInt64(row.offset))
      bytes.append(number: UInt64(row.cellCount))
      for _ in 0..<row.cellCount {
        // Cells mostly follow each other with one byte between.
        let distance = cells[cell].lowerBound - end
        bytes.append(number: UInt64(bitPattern: Int64(distance << 1 ^ distance >> 63)))
        bytes.append(number: UInt64(cells[cell].count))
        end = cells[cell].upperBound
        cell += 1
      }
    }
    write(batch.problems.filter { rows.contains($0.row) }, after: rows.lowerBound, to: &bytes)
    bytes.set(word: UInt64(bytes.count - start), at: start)
  }

  /// Where each cell stands: in the record's own bytes, or in the texts behind them.
  private static func texts(
    of batch: RowBatch, _ rows: Range<Int>, raw: ByteRange
  ) -> (texts: [UInt8], cells: [Range<Int>]) {
    var texts: [UInt8] = []
    var cells: [Range<Int>] = []
    for row in batch.rows[rows] {
      for cell in batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)] {
        if cell.isEmpty {
          let end = cells.last?.upperBound ?? 0
          cells.append(end..<end)
        } else if cell.start >= raw.start && cell.end <= raw.end {
          cells.append(Int(cell.start - raw.start)..<Int(cell.end - raw.start))
        } else {
          let start = raw.count + texts.count
          texts += batch.bytes[cell.indices]
          cells.append(start..<start + cell.count)
        }
      }
    }
    return (texts, cells)
  }

  private static func write(
    _ problems: [RowBatch.RowProblem], after first: Int, to bytes: inout [UInt8]
  ) {
    bytes.append(number: UInt64(problems.count))
    for entry in problems {
      let problem = entry.problem
      bytes.append(number: UInt64(entry.row - first))
      bytes.append(number: problem.severity == .hold ? 1 : 0)
      for text in [problem.code, problem.field, problem.value, problem.message, problem.remedy] {
        bytes.append(number: text.map { UInt64($0.utf8.count) + 1 } ?? 0)
        bytes += (text ?? "").utf8
      }
    }
  }

  /// What stood in the file, without the line end.
  func raw(in bytes: Span<UInt8>, at start: Int) -> Range<Int> {
    var cursor = ByteCursor(start + Self.headBytes)
    let count = cursor.number(bytes)
    _ = cursor.number(bytes)
    return cursor.index..<cursor.index + count
  }

  /// Appends the record to a batch.
  static func read(_ bytes: Span<UInt8>, at start: Int, into batch: inout RowBatch) {
    var cursor = ByteCursor(start + headBytes)
    let (rawCount, count) = (cursor.number(bytes), cursor.number(bytes))
    let base = batch.bytes.count
    for index in cursor.index..<cursor.index + count { batch.bytes.append(bytes[index]) }
    cursor.index += count
    let firstRow = batch.rows.count
    var end = 0
    for row in 0..<cursor.number(bytes) {
      let (line, offset, cells) = (cursor.number(bytes), cursor.number(bytes), cursor.number(bytes))
      batch.rows.append(
        RowBatch.Row(
          firstCell: Int32(batch.cells.count), cellCount: Int32(cells),
          raw: row == 0 ? ByteRange(start: base, end: base + rawCount) : .none, line: Int32(line),
          offset: Int64(offset), continuesRecord: row > 0))
      for _ in 0..<cells {
        let distance = cursor.number(bytes)
        let first = end + (distance >> 1 ^ -(distance & 1))
        end = first + cursor.number(bytes)
        batch.cells.append(first == end ? .none : ByteRange(start: base + first, end: base + end))
      }
    }
    for _ in 0..<cursor.number(bytes) {
      let (row, holds) = (cursor.number(bytes), cursor.number(bytes))
      let texts = (0..<5).map { _ in cursor.text(bytes) }
      let problem = Problem(
        code: texts[0] ?? "", field: texts[1], value: texts[2], message: texts[3] ?? "",
        remedy: texts[4] ?? "", severity: holds == 1 ? .hold : .note)
      batch.problems.append(RowBatch.RowProblem(row: firstRow + row, problem: problem))
    }
  }
}

/// Reads numbers and texts one after the other.
private struct ByteCursor {
  var index: Int

  init(_ index: Int) { self.index = index }

  mutating func word(_ bytes: Span<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for place in 0..<8 { word |= UInt64(bytes[index + place]) << UInt64(8 * place) }
    index += 8
    return word
  }

  mutating func number(_ bytes: Span<UInt8>) -> Int {
    var (number, shift): (UInt64, UInt64) = (0, 0)
    while true {
      let byte = bytes[index]
      index += 1
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(bitPattern: UInt(number)) }
      shift += 7
    }
  }

  mutating func text(_ bytes: Span<UInt8>) -> String? {
    let count = number(bytes) - 1
    guard count >= 0 else { return nil }
    let text = String(decoding: (index..<index + count).map { bytes[$0] }, as: UTF8.self)
    index += count
    return text
  }
}

extension [UInt8] {
  fileprivate mutating func append(word: UInt64) {
    for place in 0..<8 { append(UInt8(truncatingIfNeeded: word >> UInt64(8 * place))) }
  }

  fileprivate mutating func set(word: UInt64, at start: Int) {
    for place in 0..<8 { self[start + place] = UInt8(truncatingIfNeeded: word >> UInt64(8 * place)) }
  }

  /// Seven bits a byte, the lowest first.
  fileprivate mutating func append(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
