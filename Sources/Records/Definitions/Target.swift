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
  case channel
  case country
  case productID = "product_id"
  case productName = "product_name"
  case quantity
  case unitPrice = "unit_price"
  case name
  case phone
  case sku
  case category
  case price
  case cost
  case sessionID = "session_id"
  case sessions

  /// How the value is read unless the definition says otherwise.
  public var usualType: ValueType {
    switch self {
    case .currency: .currency
    case .transactionID, .customerID, .productID, .sku, .sessionID: .identifier
    case .email: .email
    case .timestamp, .updatedAt, .createdAt: .moment
    case .status: .status
    case .amount, .discount, .shipping, .tax, .tip, .unitPrice, .price, .cost: .money
    case .country: .country
    case .quantity: .quantity
    case .phone: .phone
    case .sessions: .integer
    case .channel, .productName, .name, .category: .text
    }
  }

  /// True for what belongs to one line of an order rather than to the order.
  public var isPerLine: Bool {
    switch self {
    case .productID, .productName, .quantity, .unitPrice: true
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
        .shipping, .tax, .tip, .channel, .country, .productID, .productName, .quantity, .unitPrice,
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
    }
  }

  /// The targets without which there is no fact.
  public var essentials: [Target] {
    switch self {
    case .orders: [.transactionID, .timestamp, .amount, .productID, .quantity]
    case .lines: [.transactionID, .timestamp, .productID, .quantity, .unitPrice]
    case .customers: [.customerID]
    case .products: [.productID]
    case .sessions: [.timestamp]
    }
  }
}
