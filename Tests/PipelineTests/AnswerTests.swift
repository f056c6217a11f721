import Foundation
import Ledger
import Logging
import Records
import Testing

@testable import Pipeline

/// Files whose dates leave a choice: what is held with a question, what is read, and what is remembered.
struct AnswerTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func till(_ rows: [String]) -> String {
    let lines = rows.enumerated().map { "\(536365 + $0.offset),85123A,Mug,6,\($0.element),17850,France" }
    return "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
      + lines.joined(separator: "\n") + "\n"
  }

  private func open() throws -> OpenShop { try Shop(at: folder.shop.root.display).open() }

  @discardableResult
  private func pass(_ open: OpenShop) throws -> [Receipt] {
    var pipeline = open.pipeline(settle: .zero, log: RunLog(format: .text, level: .problems))
    var receipts: [Receipt] = []
    pipeline.report = { receipts.append($0) }
    _ = try pipeline.pass()
    return receipts
  }

  @Test func `the first of two days is never chosen in silence`() throws {
    let open = try open()
    try folder.drop(till(["01/02/2026 10:00,2.55"]), as: "alone.csv")
    let alone = try #require(try pass(open).first)
    #expect(alone.status == .failed && alone.problem?.code == "date.order_undecidable")
    #expect(alone.problem?.remedy.contains("daybook answer alone.csv dmy") == true)

    try folder.drop(till(["01/02/2026 10:00,2.55", "03/14/2026 10:00,2.55"]), as: "pair.csv")
    let pair = try #require(try pass(open).first)
    #expect(pair.status == .accepted && pair.daysTouched.map(\.iso) == ["2026-01-02", "2026-03-14"])
    #expect(pair.readings?.map(\.dateOrder) == [.monthFirst])
    #expect(pair.readings?.first?.evidence.contains("\"03/14/2026 10:00\" in line 3") == true)

    // From here on the source is known, and a file that shows the contrary asks.
    try folder.drop(till(["02/03/2026 10:00,2.55"]), as: "later.csv")
    let later = try #require(try pass(open).first)
    #expect(later.readings?.map(\.origin) == [.remembered] && later.daysTouched.map(\.iso) == ["2026-02-03"])
    try folder.drop(till(["25/03/2026 10:00,2.55"]), as: "contrary.csv")
    #expect(try pass(open).first?.problem?.code == "date.order_undecidable")
  }

  @Test func `an answer puts the file back, is kept for its source, and reads it`() throws {
    let open = try open()
    let inbox = folder.shop.inbox.appending("stall")
    try FileManager.default.createDirectory(atPath: inbox.display, withIntermediateDirectories: true)
    try till(["01/02/2026 10:00,2.55"]).write(
      toFile: inbox.display + "/june.csv", atomically: false, encoding: .utf8)
    #expect(try pass(open).map(\.status) == [.failed])
    let answered = try open.answer(.dayFirst, for: "Failed/june.csv")
    #expect(answered.file == "Inbox/stall/june.csv" && answered.sources == ["stall"])
    #expect(try folder.names(in: folder.shop.failed).isEmpty)
    let taken = try #require(try pass(open).first)
    #expect(taken.status == .accepted && taken.daysTouched.map(\.iso) == ["2026-02-01"])
    #expect(taken.readings?.map(\.origin) == [.answered])
    #expect(throws: FileProblem.self) { try open.answer(.dayFirst, for: "june.csv") }
  }

  @Test func `settings state how a source writes, and rows against it are held`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.shop.config.display, withIntermediateDirectories: true)
    try "sources: {till-lines: {reading: {dates: dmy, decimals: comma}}}\n"
      .write(toFile: folder.shop.settings.display, atomically: false, encoding: .utf8)
    let open = try open()
    try folder.drop(till(["01/02/2026 10:00,\"2,50\"", "03/14/2026 10:00,\"2,50\""]), as: "a.csv")
    let receipt = try #require(try pass(open).first)
    #expect(receipt.inserted == 1 && receipt.heldByCause == ["date.impossible": 1])
    #expect(receipt.daysTouched.map(\.iso) == ["2026-02-01"] && receipt.readings == nil)
    #expect(receipt.money?["GBP"]?["accepted"] == 15)
  }

  @Test func `a choice that comes late in a long file is made over the whole of it`() throws {
    let open = try open()
    let rows =
      Array(repeating: "2026-03-01 10:00,2.55", count: 9000) + [
        "01/02/2026 10:00,2.55", "25/02/2026 10:00,2.55",
      ]
    try folder.drop(till(rows), as: "long.csv")
    let receipt = try #require(try pass(open).first)
    #expect(
      receipt.inserted == 9002
        && receipt.daysTouched.map(\.iso) == ["2026-02-01", "2026-02-25", "2026-03-01"])
    #expect(receipt.readings?.first?.evidence.contains("line 9003") == true)
  }
}
