import Records

/// Finds where a table begins in rows that are cut: what stands before the header, the header, or its absence.
struct TableFinder {
  /// Where in the rows the table stands.
  struct Place {
    /// The row that names the columns; nil if there is none and `first` is a row of data already.
    var header: Int?
    /// The first row of data; behind the last row if there is none.
    var first: Int
    var reason: String
  }

  let rows: [SampleRows.Row]
  let options: DecodeOptions
  /// The width that most rows have.
  let width: Int
  /// So many records may stand before the header.
  private static let reach = 100

  init(_ rows: [SampleRows.Row], options: DecodeOptions) {
    self.rows = rows
    self.options = options
    width = Self.usualWidth(rows)
  }

  /// Nil if every row is blank.
  func place() -> Place? {
    let start: Int
    if let line = options.headerLine {
      guard let stated = rows.firstIndex(where: { Int($0.line) >= line }) else { return nil }
      start = stated
    } else {
      guard let found = beginning() else { return nil }
      start = mostDistinct(from: found)
    }
    switch options.hasHeader {
    case true?: return Place(header: start, first: start + 1, reason: "stated")
    case false?: return Place(header: nil, first: start, reason: "stated")
    case nil:
      if options.headerLine != nil { return Place(header: start, first: start + 1, reason: "stated") }
      let evidence = HeaderEvidence(rows[start], data: data(after: start))
      guard evidence.isHeader else { return Place(header: nil, first: start, reason: evidence.reason) }
      return Place(header: start, first: afterRepeats(of: start), reason: evidence.reason)
    }
  }

  /// Of several rows of names above values, the one that tells the columns apart best.
  private func mostDistinct(from start: Int) -> Int {
    let isName = { (row: SampleRows.Row) in
      row.width == width && !row.cells.contains { CellKind($0).isValue }
    }
    let names = rows[start...].prefix(4).prefix(while: isName)
    guard (2...3).contains(names.count), !names.dropFirst().contains(where: \.isAfterGap) else {
      return start
    }
    let below = rows[names.endIndex...].filter { $0.width == width && !$0.isBlank }.prefix(100)
    let columns = (0..<width).count { column in
      below.count { CellKind($0.cells[column]).isValue } * 10 >= below.count * 9
    }
    guard below.count >= 3, columns >= 2 else { return start }
    let distinct = names.map { Set($0.cells.filter { !$0.isEmpty }).count }
    let most = distinct.max() ?? 0
    return start + (distinct.firstIndex(of: most) ?? 0)
  }

  /// The first row below the header that is not the header once more.
  private func afterRepeats(of header: Int) -> Int {
    var next = header + 1
    guard width > 1 else { return next }
    while next < rows.count, rows[next].cells == rows[header].cells { next += 1 }
    return next
  }

