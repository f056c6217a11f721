import Records

/// Makes rows of the lines that stand packed in a cell: `name:Mug|sku:M1|quantity:2|total:18.00`.
///
/// A separator counts as one only where a value's name and the mark follow it, or nothing; so `Red|Blue` may be a
/// value. A name is one that the definition uses, or letters, digits, `_` and `-`. A backslash before a
/// separator, a mark or a backslash takes its meaning away. Of a value that no field takes nothing is kept.
struct Unpacking: Sendable {
  private struct List: Sendable {
    let packed: PackedLines
    /// Plain names of the values that fields take; the columns of the lines are in the same order.
    let names: [String]
    let firstColumn: Int
    let between, separator, mark: [UInt8]
  }

  /// More lines in one row are no order's.
  static let limit = 500
  /// A row made here stands nowhere in the file.
  private static let nowhere: Int64 = -1
  private static let longestName = 40

  private var lists: [List] = []
  /// The columns that lines get, behind the table's own.
  private var columns: [String] = []

  init(_ definition: Definition) {
    for packed in definition.packed {
      let names = Self.names(of: packed, definition)
      lists.append(
        List(
          packed: packed, names: names, firstColumn: columns.count, between: Array(packed.between.utf8),
          separator: Array(packed.separator.utf8), mark: Array(packed.mark.utf8)))
      columns += names.map { "\(packed.list)[].\($0)" }
    }
  }

  var isEmpty: Bool { lists.isEmpty }

  /// `list[].name` and `[].name` of every field, and the plain names of a line's values.
  private static func names(of packed: PackedLines, _ definition: Definition) -> [String] {
    var names: [String] = []
    for field in definition.fields {
      for column in field.columns + field.join + field.add.map(\.column) {
        var name = Names.plain(column)
        for prefix in ["\(Names.plain(packed.list))[].", "[]."] where name.hasPrefix(prefix) {
          name.removeFirst(prefix.count)
        }
        guard field.target.isPerLine || name != Names.plain(column) else { continue }
        if !name.contains("[]."), !names.contains(name) { names.append(name) }
      }
    }
    return names
  }

  /// Puts the lines of each row behind it, as rows that continue its record.
  func expand(_ batch: inout RowBatch) {
    let isNew = !batch.columns.suffix(columns.count).elementsEqual(columns)
    let base = batch.columns.count - (isNew ? 0 : columns.count)
    let sources = lists.map { list in Self.sources(list, Array(batch.columns[..<base])) }
    if isNew { batch.columns += columns }
    guard sources.contains(where: { !$0.isEmpty }) else { return }
    var rows: [RowBatch.Row] = []
    var places: [Int] = []
    for index in batch.rows.indices {
      places.append(rows.count)
      let row = batch.rows[index]
      rows.append(row)
      for (list, columns) in zip(lists, sources) {
        for column in columns where column < row.cellCount {
          let cell = batch.cells[Int(row.firstCell) + column]
          guard !cell.isEmpty else { continue }
          let lines = Walk(cell, list).lines(in: &batch, base: base)
          if lines.count > Self.limit { batch.refuse(index, column: column) }
          for cells in lines.prefix(Self.limit) {
            rows.append(
              RowBatch.Row(
                firstCell: Int32(cells.lowerBound), cellCount: Int32(cells.count), raw: .none, line: row.line,
                offset: Self.nowhere, continuesRecord: true))
          }
        }
      }
    }
    for index in batch.problems.indices { batch.problems[index].row = places[batch.problems[index].row] }
    batch.problems.sort { $0.row < $1.row }
    batch.rows = rows
  }

  /// Without the rows made here: those that wait for the next batch are unpacked again there.
  func asRead(_ members: [Int32], _ batch: RowBatch) -> [Int32] {
    isEmpty ? members : members.filter { batch.rows[Int($0)].offset != Self.nowhere }
  }

  private static func sources(_ list: List, _ columns: [String]) -> [Int] {
    list.packed.columns.flatMap { wanted in
      let plain = Names.plain(wanted)
      return columns.indices.filter { index in
        let name = Names.plain(columns[index])
        return plain.hasSuffix("*") ? name.hasPrefix(plain.dropLast()) : name == plain
      }
    }
  }
}

