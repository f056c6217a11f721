-- A shop's database as Daybook made it up to step 5, with one file of one line in it.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1');
INSERT INTO grdb_migrations VALUES('2');
INSERT INTO grdb_migrations VALUES('2-readings');
INSERT INTO grdb_migrations VALUES('3');
INSERT INTO grdb_migrations VALUES('4');
INSERT INTO grdb_migrations VALUES('5');
CREATE TABLE sources (
  source_id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stream TEXT NOT NULL,
  -- orders, lines, customers, products or sessions: how its rows are kept apart.
  facts TEXT NOT NULL,
  -- UTC seconds of its newest sale; 0 without one.
  newest_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, stream)
) STRICT;
CREATE TABLE batches (
  batch_id INTEGER PRIMARY KEY,
  -- The first batch of the same file: an archive has a batch for each table in it.
  file_id INTEGER NOT NULL REFERENCES batches,
  source_id INTEGER REFERENCES sources,
  status TEXT NOT NULL CHECK (status IN ('accepted', 'duplicate', 'failed')),
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  format TEXT NOT NULL DEFAULT '',
  exported_at INTEGER NOT NULL,
  processed_at INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL DEFAULT 0,
  records_received INTEGER NOT NULL DEFAULT 0,
  inserted INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  superseded INTEGER NOT NULL DEFAULT 0,
  duplicate INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  first_day INTEGER,
  last_day INTEGER,
  score INTEGER,
  repeats_batch_id INTEGER REFERENCES batches,
  code TEXT,
  message TEXT,
  remedy TEXT,
  -- Where the original lies, below the shop folder; NULL until it was moved there.
  kept_at TEXT,
  -- The file's receipt as JSON, on its first batch, so that filing can be repeated after a crash.
  receipt TEXT, kind TEXT NOT NULL DEFAULT '',
  CHECK (records_received
    = inserted + updated + unchanged + superseded + duplicate + held + skipped)
) STRICT;
CREATE TABLE batch_checks (
  batch_id INTEGER NOT NULL REFERENCES batches,
  code TEXT NOT NULL,
  field TEXT NOT NULL,
  weight INTEGER NOT NULL,
  applied INTEGER NOT NULL,
  failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND applied),
  PRIMARY KEY (batch_id, code, field)
) STRICT, WITHOUT ROWID;
CREATE TABLE shop_state (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE line_facts (
  line_fact_id INTEGER PRIMARY KEY,
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
  content_hash INTEGER NOT NULL,
  score INTEGER NOT NULL,
  first_batch_id INTEGER NOT NULL REFERENCES batches,
  last_batch_id INTEGER NOT NULL REFERENCES batches,
  source_row INTEGER NOT NULL, detail INTEGER NOT NULL DEFAULT 0, seen_at INTEGER NOT NULL DEFAULT 0, told_by INTEGER,
  UNIQUE (source_id, transaction_id, line_id)
) STRICT;
CREATE TABLE customers (
  source_id INTEGER NOT NULL REFERENCES sources,
  customer_id TEXT NOT NULL,
  email TEXT,
  name TEXT,
  phone TEXT,
  country TEXT,
  created_at INTEGER,
  updated_at INTEGER NOT NULL,
  exported_at INTEGER NOT NULL,
  content_hash INTEGER NOT NULL,
  score INTEGER NOT NULL,
  first_batch_id INTEGER NOT NULL REFERENCES batches,
  last_batch_id INTEGER NOT NULL REFERENCES batches,
  source_row INTEGER NOT NULL, detail INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE products (
  source_id INTEGER NOT NULL REFERENCES sources,
  product_id TEXT NOT NULL,
  sku TEXT,
  name TEXT,
  category TEXT,
  price INTEGER,
  cost INTEGER,
  currency TEXT,
  created_at INTEGER,
  updated_at INTEGER NOT NULL,
  exported_at INTEGER NOT NULL,
  content_hash INTEGER NOT NULL,
  score INTEGER NOT NULL,
  first_batch_id INTEGER NOT NULL REFERENCES batches,
  last_batch_id INTEGER NOT NULL REFERENCES batches,
  source_row INTEGER NOT NULL, detail INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  source_id INTEGER NOT NULL REFERENCES sources,
  session_id TEXT NOT NULL,
  customer_id TEXT,
  channel TEXT,
  country TEXT,
  started_at INTEGER NOT NULL,
  day INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  exported_at INTEGER NOT NULL,
  content_hash INTEGER NOT NULL,
  score INTEGER NOT NULL,
  first_batch_id INTEGER NOT NULL REFERENCES batches,
  last_batch_id INTEGER NOT NULL REFERENCES batches,
  source_row INTEGER NOT NULL, detail INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE product_names (
  source_id INTEGER NOT NULL REFERENCES sources,
  product_id TEXT NOT NULL,
  name TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, product_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE held_rows (
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
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'fixed', 'released', 'discarded')), transaction_id TEXT, exported_at INTEGER NOT NULL DEFAULT 0, answered_by INTEGER REFERENCES batches (batch_id), cells BLOB, mended_by INTEGER REFERENCES batches (batch_id),
  UNIQUE (source_id, row_hash)
) STRICT;
CREATE TABLE held_problems (
  held_row_id INTEGER NOT NULL REFERENCES held_rows,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  field TEXT,
  value TEXT,
  message TEXT NOT NULL,
  remedy TEXT NOT NULL,
  severity TEXT NOT NULL,
  PRIMARY KEY (held_row_id, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE held_causes (
  batch_id INTEGER NOT NULL REFERENCES batches,
  code TEXT NOT NULL,
  field TEXT NOT NULL,
  currency TEXT NOT NULL,
  rows INTEGER NOT NULL,
  amount_at_stake INTEGER NOT NULL,
  first_held_row_id INTEGER NOT NULL REFERENCES held_rows,
  PRIMARY KEY (batch_id, code, field, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_sales (
  day INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources,
  currency TEXT NOT NULL,
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
  rows_accepted INTEGER NOT NULL,
  PRIMARY KEY (day, source_id, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_product_sales (
  day INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources,
  currency TEXT NOT NULL,
  product_id TEXT NOT NULL,
  units INTEGER NOT NULL,
  units_returned INTEGER NOT NULL,
  gross_sales INTEGER NOT NULL,
  discounts INTEGER NOT NULL,
  returns INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  PRIMARY KEY (day, source_id, currency, product_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_sessions (
  day INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources,
  sessions INTEGER NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY (day, source_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE daily_held (
  day INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources,
  currency TEXT NOT NULL,
  rows INTEGER NOT NULL,
  PRIMARY KEY (day, source_id, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE customer_days (
  source_id INTEGER NOT NULL REFERENCES sources,
  currency TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  orders INTEGER NOT NULL CHECK (orders > 0),
  PRIMARY KEY (source_id, currency, customer_id, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE customer_counts (
  grain TEXT NOT NULL CHECK (grain IN ('day', 'week', 'month')),
  start_day INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources,
  currency TEXT NOT NULL,
  customers INTEGER NOT NULL,
  new_customers INTEGER NOT NULL,
  PRIMARY KEY (grain, start_day, source_id, currency)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE column_readings (
  source_id INTEGER NOT NULL REFERENCES sources,
  column_name TEXT NOT NULL,
  -- dates or decimals.
  question TEXT NOT NULL CHECK (question IN ('dates', 'decimals')),
  date_order TEXT CHECK (date_order IN ('dmy', 'mdy', 'ymd')),
  decimal_mark TEXT CHECK (decimal_mark IN ('point', 'comma')),
  origin TEXT NOT NULL CHECK (origin IN ('stated', 'answered', 'found', 'neighbours', 'remembered')),
  evidence TEXT NOT NULL,
  -- The batch that showed it first; NULL for an answer.
  batch_id INTEGER REFERENCES batches,
  PRIMARY KEY (source_id, column_name, question)
) STRICT, WITHOUT ROWID;
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
CREATE TABLE batch_money (
  batch_id INTEGER NOT NULL REFERENCES batches,
  currency TEXT NOT NULL,
  taken INTEGER NOT NULL,
  held INTEGER NOT NULL,
  PRIMARY KEY (batch_id, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE alerts (
  alert_id INTEGER PRIMARY KEY,
  code TEXT NOT NULL,
  subject TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  told_at INTEGER NOT NULL,
  -- How many were at fault when it was last told: it is told again when that has doubled.
  told_count INTEGER NOT NULL,
  count INTEGER NOT NULL,
  at_stake TEXT NOT NULL,
  message TEXT NOT NULL,
  remedy TEXT NOT NULL,
  closed_at INTEGER,
  note TEXT
) STRICT;
CREATE UNIQUE INDEX batches_by_content ON batches (sha256, file_name) WHERE status = 'accepted';
CREATE INDEX batches_by_file ON batches (file_id);
CREATE INDEX held_rows_by_batch ON held_rows (batch_id);
CREATE VIEW sales_by_day AS
  SELECT printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100) AS date, sources.name AS source,
    currency, orders, units / 1000.0 AS units, gross_sales / per_major AS gross_sales,
    discounts / per_major AS discounts, returns / per_major AS returns,
    (gross_sales - discounts - returns) / per_major AS net_sales, shipping / per_major AS shipping,
    tax / per_major AS tax, tips / per_major AS tips, fees / per_major AS fees, rows_accepted
  FROM daily_sales JOIN sources USING (source_id) JOIN minor_units USING (currency);
CREATE VIEW product_sales_by_day AS
  SELECT printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100) AS date, sources.name AS source,
    currency, daily_product_sales.product_id, product_names.name, units / 1000.0 AS units,
    gross_sales / per_major AS gross_sales, discounts / per_major AS discounts, returns / per_major AS returns,
    (gross_sales - discounts - returns) / per_major AS net_sales
  FROM daily_product_sales JOIN sources USING (source_id) JOIN minor_units USING (currency)
    LEFT JOIN product_names USING (source_id, product_id);
CREATE VIEW quarantine AS
  SELECT held_row_id, file_name, source_row, held_problems.code, field, value, held_problems.message,
    held_problems.remedy, severity, amount_at_stake / coalesce(per_major, 100.0) AS amount_at_stake, held_rows.currency, state
  FROM held_rows JOIN batches USING (batch_id) JOIN held_problems USING (held_row_id)
    LEFT JOIN minor_units ON minor_units.currency = held_rows.currency;
CREATE VIEW transaction_lines AS
  SELECT sources.name AS source, transaction_id, line_id,
    CASE line_facts.kind WHEN 0 THEN 'sale' WHEN 1 THEN 'return' WHEN 2 THEN 'shipping' WHEN 3 THEN 'fee'
      ELSE 'discount' END AS kind,
    CASE line_facts.status WHEN 0 THEN 'completed' WHEN 1 THEN 'pending' WHEN 2 THEN 'cancelled'
      WHEN 3 THEN 'refunded' ELSE 'failed' END AS status,
    datetime(happened_at, 'unixepoch') AS happened_at_utc,
    printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100) AS business_day,
    currency, customer_id, product_id,
    quantity / 1000.0 AS quantity, unit_price / per_major AS unit_price, gross / per_major AS gross,
    discount / per_major AS discount, returned / per_major AS returned, shipping / per_major AS shipping,
    tax / per_major AS tax, tip / per_major AS tip, fee / per_major AS fee,
    channel, country, line_facts.score / 100.0 AS score,
    datetime(first.processed_at, 'unixepoch') AS created_at,
    CASE updated_at WHEN 0 THEN NULL ELSE datetime(updated_at, 'unixepoch') END AS updated_at,
    datetime(last.processed_at, 'unixepoch') AS processed_at,
    last.file_name AS file_name, source_row
  FROM line_facts
    JOIN sources USING (source_id)
    JOIN minor_units USING (currency)
    JOIN batches AS first ON first.batch_id = first_batch_id
    JOIN batches AS last ON last.batch_id = last_batch_id;
CREATE VIEW transactions AS
  SELECT source, transaction_id, min(happened_at_utc) AS happened_at_utc, min(business_day) AS business_day,
    max(status) AS status, currency, max(customer_id) AS customer_id,
    sum(kind = 'sale') AS sale_lines, sum(gross) AS gross_sales, sum(discount) AS discounts,
    sum(returned) AS returns, sum(shipping) AS shipping, sum(tax) AS tax, sum(tip) AS tips, sum(fee) AS fees,
    round(sum(gross - discount + shipping + tax + tip), 3) AS amount,
    max(channel) AS channel, max(country) AS country, min(score) AS score,
    min(created_at) AS created_at, max(updated_at) AS updated_at, max(processed_at) AS processed_at
  FROM transaction_lines
  GROUP BY source, transaction_id, currency;
CREATE VIEW refunds AS
  SELECT * FROM transaction_lines WHERE kind = 'return';
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
CREATE INDEX held_row_changes_by_row ON held_row_changes (held_row_id);
CREATE INDEX held_rows_open_by_day ON held_rows (currency, day, amount_at_stake) WHERE state = 'open';
CREATE UNIQUE INDEX alerts_open ON alerts (code, subject) WHERE closed_at IS NULL;
INSERT INTO sources (source_id, name, stream, facts) VALUES (1, 'shop', 'transactions', 'orders');
INSERT INTO batches (batch_id, file_id, source_id, status, file_name, sha256, bytes, exported_at, processed_at,
  records_received, inserted, kept_at) VALUES (1, 1, 1, 'accepted', 'old.csv', 'aa', 1, 0, 0, 1, 1, 'Filed/old.csv');
INSERT INTO line_facts (source_id, transaction_id, line_id, kind, status, happened_at, day, currency, quantity,
  unit_price, gross, discount, returned, shipping, tax, tip, fee, updated_at, exported_at, content_hash, score,
  first_batch_id, last_batch_id, source_row)
  VALUES (1, 'OLD-1', 1, 0, 0, 1709600000, 20240305, 'GBP', 1000, 500, 500, 0, 0, 0, 0, 0, 0, 0, 0, 7, 10000, 1, 1, 2);
INSERT INTO daily_sales VALUES (20240305, 1, 'GBP', 1, 1000, 0, 500, 0, 0, 0, 0, 0, 0, 1);
COMMIT;
