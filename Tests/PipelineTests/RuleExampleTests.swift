import Foundation
import Intake
import Ledger
import Logging
import Records
import Testing

@testable import Pipeline

/// A rule that a single cell cannot show, with a file that passes it and one that fails it.
private struct FileExample: Sendable, CustomTestStringConvertible {
  let code: String
  var name = "orders.csv"
  let passing: [UInt8]
  let failing: [UInt8]
  var testDescription: String { code }

  init(_ code: String, name: String = "orders.csv", passing: String, failing: String) {
    self.init(code, name: name, passing: Array(passing.utf8), failing: Array(failing.utf8))
  }

  init(_ code: String, name: String = "orders.csv", passing: [UInt8], failing: [UInt8]) {
    (self.code, self.name, self.passing, self.failing) = (code, name, passing, failing)
  }
}

private let columns =
  "transaction_id,customer_id,timestamp,currency,status,product_id,quantity,unit_price,amount"

private func order(_ rows: String...) -> String {
  ([columns] + rows).joined(separator: "\n") + "\n"
}

private let mug = "order-00001,cust-1,2026-03-01T10:00:00Z,EUR,completed,mug,2,5.00,14.90"
private let pen = "order-00001,cust-1,2026-03-01T10:00:00Z,EUR,completed,pen,1,4.90,14.90"
private let good = order(mug, pen)

private let tillColumns = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"

private func till(_ quantity: Int) -> String {
  "\(tillColumns)\nC536379,MUG,White mug,\(quantity),2026-03-01 09:41,2.50,14527,United Kingdom\n"
}

private let endless = order(
  mug, mug.replacing("mug", with: "cup"), mug.replacing("mug", with: "jug"), pen)

private let record =
  #""customer_id":"cust-1","timestamp":"2026-03-01T10:00:00Z","currency":"EUR","status":"completed","#

private func json(_ products: String) -> String {
  #"[{"transaction_id":"order-00001",\#(record)"amount":10.00,"products":[\#(products)]}]"#
}

private func lines(_ second: String) -> String {
  (1...3).map {
    #"{"transaction_id":"order-0000\#($0)",\#(record)"amount":10.00,"product_id":"mug","quantity":2,"unit_price":5}"#
  }.joined(separator: "\n") + "\n" + second + "\n"
}

private let people = "customer_id,email,name,phone,country"

private func dated(_ dates: String...) -> String {
  "transaction_id,timestamp,currency,status,product_id,quantity,unit_price,amount,customer_id\n"
    + dates.enumerated().map { "order-1000\($0),\($1),EUR,completed,mug,2,5.00,10.00,cust-1\n" }.joined()
}

private let etsyRow = "03/14/26,Mug,2,5.00,USD,4001,1001,3001,MUG\n"

private func etsy(_ more: String) -> String {
  "Sale Date,Item Name,Quantity,Price,Currency,Transaction ID,Listing ID,Order ID,SKU\n" + etsyRow + more
}

