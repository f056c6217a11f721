import Foundation
import Pipeline
import Records
import Testing

/// Held rows go out as a file for a spreadsheet, and what comes back closes what it answers.
struct FixTests {
  static let header = String(Order.header.dropLast())

  /// A shop that holds three rows of `orders.csv`: a status and an amount that cannot be read, and a formula.
  private func heldShop(_ name: String = "orders.csv") throws -> TestShop {
    let shop = try TestShop()
    let rows = [
      HeldRowTests.row(1, ["status": "shipped?"]),
      HeldRowTests.row(2, ["amount": "25 quid", "product_id": "00123"]),
      HeldRowTests.row(3, ["quantity": "two", "product_name": "=1+2", "timestamp": "2024-03-05"]),
    ]
    try shop.drop(HeldRowTests.good + rows.joined(separator: "\n") + "\n", as: name)
    try shop.run()
    return shop
  }

  private func fix(_ shop: TestShop, _ name: String = "orders-fix.csv") throws -> [String] {
    try shop.text("Fix/" + name).components(separatedBy: "\r\n").filter { !$0.isEmpty }
  }

  private func rowsHeld(_ shop: TestShop) throws -> Int? {
    try shop.daybook("status", "--json").object()["rows_held"] as? Int
  }

  private static func mended(_ line: String) -> String {
    line.replacing("shipped?", with: "completed").replacing("25 quid", with: "25.00")
      .replacing(",two,", with: ",2,")
  }

  @Test func `a fix file has the held rows in the columns of their file, and why`() throws {
    let lines = try fix(heldShop())
    #expect(lines.count == 4)
    #expect(lines[0] == Self.header + ",daybook_ref,daybook_why")
    #expect(lines[1].contains("shipped?") && lines[1].contains("value.not_allowed: "))
    #expect(lines[1].contains(",held-1-"))
    #expect(lines[3].contains(",'=1+2,"), "\(lines[3])")
  }

  @Test func `what was mended is loaded and closed, the rest stays open`() throws {
    let shop = try heldShop()
    let before = try shop.receipt(of: "orders.csv").inserted
    var lines = try fix(shop)
    lines = [lines[0]] + lines[1...2].map(Self.mended) + [lines[3]]
    try shop.drop(lines.joined(separator: "\r\n") + "\r\n", as: "whatever.csv")
    let outcome = try shop.run()
    let receipt = try shop.receipt(of: "whatever.csv")
    #expect(receipt.inserted == 2 && receipt.held == 1, "\(outcome)")
    #expect(receipt.answers?.closed == 2 && receipt.answers?.stillHeld == 1)
    #expect(try rowsHeld(shop) == 1)
    #expect(try fix(shop).count == 2)
    let held = try shop.table("held_rows")
    #expect(held.map { $0["file_name"] } == ["orders.csv"])
    let net = try shop.daybook("query", "revenue", "--json", "--from", "2024-03-05", "--to", "2024-03-05")
    #expect(net.code == 0, "\(net) after \(before)")
    // The same file again, and the same rows in another file.
    let dump = try shop.dump()
    try shop.drop(lines.joined(separator: "\r\n") + "\r\n", as: "again.csv")
    try shop.drop((lines.dropLast().joined(separator: "\n")) + "\n", as: "other.csv")
    try shop.run()
    #expect(try shop.receipt(of: "again.csv").status == .duplicate)
    #expect(try shop.receipt(of: "other.csv").unchanged == 2)
    #expect(try shop.dump() == dump)
    try shop.drop(lines[0] + "\n" + Self.mended(lines[3]) + "\n", as: "last.csv")
    try shop.run()
    #expect(try rowsHeld(shop) == 0)
    #expect(!shop.exists("Fix/orders-fix.csv"))
    let isGuarded = try shop.dump().contains("'=1+2")
    #expect(!isGuarded)
  }

  @Test
  func `a run that ends after the rows were held and before the fix file was written leaves it to the next`()
    throws
  {
    let shop = try TestShop()
    // A folder stands where the file is to come, so that the run ends just there.
    try shop.write("", to: "Fix/orders-fix.csv/in-the-way")
    try shop.drop(HeldRowTests.good + HeldRowTests.row(1, ["status": "shipped?"]) + "\n", as: "orders.csv")
    let cut = try shop.start(["run", "--settle", "0"]).outcome()
    #expect(cut.code != 0, "\(cut)")
    #expect(shop.inbox.isEmpty && shop.files(below: "Filed").count == 2)
    try FileManager.default.removeItem(atPath: shop.root + "/Fix/orders-fix.csv")
    try shop.run()
    #expect(try fix(shop).count == 2)
    #expect(try shop.table("held_rows").count == 1)
  }

