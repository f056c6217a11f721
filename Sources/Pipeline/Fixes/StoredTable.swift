import Inspection
import Intake
import Ledger
import Records

/// Held rows of one table on their way to be judged again, as they are stored or as they came back.
struct StoredTable: Sendable {
  struct Entry: Sendable {
    var id: Int64
    /// Where the row stands in the file at hand.
    var line: Int32
    /// What is judged (`CellCode`).
    var cells: [UInt8]
  }

  let name: String
  let recognition: Recognition
  let source: String
  let columns: [String]
  /// The batch in which they were held.
  let batchID: Int64
  /// What led to the attempt.
  var cause = HeldCause.fix
  /// When the export was made in which the rows came first, UTC seconds.
  private(set) var exportedAt: Int64 = 0
  private(set) var entries: [Entry] = []
  private(set) var batches: [RowBatch] = []
  /// Rows of which nothing is there to judge: their bytes cannot be cut into cells again, so that they stay held.
  private(set) var uncut: Set<Int64> = []
  /// By the held row: words for which the owner wrote others.
  var words: [Int64: [MendedWord]] = [:]
  /// Rows that are no longer open, and those whose reference is that of none.
  var unchanged = 0
  var unknown: [UnknownRow] = []

  /// A row that came back and answers none.
  struct UnknownRow: Sendable {
    var raw: [UInt8]
    var line: Int32
    var problem: Problem
  }

  init(_ held: HeldTable, name: String, definition: Definition, reason: String) {
    self.name = name
    source = held.source
    columns = held.form.columns
    batchID = held.batchID
    recognition = Recognition(definition: definition, extraColumns: [], reason: reason)
  }

  /// Adds a record. Its line in the batch is its place among the entries, from 1.
  mutating func add(
    _ held: StoredHeldRow, rows: [[[UInt8]]], problems: [Problem], line: Int32
  ) {
    exportedAt = max(exportedAt, held.exportedAt)
    if rows.isEmpty { uncut.insert(held.id) }
    entries.append(Entry(id: held.id, line: line, cells: CellCode.encode(rows)))
    if batches.last.map({ $0.bytes.count >= RowBatch.targetBytes }) ?? true {
      batches.append(RowBatch(columns: columns))
    }
    batches[batches.count - 1].append(
      rows, raw: held.raw, line: Int32(entries.count), offset: held.offset, problems: problems)
  }

  /// Whose attempt each held row is; returns their numbers. Lines become those of the file at hand.
  func resolve(_ verdicts: inout VerdictBatch) -> [Int64] {
    var ids: [Int64] = []
    for index in verdicts.held.indices {
      let entry = entries[Int(verdicts.held[index].origin.line) - 1]
      verdicts.held[index].heldRowID = entry.id
      verdicts.held[index].cells = entry.cells
      verdicts.held[index].origin.line = entry.line
      ids.append(entry.id)
    }
    for index in verdicts.origins.indices {
      verdicts.cells[Int32(index)] = entries[Int(verdicts.origins[index].line) - 1].cells
      verdicts.origins[index].line = entries[Int(verdicts.origins[index].line) - 1].line
    }
    for index in verdicts.lines.indices {
      verdicts.lines[index].sourceRow = entries[Int(verdicts.lines[index].sourceRow) - 1].line
    }
    return ids
  }

  /// Verdicts on the rows that answer none.
  var refused: VerdictBatch {
    var verdicts = VerdictBatch()
    for row in unknown {
      let start = verdicts.bytes.count
      verdicts.bytes += row.raw
      let raw = ByteRange(start: start, end: verdicts.bytes.count)
      verdicts.held.append(
        HeldRow(origin: RowOrigin(raw: raw, line: row.line, offset: 0), problems: [row.problem]))
    }
    verdicts.rowsRead = unknown.count
    return verdicts
  }

  var rows: any RowReader { StoredRows(columns: columns, batches: batches) }
}

/// Gives stored rows as if they were read from a file.
private struct StoredRows: RowReader {
  let findings = DecodeFindings(format: .csv)
  let columns: [String]
  let batches: [RowBatch]
  private var given = 0

  init(columns: [String], batches: [RowBatch]) {
    self.columns = columns
    self.batches = batches
  }

  mutating func next() throws(FileProblem) -> RowBatch? {
    guard given < batches.count else { return nil }
    given += 1
    return batches[given - 1]
  }
}

extension RowBatch {
  fileprivate mutating func append(
    _ record: [[[UInt8]]], raw: [UInt8], line: Int32, offset: Int64, problems found: [Problem]
  ) {
    let first = rows.count
    for (index, row) in record.enumerated() {
      let start = bytes.count
      if index == 0 { bytes += raw }
      rows.append(
        Row(
          firstCell: Int32(cells.count), cellCount: Int32(row.count),
          raw: index == 0 ? ByteRange(start: start, end: bytes.count) : .none, line: line, offset: offset,
          continuesRecord: index > 0))
      for cell in row {
        let begin = bytes.count
        bytes += cell
        cells.append(cell.isEmpty ? .none : ByteRange(start: begin, end: bytes.count))
      }
    }
    problems += found.map { RowProblem(row: first, problem: $0) }
  }
}
