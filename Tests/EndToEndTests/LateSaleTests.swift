import Foundation
import Pipeline
import Testing

/// A refund that comes before its sale waits for it, and is taken by itself when that comes.
struct LateSaleTests {
  private static let refunds = """
    refund_id,transaction_id,timestamp,currency,amount
    RF-001,ORDER-000001,2024-03-07T09:00:00Z,GBP,4.99
    RF-002,ORDER-000003,2024-03-08T09:00:00Z,GBP,100.00

    """

  private func shop(_ files: [(text: String, name: String)], settings: String? = nil) throws -> TestShop {
    let shop = try TestShop()
    if let settings { try shop.write(settings, to: "Config/daybook.yaml") }
    for (text, name) in files {
      try shop.drop(text, as: name, modified: 1_710_000_000)
      try shop.run()
    }
    return shop
  }

  private func held(_ shop: TestShop) throws -> [String?] {
    try shop.table("held_rows").map { $0["reason_code"] }
  }

  @Test(arguments: ["till/", ""])
  func `whichever comes first, facts, totals and quarantine are the same in the end`(folder: String) throws {
    let (refunds, sales) = ((Self.refunds, folder + "refunds.csv"), (threeOrders.csv, folder + "sales.csv"))
    let late = try shop([refunds])
    #expect(try held(late) == ["reference.missing", "reference.missing"])
    #expect(try late.receipt(of: "refunds.csv").heldByCause == ["reference.missing": 2])
    #expect(try !late.table("daily_sales").contains { $0["returns"] != "0.00" })
    try late.drop(sales.0, as: sales.1, modified: 1_710_000_000)
    let outcome = try late.run()
    #expect(outcome.output.contains("its sales release 2 rows held of refunds.csv"), "\(outcome)")
    let early = try shop([sales, refunds])
    #expect(try late.dump() == early.dump())
    for table in ["daily_sales", "held_rows", "products", "quality_daily"] {
      #expect(try late.text("Reports/csv/\(table).csv") == early.text("Reports/csv/\(table).csv"), "\(table)")
    }
    #expect(try early.table("daily_sales").first { $0["date"] == "2024-03-08" }?["returns"] == "100.00")
    #expect(try late.receipt(of: "sales.csv").released?.map(\.rows) == [2])
    #expect(!late.exists("Fix/refunds-fix.csv"))
    let row = try late.daybook("quarantine", "show", "1")
    #expect(row.output.contains("released: sale sales.csv"), "\(row)")
    let trace = try late.daybook("trace", "returns", "2024-03-08")
    #expect(trace.output.contains("refunds.csv:3"), "\(trace)")
    #expect(try late.daybook("verify").code == 0)
  }

