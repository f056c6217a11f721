import Foundation
import Pipeline
import Records
import Testing

/// Rows that cannot be trusted are held with their bytes and every reason, and are never lost.
struct HeldRowTests {
  /// A good row of an order of one line, with one thing made wrong.
  static func row(_ number: Int, _ changes: [String: String]) -> String {
    var cells = [
      "transaction_id": "ORDER-W\(1000 + number)", "customer_id": "CUST-00009", "email": "eve@example.org",
      "timestamp": "2024-03-05T10:15:00Z", "currency": "GBP", "status": "completed", "product_id": "MUG-1",
      "product_name": "Blue mug", "quantity": "2", "unit_price": "12.50", "amount": "25.00", "channel": "web",
      "country": "GB", "updated_at": "",
    ]
    cells.merge(changes) { $1 }
    return Order.header.dropLast().split(separator: ",").map { cells[String($0)] ?? "" }.joined(
      separator: ",")
  }

  static let wrong: [(code: String, field: String?, changes: [String: String])] = [
    ("required.missing", "transaction_id", ["transaction_id": ""]),
    ("required.missing", "timestamp", ["timestamp": " "]),
    ("required.missing", "currency", ["currency": ""]),
    ("required.missing", "status", ["status": ""]),
    ("required.missing", "amount", ["amount": ""]),
    ("required.missing", "product_id", ["product_id": ""]),
    ("required.missing", "quantity", ["quantity": ""]),
    ("text.too_short", "transaction_id", ["transaction_id": "T-1"]),
    ("text.too_long", "transaction_id", ["transaction_id": String(repeating: "T", count: 51)]),
    ("id.scientific_notation", "transaction_id", ["transaction_id": "4.50123E+15"]),
    ("date.unreadable", "timestamp", ["timestamp": "yesterday"]),
    ("date.unreadable", "timestamp", ["timestamp": "05/03/2024"]),
    ("date.impossible", "timestamp", ["timestamp": "2024-02-30T10:00:00Z"]),
    ("date.in_future", "timestamp", ["timestamp": "2999-01-01T10:00:00Z"]),
    ("date.too_old", "timestamp", ["timestamp": "1900-01-01T10:00:00Z"]),
    ("currency.unknown", "currency", ["currency": "XYZ"]),
    ("currency.unknown", "currency", ["currency": "POUND"]),
    ("value.not_allowed", "status", ["status": "shipped?"]),
    ("money.unreadable", "amount", ["amount": "25 quid"]),
    ("money.unreadable", "unit_price", ["unit_price": "twelve"]),
    ("money.not_positive", "amount", ["amount": "0.00"]),
    ("money.not_positive", "amount", ["amount": "-25.00"]),
    ("number.too_precise", "amount", ["amount": "25.001"]),
    ("number.out_of_range", "quantity", ["quantity": "0"]),
    ("number.out_of_range", "quantity", ["quantity": "-2"]),
    ("number.out_of_range", "unit_price", ["unit_price": "-12.50"]),
    ("number.unreadable", "quantity", ["quantity": "two"]),
    ("amount.mismatch", nil, ["amount": "25.50"]),
  ]

  /// Enough good orders that the error budget is not passed.
  static let good = Order.many(120).csv

  @Test func `every way of being wrong is held with its bytes and its reason at its line`() throws {
    let shop = try TestShop()
    let rows = Self.wrong.enumerated().map { Self.row($0.offset, $0.element.changes) }
    let damaged = ["ORDER-W9001,CUST-00009,x@example.org,2024-03-05", rows[0] + ",one,too,many"]
    let text = Self.good + (rows + damaged).joined(separator: "\n") + "\n"
    try shop.drop(text, as: "mixed.csv")
    let outcome = try shop.run()
    let receipt = try shop.receipt(of: "mixed.csv")
    let goodRows = Self.good.split(separator: "\n").count - 1
    #expect(receipt.held == rows.count + damaged.count, "\(outcome)")
    #expect(receipt.inserted == goodRows)
    #expect(receipt.recordsReceived == goodRows + rows.count + damaged.count)
    #expect(receipt.recordsReceived == receipt.counts.received)
    let held = try shop.table("held_rows")
    let lines = text.components(separatedBy: "\n")
    let dump = try shop.dump()
    for (index, wrong) in Self.wrong.enumerated() {
      let line = goodRows + 2 + index
      let mine = held.filter { $0["source_row"] == "\(line)" }
      let found = mine.contains {
        $0["reason_code"] == wrong.code && (wrong.field == nil || $0["field"] == wrong.field)
      }
      #expect(found, "line \(line), \(wrong): \(mine)")
      #expect(mine.allSatisfy { $0["file_name"] == "mixed.csv" && $0["how_to_fix"]?.isEmpty == false })
      let areKept = dump.contains(lines[line - 1])
      #expect(areKept, "the bytes of line \(line)")
    }
    let codes = Set(held.compactMap { $0["reason_code"] })
    #expect(codes.isSuperset(of: ["row.too_few_cells", "row.too_many_cells"]), "\(codes)")
  }

