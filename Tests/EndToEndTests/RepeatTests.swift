import Foundation
import Pipeline
import Testing

struct RepeatTests {
  @Test func `the same bytes under another name change nothing, and the receipt says what they repeat`()
    throws
  {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "june.csv")
    try shop.run()
    let (dump, sales) = (try shop.dump(), try shop.text("Reports/csv/daily_sales.csv"))
    try shop.drop(threeOrders.csv, as: "copy of june.csv")
    let outcome = try shop.run()
    #expect(outcome.output.contains("copy of june.csv: already in the books"), "\(outcome)")
    let receipt = try shop.receipt(of: "copy of june.csv")
    #expect(receipt.status == .duplicate)
    #expect(receipt.recordsReceived == 4 && receipt.duplicate == 4 && receipt.inserted == 0)
    #expect(receipt.repeats?.hasPrefix("Filed/") == true && receipt.repeats?.hasSuffix("/june.csv") == true)
    #expect(receipt.repeatsBatchId == 1)
    #expect(try shop.dump() == dump)
    #expect(try shop.text("Reports/csv/daily_sales.csv") == sales)
    #expect(shop.inbox.isEmpty)
  }

  @Test func `the same file dropped ten times is filed ten times under free names and counted once`() throws {
    let shop = try TestShop()
    for _ in 1...3 {
      try shop.drop(threeOrders.csv, as: "june.csv")
      try shop.run()
    }
    let names = shop.files(below: "Filed").map { URL(filePath: $0).lastPathComponent }
    #expect(
      names.sorted() == [
        "june-2.csv", "june-2.csv.receipt.json", "june-3.csv", "june-3.csv.receipt.json", "june.csv",
        "june.csv.receipt.json",
      ])
    #expect(try shop.receipts().map(\.status) == [.accepted, .duplicate, .duplicate])
  }

  @Test func `two copies dropped at once are one import and one repeat`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "a.csv")
    try shop.drop(threeOrders.csv, as: "b.csv")
    try shop.run()
    #expect(try shop.receipts().map(\.status) == [.accepted, .duplicate])
  }

  @Test func `an export that overlaps an earlier one adds only what is new`() throws {
    let orders = Order.many(60)
    let whole = try TestShop()
    try whole.drop(orders.csv, as: "till/all.csv", modified: 1_710_000_000)
    try whole.run()
    let shop = try TestShop()
    try shop.drop(Array(orders[..<40]).csv, as: "till/first.csv", modified: 1_710_000_000)
    try shop.run()
    try shop.drop(Array(orders[20...]).jsonArray, as: "till/second.json", modified: 1_710_000_000)
    try shop.run()
    let first = try shop.receipt(of: "first.csv")
    let second = try shop.receipt(of: "second.json")
    #expect(first.inserted == orders[..<40].reduce(0) { $0 + $1.lines.count })
    // In JSON a record is an order.
    #expect(second.inserted == 20 && second.unchanged == 20 && second.recordsReceived == 40)
    #expect(try shop.dump() == whole.dump())
  }

  @Test func `a later version of an order replaces the earlier one, and an old one comes too late`() throws {
    let shop = try TestShop()
    var (old, new) = (threeOrders[2], threeOrders[2])
    old.updated = "2024-03-06T09:00:00Z"
    new.updated = "2024-03-07T12:00:00Z"
    new.status = "refunded"
    try shop.drop([old].csv, as: "till/1.csv")
    try shop.run()
    try shop.drop([new].csv, as: "till/2.csv")
    try shop.run()
    #expect(try shop.receipt(of: "2.csv").updated == 1)
    let days = try shop.table("daily_sales").map { [$0["date"], $0["net_sales"], $0["returns"]] }
    #expect(days == [["2024-03-06", "100.00", "0.00"], ["2024-03-07", "-100.00", "100.00"]])
    let dump = try shop.dump()
    try shop.drop([old].csv + "\n", as: "till/3.csv")
    try shop.run()
    #expect(try shop.receipt(of: "3.csv").superseded == 1)
    #expect(try shop.dump() == dump)
  }

  @Test(arguments: 1...4)
  func `files in any order and any company give the same books`(seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let orders = Order.many(80)
    // The same twelve exports, overlapping, some as CSV and some as JSON, each with its own time.
    let files = (0..<12).map { index -> (name: String, text: String, modified: Int) in
      let part = Array(orders[index * 6..<min(80, index * 6 + 14)])
      let isJSON = index % 3 == 0
      return (
        "\(index).\(isJSON ? "json" : "csv")", isJSON ? part.ndjson : part.csv, 1_710_000_000 + index * 3600
      )
    }
    func dump(_ batches: [[(name: String, text: String, modified: Int)]]) throws -> String {
      let shop = try TestShop()
      for batch in batches {
        for file in batch { try shop.drop(file.text, as: "till/" + file.name, modified: file.modified) }
        try shop.run()
      }
      #expect(shop.inbox.isEmpty)
      return try shop.dump()
    }
    let shuffled = files.shuffled(using: &generator)
    let expected = try dump([files])
    #expect(try dump([Array(shuffled[..<3]), Array(shuffled[3..<8]), Array(shuffled[8...])]) == expected)
  }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