  @Test(arguments: ["shop/", ""])
  func `a platform's refund document is given back on its day, before or after its order's export`(
    folder: String
  )
    throws
  {
    let orders = (
      """
      [{"id":727,"number":"727","status":"processing","currency":"GBP","date_created_gmt":"2024-03-02T10:00:00",
      "total":"30.00","total_tax":"0.00","discount_total":"0.00","shipping_total":"0.00","prices_include_tax":false,
      "line_items":[{"sku":"MUG","name":"Mug","quantity":1,"subtotal":"30.00","total":"30.00"}],
      "refunds":[{"id":726,"total":"-5.00"}]}]
      """, folder + "orders.json"
    )
    let refunds = (
      """
      [{"id":726,"date_created_gmt":"2024-03-05T20:07:11","amount":"5.00","reason":"cracked","refunded_by":1,
      "_links":{"up":[{"href":"https://shop.example/wp-json/wc/v3/orders/727"}]}}]
      """, "refunds.json"
    )
    let late = try shop([refunds, orders], settings: "currency: GBP\n")
    let early = try shop([orders, refunds], settings: "currency: GBP\n")
    #expect(try late.dump() == early.dump())
    for shop in [late, early] {
      let days = try shop.table("daily_sales").filter { $0["returns"] != "0.00" }
      #expect(days.map { $0["date"] } == ["2024-03-05"] && days.map { $0["returns"] } == ["5.00"])
      #expect(try held(shop).isEmpty)
      let trace = try shop.daybook("trace", "returns", "2024-03-05")
      #expect(trace.output.contains("refunds.json:1"), "\(trace)")
      #expect(try shop.daybook("verify").code == 0)
    }
    let dump = try late.dump()
    #expect(try late.daybook("rebuild", within: 60).code == 0)
    #expect(try late.dump() == dump)
    #expect(try late.daybook("undo", "refunds.json", within: 60).code == 0)
    // The order's export still says what was given back so far, and is dated by itself.
    #expect(
      try late.table("daily_sales").filter { $0["returns"] == "5.00" }.map { $0["date"] } == ["2024-03-09"])
  }

  @Test func `a rebuild comes out the same, and undoing the sales holds their refunds again`() throws {
    let shop = try shop([(Self.refunds, "till/refunds.csv"), (threeOrders.csv, "till/sales.csv")])
    let (dump, sales) = (try shop.dump(), try shop.text("Reports/csv/daily_sales.csv"))
    #expect(try shop.daybook("rebuild", within: 60).code == 0)
    #expect(try shop.dump() == dump)
    #expect(try shop.text("Reports/csv/daily_sales.csv") == sales)
    #expect(try held(shop).isEmpty)
    let undone = try shop.daybook("undo", "sales.csv", within: 60)
    #expect(undone.code == 0, "\(undone)")
    try shop.run()
    #expect(try held(shop) == ["reference.missing", "reference.missing"])
    #expect(try !shop.table("daily_sales").contains { $0["returns"] != "0.00" })
    #expect(try shop.daybook("verify").code == 0)
    // The same sales in another file release them once more.
    try shop.drop(threeOrders.jsonArray, as: "till/sales.json", modified: 1_710_000_000)
    try shop.run()
    #expect(try held(shop).isEmpty)
    let isSame = try shop.dump() == dump
    #expect(isSame)
  }

  @Test
  func `a file of nothing but refunds is not refused because they wait, and one sale releases only its own`()
    throws
  {
    let header = "refund_id,transaction_id,timestamp,currency,amount\n"
    let many = (1...8).map { "RF-10\($0),ORDER-00000\($0),2024-03-09T09:00:00Z,GBP,1.00\n" }.joined()
    let shop = try shop([(header + many, "till/refunds.csv"), (threeOrders.csv, "till/sales.csv")])
    #expect(try held(shop).count == 5)
    #expect(try shop.receipt(of: "sales.csv").released?.map(\.rows) == [3])
    // One that the owner let go does not come back.
    #expect(try shop.daybook("quarantine", "discard", "4").code == 0)
    let fourth = Order(
      id: "ORDER-000004", lines: [.init(product: "MUG-1", name: "Blue mug", quantity: 1, price: 1250)])
    try shop.drop([fourth].csv, as: "till/fourth.csv")
    try shop.run()
    #expect(try held(shop).count == 4)
    #expect(try shop.table("daily_sales").first { $0["date"] == "2024-03-09" }?["returns"] == "3.00")
  }

  @Test func `a sale that is mended releases its refund, and a mended refund may wait on`() throws {
    let bad = threeOrders.csv.replacing("LAMP,Lamp,1,100.00", with: "LAMP,Lamp,one,100.00")
    let refunds = Self.refunds.replacing(",100.00", with: ",x")
    let shop = try shop([(refunds, "till/refunds.csv"), (bad, "till/sales.csv")])
    #expect(try Set(held(shop)) == ["money.unreadable", "number.unreadable"])
    let fix = try shop.text("Fix/refunds-fix.csv").replacing(",x,", with: ",100.00,")
    try shop.drop(fix, as: "fix-1.csv")
    try shop.run()
    #expect(try shop.receipt(of: "fix-1.csv").answers?.stillHeld == 1)
    #expect(try Set(held(shop)) == ["reference.missing", "number.unreadable"])
    try shop.drop(try shop.text("Fix/sales-fix.csv").replacing(",one,", with: ",1,"), as: "fix-2.csv")
    let outcome = try shop.run()
    #expect(try held(shop).isEmpty, "\(outcome)")
    #expect(try shop.receipt(of: "fix-2.csv").released?.map(\.rows) == [1])
    #expect(try shop.table("daily_sales").first { $0["date"] == "2024-03-08" }?["returns"] == "100.00")
    let dump = try shop.dump()
    #expect(try shop.daybook("rebuild", within: 60).code == 0)
    let isSame = try shop.dump() == dump
    #expect(isSame)
  }

  @Test func `two shops with the same order numbers do not answer for each other`() throws {
    let shop = try shop([(Self.refunds, "north/refunds.csv"), (threeOrders.csv, "south/sales.csv")])
    #expect(try held(shop).count == 2)
    try shop.drop(threeOrders.ndjson, as: "north/sales.json")
    try shop.run()
    #expect(try held(shop).isEmpty)
  }
}
