import GRDB
import Records

/// Keeps what orders said before a newer telling takes their place, and says in which fields those differ.
struct LineRevisions {
  private let keep: RowStatement

  private static let columns = """
    source_id, transaction_id, line_id, kind, status, happened_at, day, currency, customer_id, product_id, quantity,
    unit_price, gross, discount, returned, shipping, tax, tip, fee, channel, country, updated_at, exported_at, told_by
    """

  /// What is told to people, and the columns behind it.
  private static let fields = [
    ("kind", "kind"), ("status", "status"), ("timestamp", "happened_at"), ("currency", "currency"),
    ("customer_id", "customer_id"), ("product_id", "product_id"), ("quantity", "quantity"),
    ("unit_price", "unit_price"), ("gross", "gross"), ("discount", "discount"), ("returned", "returned"),
    ("shipping", "shipping"), ("tax", "tax"), ("tip", "tip"), ("fee", "fee"), ("channel", "channel"),
    ("country", "country"),
  ]

  init(_ place: LoadPlace, database: Database) throws {
    keep = try RowStatement(
      """
      INSERT INTO line_revisions (\(Self.columns), replaced_by)
      SELECT \(Self.columns), ?3 FROM line_facts WHERE source_id = ?1 AND transaction_id = ?2
      """, on: database)
    keep.bind(1, place.sourceID)
    keep.bind(3, place.batchID)
  }

  /// Keeps the order as it stands.
  func keep(_ transactionID: ByteRange, _ bytes: UnsafeRawBufferPointer) throws {
    unsafe keep.bind(2, transactionID, in: bytes)
    try keep.run()
  }

  /// In how many orders each field is another since the batch; lines are compared by their number.
  static func changedFields(_ batchID: Int64, _ database: Database) throws -> [String: Int] {
    let differs = fields.map { name, column in
      "max(now.line_id IS NOT NULL AND now.\(column) IS NOT before.\(column)) AS \(name)"
    }
    let sums = (fields.map(\.0) + ["lines"]).map { "coalesce(sum(\($0)), 0)" }
    let row = try Row.fetchOne(
      database,
      kept: """
        WITH orders AS (
          SELECT \(differs.joined(separator: ", ")),
            max(now.line_id IS NULL) OR count(DISTINCT before.line_id) <> (
              SELECT count(*) FROM line_facts AS all_lines
              WHERE all_lines.source_id = before.source_id AND all_lines.transaction_id = before.transaction_id) AS lines
          FROM line_revisions AS before LEFT JOIN line_facts AS now USING (source_id, transaction_id, line_id)
          WHERE replaced_by = ? GROUP BY before.source_id, before.transaction_id)
        SELECT \(sums.joined(separator: ", ")) FROM orders
        """, arguments: [batchID])
    guard let row else { return [:] }
    let counts = (fields.map(\.0) + ["lines"]).enumerated().map { ($1, row[$0] as Int) }
    return Dictionary(uniqueKeysWithValues: counts.filter { $0.1 > 0 })
  }
}
