import Foundation
import Ledger
import Records
import Testing

@testable import Reports

/// A table as the bytes of one file.
private func written<Row>(_ table: ReportTable<Row>, _ format: TableWriter<Row>.Format, _ rows: [Row]) throws
  -> [UInt8]
{
  var bytes: [UInt8] = []
  var writer = TableWriter(table, as: format) { bytes += $0 }
  for row in rows { try writer.add(row) }
  try writer.finish()
  return bytes
}

private func lines<Row>(_ table: ReportTable<Row>, _ rows: [Row]) throws -> [String] {
  let bytes = try written(table, .csv, rows)
  #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
  return String(decoding: bytes.dropFirst(3), as: UTF8.self).components(separatedBy: "\r\n")
}

struct ColumnTests {
  @Test func `the columns are the promised ones, in their order`() throws {
    #expect(
      try lines(.dailySales, [])[0]
        == "date,source,currency,orders,units,gross_sales,discounts,returns,net_sales,"
        + "shipping,tax,total_sales,tips,fees,total_collected,average_order,rows_accepted,rows_held,complete")
    #expect(
      try lines(.products, [])[0]
        == "period_start,period_end,product_id,sku,name,category,currency,units,gross_sales,"
        + "discounts,returns,net_sales,share_of_net,refund_rate,first_sold,last_sold")
    #expect(
      try lines(.heldRows, [])[0]
        == "import_id,file_name,source_row,reason_code,reason,field,value,how_to_fix,"
        + "amount_at_stake")
    #expect(
      try lines(.moneyMovements, [])[0]
        == "date,source,currency,kind,movements,amount,fee,tax,net,export")
  }

  @Test func `a day of movements keeps the sign of what left the balance`() throws {
    var row = DailyMovementRow(
      day: Day(number: 15_000), source: "=Stripe", stream: "stripe_balance", currency: .pounds, kind: .payout)
    row.measures.movements = 2
    row.measures.amount = -7750
    row.measures.net = -7750
    #expect(
      try lines(.moneyMovements, [row])[1]
        == "2011-01-26,'=Stripe,GBP,payout,2,-77.50,0.00,0.00,-77.50,stripe_balance")
  }

  @Test func `a day is written with all its money to the penny`() throws {
    var row = DailySalesRow(day: Day(number: 15_000), source: "till", currency: .pounds)
    row.sales.orders = 4
    row.sales.units = 30_500
    row.sales.gross = 12_000
    row.sales.discounts = 1000
    row.sales.returns = 1500
    row.sales.shipping = 500
    row.sales.tax = 1900
    row.sales.tips = 200
    row.sales.fees = 350
    row.rowsAccepted = 9
    row.complete = false
    #expect(
      try lines(.dailySales, [row])[1]
        == "2011-01-26,till,GBP,4,30.500,120.00,10.00,15.00,95.00,5.00,19.00,119.00,"
        + "2.00,3.50,117.50,27.50,9,0,false")
  }

  @Test func `negative numbers stay numbers and yen have no pence`() throws {
    var row = DailySalesRow(day: Day(number: 15_000), source: "shop", currency: .known("JPY"))
    row.sales.returns = 725
    #expect(
      try lines(.dailySales, [row])[1]
        == "2011-01-26,shop,JPY,0,0,0,0,725,-725,0,0,-725,0,0,-725,,0,0,true")
  }

  @Test func `a product has its shares as fractions`() throws {
    var row = ProductFigures(
      first: Day(number: 0), last: Day(number: 9), productID: "85123A", currency: .pounds)
    row.name = "Mug, \"large\""
    row.units = 3000
    row.gross = 3000
    row.returns = 1000
    row.shareOfNet = 1234
    row.firstSold = Day(number: 1)
    #expect(
      try lines(.products, [row])[1]
        == "1970-01-01,1970-01-10,85123A,,\"Mug, \"\"large\"\"\",,GBP,3,30.00,0.00,"
        + "10.00,20.00,0.1234,0.3333,1970-01-02,"
    )
  }

  @Test func `the notes explain every column and carry the version`() {
    let notes = String(decoding: TableNotes.file.bytes, as: UTF8.self)
    #expect(TableNotes.file.path == "csv/README.txt")
    #expect(notes.contains("schema_version: 1\r\n"))
    let names = [
      ReportTable.dailySales.columns, ReportTable.products.columns, ReportTable.heldRows.columns,
      ReportTable.moneyMovements.columns,
    ]
    .flatMap {
      $0.map(\.name)
    }
    for name in names { #expect(notes.contains("\r\n  \(name): ")) }
  }
}

