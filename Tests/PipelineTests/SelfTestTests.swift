import Foundation
import Records
import Testing

@testable import Pipeline

struct SelfTestTests {
  @Test func `a small sample of Daybook's own forms is judged well enough`() throws {
    let own = Set(KeyedExport.all.filter(\.isOwn).map(\.kind))
    let report = try SelfTest(rows: 3000, kinds: own).run()
    #expect((2900...3100).contains(report.rows))
    #expect(report.verdictAccuracy >= SelfTestReport.leastAccuracy)
    #expect(report.valueAccuracy >= SelfTestReport.leastAccuracy)
    #expect(report.falseAlarms < SelfTestReport.mostFalseAlarms, "\(report.surprises.prefix(5))")
    #expect(report.weakFaults.isEmpty)
  }

  @Test(arguments: Set(KeyedExport.all.filter { !$0.isOwn }.map(\.kind)).sorted())
  func `a small sample of a platform's exports is judged well enough`(kind: String) throws {
    let known = try Configuration.load(embedded: EmbeddedConfig.files, overrides: []).kinds
    #expect(known.contains(kind))
    let report = try SelfTest(rows: 1000, kinds: [kind]).run()
    #expect(report.isGoodEnough, "\(report.surprises.prefix(5))")
  }

  @Test(arguments: ["orders.csv", "orders.json", "orders.xml"])
  func `a record that stands twice is a repeat with all of its lines`(file: String) throws {
    let sample = KeyedSample(seed: 1, rows: 60_000, kinds: ["transactions"])
    let export = try #require(sample.exports.first { $0.file == file })
    var repeats: [String: [Int]] = [:]
    var lines: [String: Int] = [:]
    try sample.write(export, chunk: { _ in }) { answer in
      guard !answer.key.isEmpty else { return }
      if answer.flaw == .repeatedAtOnce { repeats[answer.key, default: []].append(answer.line) }
      if answer.flaw == nil { lines[answer.key, default: 0] += 1 }
    }
    #expect(repeats.values.contains { $0.count > 1 })
    for (key, found) in repeats { #expect(found.count == lines[key], "\(key)") }
  }

  @Test func `a judge that is wrong is found out`() throws {
    let books = BooksOfOneFile()
    let report = try books.report(of: [
      // Right, accepted though damaged, held though clean, and with a wrong quantity.
      ("ORDER-000001", 2, nil, 2), ("ORDER-000002", 3, .negativeTotal, 2), ("", 4, nil, 2),
      ("ORDER-000004", 5, nil, 3),
    ])
    #expect(report.rows == 4 && report.cleanRows == 3 && report.falseAlarmRows == 1)
    #expect(report.verdictAccuracy == 0.5 && report.valueAccuracy == 0.5)
    #expect(report.faultRows.map(\.name) == ["negative-total"] && report.faultRows[0].caught == 0)
    #expect(!report.isGoodEnough && report.surprises.count == 3)
  }

  @Test func `nothing of the generator comes from those who read and judge`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Pipeline/Sample/Keyed")
    let found = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    let files = found.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    #expect(files.count > 12)
    for file in files {
      let text = try String(contentsOf: file, encoding: .utf8)
      let imports = text.split(separator: "\n").filter {
        $0.contains("import ") && !$0.hasPrefix("  ") && !$0.hasPrefix("/")
      }
      #expect(imports.isEmpty, "\(file.lastPathComponent)")
    }
  }
}

/// A shop that has read one file of four orders, and the grader let loose on it.
private struct BooksOfOneFile {
  private let folder = try? TestFolder()

  func report(of rows: [(key: String, line: Int, flaw: SampleFlaw?, quantity: Int)]) throws -> SelfTestReport
  {
    let folder = try #require(folder)
    let text =
      "transaction_id,timestamp,currency,status,product_id,quantity,unit_price,amount\n"
      + rows.map { "\($0.key),2024-03-05T10:15:00Z,GBP,completed,MUG,2,12.50,25.00\n" }.joined()
    try folder.drop(text, as: "four.csv")
    let open = try Shop(at: folder.shop.root.display).open()
    var pipeline = open.pipeline(settle: .zero, log: RunLog(format: .text, level: .problems))
    _ = try pipeline.runOnce(settle: .zero)
    let export = KeyedExport(kind: "transactions", folder: "", file: "four.csv", share: 1) { _, _ in }
    var grader = try FileGrader(export, books: open.books)
    for row in rows {
      let truth = SampleTruth(day: 20_240_305, currency: "GBP", quantity: row.quantity * 1000)
      grader.grade(SampleAnswer(line: row.line, key: row.key, flaw: row.flaw, truth: truth))
    }
    var report = SelfTestReport()
    report.add(grader.finish(), export)
    return report
  }
}
