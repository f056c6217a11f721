import GRDB
import Records
import Testing

@testable import Ledger

private let mug = (product: "mug", quantity: Int64(1), price: Int64(500))
private let pot = (product: "pot", quantity: Int64(2), price: Int64(1250))
private let firstOfMay = 20_260_501

extension Books {
  /// `2026-01-01 net_sales 500 → 750 by b`.
  fileprivate func restatements() throws -> [String] {
    var found: [String] = []
    try eachRestatement {
      found.append("\($0.day.iso) \($0.measure) \($0.before) → \($0.after) by \($0.file)")
    }
    return found
  }

  fileprivate func restated() throws -> [RestatedDay] {
    try figures(ShopContext(name: "s", zone: .utc, today: Day(number: 30_000))).restated
  }
}

/// What a newer telling changes is kept, named and logged.
@Suite struct CorrectionTests {
  @Test func `an update names the fields that changed, in how many orders`() throws {
    let books = try Books()
    let first = (1...3).map { Sale(id: "\($0)", day: 20_260_101, customer: "ann", lines: [mug, pot]) }
    try books.load("a", first, exportedAt: 1)
    var later = first
    later[0].status = .cancelled
    later[1].status = .refunded
    later[1].lines[1].quantity = 3
    later[2].lines = [mug]
    let outcome = try books.load("b", later, exportedAt: 2)
    #expect(outcome.changedFields == ["status": 2, "quantity": 1, "gross": 1, "lines": 1])
    #expect(try books.load("c", later, exportedAt: 3).changedFields.isEmpty)
  }

  @Test func `what was replaced is kept with the batch that replaced it`() throws {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101, lines: [mug, pot])], exportedAt: 1)
    let second = try books.load("b", [Sale(id: "1", day: 20_260_102, lines: [mug])], exportedAt: 2)
    let kept = try books.queue.read {
      try Row.fetchAll(
        $0, sql: "SELECT day, gross, told_by, replaced_by FROM line_revisions ORDER BY line_id")
    }
    #expect(
      kept == [
        ["day": 20_260_101, "gross": 500, "told_by": 1, "replaced_by": second.batchID],
        ["day": 20_260_101, "gross": 2500, "told_by": 1, "replaced_by": second.batchID],
      ])
  }

  @Test func `customers and movements keep what they said, too`() throws {
    let books = try Books()
    func load(_ name: String, email: String, at time: Int64) throws -> BatchOutcome {
      try books.write { file in
        try file.table(.file(name, facts: .customers, exportedAt: time)) { load in
          var batch = VerdictBatch()
          var fact = CustomerFact()
          fact.customerID = batch.text("ann")
          fact.email = batch.text(email)
          fact.contentHash = time
          batch.origins = [RowOrigin(raw: batch.text(email), line: 2, offset: 0)]
          batch.customers = [fact]
          batch.rowsRead = 1
          try load.add(batch)
          return BatchClosing(tallies: [], score: nil, milliseconds: 0)
        }
      }
    }
    #expect(try load("a", email: "ann@old.example", at: 1).changedFields.isEmpty)
    #expect(try load("b", email: "ann@new.example", at: 2).changedFields == ["email": 1])
    let told = try books.queue.read { try String.fetchOne($0, sql: "SELECT told FROM record_revisions") }
    #expect(told?.contains("ann@old.example") == true)
  }

  @Test func `a day that no report had as over is not restated, one that was is logged by measure and file`()
    throws
  {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101)], exportedAt: 1)
    try books.load("b", [Sale(id: "2", day: 20_260_101)], exportedAt: 2)
    #expect(try books.restatements().isEmpty)
    try books.markReportsFresh(on: #require(Day(yyyymmdd: firstOfMay)))
    #expect(try books.restated().isEmpty)
    let late = try books.load(
      "late", [Sale(id: "3", day: 20_260_101, lines: [pot]), Sale(id: "4", day: 20_260_102)], exportedAt: 3)
    #expect(late.daysRestated.map(\.iso) == ["2026-01-01"])
    #expect(
      try books.restatements() == [
        "2026-01-01 orders 2 → 3 by late", "2026-01-01 units 2000 → 4000 by late",
        "2026-01-01 gross_sales 1000 → 3500 by late", "2026-01-01 net_sales 1000 → 3500 by late",
      ])
    let days = try books.restated()
    #expect(days.map(\.day.iso) == ["2026-01-01"] && days.first?.file == "late")
    #expect(days.first?.before.net == 1000 && days.first?.now.net == 3500)
    #expect(days.first?.reportedOn.yyyymmdd == firstOfMay)
  }

  @Test func `a day that is not over, or is again what it was, is no changed day`() throws {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101), Sale(id: "2", day: 20_260_102)], exportedAt: 1)
    try books.markReportsFresh(on: #require(Day(yyyymmdd: 20_260_102)))
    try books.load("today", [Sale(id: "3", day: 20_260_102)], exportedAt: 2)
    #expect(try books.restatements().isEmpty)
    try books.load("b", [Sale(id: "1", day: 20_260_101, status: .cancelled)], exportedAt: 2)
    #expect(try books.restated().count == 1)
    try books.load("c", [Sale(id: "1", day: 20_260_101)], exportedAt: 3)
    #expect(try books.restated().isEmpty)
    #expect(try books.restatements().count == 8)
  }
}
