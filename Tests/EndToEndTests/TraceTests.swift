import Foundation
import Ledger
import Records
import Testing

struct TraceTests {
  @Test func `for every figure of every day and source the traced rows add up to what is stored`() throws {
    let shop = try TestShop()
    #expect(try shop.daybook("sample").code == 0)
    try shop.run()
    // Told again, unchanged and changed: a row is traced to the file that told it as it stands.
    try shop.drop(Order.many(60).csv, as: "till/a.csv", modified: 1_710_000_000)
    try shop.run()
    try shop.drop(Order.many(40).ndjson, as: "till/b.json", modified: 1_710_000_100)
    try shop.run()
    let books = try shop.books()
    let days = try books.dailySales(today: Day(number: 30_000))
    try #require(days.count > 30)
    for row in days {
      for figure in TracedFigure.allCases {
        let traces = try books.trace(figure, on: row.day, source: row.source)
        let trace = try #require(traces.first { $0.currency == row.currency })
        #expect(trace.sum == trace.stored, "\(figure) of \(row.source) on \(row.day)")
      }
      let net = try books.trace(.netSales, on: row.day, source: row.source).filter {
        $0.currency == row.currency
      }
      #expect(net.map(\.sum) == [row.sales.net])
      for line in net.flatMap(\.lines) where line.file.hasSuffix(".csv") {
        let rows = try shop.text(line.file).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(rows[line.row - 1].contains(line.transactionID), "\(line)")
      }
    }
  }

  @Test func `trace prints rows by file and line, and their sum, which is that of the table`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "june.csv")
    try shop.run()
    let outcome = try shop.daybook("trace", "net_sales", "2024-03-05")
    #expect(outcome.code == 0, "\(outcome)")
    let filed = try #require(shop.files(below: "Filed").first { $0.hasSuffix("/june.csv") })
    for words in ["ORDER-000001", "25.00", "4.99", "3.15", "\(filed):2", "\(filed):4", "33.14"] {
      #expect(outcome.output.contains(words), "\(words) in \(outcome)")
    }
    let day = try #require(shop.table("daily_sales").first { $0["date"] == "2024-03-05" })
    #expect(day["net_sales"] == "33.14")
    let orders = try shop.daybook("trace", "orders", "2024-03-05", "--json").list()
    #expect(orders.first?["sum"] as? String == "2" && orders.first?["stored"] as? String == "2")
    #expect(try shop.daybook("trace", "net_sale", "2024-03-05").errors.contains("did you mean \"net_sales\""))
    #expect(try shop.daybook("trace", "tax", "2024-03-07").errors.contains("no sales on 2024-03-07"))
  }
}
