import Foundation
import Intake
import Ledger
import Logging
import Records
import Testing

@testable import Pipeline

/// One export as text: a header and records of one row or several.
private struct ExportText {
  var name: String
  var exportedAt: Int
  var header: String
  /// A record is never cut apart; equal rows without a key are one record, for as often as they stand in a file counts.
  var records: [[String]]

  var text: String { ([header] + records.flatMap { $0 }).map { $0 + "\n" }.joined() }

  /// Up to three files in which each record stands at least once, in any order, as are the rows of a record.
  func parts(_ random: inout SampleRandom) -> [ExportText] {
    let count = 1 + random.below(3)
    var files = (0..<count).map { _ in [[String]]() }
    for record in random.shuffled(records) {
      let first = random.below(count)
      for file in files.indices where file == first || random.below(4) == 0 {
        // Which row of a held order carries what is at stake is told by their order.
        files[file].append(record.contains { $0.contains("broken") } ? record : random.shuffled(record))
      }
    }
    return files.enumerated().filter { !$0.element.isEmpty }.map { index, records in
      ExportText(name: "\(index)-\(name)", exportedAt: exportedAt, header: header, records: records)
    }
  }
}

extension SampleRandom {
  fileprivate mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for index in elements.indices.reversed() { elements.swapAt(index, below(index + 1)) }
    return elements
  }
}

/// What a shop exports over three weeks, from a seed.
private struct Exports {
  var random: SampleRandom

  mutating func orders() -> [ExportText] {
    (0..<3).map { week in
      let records = (1...8).filter { _ in random.below(5) > 0 }.map { order($0) }
      return ExportText(
        name: "orders-\(week).csv", exportedAt: 1_710_000_000 + week / (1 + random.below(2)) * 604_800,
        header: "transaction_id,customer_id,timestamp,updated_at,currency,status,product_id,quantity,"
          + "unit_price,discount,amount", records: records)
    }
  }

  private mutating func order(_ number: Int) -> [String] {
    let clock = ["", "", "2024-03-06T10:00:00Z", "2024-03-09T10:00:00Z"][random.below(4)]
    let status = ["completed", "completed", "refunded", "cancelled"][random.below(4)]
    let lines = (0...random.below(3)).map { _ in (product: random.below(3), quantity: 1 + random.below(2)) }
    let value = lines.reduce(0) { $0 + $1.quantity } * 333
    let discount = random.below(2) * 100
    let total = random.below(6) == 0 ? "broken" : pounds(value - discount)
    return lines.map { line in
      "ORDER-1000\(number),CUST-10\(number % 3),2024-03-0\(1 + number % 4)T10:00:00Z,\(clock),GBP,\(status),"
        + "SKU-\(line.product),\(line.quantity),3.33,\(pounds(discount)),\(total)"
    }
  }

  private func pounds(_ pence: Int) -> String {
    "\(pence / 100).\(pence % 100 < 10 ? "0" : "")\(pence % 100)"
  }

  mutating func tills() -> [ExportText] {
    (0..<2).map { day in
      let records = (0..<20).map { _ in
        let price = random.below(9) == 0 ? "broken" : "2.55"
        // Some spaces are repaired, which costs points: the score is the row's own.
        let row =
          "53636\(random.below(3)),8512\(random.below(3)),WHITE HOLDER,\(1 + random.below(2)),"
          + "2010-12-0\(1 + random.below(2)) 08:26:00,\(price),1785\(random.below(2)),United Kingdom"
        return Array(repeating: row, count: 1 + random.below(2))
      }
      return ExportText(
        name: "till-\(day).csv", exportedAt: 1_710_000_000 + day,
        header: "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
        records: merged(records))
    }
  }

  /// Equal rows as one record.
  private func merged(_ records: [[String]]) -> [[String]] {
    Dictionary(grouping: records.flatMap { $0 }) { $0 }.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// A shop on the disk that takes exports in the order in which it is given them.
private struct PartitionShop {
  let folder: TestFolder
  let shop: Shop

  init() throws {
    folder = try TestFolder()
    try FileManager.default.createDirectory(
      atPath: folder.shop.config.display, withIntermediateDirectories: true)
    try Data("error_budget: {share: 1, least_rows: 100000}\nbackups: false\n".utf8)
      .write(to: URL(filePath: folder.shop.settings.display))
    shop = try Shop(at: folder.shop.root.display)
  }

  func take(_ exports: [ExportText]) throws {
    let open = try shop.open()
    for (index, export) in exports.enumerated() {
      let path = try folder.drop(export.text, as: "\(index)-\(export.name)")
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(export.exportedAt))],
        ofItemAtPath: path.display)
      var pipeline = DaybookPipeline(
        shop: shop.folder, configuration: shop.configuration, books: open.books, settle: .zero,
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
      let summary = try pipeline.pass()
      try #require(summary.accepted + summary.duplicates == 1, "\(export.name): \(summary) \(export.text)")
    }
    try open.books.close()
  }

  func dump() throws -> String { try #require(try shop.booksToRead()).dump() }
}

/// However exports are cut into files, the whole way from bytes to books gives the same books.
struct PartitionTests {
  private func whole(_ exports: [ExportText]) throws -> String {
    let shop = try PartitionShop()
    try shop.take(exports)
    return try shop.dump()
  }

  @Test(arguments: 1...6)
  func `any partition, overlap and order of exports gives the same books, and a rebuild does`(
    seed: Int
  ) throws {
    var exports = Exports(random: SampleRandom(seed: UInt64(seed)))
    for kinds in [exports.orders(), exports.tills()] {
      let expected = try whole(kinds)
      let files = exports.random.shuffled(kinds.flatMap { $0.parts(&exports.random) })
      let parted = try PartitionShop()
      try parted.take(files)
      let dump = try parted.dump()
      #expect(dump == expected, "seed \(seed)")
      let rebuilt = try parted.shop.rebuild()
      #expect(rebuilt.changes.isEmpty && rebuilt.checks.allSatisfy { $0.differing == 0 }, "seed \(seed)")
      #expect(try parted.dump() == expected, "seed \(seed), rebuilt")
    }
  }

  @Test(arguments: 1...3) func `any file of a partition can be taken back, and dropped again`(seed: Int)
    throws
  {
    var exports = Exports(random: SampleRandom(seed: UInt64(100 + seed)))
    let files = exports.random.shuffled(
      (exports.orders() + exports.tills()).flatMap { $0.parts(&exports.random) })
    let gone = exports.random.below(files.count)
    let parted = try PartitionShop()
    try parted.take(files)
    let all = try parted.dump()
    let name = "\(gone)-\(files[gone].name)"
    let batch = try #require(
      try parted.shop.booksToRead()?.journal().first { $0.fileName == name }?.fileID)
    _ = try parted.shop.undo("\(batch)")
    var rest = files
    rest.remove(at: gone)
    #expect(try parted.dump() == whole(rest), "seed \(seed)")
    try parted.take([files[gone]])
    #expect(try parted.dump() == all, "seed \(seed)")
  }
}
