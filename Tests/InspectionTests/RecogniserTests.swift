import Inspection
import Records
import Testing

private let both = Recogniser(definitions: [Sample.orders, Sample.till])

@Test func `an export is known by its column names, in any order and spelling, and extra ones are told`()
  throws
{
  let found = try both.recognise(columns: ["unit price", "Invoice-No", "STOCKCODE", "Colour", "quantity"])
  #expect(found.definition.kind == "till-lines")
  #expect(found.extraColumns == ["Colour"])
}

@Test func `what is remembered of the last table is not told of another one`() throws {
  let columns = ["InvoiceNo", "StockCode", "UnitPrice"]
  for extra in ["Colour", "Größe", "Gro\u{308}ße", "Colour"] {
    let found = try both.recognise(columns: columns + [extra])
    #expect(found.extraColumns.map { Array($0.utf8) } == [Array(extra.utf8)])
  }
  #expect(try both.recognise(columns: columns).extraColumns.isEmpty)
  #expect(throws: FileProblem.self) { try both.recognise(columns: Array(columns.dropLast())) }
  #expect(try both.recognise(columns: columns).definition.kind == "till-lines")
}

@Test func `columns that are added, asked for, grouped by or unpacked are not told as left over`() throws {
  var till = Sample.till
  till.groupBy = ["Receipt"]
  till.rowClasses.append(RowClass(.skip("test"), when: [.init(.column("Test"), .blank(false))]))
  till.packed = [PackedLines(columns: ["item_*"], list: "packed", separator: "|", mark: ":")]
  till.fields[4].add = ["Deposit"]
  let columns = [
    "InvoiceNo", "StockCode", "UnitPrice", "Receipt", "Test", "Item 1", "item_2", "Deposit", "Colour",
  ]
  let found = try Recogniser(definitions: [till]).recognise(columns: columns)
  #expect(found.extraColumns == ["Colour"])
}

@Test func `an unknown export is refused with its columns, the nearest definition and what differs`() throws {
  let problem = try #require(throws: FileProblem.self) {
    try both.recognise(columns: ["InvoiceNum", "StockCode", "UnitPrice"])
  }
  #expect(problem.code == "file.unrecognised")
  #expect(problem.message.contains("InvoiceNum, StockCode, UnitPrice"))
  #expect(problem.message.contains("nearest is till-lines"))
  #expect(problem.message.contains("InvoiceNo is missing (is it \"InvoiceNum\"?)"))
}

@Test func `a column that says nothing without another is not taken without it`() throws {
  var till = Sample.till
  till.signature.companions = ["Converted Price": "Converted Currency"]
  let recogniser = Recogniser(definitions: [till])
  let columns = ["InvoiceNo", "StockCode", "UnitPrice", "Converted Price"]
  let problem = try #require(throws: FileProblem.self) { try recogniser.recognise(columns: columns) }
  #expect(problem.message.contains("Converted Currency is missing"), "\(problem.message)")
  #expect(try recogniser.recognise(columns: columns + ["converted currency"]).definition.kind == "till-lines")
}

@Test func `two definitions that claim one file are a problem, unless the envelope says which`() throws {
  var other = Sample.orders
  (other.kind, other.signature.dataTypes) = ("sales", ["sales"])
  let recogniser = Recogniser(definitions: [Sample.orders, other])
  let columns = ["transaction_id", "timestamp", "amount"]
  let problem = try #require(throws: FileProblem.self) { try recogniser.recognise(columns: columns) }
  #expect(problem.code == "file.ambiguous")
  #expect(try recogniser.recognise(columns: columns, dataType: "Sales").definition.kind == "sales")
}

@Test func `of two definitions the one that asks for more columns wins, and says so`() throws {
  var narrow = Sample.till
  (narrow.kind, narrow.signature.columns) = ("stall", ["InvoiceNo", "StockCode", "UnitPrice", "Stall"])
  let recogniser = Recogniser(definitions: [Sample.till, narrow])
  let found = try recogniser.recognise(columns: ["InvoiceNo", "StockCode", "UnitPrice", "Stall"])
  #expect(found.definition.kind == "stall")
  #expect(found.reason.hasSuffix("; till-lines would fit too, but asks for less"), "\(found.reason)")
  #expect(
    try recogniser.recognise(columns: ["InvoiceNo", "StockCode", "UnitPrice"]).definition.kind == "till-lines"
  )
  var other = Sample.till
  (other.kind, other.signature.columns) = ("market", ["InvoiceNo", "StockCode", "UnitPrice", "Market"])
  #expect(throws: FileProblem.self) {
    try Recogniser(definitions: [narrow, other]).recognise(
      columns: ["InvoiceNo", "StockCode", "UnitPrice", "Stall", "Market"])
  }
}

@Test func `a column is found under any of its names, whatever the case, the spaces and the accents`() throws
{
  var activity = Sample.till
  activity.signature.columns = ["InvoiceNo"]
  activity.signature.columnsAny = [["Currency", "Währung"], ["Fee", "Gebühr", "Entgelt"]]
  let recogniser = Recogniser(definitions: [activity])
  let found = try recogniser.recognise(columns: ["INVOICE NO", "Wahrung", "GEBU\u{308}HR"])
  #expect(found.reason == "it has InvoiceNo, Währung, Gebühr")
  let problem = try #require(throws: FileProblem.self) {
    try recogniser.recognise(columns: ["InvoiceNo", "Währung", "Entgeld"])
  }
  #expect(problem.message.contains("Fee is missing (is it \"Entgeld\"?)"), "\(problem)")
}

@Test(arguments: [
  (["InvoiceNo;StockCode;UnitPrice"], "has one column only, \"InvoiceNo;StockCode;UnitPrice\""),
  (["Facture", "Article", "Prix"], "none of these names is known"),
  (["InvoiceNo", "UnitPrice"], "nearest is till-lines (Till lines): StockCode is missing"),
  ([], "has no columns"),
])
func `a damaged header is told in a sentence that says what to look at`(columns: [String], words: String)
  throws
{
  let problem = try #require(throws: FileProblem.self) { try both.recognise(columns: columns) }
  #expect(problem.code == "file.unrecognised" && problem.message.contains(words), "\(problem)")
  #expect(problem.remedy.contains("daybook learn"))
}

@Test func `columns without which an export is another's speak against it`() throws {
  var strict = Sample.till
  strict.signature.without = ["Colour"]
  let problem = try #require(throws: FileProblem.self) {
    try Recogniser(definitions: [strict]).recognise(columns: [
      "InvoiceNo", "StockCode", "UnitPrice", "Colour",
    ])
  }
  #expect(problem.message.contains("Colour does not belong to it"))
}

@Test func `documents are known by the paths of their members`() throws {
  var nested = Sample.orders
  nested.signature = Signature(columns: ["customer.email", "products[].sku"])
  let columns = ["customer.email", "products[].sku", "products[].quantity"]
  #expect(try Recogniser(definitions: [nested]).recognise(columns: columns).definition.kind == "transactions")
}
