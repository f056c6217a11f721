import Foundation
import Pipeline
import Testing

/// On a till roll equal lines may both be real: a mended row counts beside the lines of its own file, and only once
/// beside those of another.
struct MendedLineTests {
  private static let header =
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
  private static let line = "500001,22752,Mug,1,2010-12-01 08:26:00,2.50,17850,United Kingdom\n"
  private static let other = "500002,22752,Mug,4,2010-12-01 09:26:00,2.50,17851,United Kingdom\n"
  private static let bad = line.replacing("2.50", with: "2.5o")
  private static let worse = line.replacing("2.50", with: "2.§0")

  private func units(_ shop: TestShop) throws -> String? {
    try shop.table("daily_sales").first { $0["date"] == "2010-12-01" }?["units"]
  }

  /// Mends one of the held rows and drops it back.
  private func mend(_ shop: TestShop, _ word: String, _ file: String, as name: String) throws {
    let lines = try shop.text("Fix/" + file).components(separatedBy: "\r\n")
    let row = try #require(lines.first { $0.contains(word) })
    try shop.drop(lines[0] + "\n" + row.replacing(word, with: "2.50") + "\n", as: name)
    try shop.run()
  }

  @Test func `a mended line that equals another of its file counts beside it`() throws {
    let shop = try TestShop()
    try shop.drop(Self.header + Self.line + Self.bad + Self.worse + Self.other, as: "till/a.csv", modified: 1)
    try shop.run()
    #expect(try units(shop) == "5")
    try mend(shop, "2.5o", "a-fix.csv", as: "first.csv")
    #expect(try units(shop) == "6")
    try mend(shop, "2.§0", "a-fix.csv", as: "second.csv")
    #expect(try units(shop) == "7")
    let receipts = try shop.receipts().map(\.inserted)
    #expect(receipts == [2, 1, 1])
    // The till's own export, put right, tells no more than that.
    try shop.drop(Self.header + Self.line + Self.line + Self.line + Self.other, as: "till/right.csv")
    try shop.run()
    #expect(try units(shop) == "7")
    let dump = try shop.dump()
    #expect(try shop.daybook("rebuild", within: 60).code == 0)
    let isSame = try shop.dump() == dump
    #expect(isSame)
    #expect(try shop.daybook("verify").code == 0)
  }

  @Test(arguments: [true, false])
  func `a mended line that another export tells rightly counts once`(isLater: Bool) throws {
    let shop = try TestShop()
    func dropRight() throws {
      try shop.drop(Self.header + Self.line + Self.line, as: "till/b.csv", modified: 2)
      try shop.run()
    }
    if !isLater { try dropRight() }
    try shop.drop(Self.header + Self.line + Self.bad + Self.other, as: "till/a.csv", modified: 1)
    try shop.run()
    if isLater { try dropRight() }
    try mend(shop, "2.5o", "a-fix.csv", as: "fix.csv")
    #expect(try units(shop) == "6")
  }

  @Test func `a mended movement without an id counts beside its equal`() throws {
    let shop = try TestShop()
    let header = "Date,Type,Title,Info,Currency,Amount,Fees & Taxes,Net,Tax Details\n"
    let fee = "\"March 5, 2024\",Fee,Listing fee,,GBP,--,-£0.16,-£0.16,--\n"
    let sale = "\"March 5, 2024\",Sale,Payment for Order #1,,GBP,£10.00,--,£10.00,--\n"
    try shop.drop(header + sale + fee + fee.replacing("-£0.16,-£0.16", with: "-£0.1x,-£0.16"), as: "etsy.csv")
    try shop.run()
    let lines = try shop.text("Fix/etsy-fix.csv").components(separatedBy: "\r\n")
    try shop.drop(lines[0] + "\n" + lines[1].replacing("0.1x", with: "0.16") + "\n", as: "fix.csv")
    try shop.run()
    #expect(try shop.receipt(of: "fix.csv").inserted == 1)
  }
}
