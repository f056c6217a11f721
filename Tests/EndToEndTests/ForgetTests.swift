import Foundation
import PackingSupport
import Pipeline
import Testing

/// `daybook forget`: nothing of a customer is left, and every figure is.
struct ForgetTests {
  private static let email = "Ada.Lovelace@example.org"
  private static let customers = """
    customer_id,email,name,phone,country
    CUST-00001,\(email),Ada Lovelace,+44 20 7946 0958,GB
    CUST-00002,bob@example.org,Bob Byron,+44 20 7946 0959,GB

    """

  /// Orders of hers in CSV and JSON, held rows, a repeat, a fix that was dropped, a file that failed, a backup.
  private func filled() throws -> TestShop {
    let shop = try TestShop()
    try shop.drop(Self.customers, as: "customers.csv", modified: 1_710_000_000)
    var orders = threeOrders + Order.many(30)
    orders[0].email = Self.email
    orders[7].customer = "CUST-00001"
    orders[7].email = Self.email.lowercased()
    try shop.drop(orders.csv, as: "till/orders.csv", modified: 1_710_000_000)
    orders[0].status = "refunded"
    orders[0].updated = "2024-04-01T10:00:00Z"
    try shop.drop(Array(orders[..<9]).ndjson, as: "till/again.json", modified: 1_710_000_500)
    let bad =
      HeldRowTests.row(1, ["email": Self.email, "customer_id": "CUST-00001", "amount": "1.00"]) + "\n"
    let mended =
      HeldRowTests.row(2, ["email": Self.email, "customer_id": "CUST-00001", "amount": "1.00"]) + "\n"
    try shop.drop(HeldRowTests.good + bad + mended, as: "held.csv", modified: 1_710_000_600)
    try shop.drop("email,nonsense\n\(Self.email),1\n", as: "unknown.csv")
    try shop.run()
    try shop.drop(Self.customers, as: "copy.csv")
    try shop.run()
    #expect(try shop.daybook("backup").code == 0)
    return shop
  }

