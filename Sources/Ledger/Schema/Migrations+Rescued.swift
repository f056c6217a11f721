extension Migrations {
  /// Columns of a source's exports of which nothing is mapped, and what stands in those that are new.
  ///
  /// What was noted before this step has no batch: such columns were there before any value was kept.
  static let rescued = """
    CREATE TABLE export_columns (
      export_column_id INTEGER PRIMARY KEY,
      source TEXT NOT NULL,
      kind TEXT NOT NULL,
      -- '' stands for the export itself: what its first file has is not new.
      name TEXT NOT NULL,
      -- Values are kept of columns that the first file had not.
      is_new INTEGER NOT NULL,
      batch_id INTEGER REFERENCES batches (batch_id),
      UNIQUE (source, kind, name)
    ) STRICT;

    CREATE TABLE rescued_values (
      export_column_id INTEGER NOT NULL REFERENCES export_columns,
      -- transaction_id, customer_id, product_id, session_id or movement_id of the row; its file and line where it has none.
      record TEXT NOT NULL,
      -- How many rows of the record stand before it.
      position INTEGER NOT NULL,
      value TEXT NOT NULL,
      exported_at INTEGER NOT NULL,
      batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      PRIMARY KEY (export_column_id, record, position)
    ) STRICT, WITHOUT ROWID;

    INSERT INTO export_columns (source, kind, name, is_new)
      SELECT substr(name, 12, instr(name, '/') - 12), substr(name, instr(name, '/') + 1), '', 0
      FROM shop_state WHERE name LIKE 'columns of %';
    INSERT OR IGNORE INTO export_columns (source, kind, name, is_new)
      SELECT substr(shop_state.name, 12, instr(shop_state.name, '/') - 12),
        substr(shop_state.name, instr(shop_state.name, '/') + 1), json_each.value, 0
      FROM shop_state, json_each(shop_state.value) WHERE shop_state.name LIKE 'columns of %';
    DELETE FROM shop_state WHERE name LIKE 'columns of %';

    CREATE VIEW rescued AS
      SELECT export_columns.source, export_columns.kind, export_columns.name AS column_name, record, position, value,
        batches.file_name, source_row
      FROM rescued_values JOIN export_columns USING (export_column_id)
        JOIN batches ON batches.batch_id = rescued_values.batch_id;
    """
}

extension Migrations {
  /// Columns whose ids are numbers of one length, some with zeros in front, as a file of the source showed.
  static let idLengths = """
    CREATE TABLE id_lengths (
      source TEXT NOT NULL,
      kind TEXT NOT NULL,
      column_name TEXT NOT NULL,
      digits INTEGER NOT NULL,
      batch_id INTEGER NOT NULL REFERENCES batches,
      PRIMARY KEY (source, kind, column_name)
    ) STRICT, WITHOUT ROWID;
    """
}
