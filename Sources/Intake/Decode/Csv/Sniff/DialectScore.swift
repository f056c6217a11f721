/// How good a cut is: rows of one width beside each other, many columns, cells that look like values, no damage.
struct DialectScore {
  let value: Double
  /// The width most rows have, how many those are, and of how many.
  let width: Int
  let fitting: Int
  let rows: Int
  let damaged: Int
  /// Rows in which quotes are damaged or stand inside cells.
  let odd: Int
  /// The first row has the delimiter, and so have three rows in four.
  let isEverywhere: Bool

  init(_ sample: SampleRows, prior: Double) {
    let rows = sample.rows.filter { !$0.isBlank }
    self.rows = rows.count
    damaged = rows.count { $0.isDamaged }
    odd = rows.count { $0.isOdd }
    isEverywhere = rows.first?.width ?? 1 > 1 && rows.count { $0.width > 1 } * 4 >= rows.count * 3
    var counts: [Int: Int] = [:]
    for row in rows where row.width > 1 { counts[row.width, default: 0] += 1 }
    let best = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let best, !rows.isEmpty else {
      (value, width, fitting) = (0, 1, rows.count { $0.width == 1 })
      return
    }
    (width, fitting) = (best.key, best.value)
    let total = Double(rows.count)
    let alike = zip(rows, rows.dropFirst()).count { $0.width == $1.width && $0.width > 1 }
    let runs = rows.count > 1 ? Double(alike) / (total - 1) : 1
    let fit = (runs + Double(best.value) / total) / 2
    // Damage that leaves a row as wide as the others is small.
    let misfits = rows.count { $0.isDamaged && $0.width != best.key }
    let sound = 1 - (Double(misfits) + 0.25 * Double(damaged - misfits)) / total
    let odd = Double(self.odd - damaged) / total
    value =
      prior * fit * (1 - 1 / Double(best.key + 1)) * (0.6 + 0.4 * Self.typed(rows, best.key)) * sound * sound
      * (1 - 0.2 * odd)
  }

  /// Which share of the filled cells are values.
  private static func typed(_ rows: [SampleRows.Row], _ width: Int) -> Double {
    var (filled, values) = (0, 0)
    for row in rows.lazy.filter({ $0.width == width }).prefix(60) {
      for cell in row.cells.prefix(60) {
        let kind = CellKind(cell)
        if kind != .empty { filled += 1 }
        if kind.isValue { values += 1 }
      }
    }
    return filled == 0 ? 0 : Double(values) / Double(filled)
  }
}
