import Records

/// Walks over rows and puts together what belongs together.
struct Groups {
  enum Step {
    /// Padding, a footer, the header once more.
    case passedOver(reason: String)
    /// `members` are complete. The range is theirs in the batch's problems.
    case group(damage: Range<Int>)
    /// `members` may go on in the next batch.
    case wait(damage: Range<Int>)
  }

  private(set) var members: [Int32] = []
  private var row = 0
  /// Per row, where its number stands.
  private let keys: [ByteRange]
  private let limit: Int
  private let byteLimit: Int
  private let passedOver: [Int: String]
  /// A record with rows of its own inside is an order by itself, whatever stands behind it.
  private let recordsStandAlone: Bool
  private var damageStart = 0
  /// Of the first problem that is not of a row before the one at hand.
  private var problem = 0
  private var memberBytes = 0
  private var isHandedOut = false

  init(keys: [ByteRange], limit: Int, byteLimit: Int, passedOver: [Int: String], recordsStandAlone: Bool) {
    self.recordsStandAlone = recordsStandAlone
    self.keys = keys
    self.limit = limit
    self.byteLimit = byteLimit
    self.passedOver = passedOver
  }

  /// Nil when all rows have been handed out.
  mutating func next(_ work: borrowing Work, isLast: Bool) -> Step? {
    if isHandedOut {
      members.removeAll(keepingCapacity: true)
      memberBytes = 0
      isHandedOut = false
    }
    let count = keys.count
    while row < count {
      if !passedOver.isEmpty, let reason = passedOver[row] {
        row += 1
        return .passedOver(reason: reason)
      }
      if Self.mayBeBlank(keys[row], work),
        isPadding(row, in: work, next: row + 1 < count ? row + 1 : nil)
      {
        // The last row's record may go on in the next batch, and then it is none.
        if row + 1 < count || isLast {
          row += 1
          return .passedOver(reason: "padding")
        }
      } else if !members.isEmpty, !belongs(row, work) {
        return handOut(work) { .group(damage: $0) }
      }
      members.append(Int32(row))
      memberBytes += work.batch.rows[row].raw.count
      row += 1
    }
    guard !members.isEmpty else { return nil }
    return handOut(work) { isLast ? .group(damage: $0) : .wait(damage: $0) }
  }

  private mutating func handOut(_ work: borrowing Work, _ step: (Range<Int>) -> Step) -> Step {
    isHandedOut = true
    let start = damageStart
    while damageStart < work.batch.problems.count,
      work.batch.problems[damageStart].row <= Int(members[members.count - 1])
    { damageStart += 1 }
    return step(start..<damageStart)
  }

  private func belongs(_ row: Int, _ work: borrowing Work) -> Bool {
    if work.batch.rows[row].continuesRecord { return true }
    let key = keys[row]
    guard !key.isEmpty, members.count < limit, memberBytes <= byteLimit else { return false }
    let head = keys[Int(members[0])]
    if recordsStandAlone, work.batch.rows[Int(members[members.count - 1])].continuesRecord { return false }
    return work.batch.bytes.span.areEqual(key, head)
  }

  /// A row with a number is no padding.
  @inline(__always)  // Asked for every row.
  private static func mayBeBlank(_ key: ByteRange, _ work: borrowing Work) -> Bool {
    key.isEmpty || work.batch.bytes[Int(key.start)] <= 0x20
  }

  /// Nothing but blanks, and nothing nested that belongs to it.
  private mutating func isPadding(_ row: Int, in work: borrowing Work, next: Int?) -> Bool {
    let raw = work.batch.rows[row]
    if raw.continuesRecord { return false }
    let bytes = work.batch.bytes.span
    for cell in Int(raw.firstCell)..<Int(raw.firstCell + raw.cellCount)
    where !work.batch.cells[cell].isEmpty && !bytes.trimmed(work.batch.cells[cell]).isEmpty { return false }
    if let next, work.batch.rows[next].continuesRecord { return false }
    while problem < work.batch.problems.count, work.batch.problems[problem].row < row { problem += 1 }
    return problem == work.batch.problems.count || work.batch.problems[problem].row != row
  }
}
