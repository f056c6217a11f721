import Intake
import Records

/// What a test compares: the rows of a whole document as text, whatever batches they came in.
struct Reading: Equatable {
  struct Row: Equatable {
    var cells: [[UInt8]]
    var raw: [UInt8]
    var line: Int
    var offset: Int
    var continues: Bool
    var codes: [String]

    var texts: [String] { cells.map { String(decoding: $0, as: UTF8.self) } }
  }

  var columns: [String] = []
  var rows: [Row] = []

  init(columns: [String], rows: [Row]) {
    self.columns = columns
    self.rows = rows
  }

  init(_ source: any ByteSource, name: String = "", options: DecodeOptions = DecodeOptions()) throws {
    var reader = try DocumentDecoder.open(source, name: Array(name.utf8), options: options)
    self.init(&reader)
    while let batch = try reader.next() { add(batch) }
    columns = reader.columns
  }

  init(_ text: String, name: String = "", pieces: [Int] = [], options: DecodeOptions = DecodeOptions()) throws
  {
    try self.init(MemorySource(Array(text.utf8), pieces: pieces), name: name, options: options)
  }

  private init(_ reader: inout any RowReader) { columns = reader.columns }

  mutating func add(_ batch: RowBatch) {
    let problems = Dictionary(grouping: batch.problems, by: \.row)
    for (index, row) in batch.rows.enumerated() {
      let cells = batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
      rows.append(
        Row(
          cells: cells.map { Array(batch.bytes[$0.indices]) }, raw: Array(batch.bytes[row.raw.indices]),
          line: Int(row.line), offset: Int(row.offset), continues: row.continuesRecord,
          codes: (problems[index] ?? []).map(\.problem.code)))
    }
  }

  var texts: [[String]] { rows.map(\.texts) }
  var lines: [Int] { rows.map(\.line) }
  var codes: [[String]] { rows.map(\.codes) }
}

/// Options with windows of `bytes`, so that every seam between windows is met.
func small(_ bytes: Int) -> DecodeOptions {
  var options = DecodeOptions()
  options.limits.chunkBytes = bytes
  return options
}

/// The problem that `body` throws; fails the test by returning nil.
func problem(_ body: () throws -> Void) -> FileProblem? {
  do {
    try body()
    return nil
  } catch { return error as? FileProblem }
}
