import Records

/// Gives parts of cells columns of their own, behind the table's.
struct Splitting: Sendable {
  private struct Part: Sendable {
    let column: String
    let after, before, prefix: [UInt8]
  }

  private let parts: [Part]
  private let names: [String]

  init(_ definition: Definition) {
    parts = definition.splits.map {
      Part(
        column: Names.plain($0.column), after: Array($0.after.utf8), before: Array($0.before.utf8),
        prefix: Array($0.prefix.utf8))
    }
    names = definition.splits.map(\.name)
  }

  var isEmpty: Bool { parts.isEmpty }

  func expand(_ batch: inout RowBatch) {
    let base = batch.columns.count
    let plain = batch.columns.map(Names.plain)
    let sources = parts.map { part in plain.firstIndex(of: part.column) }
    batch.columns += names
    for index in batch.rows.indices {
      let row = batch.rows[index]
      let old = Int(row.firstCell)..<Int(row.firstCell) + min(Int(row.cellCount), base)
      batch.rows[index].firstCell = Int32(batch.cells.count)
      batch.rows[index].cellCount = Int32(base + parts.count)
      batch.cells += batch.cells[old]
      batch.cells += repeatElement(.none, count: base - old.count)
      for (part, source) in zip(parts, sources) {
        let cell = source.flatMap { $0 < old.count ? batch.cells[old.lowerBound + $0] : nil } ?? .none
        batch.cells.append(Self.cut(part, from: cell, &batch))
      }
    }
  }

  private static func cut(_ part: Part, from cell: ByteRange, _ batch: inout RowBatch) -> ByteRange {
    var (start, end) = (Int(cell.start), Int(cell.end))
    if !part.after.isEmpty {
      guard let mark = place(of: part.after, start..<end, batch.bytes) else { return .none }
      start = mark + part.after.count
    }
    if !part.before.isEmpty {
      guard let mark = place(of: part.before, start..<end, batch.bytes) else { return .none }
      end = mark
    } else {
      end = (start..<end).first { !isOfWord(batch.bytes[$0]) } ?? end
    }
    guard start < end, !part.prefix.isEmpty else { return ByteRange(start: start, end: max(start, end)) }
    let text = batch.bytes[start..<end]
    let place = batch.bytes.count
    batch.bytes += part.prefix
    batch.bytes += text
    return ByteRange(start: place, end: batch.bytes.count)
  }

  /// A number or a name with what may stand inside of it.
  private static func isOfWord(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || byte.smallLetter &- 0x61 < 26 || byte == 0x2D || byte == 0x5F || byte >= 0x80
  }

  private static func place(of words: [UInt8], _ range: Range<Int>, _ bytes: [UInt8]) -> Int? {
    guard range.count >= words.count else { return nil }
    return (range.lowerBound...(range.upperBound - words.count)).first { start in
      words.indices.allSatisfy { bytes[start + $0].smallLetter == words[$0].smallLetter }
    }
  }
}
