import GRDB
import Records

/// Writes customers, products and sessions: one row per id, the newest telling of it.
struct EntityWriter {
  private var customers: EntityTable
  private var products: EntityTable
  private var sessions: EntityTable

  init(_ place: LoadPlace, database: Database) {
    func table(_ name: String, key: String, columns: [String]) -> EntityTable {
      EntityTable(name: name, key: key, columns: columns, place: place, database: database)
    }
    customers = table(
      "customers", key: "customer_id", columns: ["email", "name", "phone", "country", "created_at"])
    products = table(
      "products", key: "product_id",
      columns: ["sku", "name", "category", "price", "cost", "currency", "created_at"])
    sessions = table(
      "sessions", key: "session_id",
      columns: ["customer_id", "channel", "country", "started_at", "day", "sessions"])
  }

  /// In how many records each field is another than before.
  func changedFields() throws -> [String: Int] {
    try [customers, products, sessions].reduce(into: [:]) { sums, table in
      sums.merge(try table.changedFields()) { $0 + $1 }
    }
  }

  mutating func write(
    _ customer: CustomerFact, line: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws -> VersionOutcome {
    try unsafe customers.write(
      key: customer.customerID, bytes,
      state: RowState(
        updatedAt: customer.updatedAt, contentHash: customer.contentHash, score: customer.score,
        sourceRow: line)
    ) { row, first in
      unsafe row.bind(first, customer.email, in: bytes)
      unsafe row.bind(first + 1, customer.name, in: bytes)
      unsafe row.bind(first + 2, customer.phone, in: bytes)
      unsafe row.bind(first + 3, customer.country, in: bytes)
      row.bind(first + 4, customer.createdAt == 0 ? nil : customer.createdAt)
    }.outcome
  }

  mutating func write(
    _ product: ProductFact, line: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws -> VersionOutcome {
    try unsafe products.write(
      key: product.productID, bytes,
      state: RowState(
        updatedAt: product.updatedAt, contentHash: product.contentHash, score: product.score,
        sourceRow: line)
    ) { row, first in
      unsafe row.bind(first, product.sku, in: bytes)
      unsafe row.bind(first + 1, product.name, in: bytes)
      unsafe row.bind(first + 2, product.category, in: bytes)
      row.bind(first + 3, product.price)
      row.bind(first + 4, product.cost)
      row.bind(first + 5, product.currency?.code)
      row.bind(first + 6, product.createdAt == 0 ? nil : product.createdAt)
    }.outcome
  }

  /// Also says by how much the session changes which day's count: visits, and records behind them.
  mutating func write(
    _ session: SessionFact, line: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws -> (outcome: VersionOutcome, changes: [(day: Day, sessions: Int64, records: Int64)]) {
    let result = try unsafe sessions.write(
      key: session.sessionID, bytes,
      state: RowState(
        updatedAt: session.updatedAt, contentHash: session.contentHash, score: session.score,
        sourceRow: line), alsoReading: "day, sessions"
    ) { row, first in
      unsafe row.bind(first, session.customerID, in: bytes)
      unsafe row.bind(first + 1, session.channel, in: bytes)
      unsafe row.bind(first + 2, session.country, in: bytes)
      row.bind(first + 3, session.startedAt)
      row.bind(first + 4, session.day.yyyymmdd)
      row.bind(first + 5, session.sessions)
    }
    var changes: [(day: Day, sessions: Int64, records: Int64)] = []
    if result.outcome == .insert || result.outcome == .update {
      changes.append((session.day, session.sessions, 1))
      if let day = result.before.first.flatMap({ Day(yyyymmdd: Int($0)) }) {
        changes.append((day, -result.before[1], -1))
      }
    }
    return (result.outcome, changes)
  }
}

/// What every entity row carries besides its own columns.
struct RowState {
  var updatedAt: Int64
  var contentHash: Int64
  var score: Int32
  /// Line in the file.
  var sourceRow: Int32
}

/// One entity table: reads what is known of an id, decides which telling holds, and writes it.
struct EntityTable {
  private let name: String
  private let key: String
  private let columns: [String]
  private let place: LoadPlace
  private let database: Database
  private var read: RowStatement?
  private var upsert: RowStatement?
  private var touch: RowStatement?
  private var revisions: RecordRevisions?

  init(name: String, key: String, columns: [String], place: LoadPlace, database: Database) {
    self.name = name
    self.key = key
    self.columns = columns
    self.place = place
    self.database = database
  }

  /// - Parameters:
  ///   - alsoReading: integer columns whose values before the write are returned in `before`.
  ///   - bind: binds the table's own columns, the first of them at the index it is given.
  mutating func write(
    key: ByteRange, _ bytes: UnsafeRawBufferPointer, state: RowState, alsoReading extra: String = "",
    bind: (RowStatement, Int32) -> Void
  ) throws -> (outcome: VersionOutcome, before: [Int64]) {
    let read = try self.read ?? prepareRead(extra)
    self.read = read
    read.bind(1, place.sourceID)
    unsafe read.bind(2, key, in: bytes)
    var known: Version?
    var before: [Int64] = []
    if try read.next() {
      known = Version(
        detail: read.integer(4), updatedAt: read.integer(0), contentHash: read.integer(1),
        exportedAt: read.integer(2), isFromThisFile: read.integer(3) == place.batchID)
      if !extra.isEmpty { before = [read.integer(5), read.integer(6)] }
      read.reset()
    }
    let incoming = place.version(updatedAt: state.updatedAt, contentHash: state.contentHash)
    let outcome = VersionOutcome(known: known, incoming: incoming)
    switch outcome {
    case .insert: try unsafe put(key, bytes, state, bind)
    case .update:
      let revisions =
        try self.revisions
        ?? RecordRevisions(name, key: self.key, columns: columns, place, database: database)
      self.revisions = revisions
      try unsafe revisions.keep(key, bytes)
      try unsafe put(key, bytes, state, bind)
    case .unchanged, .duplicate:
      let newest = known.map { $0.outranks(incoming) ? $0 : incoming } ?? incoming
      try unsafe touch(
        key, bytes, newest, score: state.score, rank: known.map { incoming.rank(above: $0) } ?? 1)
    case .superseded, .contradiction: break
    }
    return (outcome, before)
  }

  /// In how many records each field is another than before.
  func changedFields() throws -> [String: Int] {
    guard revisions != nil else { return [:] }
    return try RecordRevisions.changedFields(name, key: key, columns: columns, place.batchID, database)
  }

  private func prepareRead(_ extra: String) throws -> RowStatement {
    let more = extra.isEmpty ? "" : ", " + extra
    return try RowStatement(
      """
      SELECT updated_at, content_hash, exported_at, last_batch_id, detail\(more) FROM \(name)
      WHERE source_id = ? AND \(key) = ?
      """, on: database)
  }

  private mutating func put(
    _ key: ByteRange, _ bytes: UnsafeRawBufferPointer, _ state: RowState,
    _ bind: (RowStatement, Int32) -> Void
  ) throws {
    let own =
      ["updated_at", "exported_at", "content_hash", "score", "last_batch_id", "source_row", "detail"]
      + columns
    let upsert =
      try self.upsert
      ?? RowStatement(
        """
        INSERT INTO \(name) (source_id, \(self.key), first_batch_id, \(own.joined(separator: ", ")))
        VALUES (?, ?, ?\(String(repeating: ", ?", count: own.count)))
        ON CONFLICT DO UPDATE SET \(own.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
        """, on: database)
    self.upsert = upsert
    upsert.bind(1, place.sourceID)
    unsafe upsert.bind(2, key, in: bytes)
    upsert.bind(3, place.batchID)
    upsert.bind(4, state.updatedAt)
    upsert.bind(5, place.exportedAt)
    upsert.bind(6, state.contentHash)
    upsert.bind(7, Int64(state.score))
    upsert.bind(8, place.batchID)
    upsert.bind(9, Int64(state.sourceRow))
    upsert.bind(10, place.detail)
    bind(upsert, 11)
    try upsert.run()
  }

  private mutating func touch(
    _ key: ByteRange, _ bytes: UnsafeRawBufferPointer, _ version: Version, score: Int32, rank: Int64
  ) throws {
    let touch =
      try self.touch
      ?? RowStatement(
        """
        UPDATE \(name) SET last_batch_id = ?1, detail = ?2, updated_at = ?3, exported_at = ?4,
          \(Version.score(rank: 8, own: 7))
        WHERE source_id = ?5 AND \(self.key) = ?6
        """, on: database)
    self.touch = touch
    touch.bind(1, place.batchID)
    touch.bind(2, version.detail)
    touch.bind(3, version.updatedAt)
    touch.bind(4, version.exportedAt)
    touch.bind(5, place.sourceID)
    unsafe touch.bind(6, key, in: bytes)
    touch.bind(7, Int64(score))
    touch.bind(8, rank)
    try touch.run()
  }
}
