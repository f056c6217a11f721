import GRDB

/// The database's numbered steps. A released step is never changed; a new need is a new step.
enum Migrations {
  static var all: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      for statement in [bookkeeping, facts, entities, quarantine, totals, views] {
        try database.execute(sql: statement)
      }
    }
    migrator.registerMigration("2") { database in
      for statement in [streams, movements, refunds, answers, movementViews] {
        try database.execute(sql: statement)
      }
    }
    migrator.registerMigration("2-readings") { try $0.execute(sql: readings) }
    migrator.registerMigration("3") { try $0.execute(sql: fixes) }
    migrator.registerMigration("4") { try $0.execute(sql: alerts) }
    migrator.registerMigration("5") { try $0.execute(sql: trace) }
    migrator.registerMigration("6-lean", migrate: lean)
    migrator.registerMigration("7-held", migrate: held)
    migrator.registerMigration("dialects") { try $0.execute(sql: dialects) }
    migrator.registerMigration("corrections") { try $0.execute(sql: corrections) }
    migrator.registerMigration("forgotten") { try $0.execute(sql: forgotten) }
    migrator.registerMigration("rescued-values") { try $0.execute(sql: rescued) }
    migrator.registerMigration("id-lengths") { try $0.execute(sql: idLengths) }
    migrator.registerMigration("unfiled") { try $0.execute(sql: unfiled) }
    migrator.registerMigration("sales") { try $0.execute(sql: sales) }
    migrator.registerMigration("words") { try $0.execute(sql: words) }
    migrator.registerMigration("prices") { try $0.execute(sql: prices) }
    migrator.registerMigration("held-orders") { try $0.execute(sql: heldOrders) }
    migrator.registerMigration("refund-documents") { try $0.execute(sql: refundDocuments) }
    return migrator
  }

  /// Who sends files, and every file ever taken.
  private static let bookkeeping = """
    CREATE TABLE sources (
      source_id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      -- orders, lines, customers, products or sessions: how its rows are kept apart.
      facts TEXT NOT NULL,
      -- UTC seconds of its newest sale; 0 without one.
      newest_at INTEGER NOT NULL DEFAULT 0,
      UNIQUE (name, kind)
    ) STRICT;

    CREATE TABLE batches (
      batch_id INTEGER PRIMARY KEY,
      -- The first batch of the same file: an archive has a batch for each table in it.
      file_id INTEGER NOT NULL REFERENCES batches,
      source_id INTEGER REFERENCES sources,
      status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate', 'failed')),
      file_name TEXT NOT NULL,
      sha256 TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      format TEXT NOT NULL DEFAULT '',
      exported_at INTEGER NOT NULL,
      processed_at INTEGER NOT NULL,
      milliseconds INTEGER NOT NULL DEFAULT 0,
      records_received INTEGER NOT NULL DEFAULT 0,
      inserted INTEGER NOT NULL DEFAULT 0,
      updated INTEGER NOT NULL DEFAULT 0,
      unchanged INTEGER NOT NULL DEFAULT 0,
      superseded INTEGER NOT NULL DEFAULT 0,
      duplicate INTEGER NOT NULL DEFAULT 0,
      held INTEGER NOT NULL DEFAULT 0,
      skipped INTEGER NOT NULL DEFAULT 0,
      first_day INTEGER,
      last_day INTEGER,
      score INTEGER,
      repeats_batch_id INTEGER REFERENCES batches,
      code TEXT,
      message TEXT,
      remedy TEXT,
      -- Where the original lies, below the shop folder; NULL until it was moved there.
      kept_at TEXT,
      -- The file's receipt as JSON, on its first batch, so that filing can be repeated after a crash.
      receipt TEXT,
      CHECK (records_received
        = inserted + updated + unchanged + superseded + duplicate + held + skipped)
    ) STRICT;
    CREATE UNIQUE INDEX batches_by_content ON batches (sha256, file_name) WHERE status = 'accepted';
    CREATE INDEX batches_by_file ON batches (file_id);

    CREATE TABLE batch_checks (
      batch_id INTEGER NOT NULL REFERENCES batches,
      code TEXT NOT NULL,
      field TEXT NOT NULL,
      weight INTEGER NOT NULL,
      applied INTEGER NOT NULL,
      failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND applied),
      PRIMARY KEY (batch_id, code, field)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE shop_state (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// One row per line of a transaction; money in minor units, quantities in thousandths, days as 20260131.
  ///
  /// A rowid table with a unique index: measured on 1,000,000 rows, the same as WITHOUT ROWID for keys in order and
  /// 2.5 times as fast for keys in random order, since only the narrow index is written at random.
  private static let facts = """
    CREATE TABLE line_facts (
      line_fact_id INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES sources,
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
      discount INTEGER NOT NULL,
      returned INTEGER NOT NULL,
      shipping INTEGER NOT NULL,
      tax INTEGER NOT NULL,
      tip INTEGER NOT NULL,
      fee INTEGER NOT NULL,
      channel TEXT,
      country TEXT,
      updated_at INTEGER NOT NULL,
      exported_at INTEGER NOT NULL,
      content_hash INTEGER NOT NULL,
      score INTEGER NOT NULL,
      first_batch_id INTEGER NOT NULL REFERENCES batches,
      last_batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      UNIQUE (source_id, transaction_id, line_id)
    ) STRICT;
    """

  private static let entities = """
    CREATE TABLE customers (
      source_id INTEGER NOT NULL REFERENCES sources,
      customer_id TEXT NOT NULL,
      email TEXT,
      name TEXT,
      phone TEXT,
      country TEXT,
      created_at INTEGER,
      updated_at INTEGER NOT NULL,
      exported_at INTEGER NOT NULL,
      content_hash INTEGER NOT NULL,
      score INTEGER NOT NULL,
      first_batch_id INTEGER NOT NULL REFERENCES batches,
      last_batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      PRIMARY KEY (source_id, customer_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE products (
      source_id INTEGER NOT NULL REFERENCES sources,
      product_id TEXT NOT NULL,
      sku TEXT,
      name TEXT,
      category TEXT,
      price INTEGER,
      cost INTEGER,
      currency TEXT,
      created_at INTEGER,
      updated_at INTEGER NOT NULL,
      exported_at INTEGER NOT NULL,
      content_hash INTEGER NOT NULL,
      score INTEGER NOT NULL,
      first_batch_id INTEGER NOT NULL REFERENCES batches,
      last_batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      PRIMARY KEY (source_id, product_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sessions (
      source_id INTEGER NOT NULL REFERENCES sources,
      session_id TEXT NOT NULL,
      customer_id TEXT,
      channel TEXT,
      country TEXT,
      started_at INTEGER NOT NULL,
      day INTEGER NOT NULL,
      sessions INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      exported_at INTEGER NOT NULL,
      content_hash INTEGER NOT NULL,
      score INTEGER NOT NULL,
      first_batch_id INTEGER NOT NULL REFERENCES batches,
      last_batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      PRIMARY KEY (source_id, session_id)
    ) STRICT, WITHOUT ROWID;

    -- What the newest sale of a product called it, for shops that send no product list.
    CREATE TABLE product_names (
      source_id INTEGER NOT NULL REFERENCES sources,
      product_id TEXT NOT NULL,
      name TEXT NOT NULL,
      seen_at INTEGER NOT NULL,
      PRIMARY KEY (source_id, product_id)
    ) STRICT, WITHOUT ROWID;
    """

  private static let quarantine = """
    CREATE TABLE held_rows (
      held_row_id INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES sources,
      -- A row that arrives again in another file is the same held row; equal rows of one file are told apart.
      row_hash INTEGER NOT NULL,
      batch_id INTEGER NOT NULL REFERENCES batches,
      last_batch_id INTEGER NOT NULL REFERENCES batches,
      attempts INTEGER NOT NULL DEFAULT 1,
      source_row INTEGER NOT NULL,
      byte_offset INTEGER NOT NULL,
      raw BLOB NOT NULL,
      amount_at_stake INTEGER,
      currency TEXT,
      day INTEGER,
      state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'fixed', 'released', 'discarded')),
      UNIQUE (source_id, row_hash)
    ) STRICT;
    CREATE INDEX held_rows_by_batch ON held_rows (batch_id);

    CREATE TABLE held_problems (
      held_row_id INTEGER NOT NULL REFERENCES held_rows,
      position INTEGER NOT NULL,
      code TEXT NOT NULL,
      field TEXT,
      value TEXT,
      message TEXT NOT NULL,
      remedy TEXT NOT NULL,
      severity TEXT NOT NULL,
      PRIMARY KEY (held_row_id, position)
    ) STRICT, WITHOUT ROWID;

    -- Totals of the quarantine, so that a page need not count a million rows.
    CREATE TABLE held_causes (
      batch_id INTEGER NOT NULL REFERENCES batches,
      code TEXT NOT NULL,
      field TEXT NOT NULL,
      currency TEXT NOT NULL,
      rows INTEGER NOT NULL,
      amount_at_stake INTEGER NOT NULL,
      first_held_row_id INTEGER NOT NULL REFERENCES held_rows,
      PRIMARY KEY (batch_id, code, field, currency)
    ) STRICT, WITHOUT ROWID;
    """

  /// Sums of facts; every one of them can be counted anew from the facts and comes out the same.
  private static let totals = """
    CREATE TABLE daily_sales (
      day INTEGER NOT NULL,
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      orders INTEGER NOT NULL,
      units INTEGER NOT NULL,
      units_returned INTEGER NOT NULL,
      gross_sales INTEGER NOT NULL,
      discounts INTEGER NOT NULL,
      returns INTEGER NOT NULL,
      shipping INTEGER NOT NULL,
      tax INTEGER NOT NULL,
      tips INTEGER NOT NULL,
      fees INTEGER NOT NULL,
      rows_accepted INTEGER NOT NULL,
      PRIMARY KEY (day, source_id, currency)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE daily_product_sales (
      day INTEGER NOT NULL,
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      product_id TEXT NOT NULL,
      units INTEGER NOT NULL,
      units_returned INTEGER NOT NULL,
      gross_sales INTEGER NOT NULL,
      discounts INTEGER NOT NULL,
      returns INTEGER NOT NULL,
      lines INTEGER NOT NULL,
      PRIMARY KEY (day, source_id, currency, product_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE daily_sessions (
      day INTEGER NOT NULL,
      source_id INTEGER NOT NULL REFERENCES sources,
      sessions INTEGER NOT NULL,
      records INTEGER NOT NULL,
      PRIMARY KEY (day, source_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE daily_held (
      day INTEGER NOT NULL,
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      rows INTEGER NOT NULL,
      PRIMARY KEY (day, source_id, currency)
    ) STRICT, WITHOUT ROWID;

    -- On which days a customer ordered, and how often.
    CREATE TABLE customer_days (
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      customer_id TEXT NOT NULL,
      day INTEGER NOT NULL,
      orders INTEGER NOT NULL CHECK (orders > 0),
      PRIMARY KEY (source_id, currency, customer_id, day)
    ) STRICT, WITHOUT ROWID;

    -- Exact distinct customers, which cannot be added up: grain is day, week (its Monday) or month (its first).
    CREATE TABLE customer_counts (
      grain TEXT NOT NULL CHECK (grain IN ('day', 'week', 'month')),
      start_day INTEGER NOT NULL,
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      customers INTEGER NOT NULL,
      new_customers INTEGER NOT NULL,
      PRIMARY KEY (grain, start_day, source_id, currency)
    ) STRICT, WITHOUT ROWID;
    """
}
