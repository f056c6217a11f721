/// What a column of an export can become. The raw value is the word for it in YAML.
public enum Target: String, Sendable, Hashable, CaseIterable {
  case currency
  case transactionID = "transaction_id"
  case customerID = "customer_id"
  case email
  case timestamp
  case updatedAt = "updated_at"
  case createdAt = "created_at"
  case status
  case amount
  case discount
  case shipping
  case tax
  case tip
  /// Customs duties, on top of everything else; they count with the taxes.
  case duty
  case channel
  case country
  case productID = "product_id"
  case productName = "product_name"
  case quantity
  case unitPrice = "unit_price"
  /// A line's value before its discount, where the export states it in place of a price or beside one.
  case lineTotal = "line_total"
  case lineDiscount = "line_discount"
  case lineShipping = "line_shipping"
  case lineTax = "line_tax"
  /// What was given back for the order so far, without a date.
  case refunded
  /// What is left of the amount after all that was given back so far, without a date.
  case amountKept = "amount_kept"
  /// One giving back, on its own day.
  case refundAmount = "refund_amount"
  case refundedAt = "refunded_at"
  /// The sale that is given back, where an export tells of refunds alone.
  case saleID = "sale_id"
  /// What the platform kept of it.
  case fee
  case name
  case phone
  case sku
  case category
  case price
  case cost
  case sessionID = "session_id"
  case sessions
  case movementID = "movement_id"
  case movement
  case net
  case payoutID = "payout_id"
  case description

  /// How the value is read unless the definition says otherwise.
  public var usualType: ValueType {
    switch self {
    case .currency: .currency
    case .transactionID, .customerID, .productID, .sku, .sessionID, .movementID, .payoutID, .saleID:
      .identifier
    case .email: .email
    case .timestamp, .updatedAt, .createdAt, .refundedAt: .moment
    case .movement: .movement
    case .status: .status
    case .amount, .discount, .shipping, .tax, .tip, .duty, .unitPrice, .price, .cost, .lineTotal,
      .lineDiscount,
      .lineShipping, .lineTax, .refunded, .amountKept, .refundAmount, .fee, .net:
      .money
    case .country: .country
    case .quantity: .quantity
    case .phone: .phone
    case .sessions: .integer
    case .channel, .productName, .name, .category, .description: .text
    }
  }

  /// True for what belongs to one line of an order rather than to the order.
  public var isPerLine: Bool {
    switch self {
    case .productID, .productName, .quantity, .unitPrice, .lineTotal, .lineDiscount, .lineShipping, .lineTax:
      true
    default: false
    }
  }
}

/// How the bytes of a cell are read.
public enum ValueType: String, Sendable, Hashable, CaseIterable {
  case text
  /// Text that names something: leading zeros count, scientific notation is damage.
  case identifier
  case integer
  /// A number with up to three decimals.
  case quantity
  /// An amount of the row's currency.
  case money
  case currency
  /// A point in time; without a zone it is the source's own wall clock.
  case moment
  case status
  /// The kind of a money movement.
  case movement
  case email
  case country
  case phone

  /// A wrong measure makes wrong totals, so it holds its row even where the field may be missing.
  public var isMeasure: Bool { self == .money || self == .quantity || self == .integer }
}

extension FactKind {
  /// The targets that facts of this kind have a place for.
  public var targets: [Target] {
    switch self {
    case .orders:
      [
        .transactionID, .customerID, .email, .timestamp, .updatedAt, .currency, .status, .amount, .discount,
        .shipping, .tax, .tip, .duty, .fee, .channel, .country, .productID, .productName, .quantity,
        .unitPrice,
        .lineTotal, .lineDiscount, .lineShipping, .lineTax, .refunded, .amountKept, .refundAmount,
        .refundedAt, .saleID,
      ]
    case .lines:
      [
        .transactionID, .customerID, .email, .timestamp, .updatedAt, .currency, .status, .channel, .country,
        .productID, .productName, .quantity, .unitPrice,
      ]
    case .customers: [.customerID, .email, .name, .phone, .country, .createdAt, .updatedAt]
    case .products:
      [.productID, .sku, .productName, .category, .price, .cost, .currency, .createdAt, .updatedAt]
    case .sessions: [.sessionID, .sessions, .timestamp, .customerID, .channel, .country, .updatedAt]
    case .movements:
      [
        .movementID, .movement, .transactionID, .customerID, .timestamp, .currency, .amount, .fee, .tax, .net,
        .payoutID, .description, .status, .refunded, .refundedAt, .saleID,
      ]
    }
  }

  /// The targets without which there is no fact.
  public var essentials: [Target] {
    switch self {
    case .orders: [.transactionID, .timestamp]
    case .lines: [.transactionID, .timestamp, .productID, .quantity, .unitPrice]
    case .customers: [.customerID]
    case .products: [.productID]
    case .sessions: [.timestamp]
    case .movements: [.timestamp, .movement]
    }
  }
}
