import GRDB
import Records
import Testing

@testable import Ledger

@Suite struct AuditTests {
  private func shop() throws -> Books {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101, customer: "ann"), Sale(id: "2", day: 20_260_102)])
    try books.load("b", [Sale(id: "1", day: 20_260_103, customer: "ben", updatedAt: 5)], exportedAt: 2_000)
    return books
  }

  private func differences(_ books: Books) throws -> [String] {
    try books.audit().checks.flatMap(\.differences)
  }

  @Test func `books that were only loaded agree with their facts, and are not changed by the look`() throws {
    let books = try shop()
    let dump = try books.dump()
    let audit = try books.audit()
    #expect(audit.checks.allSatisfy { $0.differing == 0 }, "\(audit.checks)")
    #expect(
      audit.checks.allSatisfy {
        $0.checked > 0 || $0.name.hasPrefix("rows of daily_") || $0.name.contains("held")
      })
    #expect(audit.kept.map(\.fileName) == ["a", "b"])
    #expect(try books.dump() == dump)
    #expect(try books.audit().checks.count == audit.checks.count)
  }

  @Test(arguments: [
    (
      "UPDATE daily_sales SET gross_sales = gross_sales + 1 WHERE day = 20260103",
      "day 20260103, source_id 1, currency GBP: gross_sales is 501 and should be 500"
    ),
    (
      "DELETE FROM daily_product_sales WHERE day = 20260102",
      "day 20260102, source_id 1, currency GBP, product_id mug: missing"
    ),
    (
      "INSERT INTO daily_sessions VALUES (20260102, 1, 4, 2)",
      "day 20260102, source_id 1: is there and should not be"
    ),
    ("UPDATE customer_counts SET customers = 7 WHERE grain = 'day'", "customers is 7 and should be 1"),
    ("UPDATE line_facts SET gross = 499 WHERE day = 20260102", "gross_sales is 500 and should be 499"),
    ("UPDATE sources SET newest_at = 1", "newest_at is 1 and should be"),
    ("INSERT INTO daily_held VALUES (20260102, 1, 'GBP', 2)", "is there and should not be"),
    (
      "PRAGMA foreign_keys = OFF; UPDATE line_facts SET last_batch_id = 9 WHERE day = 20260102",
      "a row of line_facts refers to a row of batches that is not there"
    ),
    (
      "UPDATE line_facts SET source_id = 9 WHERE day = 20260102",
      "a row of line_facts refers to a row of sources that is not there"
    ),
    (
      "UPDATE customer_days SET days = x'9CFF04' WHERE customer_id = 'ben'",
      "customer_id ben: days is 2026-01-02 and should be 2026-01-03"
    ),
    (
      "PRAGMA ignore_check_constraints = ON; UPDATE batches SET inserted = 5 WHERE batch_id = 1",
      "a (batch 1): 2 rows read, 5 accounted for"
    ),
  ])
  func `what does not agree is named`(sql: String, difference: String) throws {
    let books = try shop()
    try books.queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    let found = try differences(books)
    #expect(found.contains { $0.contains(difference) }, "\(found)")
  }
}
