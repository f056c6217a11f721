extension Migrations {
  /// Kinds of export that tell of the same records share a source; each record remembers how detailed its telling is.
  ///
  /// The first view of lines could not be read, since its score might have been the file's; it is made anew, and
  /// the two that rest on it.
  static let streams = """
    DROP VIEW refunds;
    DROP VIEW transactions;
    DROP VIEW transaction_lines;
    ALTER TABLE sources RENAME COLUMN kind TO stream;
    ALTER TABLE batches ADD COLUMN kind TEXT NOT NULL DEFAULT '';
    UPDATE batches SET kind = coalesce((SELECT stream FROM sources WHERE sources.source_id = batches.source_id), '');
    ALTER TABLE line_facts ADD COLUMN detail INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE customers ADD COLUMN detail INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE products ADD COLUMN detail INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sessions ADD COLUMN detail INTEGER NOT NULL DEFAULT 0;

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
    """
}
