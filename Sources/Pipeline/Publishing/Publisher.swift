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
    let figures = try books.figures(context)
    var written: [String] = []
    for page in ReportPages.all(figures, version: version) + [TableNotes.file] {
      if try write(page.bytes, to: path(page.path)) { written.append("Reports/" + page.path) }
    }
    let days = try books.dailySales(today: context.today)
    let products = try books.products()
    for isJSON in [false, true] {
      written += try table(.dailySales, isJSON) { add in for day in days { try add(day) } }
      written += try table(.products, isJSON) { add in for product in products { try add(product) } }
      written += try table(.heldRows, isJSON) { add in try books.eachHeldProblem(add) }
    }
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
    let file = try RenewedFile(path)
    try file.append(bytes)
    return try file.finish()
  }

  private func table<Row: Sendable>(
    _ table: ReportTable<Row>, _ isJSON: Bool, _ rows: ((Row) throws -> Void) throws -> Void
  ) throws -> [String] {
    var file: RenewedFile?
    var writer = TableWriter(table, as: isJSON ? .json : .csv) { try file?.append($0) }
    let renewed = try RenewedFile(path(writer.path))
    file = renewed
    try rows { try writer.add($0) }
    try writer.finish()
    return try renewed.finish() ? ["Reports/" + writer.path] : []
  }
}
