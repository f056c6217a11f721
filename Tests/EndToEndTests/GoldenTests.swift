import Foundation
import Ledger
import Pipeline
import Testing

/// Folders of `Tests/Samples/`: what lies in `Inbox/` is dropped, and what comes of it must be what lies in
/// `expected/`. `RECORD=1` writes `expected/` anew; every line of it is then to be checked by hand.
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

  @Test(arguments: cases) func `a sample gives what is expected of it`(name: String) throws {
    let sample = Self.samples.appending(path: name)
    let shop = try TestShop()
    for folder in ["Inbox", "Config"] {
      let found = FileManager.default.enumerator(atPath: sample.path + "/" + folder)
      for case let path as String in found ?? .init() where path.contains(".") {
        let bytes = try Data(contentsOf: sample.appending(path: "\(folder)/\(path)"))
        // One time for all: of two tellings without a clock the later file's holds.
        try shop.write(Array(bytes), to: "\(folder)/\(path)", modified: 1_718_000_000)
      }
    }
    try shop.run()
    #expect(shop.inbox.isEmpty)
    try compare(Self.receipts(shop), with: sample, "receipt.json")
    try compare(shop.dump() + "\n", with: sample, "facts.txt")
    try compare(shop.text("Reports/csv/held_rows.csv"), with: sample, "held.csv")
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
