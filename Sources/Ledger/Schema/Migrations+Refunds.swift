extension Migrations {
  /// What every export said was given back so far, where it gives no day for it: also those that came too late to
  /// change anything else, since the days of the refunds are told by all of them together.
  static let refunds = """
    CREATE TABLE refund_statements (
      source_id INTEGER NOT NULL REFERENCES sources,
      transaction_id TEXT NOT NULL,
      currency TEXT NOT NULL,
      -- When the export was made, UTC seconds, and the shop's day of it.
      stated_at INTEGER NOT NULL,
      stated_on INTEGER NOT NULL,
      refunded INTEGER NOT NULL,
      batch_id INTEGER NOT NULL REFERENCES batches,
      PRIMARY KEY (source_id, transaction_id, currency, stated_at)
    ) STRICT, WITHOUT ROWID;
    """
}