  /// Files of the shop, database and all, in which a text stands in whatever case.
  private func files(with text: String, in shop: TestShop) throws -> [String] {
    let wanted = Data(text.lowercased().utf8)
    return try shop.files(below: ".").filter { path in
      let bytes = try Data(contentsOf: URL(filePath: shop.root + "/" + path))
      return Data(bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }).range(of: wanted) != nil
    }
  }

  private func tables(_ shop: TestShop) throws -> String {
    try ["daily_sales", "products"].map { try shop.text("Reports/csv/\($0).csv") }.joined()
  }

  @Test func `without --yes it says what it would do and changes nothing`() throws {
    let shop = try filled()
    let before = try shop.snapshot().filter { !$0.key.contains("Data/") }
    let outcome = try shop.daybook("forget", Self.email)
    #expect(outcome.code == 0 && outcome.output.contains("nothing was changed"), "\(outcome)")
    #expect(outcome.output.contains("cust-00001") && outcome.output.contains("/orders.csv"), "\(outcome)")
    #expect(try shop.snapshot().filter { !$0.key.contains("Data/") } == before)
    let nobody = try shop.daybook("forget", "nobody@example.org", "--yes")
    #expect(nobody.code == 65 && nobody.errors.contains("no record"), "\(nobody)")
  }

  @Test(arguments: [email, "CUST-00001"]) func `nothing of the customer is left and no figure changes`(
    name: String
  ) throws {
    let shop = try filled()
    let (sales, counts) = (
      try tables(shop), try shop.daybook("query", "unique_customers", "--by", "month").output
    )
    let held = try shop.table("held_rows").count
    #expect(try files(with: Self.email, in: shop).count > 6)
    let outcome = try shop.daybook("forget", name, "--yes", within: 90)
    #expect(outcome.code == 0 && outcome.output.contains("every total is what it was"), "\(outcome)")
    for text in [Self.email, "Ada Lovelace", "7946 0958", "CUST-00001"] {
      #expect(try files(with: text, in: shop).isEmpty, "\(text)")
    }
    #expect(try files(with: "bob@example.org", in: shop).count > 2)
    #expect(try tables(shop) == sales)
    #expect(try shop.daybook("query", "unique_customers", "--by", "month").output == counts)
    #expect(try shop.table("held_rows").count == held)
    let verified = try shop.daybook("verify")
    #expect(verified.code == 0, "\(verified)")
    let dump = try shop.dump()
    let rebuilt = try shop.daybook("rebuild", within: 60)
    #expect(rebuilt.code == 0 && rebuilt.output.contains("every total is what it was"), "\(rebuilt)")
    #expect(try shop.dump() == dump)
    // What was dropped once is still known by its bytes, and brings nobody back.
    try shop.drop(Self.customers, as: "customers.csv", modified: 1_710_000_000)
    let again = try shop.run()
    #expect(again.output.contains("already in the books"), "\(again)")
    #expect(try shop.dump() == dump)
  }

  @Test func `it waits for files in the inbox`() throws {
    let shop = try filled()
    try shop.drop(Self.customers, as: "new.csv")
    let waiting = try shop.daybook("forget", Self.email, "--yes")
    #expect(waiting.code == 65 && waiting.errors.contains("wait in Inbox/"), "\(waiting)")
  }

  private func refusal(of bytes: [UInt8], as name: String) throws -> String {
    let shop = try filled()
    try shop.write(bytes, to: "Inbox/" + name, modified: 1_710_000_000)
    try shop.run()
    let (before, dump) = try (shop.snapshot(), shop.dump())
    let refused = try shop.daybook("forget", Self.email, "--yes")
    #expect(refused.code == 65, "\(refused)")
    let after = try shop.snapshot()
    #expect(Set(before.keys).symmetricDifference(after.keys).isEmpty)
    // Opened and closed, it is as new.
    #expect(
      before.filter { after[$0.key] != $0.value }.map(\.key).filter { $0 != "./Data/daybook.sqlite" } == [])
    #expect(try shop.dump() == dump)
    let verified = try shop.daybook("verify")
    #expect(verified.code == 0, "\(verified)")
    return refused.errors
  }

  @Test
  func
    `an archive that names the customer is refused, nothing is changed, and the sentence says how to go on`()
    throws
  {
    var orders = Order.many(2)
    orders[0].email = Self.email
    let said = try refusal(
      of: Packing.zip([Packing.Entry("inner.csv", Array(orders.csv.utf8))]), as: "packed.zip")
    for part in [
      "packed.zip is packed and names the customer in packed.zip/inner.csv",
      "take it back with `daybook undo Filed/",
      "drop what is inside it unpacked, remove it from Undone/, and try again. Nothing was changed",
    ] {
      #expect(said.contains(part), "\(said)")
    }
  }

  @Test
  func `a text that is not UTF-8 and names the customer is refused, and the sentence says how to go on`()
    throws
  {
    let bytes = try #require(Self.customers.data(using: .utf16))
    let said = try refusal(of: Array(bytes), as: "wide.csv")
    for part in [
      "wide.csv names the customer in a text that is not UTF-8; take it back with `daybook undo Filed/",
      "save it as UTF-8, drop that, remove the other from Undone/, and try again. Nothing was changed",
    ] {
      #expect(said.contains(part), "\(said)")
    }
  }

  @Test func `values of columns that came later, which are kept as they stand, name the customer no more`()
    throws
  {
    let shop = try TestShop()
    let head =
      "transaction_id,customer_id,email,timestamp,currency,status,product_id,quantity,unit_price,amount"
    func row(_ number: Int, _ who: String, _ email: String) -> String {
      "ORDER-00000\(number),\(who),\(email),2024-03-0\(number)T10:00:00Z,EUR,completed,MUG,1,5.00,5.00"
    }
    let plain = [head, row(1, "CUST-00002", "bob@example.org")].joined(separator: "\n") + "\n"
    try shop.drop(plain, as: "till/a.csv", modified: 1_710_000_000)
    try shop.run()
    let gifts = [
      head + ",Gift note,Second email",
      row(2, "CUST-00001", Self.email) + ",from Ada at 7 Byron Row,\(Self.email)",
      row(3, "CUST-00002", "bob@example.org") + ",from Bob,",
    ]
    try shop.drop(gifts.joined(separator: "\n") + "\n", as: "till/b.csv", modified: 1_710_100_000)
    try shop.run()
    let values = try shop.dump().components(separatedBy: "rescued values").last ?? ""
    #expect(values.contains("from Ada at 7 Byron Row") && values.contains("from Bob"), "\(values)")
    let outcome = try shop.daybook("forget", Self.email, "--yes", within: 90)
    #expect(outcome.code == 0, "\(outcome)")
    for text in [Self.email, "from Ada", "Byron Row", "CUST-00001"] {
      #expect(try files(with: text, in: shop).isEmpty, "\(text)")
    }
    #expect(try shop.dump().contains("from Bob"))
  }

  @Test func `cut off before the files are in place, it is finished by the next command`() throws {
    let shop = try filled()
    let sales = try tables(shop)
    for delay in [0.05, 0.3, 0.8, 1.5] {
      let program = try shop.start(["forget", Self.email, "--yes"])
      usleep(UInt32(delay * 1_000_000))
      program.send(SIGKILL)
      _ = try program.outcome()
      let verified = try shop.run()
      #expect(verified.code == 0)
      #expect(try shop.daybook("verify").code == 0)
      #expect(try tables(shop) == sales)
    }
    _ = try shop.daybook("forget", Self.email, "--yes", within: 90)
    #expect(try files(with: Self.email, in: shop).isEmpty)
  }
}
