/// Writes a table row by row and hands on its bytes in chunks, so that a long table needs no more memory than
/// a short one.
///
///     var csv = TableWriter(.heldRows, as: .csv) { try file.write($0) }
///     for row in rows { try csv.add(row) }
///     try csv.finish()
public struct TableWriter<Row: Sendable> {
  public enum Format: String, Sendable { case csv, json }

  /// Where the table belongs below `Reports/`: `csv/held_rows.csv`.
  public var path: String { "\(format.rawValue)/\(table.name).\(format.rawValue)" }

  private let table: ReportTable<Row>
  private let format: Format
  private let output: ([UInt8]) throws -> Void
  private let keys: [[UInt8]]
  private var buffer: [UInt8]
  private var isFirst = true

  private static var chunk: Int { 65_536 }

  public init(_ table: ReportTable<Row>, as format: Format, output: @escaping ([UInt8]) throws -> Void) {
    self.table = table
    self.format = format
    self.output = output
    let names = table.columns.map(\.name)
    keys = JsonFormat.keys(names)
    switch format {
    case .csv:
      buffer = CsvFormat.byteOrderMark
      CsvFormat.row(names.map { .text($0) }, into: &buffer)
    case .json: buffer = [UInt8(ascii: "[")]
    }
  }

  public mutating func add(_ row: Row) throws { try add(table.cells(row)) }

  /// Adds a row to this table and to the same one in another format.
  public mutating func add(_ row: Row, and other: inout TableWriter) throws {
    let cells = table.cells(row)
    try add(cells)
    try other.add(cells)
  }

  private mutating func add(_ cells: [Cell]) throws {
    precondition(cells.count == keys.count, "a row of \(table.name) must have \(keys.count) cells")
    switch format {
    case .csv: CsvFormat.row(cells, into: &buffer)
    case .json:
      buffer += (isFirst ? "\n" : ",\n").utf8
      JsonFormat.row(cells, keys: keys, into: &buffer)
    }
    isFirst = false
    if buffer.count >= Self.chunk { try flush() }
  }

  /// Writes what is left; an unfinished table is no valid file.
  public mutating func finish() throws {
    if format == .json { buffer += "\n]\n".utf8 }
    try flush()
  }

  private mutating func flush() throws {
    try output(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
