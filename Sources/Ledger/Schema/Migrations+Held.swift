import GRDB

extension Migrations {
  /// Held rows whose state is checked word by word. Looked for in a list of more than two, it was looked for in a table
  /// that SQLite made for every row that was written: 40,000 instructions.
  static func held(_ database: Database) throws {
    try withoutViews(database) { try database.execute(sql: heldRows) }
  }

  private static let heldRows = """
    CREATE TABLE rows_held (
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
      state TEXT NOT NULL DEFAULT 'open'
        CHECK (state = 'open' OR state = 'fixed' OR state = 'released' OR state = 'discarded'),
      transaction_id TEXT,
      exported_at INTEGER NOT NULL DEFAULT 0,
      -- The batch that told the row's order cleanly.
      answered_by INTEGER REFERENCES batches (batch_id),
      -- The cells of the last attempt (CellCode), where they are not those of `raw`.
      cells BLOB,
      -- The batch that took the row as it was mended, retried or accepted.
      mended_by INTEGER REFERENCES batches (batch_id),
      UNIQUE (source_id, row_hash)
    ) STRICT;
    INSERT INTO rows_held (held_row_id, source_id, row_hash, batch_id, last_batch_id, attempts, source_row, byte_offset,
      raw, amount_at_stake, currency, day, state, transaction_id, exported_at, answered_by, cells, mended_by)
    SELECT held_row_id, source_id, row_hash, batch_id, last_batch_id, attempts, source_row, byte_offset,
      raw, amount_at_stake, currency, day, state, transaction_id, exported_at, answered_by, cells, mended_by
    FROM held_rows;
    DROP TABLE held_rows;
    ALTER TABLE rows_held RENAME TO held_rows;
    CREATE INDEX held_rows_by_batch ON held_rows (batch_id);
    CREATE INDEX held_rows_open_by_day ON held_rows (currency, day, amount_at_stake) WHERE state = 'open';
    """
}
