extension Migrations {
  /// The sale for which a held row waits.
  static let sales = """
    ALTER TABLE held_rows ADD COLUMN sale_id TEXT;
    CREATE INDEX held_rows_waiting ON held_rows (batch_id, sale_id) WHERE state = 'open' AND sale_id IS NOT NULL;
    """
}
