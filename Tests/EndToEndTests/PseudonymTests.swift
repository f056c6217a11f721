import Foundation
import Pipeline
import Testing

/// `privacy: pseudonymous`: the database knows nobody by name, and counts everybody.
struct PseudonymTests {
  private static let customers = """
    customer_id,email,name,phone,country
    CUST-00001,ada@example.org,Ada Lovelace,+44 20 7946 0958,GB
    CUST-00002,bob@example.org,Bob Byron,+44 20 7946 0959,GB

    """

  private static let names = [
    "ada@example.org", "Ada Lovelace", "7946 0958", "CUST-00001", "bob@example.org",
  ]

  private func drop(_ shop: TestShop) throws {
    try shop.drop(Self.customers, as: "customers.csv", modified: 1_710_000_000)
    try shop.drop((threeOrders + Order.many(40)).csv, as: "orders.csv", modified: 1_710_000_000)
    try shop.run()
  }

  /// Files below Data/ in which a text stands.
  private func files(with text: String, in shop: TestShop, below folder: String = "Data") throws -> [String] {
    try shop.files(below: folder).filter { path in
      try Data(contentsOf: URL(filePath: shop.root + "/" + path)).range(of: Data(text.utf8)) != nil
    }
  }

  private func counts(_ shop: TestShop) throws -> String {
    try ["day", "week", "month"].map { grain in
      let outcome = try shop.daybook("query", "unique_customers", "--by", grain, "--format", "csv")
      #expect(outcome.code == 0, "\(outcome)")
      return outcome.output
    }.joined()
  }

  @Test func `no name is in the database, and customers are counted as in the open`() throws {
    let (open, hidden) = (try TestShop(), try TestShop(settings: "privacy: pseudonymous\n"))
    for shop in [open, hidden] { try drop(shop) }
    #expect(try files(with: "ada@example.org", in: open) == ["Data/daybook.sqlite"])
    for name in Self.names { #expect(try files(with: name, in: hidden).isEmpty, "\(name)") }
    #expect(try counts(open) == counts(hidden))
    #expect(try hidden.table("daily_sales") == open.table("daily_sales"))
    #expect(try hidden.modes()["Data/pseudonyms.key"] == 0o600)
    // The same from the originals, with the same key.
    let dump = try hidden.dump()
    #expect(try hidden.daybook("rebuild", within: 60).code == 0)
    #expect(try hidden.dump() == dump)
    #expect(try hidden.daybook("verify").code == 0)
    for name in Self.names { #expect(try files(with: name, in: hidden).isEmpty, "\(name)") }
    // A backup has the hashes and not the key.
    #expect(try hidden.daybook("backup").code == 0)
    let key = try hidden.text("Data/pseudonyms.key").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(try files(with: key, in: hidden) == ["Data/pseudonyms.key"])
    #expect(try hidden.daybook("restore").code == 0)
    try hidden.drop(Order.many(5, firstID: 200).csv, as: "more.csv")
    try hidden.run()
    #expect(try hidden.receipt(of: "more.csv").inserted > 0)
  }

  @Test func `nothing is taken under other names until the database was made anew`() throws {
    let shop = try TestShop()
    try drop(shop)
    let customers = try counts(shop)
    try shop.write("privacy: pseudonymous\n", to: "Config/daybook.yaml")
    try shop.drop(Order.many(3, firstID: 300).csv, as: "more.csv")
    _ = try shop.daybook("run", "--settle", "0")
    #expect(shop.inbox == ["more.csv"])
    #expect(try shop.daybook("rebuild", within: 60).output.contains("every total is what it was"))
    for name in Self.names { #expect(try files(with: name, in: shop).isEmpty, "\(name)") }
    #expect(try counts(shop) == customers)
    try shop.run()
    #expect(shop.inbox.isEmpty)
    // With another key each customer would be counted twice.
    let key = try shop.text("Data/pseudonyms.key")
    try FileManager.default.removeItem(atPath: shop.root + "/Data/pseudonyms.key")
    try shop.drop(Order.many(3, firstID: 400).csv, as: "later.csv")
    _ = try shop.daybook("run", "--settle", "0")
    #expect(shop.inbox == ["later.csv"] && !shop.exists("Data/pseudonyms.key"))
    try shop.write(key, to: "Data/pseudonyms.key")
    try shop.run()
    #expect(shop.inbox.isEmpty)
  }
}
