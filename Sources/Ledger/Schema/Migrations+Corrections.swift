extension Migrations {
  /// What records said before a newer telling took their place, what the reports first said of a day that was over,
  /// and every change of such a day since.
  static let corrections = """
    CREATE TABLE line_revisions (
      line_revision_id INTEGER PRIMARY KEY,
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
      told_by INTEGER,
      -- The batch whose telling took its place.
      replaced_by INTEGER NOT NULL REFERENCES batches (batch_id)
    ) STRICT;
    CREATE INDEX line_revisions_by_batch ON line_revisions (replaced_by, source_id, transaction_id);

    CREATE TABLE record_revisions (
      record_revision_id INTEGER PRIMARY KEY,
      -- customers, products, sessions or money_movements.
      record_kind TEXT NOT NULL,
      source_id INTEGER NOT NULL REFERENCES sources,
      record_id TEXT NOT NULL,
      -- Its columns as JSON.
      told TEXT NOT NULL,
      replaced_by INTEGER NOT NULL REFERENCES batches (batch_id)
    ) STRICT;
    CREATE INDEX record_revisions_by_batch ON record_revisions (replaced_by, record_kind);

    -- All sources together, as the reports show a day.
    CREATE TABLE first_reported (
      day INTEGER NOT NULL,
      currency TEXT NOT NULL,
      -- The shop's day on which a report first had the day as over.
      reported_on INTEGER NOT NULL,
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
      PRIMARY KEY (day, currency)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE restatements (
      restatement_id INTEGER PRIMARY KEY,
      day INTEGER NOT NULL,
      currency TEXT NOT NULL,
      -- A column of daily_sales, or net_sales.
      measure TEXT NOT NULL,
      old_value INTEGER NOT NULL,
      new_value INTEGER NOT NULL,
      batch_id INTEGER NOT NULL REFERENCES batches,
      -- UTC seconds.
      restated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX restatements_by_day ON restatements (day, currency);
    """
}
