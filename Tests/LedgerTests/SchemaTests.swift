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

  @Test func `a database from before lines were lean keeps every line and every customer's days`() throws {
    let queue = try DatabaseQueue()
    try Migrations.all.migrate(queue, upTo: "5")
    try queue.write {
      try $0.execute(
        sql: """
          INSERT INTO sources (source_id, name, stream, facts) VALUES (1, 'shop', 'transactions', 'orders');
          INSERT INTO batches (batch_id, file_id, source_id, status, file_name, sha256, bytes, exported_at,
            processed_at) VALUES (1, 1, 1, 'accepted', 'a.csv', 'a', 1, 0, 0);
          INSERT INTO line_facts VALUES
            (7, 1, 'T2', 1, 0, 0, 50, 20260102, 'GBP', 'ann', 'mug', 1000, 500, 500, 1, 2, 3, 4, 5, 6, 'web', 'GB',
              8, 9, 10, 9900, 1, 1, 3, 2, 11, NULL),
            (8, 1, 'T1', 1, 0, 0, 40, 20260101, 'GBP', NULL, NULL, 1000, 500, 500, 0, 0, 0, 0, 0, 0, NULL, NULL,
              0, 9, 10, 9900, 1, 1, 2, 0, 0, 1);
          INSERT INTO customer_days VALUES (1, 'GBP', 'ann', 20260102, 1), (1, 'GBP', 'ann', 20260105, 2),
            (1, 'EUR', 'ann', 20260101, 1), (1, 'GBP', 'ben', 20251231, 1);
          """)
    }
    let columns = """
      line_fact_id, transaction_id, discount, returned, shipping, tax, tip, fee, updated_at, exported_at, detail,
      seen_at, told_by, channel, score
      """
    let lines = { (database: Database) in
      try Row.fetchAll(database, sql: "SELECT \(columns) FROM line_facts ORDER BY line_fact_id")
    }
    let before = try queue.read(lines)
    let views = { (database: Database) in
      try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema WHERE type = 'view' ORDER BY name")
    }
    let viewsBefore = try queue.read(views)
    try Migrations.all.migrate(queue, upTo: "6-lean")
    try queue.read { database in
      #expect(try lines(database) == before)
      #expect(try views(database) == viewsBefore)
      let customers = try Row.fetchAll(database, sql: "SELECT currency, customer_id, days FROM customer_days")
        .map { "\($0[0] as String) \($0[1] as String): \(OrderDays.text(Array($0[2] as Data)))" }
      #expect(
        customers == [
          "EUR ann: 2026-01-01", "GBP ann: 2026-01-02, 2026-01-05 (2 orders)", "GBP ben: 2025-12-31",
        ])
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
      #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
    }
  }

  @Test func `held rows, and what hangs on them, outlive the step that checks their state word by word`()
    throws
  {
    let queue = try DatabaseQueue()
    try Migrations.all.migrate(queue, upTo: "6-lean")
    try queue.write {
      try $0.execute(
        sql: """
          INSERT INTO sources (source_id, name, stream, facts) VALUES (1, 'shop', 'transactions', 'orders');
          INSERT INTO batches (batch_id, file_id, source_id, status, file_name, sha256, bytes, exported_at,
            processed_at) VALUES (1, 1, 1, 'accepted', 'a.csv', 'a', 1, 0, 0);
          INSERT INTO held_rows (held_row_id, source_id, row_hash, batch_id, last_batch_id, source_row, byte_offset, raw,
            state, transaction_id, cells, mended_by)
            VALUES (4, 1, 9, 1, 1, 2, 3, x'61', 'fixed', 'T1', x'62', 1), (5, 1, 10, 1, 1, 3, 4, x'63', 'open', NULL, NULL,
              NULL);
          INSERT INTO held_problems VALUES (4, 0, 'a', 'b', 'c', 'd', 'e', 'hold');
          """)
    }
    let rows = { (database: Database) in
      try Row.fetchAll(
        database,
        sql: """
          SELECT held_row_id, row_hash, raw, state, transaction_id, exported_at, cells, mended_by, attempts
          FROM held_rows ORDER BY 1
          """)
    }
    let before = try queue.read(rows)
    try Migrations.all.migrate(queue, upTo: "7-held")
    try queue.read { (database: Database) throws in
      #expect(try rows(database) == before)
      #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
      #expect(try String.fetchOne(database, sql: "PRAGMA integrity_check") == "ok")
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM quarantine") == 1)
    }
    for refused in ["UPDATE held_rows SET state = 'lost'", "DELETE FROM held_rows WHERE held_row_id = 4"] {
      #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: refused) } }
    }
  }

  @Test
  func `a database of an older Daybook is opened only to be brought up to date, one of a newer not at all`()
    throws
  {
    let folder = FileManager.default.temporaryDirectory.appending(path: "daybook-schema-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "old.sqlite").path
    let queue = try DatabaseQueue(path: path)
    try Migrations.all.migrate(queue, upTo: "1")
    try queue.close()
    #expect(throws: LedgerProblem.self) { try Books(path: path) }
    let old = try Books(path: path, access: .asItIs)
    try old.checkWhole()
    #expect(try old.queue.read { try Migrations.all.appliedIdentifiers($0) } == ["1"])
    try old.close()
    try Books(path: path, access: .upgrade).close()
    let books = try Books(path: path)
    #expect(try books.unfiled().isEmpty)
    try books.queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('of tomorrow')") }
    try books.close()
    for access in [Books.Access.readAndWrite, .upgrade, .readOnly] {
      let problem = #expect(throws: LedgerProblem.self) { try Books(path: path, access: access) }
      #expect(problem?.code == "database.newer")
    }
  }
}
