import Foundation
import Records
import Testing

@testable import Pipeline

struct KeyedSampleTests {
  @Test func `the same seed gives the same exports and the same key, another seed others`() throws {
    let (first, again, other) = try (Self.written(seed: 3), Self.written(seed: 3), Self.written(seed: 4))
    #expect(first == again)
    for (name, text) in first { #expect(other[name] != text, "\(name)") }
    #expect(first.count == KeyedExport.all.count + 1)
  }

  @Test(
    arguments: [
      ("orders.csv", 0x982ABDB1EC769E8E), ("orders.xml", 0xFCE88E2B2A4FC980),
      ("orders.json", 0x631DC0A0EDE1FC09),
      ("customers.csv", 0x576F43FD79C11DC6), ("products.csv", 0xD0D8063C849E489F),
      ("sessions.csv", 0x5B171CFDEB0B46AA),
      ("visits.csv", 0xE9ABE817E2CA943B),
      ("till.csv", 0x19D5F1E58CF10D35), ("shopify-orders.csv", 0xB1757413A09AFB92),
      ("woocommerce-orders.json", 0xA7ABCCD98D5AAB17), ("amazon-orders.txt", 0x7CB5B367D9BE9A27),
      ("etsy-items.csv", 0xACF3FEF139EC8F7F), ("ebay-orders.csv", 0x21D4204A7E702711),
      ("square-items.csv", 0xCB9E209C34A27039), ("stripe-balance.csv", 0xB7A6FD1F580174D2),
      ("paypal-en.csv", 0xA636889734E02BCB),
      ("paypal-de.csv", 0xB6AAEB4F1D8F1948),
    ] as [(String, UInt64)])
  func `the bytes are those of every machine and every day`(file: String, fingerprint: UInt64) throws {
    let export = try #require(KeyedExport.all.first { $0.file == file })
    let sum = Fingerprint()
    try KeyedSample(seed: 1, rows: 2500, kinds: Self.kinds)
      .write(export, chunk: { sum.add($0) }, answer: { _ in })
    #expect(sum.value == fingerprint)
  }

  @Test func `platforms' exports look as the platforms write them`() throws {
    let written = try Self.written(seed: 1, faults: 0)
    func rows(_ file: String) -> [[String]] { ExportReader.rows(written[file] ?? "") }
    func text(_ file: String) -> String { written[file] ?? "" }
    #expect(text("shopify-orders.csv").prefix { $0 != "\n" }.split(separator: ",").count == 79)
    #expect(
      text("shopify-orders.csv").contains(/\n#\d+,[^,]*,,,,,,,,,,,,,,20\d\d-\d\d-\d\d \d\d:\d\d:\d\d \+0200,/)
    )
    #expect(text("woocommerce-orders.json").contains(#""total":""#))
    let amazon = text("amazon-orders.txt").split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    #expect(amazon.allSatisfy { $0.count == 32 } && amazon[1][2].hasSuffix("+00:00"))
    #expect(rows("etsy-items.csv").allSatisfy { $0.count == 33 })
    #expect(text("etsy-items.csv").contains(/\n\d\d\/\d\d\/2[45],/))
    let ebay = text("ebay-orders.csv").split(separator: "\n")
    #expect(
      ebay[0].allSatisfy { $0 == "," } && ebay[1].hasPrefix("\"Sales Record Number\"") && ebay[2] == ebay[0])
    #expect(
      ebay[ebay.count - 2].contains("record(s) downloaded") && ebay[ebay.count - 1].hasPrefix("Seller ID : "))
    #expect(rows("ebay-orders.csv").contains { $0.count > 20 && $0[7].isEmpty && $0[12].hasPrefix("$") })
    #expect(
      rows("square-items.csv").contains {
        $0[18] == "Refund" && $0[5].hasPrefix("-") && $0[9].hasPrefix("-$")
      })
    #expect(text("stripe-balance.csv").contains(/,gbp,2024-\d\d-\d\d \d\d:\d\d,/))
    #expect(text("paypal-en.csv").contains(/"\d\d\/\d\d\/2024","\d\d:\d\d:\d\d","PDT",/))
    #expect(text("paypal-de.csv").contains(/"\d\d\.\d\d\.2024","\d\d:\d\d:\d\d","CEST",/))
    #expect(
      text("paypal-de.csv").contains(/"\d+\.\d{3},\d\d"/)
        && text("paypal-en.csv").contains(/"\d+,\d{3}\.\d\d"/))
  }

  @Test(arguments: KeyedExport.all.map(\.file))
  func `every answer names the line on which its row stands`(file: String) throws {
    let written = try Self.written(seed: 2, faults: 0.3)
    let lines = (written[file] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    let answers = (written["key"] ?? "").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    .filter { $0[0] == file }
    #expect(!answers.isEmpty)
    for answer in answers where !answer[2].isEmpty && (answer[3].isEmpty || answer[3] == "record-repeated") {
      let number = try #require(Int(answer[1]))
      #expect(lines[number - 1].contains(answer[2]), "\(file):\(number)")
    }
  }

  @Test func `every kind of fault is sown, and in about the share asked for`() throws {
    let tally = Tally()
    let sample = KeyedSample(seed: 1, rows: 20_000, kinds: Self.kinds)
    for export in sample.exports {
      try sample.write(export, chunk: { _ in }, answer: { tally.add($0) })
    }
    let (sown, rows) = (tally.flaws, tally.rows)
    let damaged = sown.filter { $0.key.effect == .held && $0.key != .besideDamage }.values.reduce(0, +)
    #expect((19_000...21_000).contains(rows))
    #expect((rows / 40...rows / 15).contains(damaged))
    for flaw in SampleFlaw.allCases {
      #expect(sown[flaw, default: 0] > 0, "\(flaw.rawValue)")
    }
  }

  @Test(arguments: [
    (0, "1970-01-01"), (1_709_164_800, "2024-02-29"), (1_740_787_200, "2025-03-01"),
    (4_102_444_799, "2099-12-31"),
  ])
  func `moments are told by a calendar of their own`(seconds: Int, date: String) {
    let moment = SampleMoment(seconds)
    #expect(moment.date == date)
    #expect(
      SampleMoment.seconds(year: moment.year, month: moment.month, day: moment.day) == seconds / 86_400
        * 86_400)
  }

  @Test(arguments: [
    (123_450, 2, "1,234.50"), (5, 2, "0.05"), (-995, 2, "-9.95"), (1250, 0, "1,250"), (7, 3, "0.007"),
    (123_456_789, 2, "1,234,567.89"),
  ])
  func `money is written as people write it`(minor: Int, digits: Int, text: String) {
    #expect(SampleMoney.text(minor, digits: digits, group: ",") == text)
  }

  /// Every generator, whether its definition is there or not.
  static let kinds = Set(KeyedExport.all.map(\.kind))

  /// Every export by its name, and the answers as `key`.
  static func written(seed: UInt64, faults: Double = 0.05, rows: Int = 2500) throws -> [String: String] {
    let folder = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath()
      .appending(path: "daybook-keyed-\(UUID().uuidString.prefix(13))")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let sample = KeyedSample(seed: seed, rows: rows, faults: faults, kinds: kinds)
    _ = try sample.write(into: BytePath(folder.path))
    var texts: [String: String] = [:]
    func read(_ path: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
    }
    for export in sample.exports { texts[export.file] = try read("Inbox/\(export.folder)/\(export.file)") }
    texts["key"] = try read("answer-key.csv")
    return texts
  }
}

/// What closures that outlive their call count.
private final class Tally {
  var flaws: [SampleFlaw: Int] = [:]
  var rows = 0

  func add(_ answer: SampleAnswer) {
    rows += 1
    if let flaw = answer.flaw { flaws[flaw, default: 0] += 1 }
  }
}

/// FNV-1a over the bytes of a file.
private final class Fingerprint {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  func add(_ bytes: [UInt8]) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}