struct CellTests {
  static let rule = Rule(
    "money.unreadable", .validity, .hold, sentence: "{field} is wrong", remedy: "write digits")

  private func held(_ value: String, file: String = "a.csv", atStake: Money? = nil) -> HeldProblem {
    HeldProblem(
      batchID: 7, fileName: file, sourceRow: 42, problem: Problem(Self.rule, field: "price", value: value),
      atStake: atStake)
  }

  private func cell(_ value: String) throws -> String {
    let line = try lines(.heldRows, [held(value)]).dropFirst().dropLast().joined(separator: "\r\n")
    return String(
      line.dropFirst("7,a.csv,42,money.unreadable,price is wrong,price,".count).dropLast(
        ",write digits,".count))
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+44", "'+44"), ("-7.25", "'-7.25"), ("@SUM", "'@SUM"), ("\tx", "'\tx"),
    ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠1", "'＠1"), ("\n=1", "\"'\n=1\""), ("\r=", "\"'\r=\""),
    ("=\u{301}1", "'=\u{301}1"), ("a=b", "a=b"), ("", ""), ("=A1,\"x\"", "\"'=A1,\"\"x\"\"\""),
  ])
  func `a text that a spreadsheet would run is guarded`(value: String, expected: String) throws {
    #expect(Array(try cell(value).utf8) == Array(expected.utf8))
  }

  @Test(arguments: [
    ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb", "\"a\r\nb\""), (" a", "\" a\""), ("a b", "a b"),
  ])
  func `a text is quoted where it must be`(value: String, expected: String) throws {
    #expect(try cell(value) == expected)
  }

  @Test func `the amount at stake is a number, also below zero`() throws {
    let money = Money(minor: -725, currency: .pounds)
    #expect(try lines(.heldRows, [held("x", atStake: money)])[1].hasSuffix(",write digits,-7.25"))
  }

  @Test func `JSON is valid, exact and unguarded`() throws {
    let hostile = "=\"\\/\u{0}\u{1F}\t\r\n\u{7F}é日</script>\u{2028}"
    let rows = [held(hostile), held("", file: "-x.csv", atStake: Money(minor: 1205, currency: .pounds))]
    let bytes = try written(.heldRows, .json, rows)
    let read = try JSONSerialization.jsonObject(with: Data(bytes)) as? [[String: Any]]
    let objects = try #require(read)
    #expect(objects.count == 2)
    #expect(objects[0]["value"] as? String == hostile)
    #expect(objects[0]["amount_at_stake"] is NSNull)
    #expect(objects[1]["file_name"] as? String == "-x.csv")
    #expect(String(decoding: bytes, as: UTF8.self).contains("\"amount_at_stake\":12.05}"))
  }

  @Test func `an empty table is still a table`() throws {
    #expect(String(decoding: try written(.products, .json, []), as: UTF8.self) == "[\n]\n")
    #expect(try lines(.products, []).count == 2)
  }

  @Test func `a long table comes in chunks of bounded size`() throws {
    var (count, largest, total) = (0, 0, 0)
    var writer = TableWriter(.heldRows, as: .csv) { chunk in
      count += 1
      largest = max(largest, chunk.count)
      total += chunk.count
    }
    #expect(writer.path == "csv/held_rows.csv")
    for _ in 0..<20_000 { try writer.add(held("12,5o")) }
    try writer.finish()
    #expect(count > 10 && largest < 70_000 && total > 1_000_000)
  }

  @Test func `an error while writing reaches the caller`() {
    struct DiskFull: Error {}
    var writer = TableWriter(ReportTable.heldRows, as: .json) { _ in throw DiskFull() }
    #expect(throws: DiskFull.self) { try writer.finish() }
  }
}
