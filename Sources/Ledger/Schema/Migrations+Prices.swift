extension Migrations {
  /// What products cost so far, and lines that cost something else altogether.
  static let prices = """
    CREATE TABLE product_prices (
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      product_id TEXT NOT NULL,
      -- Minor units, oldest first, with commas between.
      prices TEXT NOT NULL,
      PRIMARY KEY (source_id, currency, product_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE unusual_prices (
      batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      line_id INTEGER NOT NULL,
      transaction_id TEXT NOT NULL,
      product_id TEXT NOT NULL,
      currency TEXT NOT NULL,
      price INTEGER NOT NULL,
      usual INTEGER NOT NULL,
      PRIMARY KEY (batch_id, transaction_id, line_id)
    ) STRICT, WITHOUT ROWID;
    """
}
