import Intake
import Ledger
import Records
import Reports

/// Writes the pages and tables, each beside, synced and renamed, and only those whose bytes changed.
struct Publisher {
  let shop: ShopFolder
  let version: String

  /// Renews everything that changed, and returns the paths below the shop folder that were written.
  func publish(_ books: Books, _ context: ShopContext) throws -> [String] {
    var figures = try books.figures(context)
    figures.notices = try RecoveryNote(shop: shop).all()
    var written: [String] = []
    for page in ReportPages.all(figures, version: version) + [TableNotes.file] {
      if try write(page.bytes, to: path(page.path)) { written.append("Reports/" + page.path) }
    }
    let days = try books.dailySales(today: context.today)
    let products = try books.products()
    written += try tables(.dailySales) { add in for day in days { try add(day) } }
    written += try tables(.products) { add in for product in products { try add(product) } }
    let movements = try books.dailyMovements()
    written += try tables(.moneyMovements) { add in for row in movements { try add(row) } }
    written += try tables(.heldRows) { add in try books.eachHeldProblem(add) }
    written += try tables(.restatements) { add in try books.eachRestatement(add) }
    let quality = try books.qualityDays(context.zone)
    written += try tables(.qualityDaily) { add in for day in quality { try add(day) } }
    let unusual = try books.unusualPrices()
    written += try tables(.unusualPrices) { add in for price in unusual { try add(price) } }
    if try writeStatus(figures) { written.append("STATUS.html") }
    return written
  }

  /// Renews the status page only, which says how the shop is without any sale having changed.
  @discardableResult
  func writeStatus(_ figures: ShopFigures) throws -> Bool {
    try write(ReportPages.status(figures, version: version).bytes, to: shop.status)
  }

  private func path(_ relative: String) -> BytePath {
    relative.split(separator: "/").reduce(shop.reports) { $0.appending(String($1)) }
  }

  /// False if the file has these bytes already.
  private func write(_ bytes: [UInt8], to path: BytePath) throws(FileProblem) -> Bool {
    let file = try RenewedFile(path, on: shop.files)
    try file.append(bytes)
    return try file.finish()
  }

  /// Writes a table as CSV and as JSON in one pass over its rows.
  private func tables<Row: Sendable>(
    _ table: ReportTable<Row>, _ rows: ((Row) throws -> Void) throws -> Void
  ) throws -> [String] {
    let csv = try RenewedFile(path("csv/\(table.name).csv"), on: shop.files)
    let json = try RenewedFile(path("json/\(table.name).json"), on: shop.files)
    var csvWriter = TableWriter(table, as: .csv) { try csv.append($0) }
    var jsonWriter = TableWriter(table, as: .json) { try json.append($0) }
    try rows { row in try csvWriter.add(row, and: &jsonWriter) }
    try csvWriter.finish()
    try jsonWriter.finish()
    var written: [String] = []
    if try csv.finish() { written.append("Reports/" + csvWriter.path) }
    if try json.finish() { written.append("Reports/" + jsonWriter.path) }
    return written
  }
}
