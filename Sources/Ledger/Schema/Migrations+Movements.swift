extension Migrations {
  /// Charges, fees and payouts, and their sums by day.
  static let movements = """
    CREATE TABLE money_movements (
      money_movement_id INTEGER PRIMARY KEY,
      source_id INTEGER NOT NULL REFERENCES sources,
      -- The service's own id; empty where it gives none, and then `identity` tells equal rows of one file apart.
      movement_id TEXT NOT NULL,
      identity INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      status INTEGER NOT NULL,
      happened_at INTEGER NOT NULL,
      day INTEGER NOT NULL,
      currency TEXT NOT NULL,
      transaction_id TEXT,
      customer_id TEXT,
      payout_id TEXT,
      details TEXT,
      amount INTEGER NOT NULL,
      fee INTEGER NOT NULL,
      tax INTEGER NOT NULL,
      net INTEGER NOT NULL,
      detail INTEGER NOT NULL,
      exported_at INTEGER NOT NULL,
      content_hash INTEGER NOT NULL,
      score INTEGER NOT NULL,
      first_batch_id INTEGER NOT NULL REFERENCES batches,
      last_batch_id INTEGER NOT NULL REFERENCES batches,
      source_row INTEGER NOT NULL,
      UNIQUE (source_id, movement_id, identity)
    ) STRICT;

    -- `records` counts every movement of the day, the other columns only those that came about.
    CREATE TABLE daily_movements (
      day INTEGER NOT NULL,
      source_id INTEGER NOT NULL REFERENCES sources,
      currency TEXT NOT NULL,
      kind INTEGER NOT NULL,
      movements INTEGER NOT NULL,
      amount INTEGER NOT NULL,
      fee INTEGER NOT NULL,
      tax INTEGER NOT NULL,
      net INTEGER NOT NULL,
      records INTEGER NOT NULL,
      PRIMARY KEY (day, source_id, currency, kind)
    ) STRICT, WITHOUT ROWID;
    """

  static let movementViews = """
    DROP VIEW minor_units;
    CREATE VIEW minor_units AS
      WITH codes (currency) AS (
        SELECT DISTINCT currency FROM daily_sales UNION SELECT DISTINCT currency FROM daily_held
        UNION SELECT DISTINCT currency FROM daily_movements)
      SELECT currency, CASE
        WHEN currency IN ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','UYI','VND','VUV',
          'XAF','XOF','XPF') THEN 1.0
        WHEN currency IN ('BHD','IQD','JOD','KWD','LYD','OMR','TND') THEN 1000.0
        ELSE 100.0 END AS per_major
      FROM codes;

    CREATE VIEW movement_kinds (kind, name) AS
      VALUES (0, 'charge'), (1, 'refund'), (2, 'fee'), (3, 'payout'), (4, 'adjustment'), (5, 'dispute'),
        (6, 'tax'), (7, 'transfer'), (8, 'other');

    CREATE VIEW money_movements_by_row AS
      SELECT sources.name AS source, movement_id, movement_kinds.name AS kind,
        CASE money_movements.status WHEN 0 THEN 'completed' WHEN 1 THEN 'pending' WHEN 2 THEN 'cancelled'
          WHEN 3 THEN 'refunded' ELSE 'failed' END AS status,
        datetime(happened_at, 'unixepoch') AS happened_at_utc,
        printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100) AS business_day,
        currency, amount / per_major AS amount, fee / per_major AS fee, tax / per_major AS tax,
        net / per_major AS net, transaction_id, customer_id, payout_id, details,
        money_movements.score / 100.0 AS score,
        datetime(first.processed_at, 'unixepoch') AS created_at,
        datetime(last.processed_at, 'unixepoch') AS processed_at,
        last.file_name AS file_name, source_row
      FROM money_movements
        JOIN sources USING (source_id)
        JOIN movement_kinds ON movement_kinds.kind = money_movements.kind
        JOIN minor_units USING (currency)
        JOIN batches AS first ON first.batch_id = first_batch_id
        JOIN batches AS last ON last.batch_id = last_batch_id;

    CREATE VIEW movements_by_day AS
      SELECT printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100) AS date, sources.name AS source,
        currency, movement_kinds.name AS kind, movements, amount / per_major AS amount, fee / per_major AS fee,
        tax / per_major AS tax, net / per_major AS net, records
      FROM daily_movements JOIN sources USING (source_id) JOIN minor_units USING (currency)
        JOIN movement_kinds ON movement_kinds.kind = daily_movements.kind;
    """
}