  @Test func `mended rows make the same totals as an export that was right`() throws {
    let shop = try heldShop()
    let lines = try fix(shop)
    try shop.drop(([lines[0]] + lines[1...].map(Self.mended)).joined(separator: "\n") + "\n", as: "fix.csv")
    try shop.run()
    let right = try TestShop()
    let rows = [
      HeldRowTests.row(1, [:]), HeldRowTests.row(2, ["product_id": "00123"]),
      HeldRowTests.row(3, ["product_name": "=1+2", "timestamp": "2024-03-05"]),
    ]
    try right.drop(HeldRowTests.good + rows.joined(separator: "\n") + "\n", as: "orders.csv")
    try right.run()
    #expect(try shop.text("Reports/csv/daily_sales.csv") == right.text("Reports/csv/daily_sales.csv"))
    #expect(try shop.text("Reports/csv/products.csv") == right.text("Reports/csv/products.csv"))
  }

  /// As LibreOffice saves it in a German or American setting, typed by hand.
  @Test(arguments: ["mark", "semicolon", "quoted"])
  func `a fix survives what spreadsheets do to a file`(form: String) throws {
    let shop = try heldShop()
    let lines = try fix(shop)
    var rows = ([lines[0]] + lines[1...].map(Self.mended)).map(cells)
    switch form {
    case "semicolon":
      // Decimal commas and German dates.
      for index in rows.indices.dropFirst() {
        rows[index][9] = rows[index][9].replacing(".", with: ",")
        rows[index][10] = rows[index][10].replacing(".", with: ",")
        rows[index][3] = rows[index][3].replacing("2024-03-05", with: "05.03.2024")
          .replacing("T10:15:00Z", with: " 10:15")
      }
      try shop.drop(rows.map { $0.map(quoted).joined(separator: ";") + "\r\n" }.joined(), as: "fix.csv")
    case "quoted":
      try shop.drop(
        rows.map { $0.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n" }
          .joined(), as: "fix.csv")
    default:
      try shop.drop(
        "\u{FEFF}" + rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined(), as: "fix.csv")
    }
    let outcome = try shop.run()
    let held = try shop.table("held_rows")
    #expect(held.isEmpty, "\(outcome) \(held)")
    #expect(try shop.receipt(of: "fix.csv").inserted == 3)
  }

  @Test func `a name that a spreadsheet read in another encoding is what it was`() throws {
    let shop = try TestShop()
    let row = HeldRowTests.row(1, ["product_name": "Café – “large”", "quantity": "two"])
    try shop.drop(HeldRowTests.good + row + "\n", as: "orders.csv")
    try shop.run()
    let lines = try fix(shop)
    let misread = Self.mended(lines[1]).replacing("Café – “large”", with: "CafÃ© â€“ â€œlargeâ€\u{9D}")
    #expect(misread != Self.mended(lines[1]))
    try shop.drop(lines[0] + "\n" + misread + "\n", as: "fix.csv")
    try shop.run()
    let dump = try shop.dump()
    #expect(dump.contains("Café – “large”") && !dump.contains("CafÃ©"))
  }

  @Test(arguments: ["123", "124"])
  func `zeros and dates that a spreadsheet destroyed are named, and the rows stay held`(number: String) throws
  {
    let shop = try heldShop()
    let lines = try fix(shop).map(Self.mended)
    let broken = lines.map {
      $0.replacing(",00123,", with: ",\(number),").replacing(",2024-03-05,", with: ",04/03/24,")
    }
    try shop.drop(broken.joined(separator: "\n") + "\n", as: "fix.csv")
    let outcome = try shop.run()
    let codes = Set(try shop.table("held_rows").compactMap { $0["reason_code"] })
    #expect(codes == ["id.lost_zeros", "date.retyped"], "\(outcome)")
    #expect(try rowsHeld(shop) == 2)
    // The zeros stand in the file again, so that only the rest need be mended.
    let hasZeros = try fix(shop).contains { $0.contains(",00123,") }
    #expect(hasZeros)
  }

  @Test func `rows that are not in the file stay open, and unknown ones are held with a reason`() throws {
    let shop = try heldShop()
    let lines = try fix(shop).map(Self.mended)
    let stranger = lines[2].replacing("held-2-", with: "held-77-")
    try shop.drop([lines[0], lines[1], stranger].joined(separator: "\n") + "\n", as: "fix.csv")
    try shop.run()
    let receipt = try shop.receipt(of: "fix.csv")
    #expect(receipt.answers?.closed == 1 && receipt.answers?.unknown == 1)
    #expect(receipt.recordsReceived == receipt.counts.received)
    #expect(try rowsHeld(shop) == 3)
    #expect(try shop.table("held_rows").contains { $0["reason_code"] == "fix.unknown_row" })
    try shop.drop([lines[0], stranger].joined(separator: "\n") + "\n", as: "strange.csv")
    try shop.run()
    #expect(shop.exists("Failed/strange.csv"))
  }

  @Test func `all rows of an order go out and must come back together`() throws {
    let shop = try TestShop()
    var rows = threeOrders[0].csv.split(separator: "\n").map(String.init)
    rows[1] = rows[1].replacing(",1,4.99,", with: ",one,4.99,")
    try shop.drop(HeldRowTests.good + rows.joined(separator: "\n") + "\n", as: "mixed.csv")
    try shop.run()
    let lines = try fix(shop, "mixed-fix.csv").map { $0.replacing(",one,", with: ",1,") }
    #expect(lines.count == 3)
    try shop.drop([lines[0], lines[2]].joined(separator: "\n") + "\n", as: "half.csv")
    try shop.run()
    #expect(try rowsHeld(shop) == 2)
    #expect(try shop.table("held_rows").contains { $0["reason_code"] == "fix.rows_missing" })
    try shop.drop(lines.joined(separator: "\n") + "\n\n", as: "whole.csv")
    try shop.run()
    #expect(try rowsHeld(shop) == 0)
    #expect(try shop.receipt(of: "whole.csv").inserted == 2)
  }

  @Test func `records of JSON go out as rows and come back`() throws {
    let shop = try TestShop()
    let orders = Order.many(40)
    let bad = threeOrders[0].json.replacing("\"GBP\"", with: "\"GBX!\"")
    try shop.drop("[\n" + (orders.map(\.json) + [bad]).joined(separator: ",\n") + "\n]\n", as: "orders.json")
    let first = try shop.run()
    let lines = try fix(shop)
    #expect(lines.count >= 3, "\(first) \(lines)")
    let mended = lines.map { $0.replacing("GBX!", with: "GBP") }
    try shop.drop(mended.joined(separator: "\n") + "\n", as: "fix.csv")
    let outcome = try shop.run()
    let held = try shop.table("held_rows")
    #expect(held.isEmpty, "\(outcome) \(lines) \(held)")
    #expect(!shop.exists("Fix/orders-fix.csv"))
  }

  @Test func `records of XML go out as rows and come back`() throws {
    let shop = try TestShop()
    let records = (1...12).map { number in
      """
      <order><transaction_id>ORDER-X10\(10 + number)</transaction_id><timestamp>2024-03-05T10:15:00Z</timestamp>
      <currency>\(number == 3 ? "G&amp;P" : "GBP")</currency><status>completed</status><product_id>MUG</product_id>
      <quantity>1</quantity><unit_price>5.00</unit_price><amount>5.00</amount></order>
      """
    }
    try shop.drop("<orders>\n\(records.joined(separator: "\n"))\n</orders>\n", as: "orders.xml")
    let first = try shop.run()
    try #require(shop.exists("Fix/orders-fix.csv"), "\(first)")
    let lines = try fix(shop)
    try shop.drop(
      lines.map { $0.replacing("G&P", with: "GBP") }.joined(separator: "\n") + "\n", as: "fix.csv")
    let outcome = try shop.run()
    let held = try shop.table("held_rows")
    #expect(held.isEmpty && lines.count == 2, "\(outcome) \(lines) \(held)")
    #expect(try shop.receipt(of: "fix.csv").inserted == 1)
  }

  @Test func `a fix file that is gone or cut off comes again with the next change`() throws {
    let shop = try heldShop()
    let whole = try shop.text("Fix/orders-fix.csv")
    try FileManager.default.removeItem(atPath: shop.root + "/Fix/orders-fix.csv")
    try shop.daybook("quarantine", "retry", "orders.csv")
    let again = try shop.text("Fix/orders-fix.csv")
    #expect(again == whole)
    // Another file of the same name has one of its own.
    try shop.drop(HeldRowTests.good + HeldRowTests.row(9, ["status": "lost"]) + "\n", as: "orders.csv")
    try shop.run()
    #expect(try fix(shop, "orders-2-fix.csv").count == 2)
  }

  @Test func `a fix file is in the encoding and with the delimiter of its source`() throws {
    let shop = try TestShop()
    let text =
      (HeldRowTests.good + HeldRowTests.row(1, ["status": "shipped?", "product_name": "Café"]) + "\n")
      .replacing(",", with: ";")
    let latin = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    try shop.write(latin, to: "Inbox/orders.csv")
    try shop.run()
    let bytes = try Data(contentsOf: URL(filePath: shop.root + "/Fix/orders-fix.csv"))
    #expect(bytes.contains(0xE9) && !bytes.contains(0xC3))
    let mended = bytes.map { $0 }.split(separator: 0x3F, maxSplits: 1).joined()
    let fixed = Array(
      String(decoding: mended.map { $0 == 0xE9 ? 0x7E : $0 }, as: UTF8.self)
        .replacing("shipped", with: "completed").utf8
    ).map { $0 == 0x7E ? 0xE9 : $0 }
    try shop.write(fixed, to: "Inbox/fix.csv")
    let outcome = try shop.run()
    #expect(try rowsHeld(shop) == 0, "\(outcome)")
  }

  private func quoted(_ cell: String) -> String {
    cell.contains { ";,\"".contains($0) } ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }

  /// The cells of a line of comma-separated text.
  private func cells(_ line: String) -> [String] {
    var (cells, cell, isInside) = ([String](), "", false)
    for character in line {
      switch character {
      case "\"": isInside.toggle()
      case "," where !isInside:
        cells.append(cell)
        cell = ""
      default: cell.append(character)
      }
    }
    return cells + [cell]
  }
}
