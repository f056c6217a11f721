import Foundation
import Ledger
import Pipeline
import Records
import Testing

struct FirstFileTests {
  @Test func `a dropped export is filed under its day with a receipt that says all`() throws {
    let shop = try TestShop()
    let text = threeOrders.csv
    try shop.drop(text, as: "june.csv")
    try shop.run()
    #expect(shop.inbox.isEmpty)
    let receipt = try shop.receipt(of: "june.csv")
    #expect(receipt.status == .accepted)
    #expect(receipt.batchId == 1)
    #expect(receipt.bytes == Int64(text.utf8.count))
    #expect(receipt.sha256.count == 64)
    #expect(receipt.source == "transactions" && receipt.kind == "transactions" && receipt.format == "csv")
    #expect(receipt.recordsReceived == 4 && receipt.inserted == 4)
    #expect(receipt.counts.received == 4)
    #expect(receipt.score == 100)
    #expect(receipt.daysTouched.map(\.iso) == ["2024-03-05", "2024-03-06"])
    #expect(receipt.seconds >= 0 && receipt.seconds < 30)
    let day = ShopZone.utc.day(at: Int64(Date.now.timeIntervalSince1970)).iso.split(separator: "-")
    let place = "Filed/\(day.joined(separator: "/"))/june.csv"
    #expect(shop.files(below: "Filed") == [place, place + ".receipt.json"])
    #expect(try shop.text(place) == text)
  }

