import Records

/// The names of a table's columns, each one once, none of them empty.
struct ColumnNames {
  private(set) var names: [String] = []
  /// A row needs cells up to the last column that the header names.
  let required: Int
  private(set) var notes: [DecodeFindings.Note] = []

  /// Numbered, for a table without header.
  init(count: Int) {
    names = (1...max(1, count)).map { "column_\($0)" }
    required = count
  }

  init(_ cells: [String], isLastUsed: Bool) {
    var cells = cells
    required = (cells.lastIndex { !$0.isEmpty } ?? -1) + 1
    if cells.count > 1, cells.last == "", !isLastUsed {
      cells.removeLast(cells.count - max(1, required))
      notes.append(.init("trailing_delimiter", "no column stands behind the last delimiter of the lines"))
    }
    var used = Set(cells.map { Array($0.utf8) })
    var seen: Set<[UInt8]> = []
    var repeated: [String] = []
    var unnamed: [Int] = []
    for (index, cell) in cells.enumerated() {
      if cell.isEmpty { unnamed.append(index + 1) }
      if cell.isEmpty || seen.contains(Array(cell.utf8)) {
        if !cell.isEmpty { repeated.append(cell) }
        names.append(Self.free(cell.isEmpty ? "column" : cell, from: cell.isEmpty ? index + 1 : 2, &used))
      } else {
        names.append(cell)
      }
      seen.insert(Array(cell.utf8))
    }
    if !unnamed.isEmpty {
      notes.append(.init("unnamed_columns", unnamed.map(String.init).joined(separator: ", ") + ": numbered"))
    }
    if !repeated.isEmpty {
      notes.append(
        .init("repeated_columns", repeated.joined(separator: ", ") + ": numbered from the second on"))
    }
  }

  private static func free(_ name: String, from first: Int, _ used: inout Set<[UInt8]>) -> String {
    var number = first
    while !used.insert(Array("\(name)_\(number)".utf8)).inserted { number += 1 }
    return "\(name)_\(number)"
  }
}
