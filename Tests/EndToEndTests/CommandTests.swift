import Foundation
import Pipeline
import Testing

struct CommandTests {
  @Test func `a slip in the configuration ends in 78 with file, line, key and what was meant`() throws {
    let shop = try TestShop(settings: "shop_name: Mugs\ntime_zoen: Europe/London\n")
    for command in [["run"], ["status"], ["query", "orders"], ["report"]] {
      let outcome = try shop.start(command).outcome()
      #expect(outcome.code == 78, "\(outcome)")
      #expect(
        outcome.errors.contains("Config/daybook.yaml:2:1: time_zoen: no such key")
          && outcome.errors.contains("(did you mean \"time_zone\"?)"),
        "\(outcome)")
    }
    #expect(!shop.exists("Data"))
  }

  @Test func `a slip in a definition is told the same way`() throws {
    let shop = try TestShop()
    try shop.write("kind: stall\nfacts: lines\nrecognize: {}\n", to: "Config/Sources/stall.yaml")
    let outcome = try shop.daybook("run")
    #expect(outcome.code == 78, "\(outcome)")
    #expect(outcome.errors.contains("Config/Sources/stall.yaml:3:1: recognize"), "\(outcome)")
    #expect(outcome.errors.contains("did you mean \"recognise\"?"), "\(outcome)")
  }

  @Test(arguments: [
    (["bogus"], "bogus"), (["run", "--setle", "0"], "--settle"), (["run", "--settle", "soon"], "soon"),
    (["run", "--settle", "-1"], "settle"), (["query"], "metric"),
    (["query", "revenu"], "did you mean \"revenue\"?"),
    (["query", "orders", "--by", "year"], "year"),
    (["query", "orders", "--from", "2024-02-30"], "2024-02-30"),
    (["query", "orders", "--from", "2024-03-02", "--to", "2024-03-01"], "before"),
    (["query", "orders", "--limit=-1"], "negative"), (["watch", "--poll", "0"], "poll"), (["check"], "file"),
  ])
  func `wrong usage ends in 64 and says what is wrong`(arguments: [String], word: String) throws {
    let shop = try TestShop()
    let outcome = try shop.daybook(in: shop.root, arguments)
    #expect(outcome.code == 64, "\(outcome)")
    #expect(outcome.errors.contains(word) && outcome.output.isEmpty, "\(outcome)")
    #expect(shop.files(below: ".").isEmpty)
  }

  @Test func `where there is no shop a command ends in 66 and makes nothing`() throws {
    let shop = try TestShop()
    let empty = shop.root + "/empty"
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    try FileManager.default.removeItem(atPath: shop.root + "/Inbox")
    for arguments in [["run"], ["status"], ["run", "--shop", shop.root + "/nowhere"]] {
      let outcome = try shop.daybook(in: empty, arguments)
      #expect(outcome.code == 66, "\(outcome)")
      #expect(outcome.errors.contains("is no shop folder"), "\(outcome)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: empty).isEmpty)
  }

  @Test func `a shop is found from any folder below it`() throws {
    let shop = try TestShop(settings: "shop_name: Mugs\n")
    try shop.write("", to: "deep/er/file")
    let outcome = try shop.daybook(in: shop.root + "/deep/er", ["status", "--json"])
    #expect(outcome.code == 0, "\(outcome)")
    #expect(try outcome.object()["sentence"] as? String == "Nothing here yet: drop exports into Inbox/")
  }

  @Test func `help shows examples and costs no shop`() throws {
    let shop = try TestShop()
    for arguments in [["--help"], ["-h"], ["help", "query"]]
      + [
        "run", "watch", "check", "status", "report", "query",
        "init", "sources", "learn",
      ].map({ [$0, "--help"] })
    {
      let outcome = try shop.daybook(in: "/", arguments)
      #expect(outcome.code == 0 && outcome.output.contains("EXAMPLES"), "\(outcome)")
    }
    #expect(try shop.daybook(in: "/", ["--version"]).output.contains("."))
  }

  @Test func `init makes a shop that explains itself, and never writes over anything`() throws {
    let shop = try TestShop()
    let place = shop.root + "/new shop"
    func initialise(_ more: String...) throws -> Outcome {
      try shop.daybook(in: shop.root, ["init", "--shop", place] + more)
    }
    let first = try initialise("--name", "Mugs: \"& More\"", "--time-zone", "Europe/London", "--json")
    #expect(first.code == 0, "\(first)")
    #expect((try first.object()["made"] as? [String])?.contains("Config/daybook.yaml") == true, "\(first)")
    let settings = try shop.text("new shop/Config/daybook.yaml")
    #expect(
      settings.contains("time_zone: Europe/London")
        && settings.contains("shop_name: \"Mugs: \\\"& More\\\"\""))
    try shop.write(settings + "# mine\n", to: "new shop/Config/daybook.yaml")
    try shop.write(threeOrders.csv, to: "new shop/Inbox/a.csv")
    let before = try shop.snapshot()
    let second = try initialise("--name", "Other")
    #expect(second.code == 0 && second.errors.contains("was not changed"), "\(second)")
    #expect(try shop.snapshot() == before)
    let run = try shop.daybook(in: place, ["run", "--settle", "0"])
    #expect(run.code == 0, "\(run)")
    #expect(try shop.text("new shop/Reports/index.html").contains("Mugs: &quot;&amp; More&quot;"))
    #expect(try initialise("--time-zone", "Europe/Lodnon").code == 78)
  }

  @Test func `check says what would happen and writes nothing`() throws {
    let shop = try TestShop()
    let bad = HeldRowTests.row(1, ["amount": "1.00"]) + "\n"
    let file = try shop.write(HeldRowTests.good + bad, to: "Downloads/new.csv")
    let wrong = try shop.write("a,b\n1,2\n", to: "Downloads/wrong.csv")
    try shop.write(threeOrders.csv, to: "Downloads/known.csv")
    func checkAll() throws {
      let before = try shop.snapshot()
      let outcome = try shop.daybook("check", file)
      #expect(outcome.code == 0, "\(outcome)")
      #expect(outcome.output.contains("new.csv: 241 rows: 240 new, 1 held"), "\(outcome)")
      #expect(outcome.output.contains("1 × amount.mismatch"), "\(outcome)")
      let json = try shop.daybook("check", file, "--json", "--source", "stall").object()
      #expect(json["inserted"] as? Int == 240 && json["source"] as? String == "stall")
      for arguments in [["check", wrong], ["check", wrong, "--json"]] {
        let refused = try shop.start(arguments).outcome()
        #expect(refused.code == 65 && refused.output.contains("file.unrecognised"), "\(refused)")
      }
      let missing = try shop.daybook("check", shop.root + "/nothing.csv")
      #expect(missing.code == 66, "\(missing)")
      #expect(try shop.snapshot() == before)
    }
    try checkAll()
    try shop.drop(threeOrders.csv, as: "known.csv")
    try shop.run()
    try checkAll()
    let known = try shop.daybook("check", shop.root + "/Downloads/known.csv")
    #expect(known.output.contains("already in the books, the same bytes as Filed/"), "\(known)")
  }

  @Test func `status says whether all is well and what to do`() throws {
    let shop = try TestShop()
    func status() throws -> [String: Any] { try shop.daybook("status", "--json").object() }
    #expect(try status()["files_waiting"] as? Int == 0)
    try shop.drop(threeOrders.csv, as: "june.csv")
    #expect(try status()["sentence"] as? String == "1 file(s) waiting in Inbox/")
    try shop.run()
    let well = try status()
    #expect(well["sentence"] as? String == "Everything is up to date")
    #expect(well["files_accepted"] as? Int == 1 && well["data_up_to"] as? String == "2024-03-06T09:00:00Z")
    #expect((well["last_import"] as? String)?.hasPrefix("june.csv, ") == true)
    try shop.drop("a,b\n1,2\n", as: "bad.csv")
    try shop.run()
    #expect((try status()["sentence"] as? String)?.hasPrefix("Needs you: 1 file(s) in Failed/") == true)
    #expect(try shop.daybook("status").output.contains("Needs you"))
  }

  @Test func `report writes what is missing and says what it wrote`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "june.csv")
    try shop.run()
    let index = try shop.text("Reports/index.html")
    try FileManager.default.removeItem(atPath: shop.root + "/Reports/index.html")
    let outcome = try shop.daybook("report", "--json")
    #expect(
      (try outcome.object()["written"] as? [String])?.contains("Reports/index.html") == true, "\(outcome)")
    #expect(try shop.text("Reports/index.html") == index)
  }

  @Test func `a database that is none is set aside as it is, and files are taken into a new one`() throws {
    let shop = try TestShop()
    try shop.write("this is no database, but it is long enough to look like one\n", to: "Data/daybook.sqlite")
    #expect(try shop.daybook("status").code == 74)
    try shop.drop(threeOrders.csv, as: "june.csv")
    try shop.run()
    let aside = try #require(
      shop.files(below: "Data/Aside").first { $0.contains("/damaged-") && $0.hasSuffix(".sqlite") })
    #expect(try shop.text(aside).hasPrefix("this is no database"))
    #expect(try shop.receipt(of: "june.csv").status == .accepted)
  }
}
