import Foundation
import Pipeline
import Testing

/// The database made anew, and files taken out of it.
struct UndoTests {
  /// A shop with overlaps, corrections, held rows, a repeat, a file that failed, several sources and kinds.
  private func filled() throws -> TestShop {
    let shop = try TestShop()
    #expect(try shop.daybook("sample").code == 0)
    try shop.run()
    try shop.drop(Order.many(60).csv, as: "till/a.csv", modified: 1_710_000_000)
    try shop.run()
    var changed = Array(Order.many(60)[20...])
    changed[3].lines[0].quantity += 2
    changed[7].status = "refunded"
    try shop.drop(changed.ndjson, as: "till/b.json", modified: 1_710_000_100)
    try shop.drop(threeOrders.csv, as: "c.csv", modified: 1_710_000_200)
    try shop.run()
    try shop.drop(threeOrders.csv, as: "again.csv")
    try shop.drop("a,b\n1,2\n", as: "bad.csv")
    let bad = HeldRowTests.row(1, ["amount": "1.00"]) + "\n"
    try shop.drop(HeldRowTests.good + bad, as: "held.csv", modified: 1_710_000_300)
    try shop.run()
    return shop
  }

  private func tables(_ shop: TestShop) throws -> [String: String] {
    try shop.files(below: "Reports/csv").reduce(into: [:]) { $0[$1] = try shop.text($1) }
  }

  @Test func `a rebuild gives the same facts, the same totals and the same tables to the byte`() throws {
    let shop = try filled()
    let (dump, before) = (try shop.dump(), try tables(shop))
    #expect(before.count >= 4)
    let filed = shop.files(below: "Filed")
    let outcome = try shop.daybook("rebuild", within: 60)
    #expect(outcome.code == 0 && outcome.output.contains("every total is what it was"), "\(outcome)")
    let isSame = try shop.dump() == dump
    #expect(isSame, "the books differ")
    #expect(try tables(shop) == before)
    #expect(shop.files(below: "Filed") == filed && shop.files(below: "Data/Aside").isEmpty)
    #expect(shop.files(below: "Data").filter { $0.contains("building") || $0.contains("next") }.isEmpty)
    let verified = try shop.daybook("verify")
    #expect(verified.code == 0, "\(verified)")
    let trace = try shop.daybook("trace", "net_sales", "2024-03-05")
    #expect(trace.code == 0 && trace.output.contains("/c.csv:2"), "\(trace)")
  }

  @Test func `a rebuild puts right what does not agree, says what changed, and keeps the old database`()
    throws
  {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "a.csv")
    try shop.run()
    try shop.drop(Order.many(5).csv, as: "b.csv")
    try shop.run()
    let filed = try #require(shop.files(below: "Filed").first { $0.hasSuffix("/a.csv") })
    let original = try shop.text(filed)
    let dump = try shop.dump()
    try shop.write(original + "\n", to: filed)
    let changed = try shop.daybook("rebuild")
    #expect(changed.code == 65 && changed.errors.contains("is not what was read as a.csv"), "\(changed)")
    try FileManager.default.removeItem(atPath: shop.root + "/" + filed)
    let missing = try shop.daybook("rebuild")
    #expect(missing.code == 65 && missing.errors.contains("\(filed) is not there"), "\(missing)")
    #expect(try shop.dump() == dump)
    try shop.write(original, to: filed)
    // Config/ reads days in another zone now.
    try shop.write("time_zone: Pacific/Auckland\n", to: "Config/daybook.yaml")
    let moved = try shop.daybook("rebuild")
    #expect(moved.code == 0 && moved.output.contains("totals that are others now"), "\(moved)")
    #expect(shop.files(below: "Data/Aside").count == 1)
  }

  @Test(arguments: ["till/b.json", "till/a.csv", "c.csv", "held.csv"])
  func `doing and undoing leaves facts, totals and tables as if it had never been done`(name: String) throws {
    let shop = try TestShop()
    let bad = HeldRowTests.row(1, ["amount": "1.00"]) + "\n"
    var changed = Array(Order.many(60)[20...])
    changed[3].lines[0].quantity += 2
    let files = [
      ("till/a.csv", Order.many(60).csv), ("till/b.json", changed.ndjson), ("c.csv", threeOrders.csv),
      ("held.csv", HeldRowTests.good + bad),
    ]
    // The file comes last, so that numbers of the others are what they would be without it.
    let order = files.filter { $0.0 != name } + files.filter { $0.0 == name }
    for (index, file) in order.enumerated() {
      let time = 1_710_000_000 + 100 * (files.firstIndex { $0.0 == file.0 } ?? 0)
      if index == 3 {
        let (dump, before) = (try shop.dump(), try tables(shop))
        try shop.drop(file.1, as: file.0, modified: time)
        try shop.run()
        let short = String(file.0.split(separator: "/").last ?? "")
        let after = try shop.dump()
        #expect(after != dump)
        let outcome = try shop.daybook("undo", short, within: 60)
        #expect(outcome.code == 0 && outcome.output.contains("Undone/\(short)"), "\(outcome)")
        #expect(try shop.dump() == dump)
        #expect(try tables(shop) == before)
        #expect(try shop.text("Undone/\(short)") == file.1)
        #expect(try shop.text("Undone/\(short).undone.txt").contains("drop it into Inbox/"))
        #expect(try shop.daybook("verify").code == 0)
        // The undo is undone by dropping it again.
        try shop.drop(file.1, as: file.0, modified: time)
        try shop.run()
        #expect(try shop.dump() == after)
      } else {
        try shop.drop(file.1, as: file.0, modified: time)
        try shop.run()
      }
    }
  }

  @Test
  func `undo takes a file from the middle, with its repeats, by number or path, and refuses what it cannot`()
    throws
  {
    let shop = try filled()
    let before = shop.files(below: "Filed").count
    let missing = try shop.daybook("undo", "nothing.csv")
    #expect(missing.code == 66 && missing.errors.contains("no file nothing.csv was ever taken"), "\(missing)")
    #expect(try shop.daybook("undo", "bad.csv").code == 66)
    // The repeat stands for the file that it repeats.
    let outcome = try shop.daybook("undo", "again.csv", within: 60)
    #expect(outcome.code == 0, "\(outcome)")
    #expect(shop.exists("Undone/c.csv") && shop.exists("Undone/again.csv"))
    #expect(shop.files(below: "Filed").count == before - 4)
    let batch = try shop.receipt(of: "b.json").batchId ?? 0
    #expect(try shop.daybook("undo", "\(batch)", within: 60).code == 0)
    let verified = try shop.daybook("verify")
    #expect(verified.code == 0, "\(verified)")
    #expect(try shop.daybook("rebuild", within: 60).output.contains("every total is what it was"))
  }
}
