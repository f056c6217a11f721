extension Migrations {
  /// A held row of an order is answered by a later export that tells the order cleanly: who it belongs to, when it
  /// was said, and up to when each order was told.
  static let answers = """
    ALTER TABLE held_rows ADD COLUMN transaction_id TEXT;
    ALTER TABLE held_rows ADD COLUMN exported_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE held_rows ADD COLUMN answered_by INTEGER REFERENCES batches (batch_id);
    UPDATE held_rows SET exported_at =
      (SELECT exported_at FROM batches WHERE batches.batch_id = held_rows.last_batch_id);
    ALTER TABLE line_facts ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
    UPDATE line_facts SET seen_at = exported_at;
    """
}
