import Ledger
import Records

/// What a fix says about held rows, table by table, ready to be judged.
struct FixAnswers {
  private(set) var tables: [StoredTable] = []

  private let file: ReturnedFile
  private let load: FileLoad
  private let definitions: [Definition]

  init(_ file: ReturnedFile, load: FileLoad, definitions: [Definition]) throws {
    self.file = file
    self.load = load
    self.definitions = definitions
    try gather()
  }

  /// A row that is held, with the rows of the file that answer it.
  private struct Answer {
    var held: StoredHeldRow
    var rows: [ReturnedFile.Row]
  }

  private mutating func gather() throws {
    var answers: [Int64: Answer] = [:]
    var order: [Int64] = []
    var unknown: [StoredTable.UnknownRow] = []
    for row in file.rows {
      let held = try StoredHeldRow.id(of: row.reference).flatMap { try load.heldRow($0) }
      guard let held, held.reference == row.reference.lowercased() else {
        unknown.append(Self.refused(row))
        continue
      }
      if answers[held.id] == nil { order.append(held.id) }
      answers[held.id, default: Answer(held: held, rows: [])].rows.append(row)
    }
    let byTable = Dictionary(grouping: order.compactMap { answers[$0] }) { $0.held.batchID }
    guard !byTable.isEmpty else {
      throw FileProblem(
        code: "fix.unknown", message: "none of its rows is held by Daybook",
        remedy: "take the newest file from Fix/, mend that, and leave the column daybook_ref as it is")
    }
    for batchID in byTable.keys.sorted() {
      guard let table = try load.heldTable(batchID) else { continue }
      tables.append(try self.table(table, byTable[batchID] ?? [], &unknown))
    }
    if !tables.isEmpty { tables[0].unknown = unknown }
  }

  private static func refused(_ row: ReturnedFile.Row, detail: String = "") -> StoredTable.UnknownRow {
    StoredTable.UnknownRow(
      raw: row.raw, line: row.line,
      problem: Problem(
        .unknownReference, field: FixFiles.reference, value: row.reference, detail: detail))
  }

  private func table(
    _ table: HeldTable, _ answers: [Answer], _ unknown: inout [StoredTable.UnknownRow]
  ) throws -> StoredTable {
    let definition = try definitions.named(table.kind)
    let columns = table.form.columns
    var stored = StoredTable(
      table, name: file.tableName(of: table), definition: definition,
      reason: "it answers held rows of \(table.fileName)")
    var cells = ReturnedCells(columns: columns, definition: definition)
    var records: [(answer: Answer, sent: StoredRecord)] = []
    for answer in answers {
      guard answer.held.state == .open else {
        stored.unchanged += answer.rows.count
        continue
      }
      let sent = try StoredRecord(answer.held, table.form)
      for (index, row) in answer.rows.enumerated() where index < sent.rows.count {
        cells.learn(sent: sent.inOrder(of: columns, index), returned: file.cells(of: row, in: columns))
      }
      records.append((answer, sent))
    }
    let present = Set(records.map(\.answer.held.id))
    for (answer, sent) in records {
      var (rows, problems) = ([[[UInt8]]](), [Problem]())
      var words: [MendedWord] = []
      for (index, row) in answer.rows.enumerated() {
        guard index < max(1, sent.rows.count) else {
          unknown.append(Self.refused(row, detail: ", or stands twice in the file"))
          continue
        }
        let back = file.cells(of: row, in: columns)
        let outcome = cells.read(sent: sent.inOrder(of: columns, index), returned: back)
        rows.append(outcome.cells + back.dropFirst(columns.count))
        problems += outcome.problems
        words += cells.words(sent: sent.inOrder(of: columns, index), returned: outcome.cells)
        if back.count > columns.count {
          problems.append(
            Problem(.tooManyCells, detail: "\(back.count) cells where the header has \(columns.count)"))
        }
      }
      if definition.facts == .orders, try isIncomplete(answer.held, present) {
        problems.append(Problem(.orderIncomplete))
      }
      stored.add(answer.held, rows: rows, problems: problems, line: answer.rows[0].line)
      if !words.isEmpty { stored.words[answer.held.id] = words }
    }
    return stored
  }

  /// Rows of an order stand or fall together.
  private func isIncomplete(_ held: StoredHeldRow, _ present: Set<Int64>) throws -> Bool {
    guard let transactionID = held.transactionID else { return false }
    return try !load.openRows(ofOrder: transactionID, in: held.batchID).allSatisfy(present.contains)
  }
}

extension ReturnedFile {
  fileprivate func tableName(of table: HeldTable) -> String { "rows of \(table.fileName)" }
}

extension StoredRecord {
  /// The cells of one of its rows in the order of a table's columns, without those that have none.
  func inOrder(of names: [String], _ row: Int) -> [[UInt8]] {
    guard row < rows.count else { return [] }
    return columns == names ? Array(rows[row].prefix(names.count)) : cells(names, of: rows[row])
  }
}

extension [Definition] {
  func named(_ kind: String) throws(FileProblem) -> Definition {
    guard let found = first(where: { $0.kind == kind }) else {
      throw FileProblem(
        code: "file.unrecognised", message: "no definition in Config/Sources is called \(kind) any more",
        remedy: "put it back")
    }
    return found
  }
}
