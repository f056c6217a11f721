import Inspection
import Intake
import Records

/// Watches for rows of an order that come after the order has ended.
///
/// Nothing but a hash is kept of an order. That two have one is taken for an order that came back, which costs time
/// and changes nothing.
struct GroupWatch {
  private var keys: GroupKeys
  private var seen = SeenHashes()
  private var last: [UInt8] = []

  /// Nil where the definition's rows never make an order together.
  init?(_ definition: Definition) {
    guard let keys = GroupKeys(definition) else { return nil }
    self.keys = keys
  }

  /// Whether rows of the table must be put together before they are judged.
  mutating func findsApart(_ batch: borrowing RowBatch) -> Bool {
    keys.bind(columns: batch.columns)
    guard keys.areNeeded else { return false }
    var before = ByteRange.none
    for row in batch.rows where !row.continuesRecord {
      let key = keys.key(of: row, in: batch)
      let goesOn =
        before.isEmpty
        ? batch.isText(last, at: key) : key.count == before.count && batch.areEqual(key, before)
      before = key
      if !last.isEmpty { last.removeAll(keepingCapacity: true) }
      guard !goesOn, !key.isEmpty else { continue }
      if !seen.insert(GroupKeys.hash(key, in: batch)) { return true }
    }
    last.append(contentsOf: batch.bytes[before.indices])
    return seen.isFull
  }

  /// The keys of a batch's rows, for putting them together.
  mutating func keys(of batch: borrowing RowBatch) -> [RowKey] {
    keys.bind(columns: batch.columns)
    var found: [RowKey] = []
    found.reserveCapacity(batch.rows.count)
    for row in batch.rows {
      let key = row.continuesRecord ? ByteRange.none : keys.key(of: row, in: batch)
      found.append(
        RowKey(
          group: key.isEmpty ? 0 : GroupKeys.hash(key, in: batch),
          telling: key.isEmpty ? 0 : keys.telling(of: row, in: batch)))
    }
    return found
  }
}

extension RowBatch {
  fileprivate func isText(_ text: [UInt8], at range: ByteRange) -> Bool {
    text.count == range.count && !text.isEmpty && text.elementsEqual(bytes[range.indices])
  }

  fileprivate func areEqual(_ left: ByteRange, _ right: ByteRange) -> Bool {
    var (first, second) = (Int(left.start), Int(right.start))
    while first < Int(left.end) {
      if bytes[first] != bytes[second] { return false }
      (first, second) = (first + 1, second + 1)
    }
    return true
  }
}
