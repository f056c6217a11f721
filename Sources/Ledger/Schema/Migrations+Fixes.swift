extension Migrations {
  /// How tables with held rows were written, so that the rows can be given back for repair; and what became of each.
  static let fixes = """
    -- The cells of the last attempt (CellCode), where they are not those of `raw`.
    ALTER TABLE held_rows ADD COLUMN cells BLOB;
    -- The batch that took the row as it was mended, retried or accepted: a repeat of its bytes does not open it again.
    ALTER TABLE held_rows ADD COLUMN mended_by INTEGER REFERENCES batches (batch_id);

    CREATE TABLE table_forms (
      batch_id INTEGER PRIMARY KEY REFERENCES batches,
      -- TableForm as JSON.
      form TEXT NOT NULL,
      -- The name of its file in Fix/ while it has open rows.
      fix_name TEXT UNIQUE,
      fix_is_stale INTEGER NOT NULL DEFAULT 1
    ) STRICT;

    CREATE TABLE held_row_changes (
      held_row_change_id INTEGER PRIMARY KEY,
      held_row_id INTEGER NOT NULL REFERENCES held_rows,
      -- UTC seconds.
      changed_at INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'fixed', 'released', 'discarded')),
      -- fix, retry, accept, discard or newer_export.
      cause TEXT NOT NULL,
      reason TEXT NOT NULL,
      batch_id INTEGER REFERENCES batches
    ) STRICT;
    CREATE INDEX held_row_changes_by_row ON held_row_changes (held_row_id);
    """
}