  @Test(arguments: [
    ["customer_id": "C1"], ["customer_id": ""], ["email": "nobody"], ["country": "Narnia"],
    ["channel": String(repeating: "c", count: 51)],
  ])
  func `a value that is not needed is left out if it is wrong, and the order is taken`(
    change: [String: String]
  ) throws {
    let shop = try TestShop()
    try shop.drop(Order.header + Self.row(1, change) + "\n", as: "one.csv")
    try shop.run()
    let receipt = try shop.receipt(of: "one.csv")
    #expect(receipt.inserted == 1 && receipt.held == 0)
    #expect(try #require(receipt.score) < 100)
    let isThere = try shop.dump().contains("C1")
    #expect(!isThere)
  }

  @Test func `a row is told everything that is wrong with it, not only the first`() throws {
    let shop = try TestShop()
    let row = Self.row(1, ["timestamp": "soon", "status": "maybe", "currency": "XX", "quantity": "none"])
    try shop.drop(Self.good + row + "\n", as: "mixed.csv")
    try shop.run()
    let codes = Set(try shop.table("held_rows").compactMap { $0["reason_code"] })
    #expect(
      codes.isSuperset(of: ["date.unreadable", "value.not_allowed", "currency.unknown", "number.unreadable"]),
      "\(codes)")
  }

  @Test func `rows of one order stand or fall together, and its worth is at stake once`() throws {
    let shop = try TestShop()
    var rows = threeOrders[0].csv.split(separator: "\n").map(String.init)
    rows[1] = rows[1].replacing(",1,4.99,", with: ",one,4.99,")
    try shop.drop(Self.good + rows.joined(separator: "\n") + "\n", as: "mixed.csv")
    try shop.run()
    let receipt = try shop.receipt(of: "mixed.csv")
    #expect(receipt.held == 2)
    #expect(receipt.money?["GBP"]?["held"] == Decimal(string: "29.99"))
    let codes = try shop.table("held_rows").map { $0["reason_code"] }
    #expect(codes == ["order.held_together", "number.unreadable"])
    let status = try shop.daybook("status", "--json").object()
    #expect((status["at_stake"] as? [String: Double])?["GBP"] == 29.99)
    #expect(status["rows_held"] as? Int == 2)
    #expect((status["sentence"] as? String)?.contains("2 row(s) are held") == true)
  }

  @Test func `the line of a row is right behind quotes with line ends and blank lines`() throws {
    let shop = try TestShop()
    let tall = Self.row(1, ["product_name": "\"tall\r\nmug, \"\"blue\"\"\""])
    let text = Self.good + tall + "\n" + Self.row(2, ["amount": "1.00"]) + "\n"
    try shop.drop(text, as: "mixed.csv")
    try shop.run()
    let line = Self.good.split(separator: "\n").count + 3
    #expect(try shop.table("held_rows").map { $0["source_row"] } == ["\(line)"])
    #expect(try shop.receipt(of: "mixed.csv").held == 1)
  }

  @Test func `held rows held again from another file are not counted twice`() throws {
    let shop = try TestShop()
    let bad = Self.row(1, ["amount": "1.00"]) + "\n"
    try shop.drop(Self.good + bad, as: "till/a.csv", modified: 1_710_000_000)
    try shop.run()
    let dump = try shop.dump()
    try shop.drop(
      Self.good + bad + bad.replacing("W1001", with: "W1002"), as: "till/b.csv", modified: 1_710_000_000)
    try shop.run()
    #expect(try shop.receipt(of: "b.csv").held == 2)
    #expect(try shop.daybook("status", "--json").object()["rows_held"] as? Int == 2)
    #expect(try shop.dump() != dump)
  }

  @Test func `with --strict a held row ends in 65, without it in 0`() throws {
    let text = Self.good + Self.row(1, ["amount": "1.00"]) + "\n"
    for (arguments, code) in [
      (["run", "--settle", "0"], Int32(0)), (["run", "--settle", "0", "--strict"], 65),
    ] {
      let shop = try TestShop()
      try shop.drop(text, as: "mixed.csv")
      let outcome = try shop.start(arguments).outcome()
      #expect(outcome.code == code, "\(outcome)")
      #expect(outcome.output.contains("1 held"), "\(outcome)")
    }
  }
}
