import Intake
import Ledger
import Records

/// Writes the open rows of tables into `Fix/`, each in its own columns and in its own form, and what is wrong.
struct FixFiles {
  static let reference = "daybook_ref"
  static let why = "daybook_why"
  /// Cells that a row has beyond its table's columns.
  static let surplus = "daybook_more"

  let shop: ShopFolder
  let books: Books

  /// Renews what is out of date, and returns the paths below the shop folder that were written or removed.
  func renew() throws -> [String] {
    var changed: [String] = []
    for table in try books.staleFixes() {
      if table.openRows > 0 {
        let name = try table.fixName ?? books.nameFix(table.batchID, stem: Self.stem(of: table.fileName))
        if try write(table, to: shop.fix.appending(name)) { changed.append("Fix/" + name) }
      } else if let name = table.fixName {
        try shop.files.remove(shop.fix.appending(name))
        changed.append("Fix/" + name)
      }
      try books.markFixFresh(table.batchID, isThere: table.openRows > 0)
    }
    return changed
  }

  /// `orders` of `orders.csv`, `orders.zip-june` of `orders.zip/june.csv`.
  static func stem(of fileName: String) -> String {
    var name = fileName.replacing("/", with: "-")
    if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
    while name.utf8.count > 200 { name.removeLast() }
    return name.isEmpty || name.hasPrefix(".") ? "file" + name : name
  }

  private func write(_ table: HeldTable, to path: BytePath) throws -> Bool {
    var columns = table.form.columns
    var surplus = 0
    // Columns of records and surplus cells are known when all rows were seen.
    try books.eachOpenRow(of: table.batchID) { row in
      let record = try StoredRecord(row, table.form)
      if record.columns != columns {
        for name in record.columns where !columns.contains(name) { columns.append(name) }
      }
      surplus = max(surplus, (record.rows.map(\.count).max() ?? 0) - record.columns.count)
    }
    let file = try RenewedFile(path, on: shop.files)
    let line = FixLine(table.form.text)
    try file.append(table.form.text?.mark ?? [])
    let more = (0..<max(0, surplus)).map { Self.surplus + "_\($0 + 1)" }
    try file.append(
      line.write((columns + [Self.reference, Self.why] + more).map { Array($0.utf8) }))
    try books.eachOpenRow(of: table.batchID) { row in
      let record = try StoredRecord(row, table.form)
      for cells in record.rows {
        let mine = record.cells(columns, of: cells)
        let own = [Array(row.reference.utf8), Array(Self.reasons(of: row).utf8)]
        let rest = cells.dropFirst(record.columns.count)
        let padding = Array(repeating: [UInt8](), count: more.count - rest.count)
        try file.append(line.write((mine + own + rest + padding).map(FormulaGuard.guarded)))
      }
    }
    return try file.finish()
  }

  /// `money.unreadable: amount is "25 quid", …; …`, what holds the row first.
  static func reasons(of row: StoredHeldRow) -> String {
    let holding = row.problems.filter { $0.severity == .hold }
    let shown = holding.isEmpty ? row.problems : holding
    let text = shown.map { "\($0.code): \($0.message) (\($0.remedy))" }.joined(separator: "; ")
    guard text.utf8.contains(where: Self.endsLine) else { return text }
    return String(decoding: text.utf8.map { Self.endsLine($0) ? 0x20 : $0 }, as: UTF8.self)
  }

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

/// A held row cut into cells: those of the last attempt, or those of its bytes.
struct StoredRecord {
  private(set) var columns: [String]
  /// One or more rows; cell *i* of a row belongs to `columns[i]`.
  private(set) var rows: [[[UInt8]]]
  /// What is wrong with it before it is judged: what the decoder finds, or what the last attempt noted of its cells.
  private(set) var damage: [Problem] = []

  init(_ row: StoredHeldRow, _ form: TableForm) throws {
    columns = form.columns
    rows = []
    if let cells = row.cells, let decoded = CellCode.decode(cells) {
      rows = decoded
      damage = row.problems.filter { $0.severity == .hold && Rule.seenBeforeJudging.contains($0.code) }
    } else if let batch = try RowCutter(form)?.cut(row.raw) {
      columns = batch.columns
      rows = batch.rows.map { row in
        batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)].map { cell in
          Array(batch.bytes[cell.indices])
        }
      }
      damage = batch.problems.map(\.problem).filter { $0.code != Rule.footer.code }
    }
  }

  /// The row's cells of these columns, empty where it has none.
  func cells(_ wanted: [String], of row: [[UInt8]]) -> [[UInt8]] {
    // Of a table with columns all rows have these; only records name their own.
    guard wanted != columns else {
      return row.prefix(columns.count) + Array(repeating: [], count: max(0, columns.count - row.count))
    }
    return wanted.map { column in
      guard let place = columns.firstIndex(of: column), place < row.count else { return [] }
      return row[place]
    }
  }
}

/// Writes lines of delimited text in a table's own form; without one as commas and quotes after RFC 4180.
struct FixLine {
  private let form: TextForm
  private let delimiter: [UInt8]
  private let quote: UInt8

  init(_ form: TextForm?) {
    self.form = form ?? TextForm()
    // Aligned and drawn tables cannot be edited in a spreadsheet; unquoted text cannot hold its own delimiter.
    delimiter = self.form.layout == .plain ? self.form.delimiter : [UInt8(ascii: ",")]
    quote = self.form.quote ?? UInt8(ascii: "\"")
  }

  func write(_ cells: [[UInt8]]) -> [UInt8] {
    var line: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { line += delimiter }
      put(cell, into: &line)
    }
    line += [0x0D, 0x0A]
    return form.encoded(line)
  }

  private func put(_ cell: [UInt8], into line: inout [UInt8]) {
    let isMarked =
      cell.contains { $0 == quote || $0 == 0x0A || $0 == 0x0D || delimiter.contains($0) }
      || cell.first == 0x20 || cell.last == 0x20
    guard isMarked else {
      line += cell
      return
    }
    line.append(quote)
    for byte in cell {
      if byte == quote { line.append(quote) }
      if byte == 0x5C && form.escapesWithBackslash { line.append(byte) }
      line.append(byte)
    }
    line.append(quote)
  }
}
