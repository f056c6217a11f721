import Foundation
import Pipeline
import Testing

struct ArrivalTests {
  @Test func `what systems, editors and browsers leave in a folder is never touched`() throws {
    let shop = try TestShop()
    let ignored = [
      ".hidden.csv", "~$orders.csv", "orders.tmp", "orders.csv.part", "orders.csv.crdownload",
      "orders.filepart",
      "Thumbs.db", "desktop.ini", ".DS_Store", "._orders.csv", ".stfolder/orders.csv", "@eaDir/orders.csv",
    ]
    for name in ignored { try shop.drop(threeOrders.csv, as: name) }
    let outcome = try shop.run()
    #expect(outcome.output.contains("Inbox/ is empty"), "\(outcome)")
    #expect(Set(shop.inbox) == Set(ignored))
  }

  @Test func `a file renamed in from its .part is taken`() throws {
    let shop = try TestShop()
    let part = try shop.drop(threeOrders.csv, as: "orders.csv.part")
    try shop.run()
    #expect(try shop.receipts().isEmpty)
    try FileManager.default.moveItem(atPath: part, toPath: shop.root + "/Inbox/orders.csv")
    try shop.run()
    #expect(try shop.receipt(of: "orders.csv").inserted == 4)
  }

  @Test func `a .done beside a young file lets it in at once and goes with it`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "orders.csv")
    try shop.drop("", as: "orders.csv.done")
    let outcome = try shop.daybook("run", "--settle", "600", within: 20)
    #expect(outcome.code == 0, "\(outcome)")
    #expect(try shop.receipt(of: "orders.csv").inserted == 4)
    #expect(shop.inbox.isEmpty)
    #expect(shop.files(below: "Filed").count == 2)
  }

  @Test func `an old file needs no wait, a young one is waited for`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "young.csv")
    let outcome = try shop.daybook("run", "--settle", "0.3")
    #expect(outcome.code == 0 && outcome.seconds > 0.3, "\(outcome)")
    #expect(outcome.errors.contains("waiting 0.3 seconds for 1 file to settle"), "\(outcome)")
    #expect(try shop.receipt(of: "young.csv").inserted == 4)
  }

  @Test func `the oldest files go first, and of one age the small ones`() throws {
    let shop = try TestShop()
    for (index, count) in [30, 1, 10].enumerated() {
      try shop.drop(
        Order.many(count, firstID: index * 100 + 1).csv, as: "\(count).csv", modified: 1_710_000_000)
    }
    try shop.drop(Order.many(40, firstID: 900).csv, as: "old.csv", modified: 1_700_000_000)
    let names = try shop.run("--json").list().compactMap { $0["file_name"] as? String }
    #expect(names == ["old.csv", "1.csv", "10.csv", "30.csv"])
  }

  @Test func `a watcher takes what is dropped and stops at once when told to`() throws {
    let shop = try TestShop()
    let watcher = try shop.start(["watch", "--settle", "0", "--poll", "0.1", "--log-format", "json"])
    try #require(eventually { watcher.errorsSoFar.contains("watching") }, "\(watcher.errorsSoFar)")
    // Renamed in, as one who cares does it: without a settle time a half-written file would be taken.
    let part = try shop.drop(threeOrders.csv, as: "orders.csv.part")
    try FileManager.default.moveItem(atPath: part, toPath: shop.root + "/Inbox/orders.csv")
    let isTaken = eventually { shop.files(below: "Filed").count == 2 && shop.inbox.isEmpty }
    let isShown = eventually { shop.exists("Reports/csv/daily_sales.csv") }
    let asked = ContinuousClock.now
    watcher.send(SIGTERM)
    let outcome = try watcher.outcome(within: 10)
    #expect(isTaken && isShown, "\(outcome)")
    #expect(ContinuousClock.now - asked < .seconds(1), "\(outcome)")
    #expect(outcome.code == 143, "\(outcome)")
    #expect(try shop.receipt(of: "orders.csv").inserted == 4)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a watcher asleep for an hour wakes for a signal`(signal: Int32) throws {
    let shop = try TestShop()
    let watcher = try shop.start(["watch", "--poll", "3600"])
    try #require(eventually { watcher.errorsSoFar.contains("watching") })
    // The first look is over when the status page is there.
    try #require(eventually { shop.exists("STATUS.html") })
    let asked = ContinuousClock.now
    watcher.send(signal)
    let outcome = try watcher.outcome(within: 10)
    #expect(ContinuousClock.now - asked < .seconds(1), "\(outcome)")
    #expect(outcome.code == 128 + signal, "\(outcome)")
  }

  @Test func `a second Daybook on the same shop is turned away at once`() throws {
    let shop = try TestShop()
    let watcher = try shop.start(["watch", "--poll", "3600"])
    try #require(eventually { watcher.errorsSoFar.contains("watching") })
    let help = try shop.daybook(in: shop.root, ["--help"])
    for command in [["run"], ["watch"], ["report"]] {
      let outcome = try shop.start(command).outcome()
      #expect(outcome.code == 75, "\(outcome)")
      #expect(outcome.errors.contains("another Daybook is at work"), "\(outcome)")
      // Beyond what any start of the program costs on this machine.
      #expect(outcome.seconds < max(help.seconds, 0.05) * 4 + 0.1, "\(outcome) after \(help.seconds)")
    }
    // Reading is open to all.
    #expect(try shop.daybook("status").code == 0)
    #expect(try shop.daybook("query", "orders").code == 0)
    watcher.send(SIGKILL)
    #expect(try watcher.outcome().code == -SIGKILL)
    try shop.run()
  }
}
