/// The statements that add changes to totals. A day whose last row is gone leaves no row of zeros behind.
enum TotalsStatements {
  static let addDay = """
    INSERT INTO daily_sales (day, source_id, currency, orders, units, units_returned, gross_sales, discounts, returns,
      shipping, tax, tips, fees, rows_accepted)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      orders = orders + excluded.orders, units = units + excluded.units,
      units_returned = units_returned + excluded.units_returned, gross_sales = gross_sales + excluded.gross_sales,
      discounts = discounts + excluded.discounts, returns = returns + excluded.returns,
      shipping = shipping + excluded.shipping, tax = tax + excluded.tax, tips = tips + excluded.tips,
      fees = fees + excluded.fees, rows_accepted = rows_accepted + excluded.rows_accepted
    """

  static let dropEmptyDay = """
    DELETE FROM daily_sales WHERE day = ? AND source_id = ? AND currency = ? AND rows_accepted = 0
      AND orders = 0 AND units = 0 AND units_returned = 0 AND gross_sales = 0 AND discounts = 0 AND returns = 0
      AND shipping = 0 AND tax = 0 AND tips = 0 AND fees = 0
    """

  static let addProductDay = """
    INSERT INTO daily_product_sales (day, source_id, currency, product_id, units, units_returned, gross_sales,
      discounts, returns, lines)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      units = units + excluded.units, units_returned = units_returned + excluded.units_returned,
      gross_sales = gross_sales + excluded.gross_sales, discounts = discounts + excluded.discounts,
      returns = returns + excluded.returns, lines = lines + excluded.lines
    """

  static let dropEmptyProductDay = """
    DELETE FROM daily_product_sales
    WHERE day = ? AND source_id = ? AND currency = ? AND product_id = ? AND lines = 0
    """

  static let addCustomerCount = """
    INSERT INTO customer_counts (grain, start_day, source_id, currency, customers, new_customers)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      customers = customers + excluded.customers, new_customers = new_customers + excluded.new_customers
    """
}
