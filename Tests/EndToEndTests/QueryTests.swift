import Foundation
import Testing

/// Answers of `query` over the three orders, a refund and a day's traffic; every figure is worked out by hand.
struct QueryTests {
  /// 5 March: 29.99 and 3.15 sold, 7 March: 3.15 given back. 6 March: 100.00. Traffic: 40 on the 5th, 20 on the 6th.
  private func shop() throws -> TestShop {
    let shop = try TestShop()
    var orders = threeOrders
    orders[1].status = "refunded"
    orders[1].updated = "2024-03-07T08:00:00Z"
    try shop.drop(orders.csv, as: "till/orders.csv")
    try shop.drop("date,sessions\n2024-03-05,40\n2024-03-06,20\n", as: "till/traffic.csv")
    try shop.run()
    return shop
  }

  private static let byDay: [(metric: String, values: [String])] = [
    ("revenue", ["33.14", "100.00", "-3.15"]), ("orders", ["2", "1", "0"]), ("units", ["6", "1", "0"]),
    ("returns", ["0.00", "0.00", "3.15"]), ("average_order_value", ["16.57", "100.00", ""]),
    ("unique_customers", ["2", "1", "0"]), ("conversion_rate", ["0.0500", "0.0500", ""]),
  ]

  @Test(arguments: byDay.indices)
  func `every metric is answered by day as table, CSV and JSON`(index: Int) throws {
    let (metric, values) = Self.byDay[index]
    let shop = try shop()
    let csv = try shop.daybook("query", metric, "--by", "day", "--format", "csv")
    let rows = parseCSV(csv.output)
    #expect(rows.map { $0["day"] ?? "" } == ["2024-03-05", "2024-03-06", "2024-03-07"], "\(csv)")
    #expect(rows.map { $0[metric] ?? "-" } == values, "\(csv)")
    let table = try shop.daybook("query", metric)
    #expect(table.code == 0 && table.output.split(separator: "\n").count == 4, "\(table)")
    let json = try shop.daybook("query", metric, "--format", "json").object()
    let data = try #require(json["data"] as? [[String: Any]])
    #expect(
      data.map { ($0["value"] as? Double).map { "\($0)" } } == values.map { Double($0).map { "\($0)" } })
    let metadata = try #require(json["metadata"] as? [String: Any])
    #expect(metadata["metric"] as? String == metric && metadata["granularity"] as? String == "day")
    #expect(metadata["total_rows"] as? Int == 3 && metadata["rows_held"] as? Int == 0)
    #expect(metadata["data_up_to"] as? String == "2024-03-07T08:00:00Z")
    #expect((metadata["generated_at"] as? String)?.hasPrefix("20") == true)
  }

  @Test(arguments: [
    ("revenue", "129.99"), ("orders", "3"), ("units", "7"), ("returns", "3.15"),
    ("average_order_value", "44.38"),
    ("unique_customers", "3"), ("conversion_rate", ""),
  ])
  func `every metric is answered by week and month`(metric: String, value: String) throws {
    let shop = try shop()
    for (grain, start) in [("week", "2024-03-04"), ("month", "2024-03-01")] {
      let outcome = try shop.daybook("query", metric, "--by", grain, "--format", "csv")
      let rows = parseCSV(outcome.output)
      #expect(rows.count == 1 && rows[0][metric] == value, "\(outcome)")
      #expect(rows[0][grain] == start, "\(outcome)")
    }
  }

  @Test func `a selection narrows days, source and currency, and pages through them`() throws {
    let shop = try shop()
    try shop.drop(
      [Order(id: "ORDER-000077", currency: "EUR", lines: threeOrders[2].lines)].csv, as: "stall/e.csv")
    try shop.run()
    func days(_ more: String...) throws -> [String] {
      let outcome = try shop.start(["query", "revenue", "--format", "csv"] + more).outcome()
      #expect(outcome.code == 0, "\(outcome)")
      return parseCSV(outcome.output).map { "\($0["day"] ?? "") \($0["currency"] ?? "")" }
    }
    let all = try days()
    #expect(all == ["2024-03-05 EUR", "2024-03-05 GBP", "2024-03-06 GBP", "2024-03-07 GBP"])
    #expect(try days("--source", "stall") == ["2024-03-05 EUR"])
    #expect(try days("--currency", "gbp") == Array(all[1...]))
    #expect(try days("--from", "2024-03-06", "--to", "2024-03-06") == ["2024-03-06 GBP"])
    #expect(try days("--limit", "2") == Array(all[..<2]))
    #expect(try days("--limit", "2", "--offset", "3") == Array(all[3...]))
    #expect(try days("--offset", "9") == [])
    #expect(try days("--source", "nobody") == [])
  }

  @Test func `rows that are held are named beside the figures they are missing from`() throws {
    let shop = try TestShop()
    try shop.drop(HeldRowTests.good + HeldRowTests.row(1, ["amount": "1.00"]) + "\n", as: "mixed.csv")
    try shop.run()
    let outcome = try shop.daybook("query", "revenue", "--from", "2024-03-05", "--to", "2024-03-05")
    #expect(outcome.errors.contains("1 row of these days held back"), "\(outcome)")
    let json = try shop.daybook("query", "revenue", "--json").object()
    #expect((json["metadata"] as? [String: Any])?["rows_held"] as? Int == 1)
  }

  @Test func `a shop without books has no answer and says what to do`() throws {
    let shop = try TestShop()
    let outcome = try shop.daybook("query", "revenue")
    #expect(outcome.code == 66 && outcome.errors.contains("daybook run"), "\(outcome)")
    #expect(!shop.exists("Data"))
  }
}
