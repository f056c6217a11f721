import GRDB
import Records

/// Writes money movements, and tells their totals what was added and what taken away.
///
/// A movement with an id is one row, the newest telling of it. One without is told by its content and by the
/// how-many-eth such row of its file it is, as till lines are: the highest count seen in any one file holds.
struct MovementWriter {
  private let place: LoadPlace
  private let read: RowStatement
  private let touch: RowStatement
  private let upsert: RowStatement
  private let revisions: RecordRevisions
  private(set) var totals: MovementTotals
  /// The identity given last to a content that stands more than once in this file.
  private var repeated: [Int64: Int64] = [:]
  /// Of more the first are forgotten, and found again by asking.
  private static let mostRepeated = 1 << 16

  init(_ place: LoadPlace, database: Database) throws {
    self.place = place
    totals = MovementTotals(sourceID: place.sourceID)
    read = try RowStatement(
      """
      SELECT \(CountedMovement.columns), content_hash, exported_at, last_batch_id, detail, first_batch_id FROM money_movements
      WHERE source_id = ? AND movement_id = ? AND identity = ?
      """, on: database)
    touch = try RowStatement(
      """
      UPDATE money_movements SET last_batch_id = ?1, detail = ?2, exported_at = ?3, \(Version.score(rank: 8, own: 7))
      WHERE source_id = ?4 AND movement_id = ?5 AND identity = ?6
      """, on: database)
    upsert = try RowStatement(Self.upsertSQL, on: database)
    revisions = try RecordRevisions(
      "money_movements", key: "movement_id", columns: Self.told, place, database: database)
    read.bind(1, place.sourceID)
    touch.bind(1, place.batchID)
    touch.bind(4, place.sourceID)
    upsert.bind(1, place.sourceID)
  }

  mutating func write(
    _ movement: MovementFact, line: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws -> VersionOutcome {
    guard movement.movementID.isEmpty else {
      for statement in [read, touch, upsert] {
        unsafe statement.bind(statement === touch ? 5 : 2, movement.movementID, in: bytes)
      }
      return try unsafe merge(movement, identity: 0, line: line, bytes)
    }
    for statement in [read, touch, upsert] { statement.bind(statement === touch ? 5 : 2, "") }
    let content = StableHash.lineID(content: movement.contentHash, occurrence: 1)
    var identity = repeated[content] ?? content
    while try known(identity)?.isOfThisFile == true {
      identity = StableHash.nextLineID(after: identity)
      if repeated.count == Self.mostRepeated { repeated.removeAll(keepingCapacity: true) }
      repeated[content] = identity
    }
    return try unsafe merge(movement, identity: identity, line: line, bytes)
  }

  mutating func finish(_ database: Database) throws { try totals.write(to: database) }

  private mutating func merge(
    _ movement: MovementFact, identity: Int64, line: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws -> VersionOutcome {
    let known = try known(identity)
    let incoming = place.version(updatedAt: 0, contentHash: movement.contentHash)
    let outcome = VersionOutcome(known: known?.version, incoming: incoming)
    switch outcome {
    case .insert, .update:
      if let known {
        totals.add(known.movement, times: -1)
        // Without an id it is told by its content, and never changes.
        try unsafe revisions.keep(movement.movementID, bytes)
      }
      totals.add(CountedMovement(movement), times: 1)
      try unsafe put(movement, identity: identity, line: line, bytes)
    case .unchanged, .duplicate:
      let newest = known.map { $0.version.outranks(incoming) ? $0.version : incoming } ?? incoming
      touch.bind(2, newest.detail)
      touch.bind(3, newest.exportedAt)
      touch.bind(6, identity)
      touch.bind(7, Int64(movement.score))
      touch.bind(8, known.map { incoming.rank(above: $0.version) } ?? 1)
      try touch.run()
    case .superseded, .contradiction: break
    }
    return outcome
  }

  /// What stands under the id bound before.
  private func known(
    _ identity: Int64
  ) throws -> (movement: CountedMovement, version: Version, isOfThisFile: Bool)? {
    read.bind(3, identity)
    guard try read.next() else { return nil }
    defer { read.reset() }
    guard let movement = CountedMovement(reading: read) else { return nil }
    let version = Version(
      detail: read.integer(11), updatedAt: 0, contentHash: read.integer(8), exportedAt: read.integer(9),
      isFromThisFile: read.integer(10) == place.batchID)
    return (movement, version, place.tells(first: read.integer(12), last: read.integer(10)))
  }

  private static let told = [
    "kind", "status", "happened_at", "day", "currency", "transaction_id", "customer_id", "payout_id",
    "details",
    "amount", "fee", "tax", "net",
  ]

  /// In how many movements each field is another than before.
  func changedFields(_ database: Database) throws -> [String: Int] {
    try RecordRevisions.changedFields(
      "money_movements", key: "movement_id", columns: Self.told, place.batchID, database)
  }

  private static let upsertSQL = {
    let own = [
      "kind", "status", "happened_at", "day", "currency", "transaction_id", "customer_id", "payout_id",
      "details", "amount", "fee", "tax", "net", "exported_at", "content_hash", "score", "last_batch_id",
      "source_row", "detail",
    ]
    return """
      INSERT INTO money_movements (source_id, movement_id, identity, first_batch_id, \(own.joined(separator: ", ")))
      VALUES (?, ?, ?, ?\(String(repeating: ", ?", count: own.count)))
      ON CONFLICT DO UPDATE SET \(own.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
      """
  }()

  private func put(
    _ movement: MovementFact, identity: Int64, line: Int32, _ bytes: UnsafeRawBufferPointer
  ) throws {
    upsert.bind(3, identity)
    upsert.bind(4, place.batchID)
    upsert.bind(5, Int64(movement.kind.rawValue))
    upsert.bind(6, Int64(movement.status.rawValue))
    upsert.bind(7, movement.happenedAt)
    upsert.bind(8, movement.day.yyyymmdd)
    upsert.bind(9, movement.currency.code)
    unsafe upsert.bind(10, movement.transactionID, in: bytes)
    unsafe upsert.bind(11, movement.customerID, in: bytes)
    unsafe upsert.bind(12, movement.payoutID, in: bytes)
    unsafe upsert.bind(13, movement.details, in: bytes)
    upsert.bind(14, movement.amount)
    upsert.bind(15, movement.fee)
    upsert.bind(16, movement.tax)
    upsert.bind(17, movement.net)
    upsert.bind(18, place.exportedAt)
    upsert.bind(19, movement.contentHash)
    upsert.bind(20, Int64(movement.score))
    upsert.bind(21, place.batchID)
    upsert.bind(22, Int64(line))
    upsert.bind(23, place.detail)
    try upsert.run()
  }
}