extension RowBatch {
  /// A row that waited for the next batch has been refused already.
  fileprivate mutating func refuse(_ row: Int, column: Int) {
    let problem = Problem(.tooManyRows, field: columns[column], detail: String(Unpacking.limit))
    if problems.contains(where: { $0.row == row && $0.problem == problem }) { return }
    problems.append(RowProblem(row: row, problem: problem))
  }
}

extension Unpacking {
  /// Walks over one cell.
  private struct Walk {
    private let cell: ByteRange
    private let list: List

    init(_ cell: ByteRange, _ list: List) {
      self.cell = cell
      self.list = list
    }

    /// The cells of each line, at most one more than `limit`; none where the cell does not begin with a name.
    func lines(in batch: inout RowBatch, base: Int) -> [Range<Int>] {
      var lines: [Range<Int>] = []
      var at = Int(cell.start)
      var isFirst = true
      while at < Int(cell.end), lines.count <= Unpacking.limit {
        guard let name = name(at, batch.bytes.span) else { break }
        if isFirst {
          let first = batch.cells.count
          batch.cells += repeatElement(.none, count: base + list.firstColumn + list.names.count)
          lines.append(first..<batch.cells.count)
          isFirst = false
        }
        let end = valueEnd(name.end, batch.bytes.span)
        if let place = name.known, let line = lines.last {
          let value = end.isEscaped ? unescaped(name.end..<end.value, &batch) : name.end..<end.value
          batch.cells[line.lowerBound + base + list.firstColumn + place] = ByteRange(
            start: value.lowerBound, end: value.upperBound)
        }
        at = end.next
        isFirst = end.endsLine
      }
      return lines
    }

    /// A value's name and where the value begins; nil where none stands.
    private func name(_ start: Int, _ bytes: Span<UInt8>) -> (known: Int?, end: Int)? {
      var first = start
      while first < Int(cell.end), bytes[first] == 0x20 || bytes[first] == 0x0A || bytes[first] == 0x0D {
        first += 1
      }
      var at = first
      var isWord = true
      while at < Int(cell.end), at - first <= Unpacking.longestName {
        if at > first, stands(list.mark, at, bytes) {
          let plain = Names.plain(bytes.text(ByteRange(start: first, end: at)))
          let known = list.names.firstIndex(of: plain)
          return known != nil || isWord ? (known, at + list.mark.count) : nil
        }
        let byte = bytes[at]
        isWord =
          isWord && (byte.smallLetter &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x2D)
        at += 1
      }
      return nil
    }

    /// Where a value ends, where what follows it begins, and whether that is another line.
    private func valueEnd(
      _ start: Int, _ bytes: Span<UInt8>
    ) -> (value: Int, next: Int, endsLine: Bool, isEscaped: Bool) {
      var at = start
      var isEscaped = false
      while at < Int(cell.end) {
        if isEscape(at, bytes) {
          isEscaped = true
          at += 2
        } else if !list.between.isEmpty, isBorder(list.between, at, bytes) {
          return (at, at + list.between.count, true, isEscaped)
        } else if isBorder(list.separator, at, bytes) {
          return (at, at + list.separator.count, false, isEscaped)
        } else {
          at += 1
        }
      }
      return (Int(cell.end), Int(cell.end), true, isEscaped)
    }

    private func isBorder(_ sign: [UInt8], _ at: Int, _ bytes: Span<UInt8>) -> Bool {
      guard stands(sign, at, bytes) else { return false }
      let next = at + sign.count
      return next >= Int(cell.end) || name(next, bytes) != nil
    }

    private func isEscape(_ at: Int, _ bytes: Span<UInt8>) -> Bool {
      guard bytes[at] == 0x5C, at + 1 < Int(cell.end) else { return false }
      return bytes[at + 1] == 0x5C
        || [list.between, list.separator, list.mark].contains { !$0.isEmpty && stands($0, at + 1, bytes) }
    }

    private func stands(_ sign: [UInt8], _ at: Int, _ bytes: Span<UInt8>) -> Bool {
      bytes.hasPrefix(ByteRange(start: at, end: Int(cell.end)), sign)
    }

    private func unescaped(_ value: Range<Int>, _ batch: inout RowBatch) -> Range<Int> {
      let start = batch.bytes.count
      var at = value.lowerBound
      while at < value.upperBound {
        if isEscape(at, batch.bytes.span) { at += 1 }
        batch.bytes.append(batch.bytes[at])
        at += 1
      }
      return start..<batch.bytes.count
    }
  }
}
