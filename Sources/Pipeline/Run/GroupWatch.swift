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
  /// Of the orders whose rows stand apart.
  private var apart = SeenHashes()
  /// More orders than can be told one from the other: all rows are put together.
  private var isEverything = false
  /// The number of the last row of the batch before.
  private var last: [UInt8] = []
  /// How many were looked at for taking them out.
  private var records: UInt64 = 0
  // Kept from batch to batch so that none of them asks for memory.
  private var hashes: [UInt64] = []
  /// Of that many, a list would be longer than what it saves.
  private static let mostApart = 1 << 20

  /// Nil where the definition's rows never make an order together.
  init?(_ definition: Definition) {
    guard let keys = GroupKeys(definition) else { return nil }
    self.keys = keys
  }

  /// Whether rows of the table must be put together before they are judged.
  mutating func findsApart(_ batch: borrowing RowBatch) -> Bool {
    keys.bind(columns: batch.columns)
    guard keys.areNeeded else { return false }
    noteBeginnings(batch)
    var isApart = false
    // A loop of nothing but look-ups, so that the waits for memory overlap.
    for hash in hashes where !seen.insert(hash) {
      isApart = true
      _ = apart.insert(hash)
    }
    if seen.isFull || apart.count > Self.mostApart { isEverything = true }
    return isApart || isEverything
  }

  /// Hashes of the orders that begin in the batch, or go on after another.
  private mutating func noteBeginnings(_ batch: borrowing RowBatch) {
    hashes.removeAll(keepingCapacity: true)
    var before = ByteRange.none
    var isFirst = true
    for row in batch.rows where !row.continuesRecord {
      let key = keys.key(of: row, in: batch)
      let goesOn = isFirst ? batch.isText(last, at: key) : GroupKeys.areEqual(key, before, in: batch)
      (before, isFirst) = (key, false)
      if !goesOn, !key.isEmpty { hashes.append(GroupKeys.hash(key, in: batch)) }
    }
    guard !isFirst else { return }
    last.removeAll(keepingCapacity: true)
    last.append(contentsOf: batch.bytes[before.indices])
  }

  /// Takes the rows that must be put together out of a batch, once `findsApart` has seen the whole table; nil where it
  /// has none.
  mutating func takeApart(from batch: inout RowBatch) -> (rows: RowBatch, keys: [RowKey])? {
    keys.bind(columns: batch.columns)
    let wanted = rowKeys(of: batch)
    guard wanted.contains(where: { $0 != nil }) else { return nil }
    var taken = batch
    (taken.rows, taken.problems) = ([], [])
    var kept = taken
    var found: [RowKey] = []
    var places: [Int] = []
    for (row, key) in zip(batch.rows, wanted) {
      if let key {
        places.append(taken.rows.count)
        taken.rows.append(row)
        found.append(key)
      } else {
        places.append(kept.rows.count)
        kept.rows.append(row)
      }
    }
    for problem in batch.problems {
      var moved = problem
      moved.row = places[problem.row]
      if wanted[problem.row] != nil { taken.problems.append(moved) } else { kept.problems.append(moved) }
    }
    batch = kept
    return (taken, found)
  }

  /// Per row, its key if it must be put together with others.
  private mutating func rowKeys(of batch: borrowing RowBatch) -> [RowKey?] {
    var found: [RowKey?] = []
    found.reserveCapacity(batch.rows.count)
    for row in batch.rows {
      if row.continuesRecord {
        // It goes where its record goes.
        let isTaken = found.last.map { $0 != nil } ?? false
        found.append(isTaken ? RowKey(group: 0, telling: 0, place: 0) : nil)
        continue
      }
      defer { records += 1 }
      let key = keys.key(of: row, in: batch)
      let group = key.isEmpty ? 0 : GroupKeys.hash(key, in: batch)
      guard isEverything || !key.isEmpty && apart.contains(group) else {
        found.append(nil)
        continue
      }
      let telling = key.isEmpty ? 0 : keys.telling(of: row, in: batch)
      found.append(RowKey(group: group, telling: telling, place: records))
    }
    return found
  }
}

extension RowBatch {
  fileprivate func isText(_ text: [UInt8], at range: ByteRange) -> Bool {
    text.count == range.count && !text.isEmpty && text.elementsEqual(bytes[range.indices])
  }
}
