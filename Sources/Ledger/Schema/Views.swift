extension Migrations {
  /// For people who open the file in a database browser: names, ISO dates, whole units and decimal money.
  static let views = """
    CREATE VIEW minor_units AS
      WITH codes (currency) AS (
        SELECT DISTINCT currency FROM daily_sales UNION SELECT DISTINCT currency FROM daily_held)
      SELECT currency, CASE
        WHEN currency IN ('BIF','CLP','DJF','GNF','ISK','JPY','KMF','KRW','PYG','RWF','UGX','UYI','VND','VUV',
          'XAF','XOF','XPF') THEN 1.0
        WHEN currency IN ('BHD','IQD','JOD','KWD','LYD','OMR','TND') THEN 1000.0
        ELSE 100.0 END AS per_major
      FROM codes;

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
        channel, country, score / 100.0 AS score,
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
    """
}
