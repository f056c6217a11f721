import Foundation
import Pipeline
import Testing

/// One line in a definition for many rows: proposed, counted by a rehearsal, written, and the rows taken.
struct SuggestTests {
  private static let file = "Config/Sources/transactions.yaml"

  /// A hundred good orders, and `bad` that each differ in something.
  private func shop(_ bad: Int, settings: String = "", _ change: (Int) -> [String: String]) throws -> TestShop
  {
    let shop = try TestShop(settings: settings)
    let rows = (1...bad).map { HeldRowTests.row(1000 + $0, change($0)) + "\n" }
    try shop.drop(Order.many(100).csv + rows.joined(), as: "till/orders.csv", modified: 1_710_000_000)
    try shop.run()
    return shop
  }

  private func suggestions(_ shop: TestShop) throws -> [Suggestion] {
    let outcome = try shop.daybook("quarantine", "suggest", "--json", within: 60)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode([Suggestion].self, from: Data(outcome.output.utf8))
  }

  private func held(_ shop: TestShop) throws -> Int { try shop.table("held_rows").count }

  @Test func `a status that other exports know is proposed, and applying it takes every row`() throws {
    let shop = try shop(12) { ["status": $0 == 12 ? "quux" : "paid"] }
    let dump = try shop.dump()
    let found = try suggestions(shop)
    #expect(found.map(\.line) == ["words: {status: {\"paid\": completed}}"])
    #expect(found.map(\.rows) == [11] && found.map(\.file) == [Self.file])
    #expect(try shop.dump() == dump && !shop.exists(Self.file))
    let outcome = try shop.daybook("quarantine", "suggest", "--apply", within: 60)
    #expect(outcome.code == 0 && outcome.output.contains("11 closed"), "\(outcome)")
    #expect(try held(shop) == 1)
    let text = try shop.text(Self.file)
    #expect(
      text.hasPrefix("# Orders in Daybook's own form") && text.contains("  status: {\"paid\": completed}\n"))
    // The next export is understood at once, and so is a database made anew.
    try shop.drop(Order.header + HeldRowTests.row(2000, ["status": "Paid"]) + "\n", as: "till/next.csv")
    try shop.run()
    #expect(try held(shop) == 1)
    let books = try shop.dump()
    let rebuilt = try shop.daybook("rebuild", within: 60)
    #expect(rebuilt.code == 0, "\(rebuilt)")
    let isSame = try shop.dump() == books
    #expect(isSame)
  }

  @Test func `what was mended in some rows says what the word means in the others`() throws {
    let shop = try shop(10) { _ in ["status": "erledigt"] }
    let open = try suggestions(shop)
    #expect(
      open.map(\.line) == [nil] && open.map(\.rows) == [10] && open[0].meanings?.contains("completed") == true
    )
    let lines = try shop.text("Fix/orders-fix.csv").components(separatedBy: "\r\n")
    try shop.drop(lines[0] + "\n" + lines[1].replacing("erledigt,", with: "completed,") + "\n", as: "fix.csv")
    try shop.run()
    let found = try suggestions(shop)
    #expect(found.map(\.line) == ["words: {status: {\"erledigt\": completed}}"] && found.map(\.rows) == [9])
    #expect(found[0].evidence == "it was mended so in 1 row")
    #expect(try shop.daybook("quarantine", "suggest", "1", "--apply", within: 60).code == 0)
    #expect(try held(shop) == 0)
  }

  @Test func `a word that nothing explains is asked for, and taken when it is said`() throws {
    let shop = try shop(5) { _ in ["status": "gedaan: \"ja\""] }
    let sure = try shop.daybook("quarantine", "suggest", "--apply")
    #expect(sure.output == "nothing to apply\n", "\(sure)")
    let asked = try shop.daybook("quarantine", "suggest", "1", "--apply")
    #expect(asked.code != 0 && asked.errors.contains("completed"), "\(asked)")
    let wrong = try shop.daybook("quarantine", "suggest", "1", "--apply", "--as", "finished")
    #expect(wrong.code != 0, "\(wrong)")
    let said = try shop.daybook("quarantine", "suggest", "1", "--apply", "--as", "completed", within: 60)
    #expect(said.code == 0, "\(said)")
    #expect(try held(shop) == 0)
  }

  @Test func `a currency in words is one word in the definition, beside those that stand there`() throws {
    let shop = try shop(6) { $0 < 4 ? ["currency": "Euro"] : ["currency": "£", "status": "paid"] }
    let outcome = try shop.daybook("quarantine", "suggest", "--apply", within: 60)
    #expect(outcome.code == 0, "\(outcome)")
    // Rows with two faults need both lines: they show once the first are written.
    _ = try shop.daybook("quarantine", "suggest", "--apply", within: 60)
    let text = try shop.text(Self.file)
    #expect(text.contains("\"Euro\": EUR"), "\(text)")
    #expect(try shop.table("daily_sales").contains { $0["currency"] == "EUR" })
  }

  @Test func `how amounts are written is proposed only where nothing else would be read otherwise`() throws {
    // Among amounts with a point a comma in the definition would make others wrong.
    let mixed = try shop(8) { _ in ["unit_price": "\"12,50\"", "amount": "\"25,00\""] }
    #expect(try suggestions(mixed).isEmpty)
    let commas = try TestShop()
    let whole = (1...40).map {
      HeldRowTests.row($0, ["unit_price": "12", "amount": "24"]) + "\n"
    }
    let bad = (41...48).map {
      HeldRowTests.row($0, ["unit_price": "\"12,50\"", "amount": "\"25,00\""]) + "\n"
    }
    try commas.drop(Order.header + (whole + bad).joined(), as: "till/orders.csv", modified: 1_710_000_000)
    try commas.run()
    let found = try suggestions(commas)
    #expect(found.map(\.line) == ["reading: {decimals: comma}"] && found.map(\.rows) == [8])
    #expect(try commas.daybook("quarantine", "suggest", "--apply", within: 60).code == 0)
    #expect(try held(commas) == 0)
    #expect(try commas.text(Self.file).contains("\nreading: {dates: ymd, decimals: comma}\n"))
  }

  @Test func `how dates are written is proposed where the rows themselves tell it`() throws {
    let shop = try shop(9) { ["timestamp": $0 < 10 ? "0\($0)/03/2024" : ""] }
    #expect(try suggestions(shop).isEmpty)
    let told = try self.shop(9) { ["timestamp": "\($0 + 10)/03/2024"] }
    #expect(try suggestions(told).map(\.line) == ["reading: {dates: dmy}"])
  }
}
