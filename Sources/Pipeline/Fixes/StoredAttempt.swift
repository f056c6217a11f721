import Ledger
import Records

/// What became of held rows that were judged again.
public struct HeldAnswers: Codable, Sendable, Hashable {
  /// Taken into the books.
  public var closed = 0
  public var stillHeld = 0
  /// Closed already before.
  public var unchanged = 0
  /// Answers to no row that is held.
  public var unknown = 0

  public init() {}

  static func += (sum: inout HeldAnswers, other: HeldAnswers) {
    sum.closed += other.closed
    sum.stillHeld += other.stillHeld
    sum.unchanged += other.unchanged
    sum.unknown += other.unknown
  }
}

/// Another attempt on held rows, from their verdicts to what is noted of them.
struct StoredAttempt {
  private let table: StoredTable
  private let fileName: String
  private var stillHeld: Set<Int64> = []

  /// The batch in which the rows waited that are taken because their sales came.
  var releases: Int64? { table.cause == .sale ? table.batchID : nil }

  init(_ table: StoredTable, of file: SettledFile) {
    self.table = table
    fileName = file.displayName
  }

  mutating func resolve(_ verdicts: inout VerdictBatch) { stillHeld.formUnion(table.resolve(&verdicts)) }

  /// Rows of the file that were not judged.
  func addRest(to batch: BatchLoad, _ sums: inout TableSums) throws {
    batch.passOver(unchanged: table.unchanged)
    let refused = table.refused
    try batch.add(refused)
    sums.add(refused)
  }

  /// - Parameter heldAgain: rows that Inspection let pass and the ledger did not.
  func close(
    in load: FileLoad, batchID: Int64?, heldAgain: Set<Int64>, at now: Int64
  ) throws -> HeldAnswers {
    let ids = table.entries.map(\.id)
    let stillHeld = stillHeld.union(heldAgain).union(table.uncut)
    let closed = ids.filter { !stillHeld.contains($0) }
    let cause = table.cause
    try load.change(
      closed,
      HeldChange(
        state: cause == .fix ? .fixed : .released, cause: cause, reason: fileName, at: now, batchID: batchID))
    try load.change(
      stillHeld.sorted(), HeldChange(state: .open, cause: cause, reason: fileName, at: now))
    try load.remember(closed.flatMap { table.words[$0] ?? [] }, of: table.batchID)
    var answers = HeldAnswers()
    answers.closed = closed.count
    answers.stillHeld = ids.count - closed.count
    answers.unchanged = table.unchanged
    answers.unknown = table.unknown.count
    return answers
  }
}
