import Intake
import Ledger
import Records

/// A fix that came back: its rows with what they answer.
struct ReturnedFile {
  struct Row {
    var reference: String
    var line: Int32
    var cells: [[UInt8]]
    var raw: [UInt8]
  }

  private(set) var columns: [String] = []
  private(set) var rows: [Row] = []

  /// By content, whatever it is called.
  static func isFix(_ columns: [String]) -> Bool {
    columns.contains(FixFiles.reference) && columns.contains(FixFiles.why)
  }

  init(_ file: SettledFile, on files: DurableFiles, limits: IntakeLimits) throws {
    var documents = try Documents(
      file.workingCopy, on: files, name: file.ownName,
      options: DecodeOptions(StatedDialect(), limits: limits.decode), limits: limits.unpack)
    guard let document = try documents.next() else { return }
    var reader = try document.rows.get()
    while let batch = try reader.next() { add(batch) }
    if try reader.nextTable() {
      throw FileProblem(
        code: "fix.not_alone", message: "behind the rows that were mended comes another table",
        remedy: "drop each of them as a file of its own")
    }
  }

  private mutating func add(_ batch: RowBatch) {
    columns = batch.columns
    let place = columns.firstIndex(of: FixFiles.reference) ?? 0
    for row in batch.rows {
      let cells = batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
        .map { Array(batch.bytes[$0.indices]) }
      guard cells.contains(where: { !$0.isEmpty }) else { continue }
      let reference = place < cells.count ? String(decoding: cells[place], as: UTF8.self) : ""
      rows.append(
        Row(
          reference: reference.trimmingSpaces, line: row.line, cells: cells,
          raw: Array(batch.bytes[row.raw.indices])))
    }
  }

  /// The row's cells in the order of `wanted`, and cells that belong to none of the columns.
  func cells(of row: Row, in wanted: [String]) -> [[UInt8]] {
    let places = Dictionary(zip(columns, columns.indices)) { first, _ in first }
    func cell(_ name: String) -> [UInt8] {
      guard let place = places[name], place < row.cells.count else { return [] }
      return row.cells[place]
    }
    var cells = wanted.map(cell)
    let more = columns.filter { $0.hasPrefix(FixFiles.surplus) }.map(cell)
    if let last = more.lastIndex(where: { !$0.isEmpty }) { cells += more[...last] }
    return cells
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
