import Records

/// Definitions as the tests use them: the form of Config/Sources/transactions.yaml and till-lines.yaml.
enum Sample {
  static func field(_ target: Target, _ columns: [String], _ change: (inout Field) -> Void = { _ in })
    -> Field
  {
    var field = Field(target, columns: columns)
    change(&field)
    return field
  }

  static let orders: Definition = {
    var orders = Definition(
      kind: "transactions", title: "Orders", facts: .orders,
      signature: Signature(
        dataTypes: ["transactions"], fields: [.transactionID, .timestamp, .amount]),
      fields: [
        field(.transactionID, ["transaction_id"]) {
          ($0.presence, $0.minLength, $0.maxLength) = (.required, 10, 50)
        },
        field(.customerID, ["customer_id"]) {
          ($0.presence, $0.minLength, $0.maxLength) = (.expected, 5, 50)
        },
        field(.email, ["email"]),
        field(.timestamp, ["timestamp"]) { $0.presence = .required },
        field(.updatedAt, ["updated_at"]),
        field(.currency, ["currency"]) { $0.presence = .required },
        field(.status, ["status"]) {
          $0.presence = .required
          $0.choices = SaleStatus.allCases.map { Choice($0, words: []) }
        },
        field(.amount, ["amount"]) { ($0.presence, $0.above) = (.required, 0) },
        field(.discount, ["discount"]) { $0.minimum = 0 },
        field(.shipping, ["shipping"]) { $0.minimum = 0 },
        field(.tax, ["tax"]) { $0.minimum = 0 },
        field(.tip, ["tip"]) { $0.minimum = 0 },
        field(.refunded, ["refunded"]) { $0.minimum = 0 },
        field(.country, ["country"]),
        field(.productID, ["product_id", "[].id", "[].sku"]) { $0.presence = .required },
        field(.quantity, ["quantity", "[].qty"]) { ($0.presence, $0.above) = (.required, 0) },
        field(.unitPrice, ["unit_price", "[].price"]) { $0.minimum = 0 },
        field(.channel, ["channel"]) {
          ($0.pattern, $0.severities) = ("AA-99*", ["text.pattern": .hold])
        },
      ])
    orders.lineLists = ["products", "items"]
    (orders.reading.dateOrder, orders.reading.decimalMark) = (.yearFirst, .point)
    return orders
  }()

  static let till: Definition = {
    var till = Definition(
      kind: "till-lines", title: "Till lines", facts: .lines,
      signature: Signature(columns: ["InvoiceNo", "StockCode", "UnitPrice"]),
      fields: [
        field(.transactionID, ["InvoiceNo"]) { $0.presence = .required },
        field(.productID, ["StockCode"]) { $0.presence = .required },
        field(.quantity, ["Quantity"]) { $0.presence = .required },
        field(.timestamp, ["InvoiceDate"]) { $0.presence = .required },
        field(.unitPrice, ["UnitPrice"]) { $0.presence = .required },
        field(.customerID, ["CustomerID"]) { $0.stripSuffix = ".0" },
        field(.currency, []) { $0.constant = "GBP" },
        field(.country, ["Country"]),
      ])
    till.rowClasses = [
      RowClass(
        .skip("stock_adjustment"),
        when: [.init(.unitPrice, .equals(0)), .init(.customerID, .blank(true))]),
      RowClass(.line(.shipping), when: [.init(.productID, .values(["POST", "DOT"]))]),
      RowClass(.line(.fee), when: [.init(.productID, .values(["AMAZONFEE"]))]),
      RowClass(.line(.discount), when: [.init(.productID, .values(["D"]))]),
      RowClass(.line(.return), when: [.init(.transactionID, .prefix("C"))]),
      RowClass(.line(.return), when: [.init(.quantity, .below(0))]),
    ]
    return till
  }()

  static let orderColumns =
    "transaction_id,customer_id,email,timestamp,currency,status,product_id,quantity,unit_price,amount"
  static let tillColumns = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"

  /// Two good lines of one order, 29.90 together.
  static let twoLines = """
    \(orderColumns)
    order-00001,cust-1,ann@shop.example,2026-03-01T10:00:00Z,EUR,completed,mug,2,12.50,29.90
    order-00001,cust-1,ann@shop.example,2026-03-01T10:00:00Z,EUR,completed,pen,1,4.90,29.90
    """

  /// One good order of one line with some of its cells replaced.
  static func order(_ changes: [String: String] = [:]) -> String {
    var cells = [
      "transaction_id": "order-00001", "customer_id": "cust-1", "email": "ann@shop.example",
      "timestamp": "2026-03-01T10:00:00Z", "currency": "EUR", "status": "completed", "product_id": "mug",
      "quantity": "2", "unit_price": "5.00", "amount": "10.00",
    ]
    for (column, value) in changes { cells[column] = value }
    let columns = cells.keys.sorted()
    return columns.joined(separator: ",") + "\n" + columns.map { cells[$0] ?? "" }.joined(separator: ",")
  }
}