private let examples: [FileExample] = [
  FileExample(
    "phone.invalid", name: "customers.csv",
    passing: "\(people)\ncust-1,ann@shop.example,Ann,+44 20 7946 0018,GB\n",
    failing: "\(people)\ncust-1,ann@shop.example,Ann,ask her mother,GB\n"),
  FileExample(
    "key.repeated_differently", passing: good, failing: order(mug, pen.replacing("cust-1", with: "cust-2"))),
  FileExample(
    "reference.missing", passing: good,
    failing:
      "refund_id,transaction_id,timestamp,currency,amount\nRF-001,order-00001,2026-03-02T10:00:00Z,EUR,1\n"),
  FileExample("row.repeated", name: "etsy.csv", passing: etsy(""), failing: etsy(etsyRow)),
  FileExample(
    "order.held_together", passing: good, failing: order(mug, pen.replacing(",pen,", with: ",,"))),
  FileExample(
    "order.no_lines", name: "orders.json",
    passing: json(#"{"product_id":"mug","quantity":2,"unit_price":5.00}"#), failing: json("")),
  FileExample("order.too_many_rows", passing: good, failing: endless),
  FileExample(
    "price.missing", passing: order(mug, pen.replacing(",4.90,", with: ",,")),
    failing: order(mug.replacing(",5.00,", with: ",,"), pen.replacing(",4.90,", with: ",,"))),
  FileExample("status.contradicts_amount", name: "till.csv", passing: till(-1), failing: till(2)),
  FileExample("row.too_few_cells", passing: good, failing: order(mug, pen, "order-00002,cust-1")),
  FileExample("row.too_many_cells", passing: good, failing: order(mug, pen, pen + ",more,and more")),
  FileExample(
    "row.damaged_quotes", passing: order(mug.replacing("mug", with: #""a ""mug""""#), pen),
    failing: order(mug, pen.replacing("pen", with: #""pen" blue"#))),
  FileExample(
    "row.encoding", passing: Array(good.replacing("mug", with: "müg").utf8),
    failing: Array(order(mug.replacing("mug", with: "müg"), pen).utf8) + Array("order-00002,".utf8)
      + [0xC3, 0x28, 0xA0, 0xA1] + Array(",2026-03-01T10:00:00Z,EUR,completed,mug,2,5.00,10.00\n".utf8)),
  FileExample("row.zero_bytes", passing: good, failing: order(mug, pen.replacing("pen", with: "p\0n"))),
  FileExample(
    "row.footer", passing: good,
    failing: order(mug, pen) + "\nTotal,,,,,,3,,14.90\n"),
  FileExample("row.header_again", passing: good, failing: order(mug, pen, columns)),
  FileExample("row.comment", passing: good, failing: order(mug, "# exported again", pen)),
  FileExample(
    "row.repeated_key", name: "orders.ndjson", passing: lines(""),
    failing: lines(#"{"transaction_id":"order-00009","transaction_id":"order-00008",\#(record)"amount":1}"#)),
  FileExample(
    "value.nested", name: "orders.ndjson", passing: lines(""),
    failing: lines(
      #"{"transaction_id":"order-00009",\#(record)"amount":10,"tax":{"rate":19},"product_id":"mug","quantity":2,"unit_price":5}"#
        + "\n"
        + #"{"transaction_id":"order-00010",\#(record)"amount":10,"tax":0,"product_id":"mug","quantity":2,"unit_price":5}"#
    )),
  FileExample(
    "row.cell_too_long", passing: good,
    failing: order(mug, pen.replacing("pen", with: String(repeating: "p", count: (1 << 20) + 1)))),
  FileExample(
    "json.malformed", name: "orders.ndjson", passing: lines(""), failing: lines(#"{"transaction_id":"#)),
  FileExample(
    "key.contradicts_earlier", name: "customers.csv",
    passing: "\(people)\ncust-1,ann@shop.example,Ann,,GB\ncust-2,bob@shop.example,Bob,,GB\n",
    failing: "\(people)\ncust-1,ann@shop.example,Ann,,GB\ncust-1,bob@shop.example,Bob,,GB\n"),
  FileExample(
    "date.order_undecidable", passing: dated("2026-03-04", "2026-05-06"),
    failing:
      "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n1,MUG,1,04/05/2026,2.50,,\n"),
  FileExample(
    "decimal.undecidable", name: "till.csv", passing: till(-1),
    failing: till(-1).replacing("2.50", with: #""1,250""#)),
]

private func codes(_ bytes: [UInt8], as name: String) throws -> Set<String> {
  let folder = try TestFolder()
  let books = try Books(path: folder.shop.database.display)
  var configuration = try Configuration.load(
    embedded: EmbeddedConfig.files, overrides: [("daybook.yaml", "error_budget: {share: 1}")])
  for index in configuration.definitions.indices { configuration.definitions[index].rowsPerOrder = 3 }
  var pipeline = DaybookPipeline(
    shop: folder.shop, configuration: configuration, books: books, settle: .zero,
    log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  var receipts: [Receipt] = []
  pipeline.report = { receipts.append($0) }
  try DurableFiles.onDisk.make(folder.shop.inbox.appending(name)).write(bytes.span)
  _ = try pipeline.pass()
  var codes = Set(receipts.compactMap { $0.problem?.code })
  let reasons = ["footer": "row.footer", "header": "row.header_again", "comment": "row.comment"]
  codes.formUnion(receipts.flatMap { ($0.skippedByReason ?? [:]).keys.compactMap { reasons[$0] } })
  try books.eachHeldProblem { codes.insert($0.problem.code) }
  let figures = try books.figures(
    ShopContext(name: "", zone: .utc, today: Day(number: Day.daysSinceEpoch(year: 2026, month: 11, day: 1))))
  codes.formUnion(figures.sources.flatMap { $0.lost.map(\.code) })
  return codes
}

@Test(arguments: examples)
private func `a rule about rows, orders and files finds its failing file and lets its passing one be`(
  example: FileExample
) throws {
  #expect(try !codes(example.passing, as: example.name).contains(example.code))
  #expect(try codes(example.failing, as: example.name).contains(example.code))
}

/// A file of this repository.
private func text(_ path: String) throws -> String {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  return try String(contentsOf: root.appending(path: path), encoding: .utf8)
}

@Test func `every rule has an example that passes and one that fails`() throws {
  let cells = try text("Tests/InspectionTests/RuleTests.swift")
    .matches(of: /code: "([a-z]+\.[a-z_]+)"/).map { String($0.output.1) }
  // What is wrong with a file of mended rows shows only where one comes back.
  let fixes = try text("Tests/EndToEndTests/FixTests.swift")
  let mended: Set = ["id.lost_zeros", "date.retyped", "fix.unknown_row", "fix.rows_missing"]
  // What is usual shows only where files came before.
  let history: Set = ["outlier.amount", "header.unknown_column", "header.missing_column"]
  let prices =
    try text("Tests/LedgerTests/PriceWatchTests.swift") + text("Tests/EndToEndTests/ColumnTests.swift")
  for code in history where !prices.contains(code) { Issue.record("\(code) has no test") }
  for code in mended where !fixes.contains(code) { Issue.record("\(code) has no test") }
  // What contradicts earlier files shows only after one.
  let later = try text("Tests/EndToEndTests/RescueTests.swift")
  #expect(later.contains("id.zeros_missing"))
  let shown = Set(cells).union(examples.map(\.code)).union(mended).union(history)
    .union(["id.zeros_missing"])
  #expect(Set(Rule.catalogue.map(\.code)).subtracting(shown) == [])
  #expect(shown.subtracting(Rule.catalogue.map(\.code)) == [])
}

@Test func `Docs/Rules.md is what the program says`() throws {
  #expect(try text("Docs/Rules.md") == RuleList().markdown + "\n", "daybook rules --markdown > Docs/Rules.md")
}

@Test func `every rule and every file problem has a code, a sentence and a remedy of its own`() {
  #expect(Set(Rule.catalogue.map(\.code)).count == Rule.catalogue.count)
  #expect(Set(FileRule.catalogue.map(\.code)).count == FileRule.catalogue.count)
  for rule in Rule.catalogue { #expect(!rule.sentence.isEmpty && !rule.remedy.isEmpty && rule.weight >= 0) }
  for rule in FileRule.catalogue { #expect(!rule.sentence.isEmpty && !rule.remedy.isEmpty) }
}
