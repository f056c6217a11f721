import Foundation
import Pipeline
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A run that is killed anywhere and then run again ends as if it had never been killed.
struct CrashTests {
  private static let files = (0..<5).map { index -> (name: String, text: String) in
    let orders = Order.many(700, firstID: index * 600 + 1)
    let bad = HeldRowTests.row(index, ["amount": "1.00"]) + "\n"
    return index % 2 == 0 ? ("\(index).csv", orders.csv + bad) : ("\(index).json", orders.ndjson)
  }

  private static func fill(_ shop: TestShop) throws {
    for (index, file) in files.enumerated() {
      try shop.drop(file.text, as: "till/" + file.name, modified: 1_710_000_000 + index)
    }
  }

  @Test func `killed at any moment and run again, nothing is lost and nothing doubled`() throws {
    let calm = try TestShop()
    try Self.fill(calm)
    let duration = try calm.run().seconds
    let expected = try calm.dump()
    let sales = try calm.text("Reports/csv/daily_sales.csv")
    var dice = SeededGenerator(state: 42)
    var hits = 0
    var tries = 0
    var shop = try TestShop()
    try Self.fill(shop)
    while hits < 25, tries < 60 {
      tries += 1
      let run = try shop.start(["run", "--settle", "0"])
      usleep(useconds_t(Double.random(in: 0...1, using: &dice) * duration * 1_000_000))
      run.send(SIGKILL)
      let outcome = try run.outcome()
      hits += outcome.code == -SIGKILL ? 1 : 0
      // After two kills of one shop it goes to its end, and another begins.
      guard tries % 2 == 0 else { continue }
      try shop.run()
      try expectWhole(shop, expected, sales)
      shop = try TestShop()
      try Self.fill(shop)
    }
    #expect(hits >= 25, "\(hits) of \(tries) tries hit a live process")
  }

  private func expectWhole(_ shop: TestShop, _ expected: String, _ sales: String) throws {
    let isSame = try shop.dump() == expected
    #expect(isSame, "the books differ")
    #expect(try shop.text("Reports/csv/daily_sales.csv") == sales)
    #expect(shop.inbox.isEmpty)
    let receipts = try shop.receipts()
    #expect(receipts.map(\.fileName).sorted() == Self.files.map(\.name))
    #expect(receipts.allSatisfy { $0.status == .accepted })
    let names = shop.files(below: "Filed").map { URL(filePath: $0).lastPathComponent }
    #expect(names.sorted() == Self.files.flatMap { [$0.name, $0.name + ".receipt.json"] })
    #expect(shop.files(below: "Data/Working").isEmpty)
    #expect(shop.files(below: "Reports").filter { $0.hasSuffix(".tmp") }.isEmpty)
  }

  @Test func `a run told to stop takes the file under way back and ends with the signal's code`() throws {
    let shop = try TestShop()
    try shop.drop(Order.many(30_000).csv, as: "till/large.csv", modified: 1_710_000_000)
    let run = try shop.start(["run", "--settle", "0"])
    try #require(eventually { !shop.files(below: "Data/Working").isEmpty })
    let asked = ContinuousClock.now
    run.send(SIGTERM)
    let outcome = try run.outcome()
    #expect(outcome.code == 143, "\(outcome)")
    #expect(ContinuousClock.now - asked < .seconds(2))
    #expect(shop.inbox == ["till/large.csv"])
    #expect(try shop.receipts().isEmpty)
  }
}
