/// What the first rows of a table show of its columns.
struct ColumnEvidence {
  /// Columns of which nine cells in ten, or all but one of at least four, are values.
  let valueColumns: Set<Int>
  /// Columns of which no more than one cell in ten, or one of at least four, is filled.
  let emptyColumns: Set<Int>
  /// How many cells more than one row in ten has at least, the empty ones at its end counted. Rows that look as if all of
  /// their cells stood too far to the right are left out.
  let paddedCount: Int
  /// Rows begin with `#`.
  let hasHashes: Bool

  init(_ data: [SampleRows.Row]) {
    let usual = TableFinder.usualWidth(data)
    let rows = data.filter { $0.width >= usual && ($0.filled > 1 || usual == 1) }.prefix(100)
    let kinds = rows.map { row in row.cells.map { CellKind($0) } }
    let columns = 0..<(rows.count < 3 ? 0 : kinds.map(\.count).max() ?? 0)
    func filled(_ column: Int) -> [CellKind] {
      kinds.compactMap { column < $0.count ? $0[column] : nil }.filter { $0 != .empty }
    }
    func isMost(_ part: Int, of all: Int) -> Bool { part * 10 >= all * 9 || (all >= 4 && part + 1 == all) }
    let valueColumns = Set(
      columns.filter { column in
        let cells = filled(column)
        return cells.count >= 3 && isMost(cells.count(where: \.isValue), of: cells.count)
      })
    let emptyColumns = Set(columns.filter { isMost(rows.count - filled($0).count, of: rows.count) })
    let widths = kinds.filter { row in
      !row.indices.contains { column in
        row[column] == .text && valueColumns.contains(column)
          || row[column] != .empty && emptyColumns.contains(column)
      }
    }
    .map(\.count).sorted(by: >)
    self.valueColumns = valueColumns
    self.emptyColumns = emptyColumns
    paddedCount = widths.isEmpty ? 0 : widths[widths.count / 10]
    hasHashes = data.contains { $0.startsWithHash && $0.width > 1 }
  }
}