  /// Rows that begin with `#` are comments, unless most rows do and are as wide as each other: orders are numbered `#1001`.
  static func usualWidth(_ rows: [SampleRows.Row]) -> Int {
    var (counts, hashed): ([Int: Int], [Int: Int]) = ([:], [:])
    var wide = 0
    for row in rows where row.width > 1 && !row.isBlank {
      wide += 1
      if row.startsWithHash { hashed[row.width, default: 0] += 1 } else { counts[row.width, default: 0] += 1 }
    }
    if (hashed.values.max() ?? 0) * 2 > wide { counts.merge(hashed, uniquingKeysWith: +) }
    let narrow = rows.count { $0.width == 1 }
    guard let best = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return 1 }
    return best.value == 1 && narrow > 3 ? 1 : best.key
  }

  /// The rows below `row` that belong to it, as far as the next gap that changes the width.
  func data(after row: Int) -> [SampleRows.Row] { data(from: row + 1, width: rows[row].width) }

  func data(from first: Int, width: Int) -> [SampleRows.Row] {
    var data: [SampleRows.Row] = []
    for next in rows.dropFirst(first) {
      if next.isAfterGap && next.width != width && !next.isBlank { break }
      if !next.isBlank { data.append(next) }
      if data.count == 200 { break }
    }
    return data
  }

  private func beginning() -> Int? {
    let filled = rows.indices.prefix(Self.reach).filter { !rows[$0].isBlank }
    if width > 1 {
      for index in filled where begins(at: index) { return index }
      if let fallback = filled.first(where: { rows[$0].width == width && !rows[$0].startsWithHash }) {
        return fallback
      }
    }
    return filled.first { !rows[$0].startsWithHash } ?? filled.first
  }

  private func begins(at index: Int) -> Bool {
    let row = rows[index]
    guard row.width > 1 else { return false }
    if row.startsWithHash && !isNamedWithHash(index) { return false }
    if row.width == width { return row.filled * 2 >= width }
    return isTableApart(index) || isShortHeader(index) || isLongHeader(index)
  }

  /// A header with a delimiter too many: one name is missing, and the rows right below it have a cell less.
  func isLongHeader(_ index: Int) -> Bool {
    let row = rows[index]
    guard width > 1, row.width == width + 1, row.filled == width, !row.startsWithHash else { return false }
    guard !row.cells.contains(where: { CellKind($0).isValue }) else { return false }
    let below = data(from: index + 1, width: width)
    guard let next = below.first, !next.isAfterGap else { return false }
    return below.allSatisfy { $0.width <= width } && next.cells.contains { CellKind($0).isValue }
  }

  /// `#id,name` above data of its width, with no better header below it.
  private func isNamedWithHash(_ index: Int) -> Bool {
    guard let next = data(after: index).first, next.width == rows[index].width else { return false }
    return !next.startsWithHash && HeaderEvidence(rows[index], data: data(after: index)).values > 0
  }

  /// A table of another width than the one most rows have, with a gap or the end below it.
  private func isTableApart(_ index: Int) -> Bool {
    let below = data(after: index)
    let own = below.prefix { $0.width == rows[index].width }
    guard own.count >= 2, rows[index].filled * 2 >= rows[index].width else { return false }
    guard own.count == below.count else { return false }
    if rows[index].width > 2 { return true }
    let evidence = HeaderEvidence(rows[index], data: Array(own))
    // Two lines of two cells may as well say from when to when; not if the first cells are values below a name.
    return evidence.values > 0 && (own.count >= 3 || evidence.valueBelowFirst)
  }

  /// A header that names fewer columns than the rows right below it have.
  private func isShortHeader(_ index: Int) -> Bool {
    let row = rows[index]
    guard row.width * 2 > width, row.width < width, row.filled == row.width, index + 1 < rows.count else {
      return false
    }
    let next = rows[index + 1]
    guard !next.isAfterGap, next.width == width, !row.cells.contains(where: { CellKind($0).isValue }) else {
      return false
    }
    return next.cells.contains { CellKind($0).isValue }
  }
}

/// Whether a row names the columns of the rows below it.
struct HeaderEvidence {
  /// Columns of values below a word, and columns in which the row has a value of the same kind or one found below.
  private(set) var values = 0
  private(set) var against = 0
  /// The first column is one of them: of values below a word.
  private(set) var valueBelowFirst = false
  private let words: Int
  private let isEmpty: Bool

  init(_ row: SampleRows.Row, data: [SampleRows.Row]) {
    let kinds = row.cells.map { CellKind($0) }
    words = kinds.count { $0 == .text }
    let below = data.filter { $0.cells != row.cells }.prefix(100)
    isEmpty = below.isEmpty
    let isSeries = Self.isSeries(row.cells, kinds)
    for (column, kind) in kinds.enumerated() where kind != .empty {
      let cells = below.lazy.filter { column < $0.cells.count }.map { $0.cells[column] }
      let others = cells.map { CellKind($0) }.filter { $0 != .empty }
      guard let usual = Self.usual(Array(others)) else { continue }
      if usual.isValue && kind == .text {
        values += 1
        if column == 0 { valueBelowFirst = true }
      }
      if kind.isValue && !isSeries && (usual == kind || usual == .text) { against += 1 }
      if kind == .text && usual == .text && cells.contains(row.cells[column]) { against += 1 }
    }
  }

  var isHeader: Bool { isEmpty ? words > 0 : values > 0 || against == 0 ? values >= against : false }

  var reason: String {
    if isEmpty { return words > 0 ? "nothing stands below it" : "it holds values, not names" }
    if values > 0 && values >= against { return "words stand above values in \(values) columns" }
    return against == 0
      ? "nothing in it looks like a value" : "it holds the same kind of values as the rows below"
  }

  private static func usual(_ kinds: [CellKind]) -> CellKind? {
    var counts: [CellKind: Int] = [:]
    for kind in kinds { counts[kind, default: 0] += 1 }
    guard let best = counts.max(by: { $0.value < $1.value }) else { return nil }
    return best.value * 5 >= kinds.count * 4 ? best.key : .text
  }

  /// Years or numbers that count on, `2024,2025,2026`, are names behind a first word.
  private static func isSeries(_ cells: [[UInt8]], _ kinds: [CellKind]) -> Bool {
    guard kinds.first == .text, kinds.count > 2 else { return false }
    let numbers = cells.dropFirst().map { Int(String(decoding: $0, as: UTF8.self)) }
    return zip(numbers, numbers.dropFirst()).allSatisfy { left, right in
      guard let left, let right else { return false }
      return abs(right - left) == 1
    }
  }
}
