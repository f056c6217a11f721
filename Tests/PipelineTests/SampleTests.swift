import Pipeline
import Records
import Testing

@Suite struct SampleTests {
  @Test func `the same seed gives the same bytes, and another seed others`() throws {
    #expect(try demo(seed: 7) == demo(seed: 7))
    #expect(try demo(seed: 7)["customers.json"] != demo(seed: 8)["customers.json"])
    #expect(try bulk(seed: 7, rows: 200, faults: 0.1) == bulk(seed: 7, rows: 200, faults: 0.1))
    #expect(try bulk(seed: 7, rows: 200) != bulk(seed: 8, rows: 200))
  }

  @Test func `the demo has every kind of export, and one that nobody knows`() throws {
    let files = try demo(seed: 1)
    #expect(
      files.keys.sorted() == [
        "customers.json", "market-stall/till-2026-10.json", "products.csv", "sessions.csv", "stock-count.csv",
        "transactions-2026-08.csv", "transactions-2026-09.csv", "transactions-2026-10-last-week.csv",
        "transactions-2026-10.csv", "transactions-2026-11.csv",
      ])
    #expect(files["customers.json"]?.split(separator: "customer_id").count == 419)
    #expect(files["products.csv"].map { ExportReader.rows($0).count } == 41)
    #expect(files["sessions.csv"].map { ExportReader.rows($0).count } == 91)
    #expect(files["stock-count.csv"]?.hasPrefix("shelf,counted_by,pieces\n") == true)
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func `all but a few of the demo orders add up`(seed: UInt64) throws
  {
    let files = try demo(seed: seed)
    let months = ["08", "09", "10", "11"].map { files["transactions-2026-\($0).csv"] ?? "" }
    let orders = months.flatMap(ExportedOrder.all)
    #expect((1200...2600).contains(orders.count))
    #expect(Set(orders.compactMap { $0.lines[0]["transaction_id"] }).count == orders.count)
    let broken = orders.count { !$0.isSound }
    #expect((orders.count / 200...orders.count / 40).contains(broken))
    let statuses = Set(orders.filter(\.isSound).compactMap { $0.lines[0]["status"] })
    #expect(statuses == ["completed", "pending", "cancelled", "refunded", "failed"])
    let days = Set(orders.filter(\.isSound).compactMap { $0.lines[0]["timestamp"]?.prefix(10) })
    #expect(days.count >= 88 && days.max() == "2026-11-21" && days.min().map { $0 >= "2026-08-24" } == true)
  }

  @Test func `the demo's own faults all occur`() throws {
    let text = try demo(seed: 1).filter { $0.key.hasPrefix("transactions-") }.values.joined()
    for trace in [/"\d+,\d\d"/, /Z,,completed/, /2026-02-30T/, /on its way/, /,two,/] {
      #expect(text.contains(trace))
    }
  }

  @Test func `a refund is told with the time it happened`() throws {
    let orders = try ExportedOrder.all(demo(seed: 1)["transactions-2026-10.csv"] ?? "")
    let refunds = orders.filter { $0.isSound && $0.lines[0]["status"] == "refunded" }.map { $0.lines[0] }
    #expect(!refunds.isEmpty)
    for refund in refunds {
      let (sold, refunded) = (refund["timestamp"] ?? "", refund["updated_at"] ?? "")
      #expect(sold < refunded && refunded < "2026-11-22")
    }
    for column in ["discount", "shipping", "tax", "tip"] {
      #expect(orders.contains { $0.lines[0][column] != "0.00" })
    }
  }

  @Test func `the demo of the day after goes on where this one ends`() throws {
    let (today, tomorrow) = try (demo(seed: 1), demo(seed: 1, endingOn: Self.lastDay.advanced(by: 1)))
    for name in ["transactions-2026-09.csv", "transactions-2026-10.csv", "transactions-2026-11.csv"] {
      let told = try #require(today[name]?.split(separator: "\n"))
      #expect(tomorrow[name]?.split(separator: "\n").starts(with: told) == true)
    }
  }

  @Test func `the last week of a month comes twice, line for line`() throws {
    let files = try demo(seed: 1)
    let week = try #require(files["transactions-2026-10-last-week.csv"]?.split(separator: "\n"))
    let month = try #require(files["transactions-2026-10.csv"]?.split(separator: "\n"))
    #expect(week.count > 100 && week.first == month.first)
    #expect(month.suffix(week.count - 1) == week.dropFirst())
  }

  @Test func `the stall's till says each order once with its lines`() throws {
    let text = try #require(demo(seed: 1)["market-stall/till-2026-10.json"])
    #expect(
      text.hasPrefix(#"{"source_id":"market-stall","data_type":"transactions","format":"json","data":["#))
    let orders = text.matches(of: /"transaction_id":"(T\d{10})"/).map(\.1)
    #expect((50...10_000).contains(orders.count) && Set(orders).count == orders.count)
    #expect(text.matches(of: /"products":\[\{"product_id":"P-\d{4}"/).count == orders.count)
    #expect(text.contains(/"quantity":1,"unit_price":\d+\.\d\d[},]/))
  }

  @Test(arguments: [0, 1, 5, 999, 5000]) func `bulk has exactly the rows asked for`(rows: Int) throws {
    let text = try bulk(seed: 3, rows: rows, faults: 0.2)
    #expect(text.split(separator: "\n").count == rows + 1)
  }

  @Test func `bulk without faults adds up, in order of time and id, about 128 bytes a row`() throws {
    let text = try bulk(seed: 5, rows: 6_000)
    #expect((120...136).contains(text.utf8.count / 6_000))
    let orders = ExportedOrder.all(text)
    #expect(orders.count { !$0.isSound } == 0)
    #expect(orders.contains { $0.lines.count > 1 })
    let ids = orders.compactMap { $0.lines[0]["transaction_id"] }
    #expect(ids == Set(ids).sorted())
    let times = orders.compactMap { $0.lines[0]["timestamp"] }
    #expect(times == times.sorted())
    #expect(times.first?.hasPrefix("2025-11-22") == true && times.last?.hasPrefix("2026-11-21") == true)
  }

  @Test(arguments: [0.02, 0.3]) func `bulk is damaged in about the share asked for`(faults: Double) throws {
    let clean = try bulk(seed: 5, rows: 6_000).split(separator: "\n")
    let orders = try ExportedOrder.all(bulk(seed: 5, rows: 6_000, faults: faults))
    let broken = orders.count { !$0.isSound }
    #expect(clean.count == 6_001)
    #expect(abs(Double(broken) / Double(orders.count) - faults) < 0.15 * faults + 0.002)
  }

  @Test func `no chunk of a large export is large`() throws {
    var largest = 0
    try SampleExport(rows: 5000, endingOn: Self.lastDay).write { largest = max(largest, $0.count) }
    #expect(largest < 70_000)
  }

  private static let lastDay = Day(number: 20_778)

  private func demo(seed: UInt64, endingOn lastDay: Day = Self.lastDay) throws -> [String: String] {
    var files: [String: String] = [:]
    try SampleShop(seed: seed, endingOn: lastDay).files { name, content in
      var bytes: [UInt8] = []
      try content { bytes += $0 }
      files[name] = String(decoding: bytes, as: UTF8.self)
    }
    return files
  }

  private func bulk(seed: UInt64, rows: Int, faults: Double = 0) throws -> String {
    var bytes: [UInt8] = []
    try SampleExport(seed: seed, rows: rows, faults: faults, endingOn: Self.lastDay).write { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
