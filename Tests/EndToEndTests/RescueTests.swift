import Foundation
import Pipeline
import Testing

/// Columns that an export gets after its first file.
struct RescueTests {
  private static func orders(_ rows: String..., columns: String = "") -> String {
    "transaction_id,customer_id,timestamp,amount,currency,status,product_id,quantity,unit_price\(columns)\n"
      + rows.joined(separator: "\n") + "\n"
  }

  private static func row(_ number: Int, _ rest: String = "") -> String {
    "ORDER-000\(number),C-0001,2024-03-0\(number)T10:00:00Z,5.00,EUR,completed,MUG,1,5.00\(rest)"
  }

  @Test func `a new column is told once, and its values are kept as they stand, newest telling first`() throws
  {
    let shop = try TestShop()
    try shop.drop(Self.orders(Self.row(1, ",a"), columns: ",Till"), as: "till/a.csv", modified: 1_710_000_000)
    let first = try shop.run()
    #expect(!first.output.contains("new in this source"), "\(first)")
    let second = Self.orders(Self.row(1, ",a,for Ann"), Self.row(2, ",b,"), columns: ",Till,Gift note")
    try shop.drop(second, as: "till/b.csv", modified: 1_710_100_000)
    let told = try shop.run()
    #expect(
      told.output.contains("new in this source, its values are kept as they stand: Gift note"), "\(told)")
    let third = Self.orders(Self.row(1, ",a,for Bo"), Self.row(2, ",b,\"x, y\""), columns: ",Till,Gift note")
    try shop.drop(third, as: "till/c.csv", modified: 1_710_200_000)
    #expect(try !shop.run().output.contains("new in this source"))
    let kept = """
      rescued values
      "till" | "transactions" | "Gift note" | "ORDER-0001" | 0 | "for Bo"
      "till" | "transactions" | "Gift note" | "ORDER-0002" | 0 | "x, y"

      """
    let dump = try shop.dump()
    #expect(dump.contains(kept), "\(dump)")
    #expect(try shop.daybook("rebuild", within: 60).code == 0)
    let rebuilt = try shop.dump()
    #expect(rebuilt == dump)
    let undone = try shop.daybook("undo", "c.csv", within: 60)
    #expect(undone.code == 0, "\(undone)")
    let without = try shop.dump()
    #expect(without.contains("\"for Ann\"") && !without.contains("x, y"), "\(without)")
  }

  @Test func `a member that comes late in a JSON document is seen, and values of held rows are kept too`()
    throws
  {
    let shop = try TestShop()
    func line(_ number: Int, _ more: String = "") -> String {
      #"{"transaction_id":"ORDER-\#(10_000 + number)","timestamp":"2024-03-05T10:00:00Z","amount":5.00,"#
        + #""currency":"EUR","status":"completed","products":[{"id":"MUG","quantity":1,"price":5.00}]\#(more)}"#
    }
    try shop.drop(line(1) + "\n", as: "till/a.json", modified: 1_710_000_000)
    try shop.run()
    let filler = (2..<4000).map { line($0) }.joined(separator: "\n")
    let bad = line(4000, #","note":"late""#).replacing("completed", with: "odd")
    try shop.drop(filler + "\n" + bad + "\n", as: "till/b.json", modified: 1_710_100_000)
    let told = try shop.run()
    #expect(told.output.contains("its values are kept as they stand: note"), "\(told)")
    #expect(try shop.dump().contains(#""note" | "ORDER-14000" | 0 | "late""#))
  }

  @Test func `a made-up export is taken by a definition of the shop's own, without a line of Swift`() throws {
    let shop = try TestShop(settings: "time_zone: Australia/Lord_Howe\n")
    try shop.write(
      """
      kind: flea-market
      title: Flea market ledger
      facts: orders
      recognise: {columns: [Stall, Haggled Price]}
      group_carried: true
      reading: {dates: dmy, decimals: comma, blanks: ["n/a"]}
      split: [{column: Stall, as: stall number, after: "stall "}]
      rows: [{treat_as: return, when: {quantity: {below: 0}}}]
      fields:
        transaction_id: {columns: [Slip], presence: required}
        timestamp: {columns: [When], presence: required}
        currency: {columns: [Money]}
        channel: {columns: [stall number]}
        shipping: {columns: [Carried Home], less: [Tip to Boy], take: largest}
        product_id: {columns: [Thing], presence: required}
        quantity: {columns: [Count], presence: required}
        line_total: {columns: [Haggled Price], presence: required}

      """, to: "Config/Sources/flea-market.yaml")
    try shop.drop(
      """
      Slip;When;Stall;Thing;Count;Haggled Price;Carried Home;Tip to Boy
      S1;05.04.2026 01:45;at stall 12;Lamp;1;1.234,50 €;10,00 €;2,50 €
      ;;;Cup;2;3,00 €;;
      S2;05.04.2026 23:50;n/a;Cup;-1;-1,50 €;;

      """, as: "flea.csv")
    try shop.run()
    let receipt = try shop.receipt(of: "flea.csv")
    #expect(receipt.kind == "flea-market" && receipt.inserted == 3 && receipt.held == 0, "\(receipt)")
    let day = try #require(try shop.table("daily_sales").first)
    #expect(
      day["date"] == "2026-04-05" && day["gross_sales"] == "1237.50" && day["returns"] == "1.50"
        && day["shipping"] == "7.50", "\(day)")
  }

  @Test func `two definitions that claim one file are a problem that names both`() throws {
    let shop = try TestShop(settings: "currency: EUR\n")
    for name in ["left", "right"] {
      try shop.write(
        """
        kind: \(name)
        facts: orders
        recognise: {columns: [Slip, \(name == "left" ? "When" : "Price")]}
        fields:
          transaction_id: {columns: [Slip], presence: required}
          timestamp: {columns: [When], presence: required}
          amount: {columns: [Price], presence: required}

        """, to: "Config/Sources/\(name).yaml")
    }
    try shop.drop("Slip,When,Price\nS1,2026-03-01,5.00\n", as: "slips.csv")
    try shop.run()
    let problem = try #require(try shop.failure(of: "slips.csv").problem)
    #expect(problem.code == "file.ambiguous", "\(problem)")
    #expect(problem.message.contains("left") && problem.message.contains("right"), "\(problem)")
  }

  /// The code is `id.zeros_missing`.
  @Test func `ids that are shorter than in earlier files, and begin with zeros no more, are noted`() throws {
    let shop = try TestShop()
    func file(_ ids: [String]) -> String {
      Self.orders(
        ids.enumerated().map { index, id in
          "ORDER-1\(1000 + index),C-0001,2024-03-05T10:00:00Z,5.00,EUR,completed,\(id),1,5.00"
        }.joined(separator: "\n"))
    }
    let right = (0..<30).map { "00\(7000 + $0 * 31)" }
    try shop.drop(file(right), as: "till/a.csv", modified: 1_710_000_000)
    try shop.run()
    try shop.drop(file(right.map { String($0.dropFirst(2)) }), as: "till/b.csv", modified: 1_710_100_000)
    try shop.run()
    let receipt = try shop.receipt(of: "b.csv")
    #expect(receipt.held == 0 && receipt.inserted + receipt.updated == 30, "\(receipt)")
    #expect(try #require(receipt.score) < 100, "\(receipt)")
    // Numbers of other lengths show nothing.
    try shop.drop(file(["7", "12345678"]), as: "till/c.csv", modified: 1_710_200_000)
    try shop.run()
    #expect(try shop.receipt(of: "c.csv").score == 100)
  }
}
