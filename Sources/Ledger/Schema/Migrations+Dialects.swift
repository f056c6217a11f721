import GRDB

extension Migrations {
  /// How the newest delimited text of a source is written, for files that leave it open.
  static let dialects = """
    CREATE TABLE source_forms (
      source_id INTEGER PRIMARY KEY REFERENCES sources,
      -- TextForm as JSON.
      form TEXT NOT NULL,
      -- The batch that was written so.
      batch_id INTEGER NOT NULL REFERENCES batches
    ) STRICT;
    """
}
