import Foundation
import Pipeline
import Records
import Testing

/// Held rows are listed, shown, judged again, discarded and accepted by command; a file held whole is let in.
struct QuarantineTests {
  private func heldShop() throws -> TestShop {
    let shop = try TestShop()
    let rows = [
      HeldRowTests.row(1, ["status": "shipped?"]), HeldRowTests.row(2, ["status": "shipped?"]),
      HeldRowTests.row(3, ["amount": "26.00", "product_name": "mug \u{1B}[31m"]),
    ]
    try shop.drop(HeldRowTests.good + rows.joined(separator: "\n") + "\n", as: "orders.csv")
    try shop.run()
    return shop
  }

  private func rowsHeld(_ shop: TestShop) throws -> Int? {
    try shop.daybook("status", "--json").object()["rows_held"] as? Int
  }

  @Test func `causes are listed with the largest first, what is at stake and what to do`() throws {
    let shop = try heldShop()
    let causes = try shop.daybook("quarantine", "list", "--json").list()
    #expect(causes.map { $0["code"] as? String } == ["value.not_allowed", "amount.mismatch"])
    #expect(causes.map { $0["rows"] as? Int } == [2, 1])
    let words = try shop.daybook("quarantine")
    #expect(words.output.contains("2 rows: value.not_allowed in status"), "\(words)")
    #expect(
      words.output.contains("GBP") && words.output.contains("daybook quarantine show held-1-"), "\(words)")
  }

  @Test func `a row is shown as it came, with its place and its history, and moves no cursor`() throws {
    let shop = try heldShop()
    let shown = try shop.daybook("quarantine", "show", "3")
    #expect(!shown.output.contains("\u{1B}"))
    let isWhole = shown.output.contains("mug ⟨U+001B⟩[31m")
    #expect(isWhole, "\(shown)")
    #expect(shown.output.contains("orders.csv, line ") && shown.output.contains("hold amount.mismatch: "))
    let row = try shop.daybook("quarantine", "show", "3", "--json").object()
    let text = try shop.text(try #require(shop.files(below: "Filed").first { $0.hasSuffix("orders.csv") }))
    let offset = try #require(row["byte_offset"] as? Int)
    let hex = try #require(row["hex"] as? String)
    let bytes = Array(text.utf8)[offset..<offset + hex.utf8.count / 2]
    #expect(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == hex)
    #expect(try shop.daybook("quarantine", "show", "99").code == 65)
  }

  @Test func `discarded rows are closed with the reason, and stay so when the file comes again`() throws {
    let shop = try heldShop()
    let outcome = try shop.daybook("quarantine", "discard", "value.not_allowed", "--reason", "till test")
    #expect(outcome.output.contains("2 rows discarded"), "\(outcome)")
    #expect(try rowsHeld(shop) == 1)
    #expect(Set(try shop.table("held_rows").map { $0["source_row"] }).count == 1)
    let shown = try shop.daybook("quarantine", "show", "1")
    #expect(shown.output.contains("discarded: discard till test"), "\(shown)")
    try shop.drop(
      HeldRowTests.good + HeldRowTests.row(1, ["status": "shipped?"]) + "\n", as: "later.csv")
    try shop.run()
    #expect(try rowsHeld(shop) == 1)
  }

  @Test func `after a change of the definition held rows are judged again from their bytes`() throws {
    let shop = try heldShop()
    let none = try shop.daybook("quarantine", "retry", "orders.csv")
    #expect(none.output.contains("3 still held"), "\(none)")
    let definition = try #require(
      try? String(contentsOfFile: Self.definitions + "transactions.yaml", encoding: .utf8))
    try shop.write(
      definition.replacing("{completed: [],", with: "{completed: [\"shipped?\"],"),
      to: "Config/Sources/transactions.yaml")
    let outcome = try shop.daybook("quarantine", "retry", "value.not_allowed")
    #expect(outcome.output.contains("2 closed, 1 still held"), "\(outcome)")
    #expect(try rowsHeld(shop) == 1)
    #expect(try shop.daybook("quarantine", "show", "1").output.contains("released: retry"))
    #expect(try shop.text("Fix/orders-fix.csv").components(separatedBy: "\r\n").count == 3)
  }

  @Test func `a row of which every value can be read may be accepted, another may not`() throws {
    let shop = try heldShop()
    let refused = try shop.daybook("quarantine", "accept", "1")
    #expect(refused.output.contains("1 still held"), "\(refused)")
    let definition = try String(contentsOfFile: Self.definitions + "transactions.yaml", encoding: .utf8)
    try shop.write(
      definition + "  refunded: {columns: [refunded], minimum: 0}\n", to: "Config/Sources/transactions.yaml")
    let odd = HeldRowTests.row(7, [:]) + ",30.00\n" + HeldRowTests.row(8, [:]) + ",5.00\n"
    try shop.drop(FixTests.header + ",refunded\n" + odd, as: "odd.csv")
    let outcome = try shop.run()
    #expect(try rowsHeld(shop) == 4, "\(outcome)")
    let accepted = try shop.daybook("quarantine", "accept", "refund.exceeds_sale")
    #expect(accepted.output.contains("1 closed"), "\(accepted)")
    #expect(try rowsHeld(shop) == 3)
  }

  @Test(arguments: [
    ("too_many_cells", "mug, blue, chipped"), ("too_few_cells", ""), ("damaged_quotes", "\"mug"),
    ("zero_bytes", "mug\0"),
  ])
  func `a row that was cut wrongly stays held however often it is judged again`(code: String, name: String)
    throws
  {
    let shop = try TestShop()
    let rows = (1...20).map { HeldRowTests.row($0, [:]) }
    let row = HeldRowTests.row(21, ["product_name": name])
    let bad = name.isEmpty ? row.split(separator: ",").dropLast(2).joined(separator: ",") : row
    try shop.drop(Order.header + (rows + [bad]).joined(separator: "\n") + "\n", as: "orders.csv")
    try shop.run()
    let fix = try shop.text("Fix/orders-fix.csv")
    for _ in 1...3 {
      let outcome = try shop.daybook("quarantine", "retry", "row." + code)
      #expect(outcome.output.contains("1 still held"), "\(outcome)")
      #expect(try shop.text("Fix/orders-fix.csv") == fix)
    }
    #expect(try rowsHeld(shop) == 1)
    #expect(try shop.table("held_rows").first?["reason_code"] == "row." + code)
  }

  @Test func `a value that stands twice in a record holds it however often it is judged again`() throws {
    let shop = try TestShop()
    let orders = (1...20).map { #"{"transaction_id":"ORDER-00001\#($0)",\#(Self.record)}"# }
    let twice = #"{"transaction_id":"ORDER-000040","amount":25.00,\#(Self.record)}"#
    try shop.drop((orders + [twice]).joined(separator: "\n") + "\n", as: "orders.json")
    try shop.run()
    for _ in 1...3 {
      let outcome = try shop.daybook("quarantine", "retry", "row.repeated_key")
      #expect(outcome.output.contains("1 still held"), "\(outcome)")
    }
    #expect(try rowsHeld(shop) == 1)
  }

  private static let record =
    #""timestamp":"2024-03-05T10:00:00Z","currency":"GBP","status":"completed","amount":25.00,"#
    + #""products":[{"product_id":"MUG-1","quantity":2,"unit_price":12.50}]"#

  /// Half of the rows are wrong.
  private func failedShop() throws -> TestShop {
    let shop = try TestShop()
    let rows = (1...8).map { HeldRowTests.row($0, $0 % 2 == 0 ? [:] : ["amount": "25 quid"]) }
    try shop.drop(Order.header + rows.joined(separator: "\n") + "\n", as: "till/orders.csv")
    let settings = try shop.daybook("run", "--settle", "0")
    let more = (1...12).map { HeldRowTests.row($0, $0 % 2 == 0 ? [:] : ["amount": "25 quid"]) }
    try shop.drop(Order.header + more.joined(separator: "\n") + "\n", as: "till/many.csv")
    try shop.run()
    try #require(shop.exists("Failed/many.csv"), "\(settings)")
    return shop
  }

  @Test(arguments: ["command", "rename"])
  func `a file over its budget is let in by its name, the good rows loaded and the bad ones held`(
    way: String
  ) throws {
    let shop = try failedShop()
    if way == "command" {
      let outcome = try shop.daybook("quarantine", "accept", "Failed/many.csv")
      #expect(outcome.output.contains("Inbox/till/many.csv.accept"), "\(outcome)")
    } else {
      try FileManager.default.moveItem(
        atPath: shop.root + "/Failed/many.csv", toPath: shop.root + "/Failed/many.csv.accept")
    }
    try shop.run()
    let receipt = try shop.receipt(of: "many.csv")
    #expect(receipt.status == .accepted && receipt.held == 6 && receipt.source == "till")
    #expect(receipt.decided?["error_budget"]?.contains("let the file in") == true)
    #expect(shop.files(below: "Failed").isEmpty, "\(shop.files(below: "Failed"))")
    #expect(shop.exists("Fix/many-fix.csv"))
  }

  private static let definitions =
    URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Config/Sources/").path + "/"
}
