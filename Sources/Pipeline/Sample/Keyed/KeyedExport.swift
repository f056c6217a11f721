/// One export of the sample: the kind of its definition, where it lies below the inbox, and who writes it.
struct KeyedExport: Sendable {
  let kind: String
  let folder: String
  let file: String
  /// How much of the sample it is, beside the others.
  let share: Int
  /// In Daybook's own form: which column is the key, and what counts as a row, is beyond doubt.
  var isOwn = true
  /// What its amounts are in, where it does not say so.
  var currency: String?
  let write: @Sendable (KeyedPlan, KeyedFile) throws -> Void

  static let all = canonical + platforms

  private static let canonical = [
    KeyedExport(kind: "transactions", folder: "transactions-csv", file: "orders.csv", share: 30) {
      var export = KeyedTransactions(plan: $0, form: .csv)
      try export.write(to: $1)
    },
    KeyedExport(kind: "transactions", folder: "transactions-json", file: "orders.json", share: 15) {
      var export = KeyedTransactions(plan: $0, form: .json)
      try export.write(to: $1)
    },
    KeyedExport(kind: "transactions", folder: "transactions-xml", file: "orders.xml", share: 8) {
      var export = KeyedTransactions(plan: $0, form: .xml)
      try export.write(to: $1)
    },
    entities(.customers, kind: "customers", file: "customers.csv", share: 8),
    entities(.products, kind: "products", file: "products.csv", share: 5),
    entities(.sessions, kind: "sessions", file: "sessions.csv", share: 7),
    entities(.visits, kind: "sessions", file: "visits.csv", share: 3),
    KeyedExport(kind: "till-lines", folder: "till", file: "till.csv", share: 12) {
      var export = KeyedTill(plan: $0)
      try export.write(to: $1)
    },
  ]

  private static func entities(
    _ entity: KeyedEntities.Kind, kind: String, file: String, share: Int
  ) -> KeyedExport {
    KeyedExport(kind: kind, folder: "\(entity)", file: file, share: share) {
      var export = KeyedEntities(entity, plan: $0)
      try export.write(to: $1)
    }
  }

  private static let platforms = [
    platform("shopify-orders", "shopify-orders.csv", 12, KeyedShopify.self),
    platform("woocommerce-api-orders", "woocommerce-orders.json", 8, KeyedWooCommerce.self),
    platform("amazon-orders", "amazon-orders.txt", 8, KeyedAmazon.self),
    platform("etsy-items", "etsy-items.csv", 6, KeyedEtsy.self),
    platform("ebay-orders", "ebay-orders.csv", 6, KeyedEbay.self, currency: "USD"),
    platform("square-items", "square-items.csv", 6, KeyedSquare.self, currency: "USD"),
    platform("stripe-balance", "stripe-balance.csv", 6, KeyedStripe.self),
    platform("paypal-activity", "paypal-en.csv", 4, KeyedPayPal.self),
    platform("paypal-activity", "paypal-de.csv", 4, KeyedGermanPayPal.self),
  ]

  private static func platform(
    _ kind: String, _ file: String, _ share: Int, _ writer: any KeyedPlatform.Type, currency: String? = nil
  ) -> KeyedExport {
    let folder = String(file.prefix { $0 != "." })
    return KeyedExport(
      kind: kind, folder: folder, file: file, share: share, isOwn: false, currency: currency
    ) { plan, file in
      var sheet = KeyedSheet(
        plan, file, salt: folder.utf8.reduce(7) { $0 * 31 % 65_521 + Int($1) }, flaws: writer.flaws)
      try writer.write(&sheet)
      try file.end()
    }
  }
}
