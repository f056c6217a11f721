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

@Test func `two definitions that claim one file are a problem, unless the envelope says which`() throws {
  var other = Sample.orders
  (other.kind, other.signature.dataTypes) = ("sales", ["sales"])
  let recogniser = Recogniser(definitions: [Sample.orders, other])
  let columns = ["transaction_id", "timestamp", "amount"]
  let problem = try #require(throws: FileProblem.self) { try recogniser.recognise(columns: columns) }
  #expect(problem.code == "file.ambiguous")
  #expect(try recogniser.recognise(columns: columns, dataType: "Sales").definition.kind == "sales")
}
