import Foundation
import Ledger
import Pipeline
import Testing

/// Folders of `Tests/Samples/`: what lies in `Inbox/` is dropped, all at once, and what comes of it must be what lies
/// in `expected/`.
///
/// Where `Inbox/` holds folders named `1`, `2`, … their contents are dropped one after the other, with a run after each.
/// `Config/` is the shop's own: `daybook.yaml` for zone and currency, `Sources/` for definitions. `RECORD=1` writes
/// `expected/` anew; every line of it is then to be checked by hand.
struct GoldenTests {
  private static let samples = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "Samples")

  static let cases: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: samples.path)) ?? []
    return names.filter { FileManager.default.fileExists(atPath: "\(samples.path)/\($0)/Inbox") }.sorted()
  }()

  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  @Test func `there are samples`() { #expect(Self.cases.count >= 6) }

  @Test func `every definition has a sample that is taken by it`() throws {
    let definitions = Self.samples.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Config/Sources")
    let known = try FileManager.default.contentsOfDirectory(atPath: definitions.path)
      .filter { $0.hasSuffix(".yaml") }.map { $0.dropLast(5) }
    let receipts = try Self.cases.map {
      try String(contentsOf: Self.samples.appending(path: "\($0)/expected/receipt.json"), encoding: .utf8)
    }
    for kind in known where !receipts.contains(where: { $0.contains("\"kind\" : \"\(kind)\",") }) {
      Issue.record("no sample for \(kind)")
    }
  }

  @Test(arguments: cases) func `a sample gives what is expected of it`(name: String) throws {
    let sample = Self.samples.appending(path: name)
    let shop = try TestShop()
    for path in try Self.files(below: sample, "Config") { try copy(path, of: sample, to: path, into: shop) }
    for (number, drop) in try Self.drops(sample).enumerated() {
      for (path, target) in drop {
        // One time for all that is dropped at once: of two tellings without a clock the later file's holds.
        try copy(
          path, of: sample, to: "Inbox/" + target, into: shop, modified: 1_718_000_000 + number * 86_400)
      }
      try shop.run()
      #expect(shop.inbox.isEmpty)
    }
    try compare(Self.receipts(shop), with: sample, "receipt.json")
    try compare(shop.dump() + "\n", with: sample, "facts.txt")
    try compare(shop.text("Reports/csv/held_rows.csv"), with: sample, "held.csv")
    try compare(shop.text("Reports/csv/daily_sales.csv"), with: sample, "totals.csv")
  }

  private func copy(
    _ path: String, of sample: URL, to target: String, into shop: TestShop, modified: Int = 1_718_000_000
  ) throws {
    try shop.write(Array(Data(contentsOf: sample.appending(path: path))), to: target, modified: modified)
  }

  /// What is dropped at once: where it lies in the sample, and where it goes in the inbox.
  private static func drops(_ sample: URL) throws -> [[(path: String, target: String)]] {
    let paths = try files(below: sample, "Inbox").map { String($0.dropFirst("Inbox/".count)) }
    let numbered = Dictionary(grouping: paths) { path in
      path.split(separator: "/", maxSplits: 1).count > 1 ? Int(path.prefix { $0 != "/" }) : nil
    }
    return numbered.sorted { ($0.key ?? 0) < ($1.key ?? 0) }.map { number, paths in
      paths.map { path in
        let target =
          number == nil
          ? path : String(path[path.index(after: path.firstIndex(of: "/") ?? path.startIndex)...])
        return ("Inbox/" + path, target)
      }
    }
  }

  private static func files(below sample: URL, _ folder: String) throws -> [String] {
    let found = FileManager.default.enumerator(atPath: sample.path + "/" + folder)
    return (found?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }.filter { path in
      var isFolder = ObjCBool(false)
      return unsafe FileManager.default.fileExists(atPath: sample.path + "/" + path, isDirectory: &isFolder)
        && !isFolder.boolValue && !path.hasSuffix("/.DS_Store")
    }.sorted()
  }

  private func compare(_ text: String, with sample: URL, _ file: String) throws {
    let expected = sample.appending(path: "expected/\(file)")
    if Self.isRecording {
      try FileManager.default.createDirectory(
        at: expected.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: expected)
    }
    let known = String(decoding: try Data(contentsOf: expected), as: UTF8.self)
    let (lines, knownLines) = (text.components(separatedBy: "\n"), known.components(separatedBy: "\n"))
    #expect(lines == knownLines, "\(file)")
  }

  /// All receipts, also of files that failed, without what differs from run to run.
  private static func receipts(_ shop: TestShop) throws -> String {
    var receipts = try shop.receipts()
    receipts += try shop.files(below: "Failed").filter { $0.hasSuffix(".why.json") }.map {
      try .init(json: shop.text($0))
    }
    return try receipts.map { receipt in
      var steady = receipt
      steady.batchId = nil
      steady.seconds = 0
      return try steady.json()
    }.joined()
  }
}
