import Foundation
import GRDB
import Records
import Testing

@testable import Ledger

@Suite struct SchemaTests {
  @Test func `every view can be read`() throws {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101)])
    try books.queue.read { database in
      let views = try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'view'")
      #expect(views.count > 8)
      for view in views { _ = try Row.fetchAll(database, sql: "SELECT * FROM \(view)") }
      let line = try Row.fetchOne(database, sql: "SELECT gross, score, status FROM transaction_lines")
      #expect(line == ["gross": 5.0, "score": 100.0, "status": "completed"])
    }
  }

  @Test func `a database of the first schema keeps all it has`() throws {
    let queue = try DatabaseQueue()
    try Migrations.all.migrate(queue, upTo: "1")
    try queue.write {
      try $0.execute(
        sql: """
          INSERT INTO sources (source_id, name, kind, facts) VALUES (1, 'shop', 'transactions', 'orders');
          INSERT INTO batches (batch_id, file_id, source_id, status, file_name, sha256, bytes, exported_at,
            processed_at) VALUES (1, 1, 1, 'accepted', 'a.csv', 'a', 1, 0, 0);
          INSERT INTO customers VALUES (1, 'ann', NULL, NULL, NULL, NULL, NULL, 5, 0, 9, 10000, 1, 1, 2);
          """)
    }
    try Migrations.all.migrate(queue)
    try queue.read { database in
      let source = try Row.fetchOne(
        database, sql: "SELECT name, stream, batches.kind FROM batches JOIN sources USING (source_id)")
      #expect(source == ["name": "shop", "stream": "transactions", "kind": "transactions"])
      #expect(try Int.fetchOne(database, sql: "SELECT detail FROM customers WHERE updated_at = 5") == 0)
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
    }
  }
}
