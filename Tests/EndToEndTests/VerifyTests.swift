import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct VerifyTests {
  @Test func `verify says what it checked, changes nothing, and names what differs`() throws {
    let shop = try TestShop()
    #expect(try shop.daybook("verify").code == 66)
    try shop.drop(Order.many(60).csv, as: "till/a.csv", modified: 1_710_000_000)
    try shop.drop(Array(Order.many(60)[20...]).ndjson, as: "till/b.json", modified: 1_710_000_100)
    try shop.drop(threeOrders.csv, as: "c.csv")
    try shop.run()
    try shop.drop(threeOrders.csv, as: "again.csv")
    try shop.drop("a,b\n1,2\n", as: "bad.csv")
    try shop.run()
    let before = try shop.snapshot().filter { !$0.key.hasSuffix("-shm") && !$0.key.hasSuffix("-wal") }
    let well = try shop.daybook("verify")
    #expect(well.code == 0 && well.output.hasSuffix("all agree\n"), "\(well)")
    #expect(well.output.contains("4 originals in Filed/, by their bytes: agree"), "\(well)")
    let after = try shop.snapshot().filter { !$0.key.hasSuffix("-shm") && !$0.key.hasSuffix("-wal") }
    #expect(after == before)

    let filed = try #require(shop.files(below: "Filed").first { $0.hasSuffix("/a.csv") })
    try shop.write(try shop.text(filed) + "\n", to: filed)
    let gone = try #require(shop.files(below: "Filed").first { $0.hasSuffix("/b.json") })
    try FileManager.default.removeItem(atPath: shop.root + "/" + gone)
    let ill = try shop.daybook("verify")
    #expect(ill.code == 1, "\(ill)")
    #expect(ill.output.contains("\(filed) is not what was read as a.csv"), "\(ill)")
    #expect(ill.output.contains("is not in \(gone)"), "\(ill)")
    let checks = try #require(try shop.daybook("verify", "--json").object()["checks"] as? [[String: Any]])
    #expect(checks.compactMap { $0["differing"] as? Int }.reduce(0, +) == 2)
  }

  @Test func `verify works beside a running watcher`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "a.csv")
    try shop.run()
    let watcher = try shop.start(["watch", "--settle", "0", "--poll", "0.1"])
    try #require(eventually { watcher.errorsSoFar.contains("watching") })
    let outcome = try shop.daybook("verify")
    #expect(outcome.code == 0, "\(outcome)")
    #expect(watcher.isRunning)
    watcher.send(SIGTERM)
    _ = try watcher.outcome()
  }
}
