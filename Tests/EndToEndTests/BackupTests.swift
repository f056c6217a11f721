import Foundation
import Ledger
import Testing

struct BackupTests {
  private func backups(_ shop: TestShop) -> [String] { shop.files(below: "Data/Backups") }

  @Test func `a backup is sound, is put back with restore, and what came after it can be read again`() throws
  {
    let shop = try TestShop()
    #expect(try shop.daybook("backup").code == 66)
    try shop.drop(Order.many(40).csv, as: "till/a.csv", modified: 1_710_000_000)
    try shop.run()
    #expect(backups(shop).isEmpty, "the first day's files all lie in Filed/")
    let first = try shop.dump()
    let made = try shop.daybook("backup")
    #expect(made.code == 0 && backups(shop).count == 1, "\(made)")
    #expect(try Books(path: shop.root + "/" + backups(shop)[0], access: .readOnly).dump() == first)
    try shop.drop(Order.many(40, firstID: 30).jsonArray, as: "till/b.json", modified: 1_710_000_100)
    try shop.run()
    let (both, sales) = (try shop.dump(), try shop.text("Reports/csv/daily_sales.csv"))

    let restored = try shop.daybook("restore")
    #expect(restored.code == 0 && restored.output.contains("/b.json"), "\(restored)")
    #expect(try shop.dump() == first)
    #expect(try shop.text("Reports/csv/daily_sales.csv") != sales)
    let replayed = try shop.daybook("restore", "--replay")
    #expect(replayed.code == 0 && replayed.output.contains("read again: 1 file"), "\(replayed)")
    #expect(try shop.dump() == both)
    #expect(try shop.text("Reports/csv/daily_sales.csv") == sales)
    #expect(
      shop.files(below: "Data/Aside").filter { $0.contains("/restore-") && $0.hasSuffix(".sqlite") }.count
        == 2)
    #expect(try shop.daybook("verify").code == 0)
    // The same bytes dropped again are known.
    try shop.drop(Order.many(40, firstID: 30).jsonArray, as: "till/b.json", modified: 1_710_000_100)
    #expect(try shop.run().output.contains("already in the books"))
  }

  @Test func `a copy goes where it is wanted, and what is no backup is refused`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "a.csv")
    try shop.run()
    let place = shop.root + "/copy.sqlite"
    #expect(try shop.daybook("backup", "--to", place).code == 0)
    #expect(shop.exists("copy.sqlite") && backups(shop).isEmpty)
    try shop.write("no database at all, only text that is long enough", to: "text.sqlite")
    let dump = try shop.dump()
    #expect(try shop.daybook("restore", shop.root + "/text.sqlite").code == 74)
    #expect(try shop.daybook("restore").code == 66)
    #expect(try shop.dump() == dump)
  }

  @Test(arguments: [true, false])
  func `a damaged database gives way to the newest sound backup, and later files are read again`(
    hasBackup: Bool
  ) throws {
    let shop = try TestShop()
    try shop.drop(Order.many(40).csv, as: "till/a.csv", modified: 1_710_000_000)
    try shop.run()
    if hasBackup { #expect(try shop.daybook("backup").code == 0) }
    try shop.drop(Order.many(40, firstID: 30).jsonArray, as: "till/b.json", modified: 1_710_000_100)
    try shop.run()
    let (both, sales) = (try shop.dump(), try shop.text("Reports/csv/daily_sales.csv"))
    // A backup that is broken itself is passed over.
    try shop.write("broken", to: "Data/Backups/daybook-2099-01-01T000000.sqlite")
    try shop.write(String(repeating: "this is no database ", count: 500), to: "Data/daybook.sqlite")
    try shop.run()
    #expect(try shop.dump() == both)
    #expect(try shop.text("Reports/csv/daily_sales.csv") == sales)
    let aside = try #require(
      shop.files(below: "Data/Aside").first { $0.contains("/damaged-") && $0.hasSuffix(".sqlite") })
    #expect(try shop.text(aside).hasPrefix("this is no database"))
    let words =
      hasBackup ? "and 1 file taken after it were read again" : "2 files were read again from Filed/"
    #expect(try shop.text("STATUS.html").contains(words))
    #expect(try shop.daybook("status").output.contains("The database was found damaged."))
    #expect(try shop.daybook("verify").code == 0)
    try FileManager.default.removeItem(atPath: shop.root + "/" + aside)
    #expect(try !shop.daybook("status").output.contains("damaged"))
  }
}