  @Test func `a receipt names every outcome in snake case, also those that are nothing`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "june.csv")
    let list = try shop.run("--json").list()
    let receipt = try #require(list.first)
    for key in [
      "status", "batch_id", "sha256", "records_received", "inserted", "updated", "unchanged", "superseded",
      "duplicate", "held", "skipped", "score", "days_touched", "seconds", "file_name", "bytes",
    ] {
      #expect(receipt[key] != nil, "\(key)")
    }
    let money = receipt["money"] as? [String: [String: Double]]
    #expect(money == ["GBP": ["accepted": 133.14, "held": 0, "skipped": 0, "uncounted": 0]])
  }

  @Test func `receipt, books, tables and answers agree to the penny`() throws {
    let shop = try TestShop()
    let orders = Order.many(60)
    try shop.drop(orders.csv, as: "all.csv")
    try shop.run()
    let sold = orders.reduce(0) { $0 + $1.amount }
    let returned = orders.filter { $0.status == "refunded" }.reduce(0) { $0 + $1.amount }
    try #require(returned > 0)
    let net = Order.money(sold - returned)
    let accepted = try shop.receipt(of: "all.csv").money?["GBP"]?["accepted"]
    #expect(accepted == Decimal(string: net))
    let csv = try shop.table("daily_sales").map { Decimal(string: $0["net_sales"] ?? "") ?? .nan }
    #expect(csv.reduce(0, +) == Decimal(string: net))
    let json = try shop.jsonTable("daily_sales").map { Decimal(string: "\($0["net_sales"] ?? "")") ?? .nan }
    #expect(json.reduce(0, +) == Decimal(string: net))
    let answer = try shop.daybook("query", "revenue", "--by", "month", "--format", "csv")
    let months = parseCSV(answer.output).map { Decimal(string: $0["revenue"] ?? "") ?? .nan }
    #expect(months.reduce(0, +) == Decimal(string: net), "\(answer)")
    let returns = try shop.table("daily_sales").map { Decimal(string: $0["returns"] ?? "") ?? .nan }
    #expect(returns.reduce(0, +) == Decimal(string: Order.money(returned)))
    let products = try shop.table("products").map { Decimal(string: $0["net_sales"] ?? "") ?? .nan }
    #expect(products.reduce(0, +) == Decimal(string: net))
  }

  @Test func `every report is there and names the shop`() throws {
    let shop = try TestShop(settings: "shop_name: Corner Gifts & Sons\n")
    try shop.drop(threeOrders.csv, as: "june.csv")
    try shop.run()
    for page in ["index", "quality", "quarantine", "imports"] {
      let html = try shop.text("Reports/\(page).html")
      #expect(html.contains("Corner Gifts &amp; Sons"), "\(page)")
      #expect(!html.contains("http://") && !html.contains("https://") && !html.contains("<script"), "\(page)")
    }
    for table in ["daily_sales", "products", "held_rows"] {
      #expect(shop.exists("Reports/csv/\(table).csv"))
      _ = try shop.jsonTable(table)
    }
    #expect(try shop.text("STATUS.html").contains("Corner Gifts"))
    #expect(try shop.text("Reports/imports.html").contains("june.csv"))
  }

  @Test func `an order belongs to the shop's own day`() throws {
    let shop = try TestShop(settings: "time_zone: America/New_York\n")
    var late = threeOrders[2]
    late.time = "2024-03-06T04:30:00Z"
    try shop.drop([late].csv, as: "late.csv")
    try shop.run()
    // Half past four in the morning in London is half past eleven the evening before in New York.
    #expect(try shop.table("daily_sales").map { $0["date"] } == ["2024-03-05"])
  }

  @Test func `unlike currencies are never added`() throws {
    let shop = try TestShop()
    var orders = threeOrders
    orders[1].currency = "EUR"
    try shop.drop(orders.csv, as: "june.csv")
    try shop.run()
    let rows = try shop.table("daily_sales").map {
      "\($0["date"] ?? "") \($0["currency"] ?? "") \($0["net_sales"] ?? "")"
    }
    #expect(rows == ["2024-03-05 EUR 3.15", "2024-03-05 GBP 29.99", "2024-03-06 GBP 100.00"])
    #expect(try shop.receipt(of: "june.csv").money?["EUR"]?["accepted"] == Decimal(string: "3.15"))
  }

  @Test func `what did not change is not written again`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "june.csv")
    try shop.run()
    let before = try shop.snapshot().filter { $0.key.hasPrefix("./Reports/") }
    try #require(before.count > 10)
    try shop.run()
    let report = try shop.daybook("report")
    #expect(report.code == 0, "\(report)")
    #expect(try shop.snapshot().filter { $0.key.hasPrefix("./Reports/") } == before)
    // A customer changes no sale: the tables of sales stay as they are.
    try shop.drop("customer_id,email,name\nCUST-00001,ada@example.org,Ada\n", as: "customers.csv")
    try shop.run()
    let after = try shop.snapshot()
    for table in [
      "./Reports/csv/daily_sales.csv", "./Reports/csv/products.csv", "./Reports/json/products.json",
    ] {
      #expect(after[table] == before[table], "\(table)")
    }
    #expect(after["./Reports/imports.html"] != before["./Reports/imports.html"])
  }

  @Test(arguments: ["csv", "array", "ndjson", "wrapper", "envelope"])
  func `the same orders are the same facts in every form`(form: String) throws {
    let orders = Order.many(40)
    let other = try TestShop()
    try other.drop(orders.csv, as: "till/orders.csv", modified: 1_710_000_000)
    try other.run()
    let shop = try TestShop()
    let text =
      switch form {
      case "array": orders.jsonArray
      case "ndjson": orders.ndjson
      case "wrapper": orders.wrapped
      case "envelope": orders.envelope(source: "somewhere")
      default: orders.csv.replacing("\n", with: "\r\n")
      }
    try shop.drop(text, as: "till/orders", modified: 1_710_000_000)
    try shop.run()
    let dump = try shop.dump()
    #expect(try dump == other.dump())
    #expect(dump.contains("ORDER-100001"))
  }

  @Test func `a folder in the inbox names the source, an envelope does, and else the kind does`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "market-stall/a.csv")
    try shop.drop([threeOrders[1]].envelope(source: "web-shop"), as: "b.json")
    try shop.drop([threeOrders[2]].csv, as: "c.csv")
    try shop.drop([threeOrders[2]].envelope(source: "web-shop"), as: "market-stall/deep/d.json")
    try shop.run()
    #expect(try shop.receipt(of: "a.csv").source == "market-stall")
    #expect(try shop.receipt(of: "b.json").source == "web-shop")
    #expect(try shop.receipt(of: "c.csv").source == "transactions")
    #expect(try shop.receipt(of: "d.json").source == "market-stall")
    #expect(Set(try shop.table("daily_sales").compactMap { $0["source"] }).count == 3)
  }
}
