import GRDB
import Records

extension Books {
  /// Counts every total of every source anew from the facts. If the totals were right, nothing changes.
  ///
  /// - Parameter limit: how much of them is held in memory at once.
  public func recountTotals(holding limit: Int = 150_000) throws {
    try queue.write { try recountTotals(in: $0, holding: limit) }
  }

  /// The tables that are nothing but sums of facts.
  static let totalTables = [
    "daily_sales", "daily_product_sales", "customer_days", "customer_counts", "daily_sessions",
    "daily_movements",
  ]

  /// Into whichever tables have these names: a temporary one hides the stored one.
  func recountTotals(in database: Database, holding limit: Int = 150_000) throws {
    for table in Self.totalTables { try database.execute(sql: "DELETE FROM \(table)") }
    for source in try Row.fetchAll(database, sql: "SELECT source_id, facts FROM sources") {
      guard let facts = FactKind(rawValue: source[1]) else { continue }
      try recountLines(sourceID: source[0], facts: facts, holding: limit, database: database)
      try recountMovements(sourceID: source[0], database: database)
    }
    try database.execute(
      sql: """
        INSERT INTO daily_sessions (day, source_id, sessions, records)
        SELECT day, source_id, sum(sessions), count(*) FROM sessions GROUP BY day, source_id
        """)
  }

  private func recountLines(
    sourceID: Int64, facts: FactKind, holding limit: Int, database: Database
  ) throws {
    let read = try RowStatement(
      """
      SELECT \(StoredLine.columns), transaction_id FROM line_facts WHERE source_id = ?
      ORDER BY transaction_id, line_id
      """, on: database)
    read.bind(1, sourceID)
    var totals = TotalsBuffer(sourceID: sourceID, limit: limit)
    var order: [CountedLine] = []
    var orderID: [UInt8] = []
    while try read.next() {
      guard let line = StoredLine(reading: read, facts: facts) else { continue }
      let id = read.bytes(24)
      if id != orderID {
        count(order, into: &totals)
        try totals.relieve(database)
        order = []
        orderID = id
      }
      order.append(line.counted)
    }
    count(order, into: &totals)
    try totals.write(to: database)
  }

  private func recountMovements(sourceID: Int64, database: Database) throws {
    let read = try RowStatement(
      "SELECT \(CountedMovement.columns) FROM money_movements WHERE source_id = ?", on: database)
    read.bind(1, sourceID)
    var totals = MovementTotals(sourceID: sourceID)
    while try read.next() {
      if let movement = CountedMovement(reading: read) { totals.add(movement, times: 1) }
    }
    try totals.write(to: database)
  }

  private func count(_ order: [CountedLine], into totals: inout TotalsBuffer) {
    for line in order {
      unsafe line.productID.withUnsafeBytes { unsafe totals.add(line, product: $0, times: 1) }
    }
    guard let anchor = order.anchor else { return }
    unsafe anchor.customerID.withUnsafeBytes {
      unsafe totals.addOrder(day: anchor.day, currency: anchor.currency, customer: $0, times: 1)
    }
  }
}
