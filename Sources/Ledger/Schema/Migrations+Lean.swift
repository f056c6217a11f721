import Foundation
import GRDB
import Records

extension Migrations {
  /// Lines without foreign keys, of which three were looked up for every line that is written (the audit looks them up
  /// instead), and without the columns that are nearly always 0 having to be named; customers with all their days in
  /// one row (`OrderDays`).
  static func lean(_ database: Database) throws {
    try withoutViews(database) {
      try database.execute(sql: lines)
      try database.execute(sql: customers)
      try pack(database)
      try database.execute(
        sql: "DROP TABLE customer_days; ALTER TABLE customer_days_packed RENAME TO customer_days")
    }
  }

  /// Views name tables, so they are taken away while a table is made anew, and put back as they were.
  static func withoutViews(_ database: Database, _ body: () throws -> Void) throws {
    let views = try Row.fetchAll(
      database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'view' ORDER BY rowid")
    for view in views {
      try database.execute(sql: "DROP VIEW \((view[0] as String).quotedDatabaseIdentifier)")
    }
    try body()
    for view in views { try database.execute(sql: view[1] as String) }
  }

  private static let lines = """
    CREATE TABLE lines (
      line_fact_id INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL,
      transaction_id TEXT NOT NULL,
      line_id INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      status INTEGER NOT NULL,
      happened_at INTEGER NOT NULL,
      day INTEGER NOT NULL,
      currency TEXT NOT NULL,
      customer_id TEXT,
      product_id TEXT,
      quantity INTEGER NOT NULL,
      unit_price INTEGER NOT NULL,
      gross INTEGER NOT NULL,
      channel TEXT,
      country TEXT,
      exported_at INTEGER NOT NULL,
      -- When the newest export that tells of the transaction was made.
      seen_at INTEGER NOT NULL,
      content_hash INTEGER NOT NULL,
      score INTEGER NOT NULL,
      -- Of batches, the last three; told_by is the one that source_row is a row of, NULL for last_batch_id.
      first_batch_id INTEGER NOT NULL,
      last_batch_id INTEGER NOT NULL,
      told_by INTEGER,
      source_row INTEGER NOT NULL,
      discount INTEGER NOT NULL DEFAULT 0,
      returned INTEGER NOT NULL DEFAULT 0,
      shipping INTEGER NOT NULL DEFAULT 0,
      tax INTEGER NOT NULL DEFAULT 0,
      tip INTEGER NOT NULL DEFAULT 0,
      fee INTEGER NOT NULL DEFAULT 0,
      updated_at INTEGER NOT NULL DEFAULT 0,
      detail INTEGER NOT NULL DEFAULT 0,
      UNIQUE (source_id, transaction_id, line_id)
    ) STRICT;
    INSERT INTO lines (line_fact_id, source_id, transaction_id, line_id, kind, status, happened_at, day, currency,
      customer_id, product_id, quantity, unit_price, gross, channel, country, exported_at, seen_at, content_hash,
      score, first_batch_id, last_batch_id, told_by, source_row, discount, returned, shipping, tax, tip, fee,
      updated_at, detail)
    SELECT line_fact_id, source_id, transaction_id, line_id, kind, status, happened_at, day, currency,
      customer_id, product_id, quantity, unit_price, gross, channel, country, exported_at, seen_at, content_hash,
      score, first_batch_id, last_batch_id, told_by, source_row, discount, returned, shipping, tax, tip, fee,
      updated_at, detail
    FROM line_facts ORDER BY source_id, transaction_id, line_id;
    DROP TABLE line_facts;
    ALTER TABLE lines RENAME TO line_facts;
    """

  private static let customers = """
    CREATE TABLE customer_days_packed (
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      customer_id TEXT NOT NULL,
      -- On which days, and how often: OrderDays.
      days BLOB NOT NULL CHECK (length(days) > 0),
      PRIMARY KEY (source_id, currency, customer_id)
    ) STRICT, WITHOUT ROWID;
    """

  private static func pack(_ database: Database) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT source_id, currency, customer_id, day, orders FROM customer_days
        ORDER BY source_id, currency, customer_id, day
        """)
    var customer: [DatabaseValue] = []
    var days: [UInt8] = []
    var last: Day?
    func write() throws {
      guard !customer.isEmpty else { return }
      try database.execute(
        sql: "INSERT INTO customer_days_packed (source_id, currency, customer_id, days) VALUES (?, ?, ?, ?)",
        arguments: StatementArguments(customer + [Data(days).databaseValue]))
    }
    while let row = try rows.next() {
      let next = Array(row.databaseValues.prefix(3))
      if next != customer {
        try write()
        (customer, days, last) = (next, [], nil)
      }
      guard let day = Day(yyyymmdd: row[3]) else { continue }
      OrderDays.append(OrderDays.Entry(day: day, orders: row[4]), after: last, to: &days)
      last = day
    }
    try write()
  }
}
