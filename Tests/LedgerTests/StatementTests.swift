import GRDB
import Records
import Testing

@testable import Ledger

/// Statements are kept by the connection, and nobody sees what another one has bound.
@Suite struct StatementTests {
  private let queue: DatabaseQueue

  init() throws {
    queue = try DatabaseQueue()
    try queue.write {
      try $0.execute(sql: "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)")
    }
  }

  private let one = "SELECT b FROM t WHERE a = ?1 OR ?2 IS NOT NULL ORDER BY a"

  private func values(_ statement: RowStatement) throws -> [Int64] {
    var found: [Int64] = []
    while try statement.next() { found.append(statement.integer(0)) }
    return found
  }

  @Test func `two that hold the same text read side by side`() throws {
    try queue.read { database in
      let outer = try RowStatement(one, on: database)
      outer.bind(2, 1)
      var found: [Int64] = []
      while try outer.next() {
        let inner = try RowStatement(one, on: database)
        inner.bind(1, 2)
        found += [outer.integer(0)] + (try values(inner))
      }
      #expect(found == [10, 20, 20, 20, 30, 20])
    }
  }

  @Test func `one that was held before has nothing bound and is at its beginning`() throws {
    try queue.read { database in
      do {
        let first = try RowStatement(one, on: database)
        first.bind(2, 1)
        #expect(try first.next())
      }
      let second = try RowStatement(one, on: database)
      #expect(try values(second).isEmpty)
      second.bind(1, 3)
      #expect(try values(second) == [30])
    }
  }

  @Test func `a connection whose statements were held can be closed`() throws {
    try queue.read { database in _ = try values(RowStatement(one, on: database)) }
    try queue.close()
  }

  @Test func `whether a file is known is found without looking at every file before it`() throws {
    let books = try Books()
    for name in ["a", "b"] { try books.load(name, [Sale(id: name, day: 20_260_101)]) }
    try books.queue.read { database in
      let plan = try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + Database.knownFile, arguments: ["a"])
      let steps = plan.map { $0["detail"] as String }
      #expect(!steps.isEmpty && !steps.contains { $0.hasPrefix("SCAN") }, "\(steps)")
    }
  }
}
