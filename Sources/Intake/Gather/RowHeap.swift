import Records

/// Records in memory, handed out order by order: that which began first in the file comes first.
struct RowHeap {
  private struct Entry {
    var key: UInt64
    var telling: UInt64
    var ordinal: UInt64
    var start: Int
  }

  /// Entries that are one telling of an order, or several that are equal.
  private struct Stretch {
    var entries: Range<Int>
    /// Of the order's first row.
    var ordinal: UInt64
    /// How many tellings of the order come before.
    var place = 0
    var repeats = 1

    /// Nil where it may stand in a batch with others.
    var standsAlone: ((RowBatch) -> GatheredRows)? {
      if repeats > 1 { return { [repeats] in .repeated($0, stretches: repeats) } }
      return place > 0 ? { .telling($0) } : nil
    }
  }

  private let bytes: [UInt8]
  private var entries: [Entry] = []
  private var stretches: [Stretch] = []
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    readEntries()
    entries.sort { ($0.key, $0.ordinal) < ($1.key, $1.ordinal) }
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].key == entries[start].key { end += 1 }
      addOrder(start..<end)
      start = end
    }
    stretches.sort { ($0.ordinal, $0.place) < ($1.ordinal, $1.place) }
  }

  /// Records of a single order, too many to be one: they stay as they are.
  init(unparted bytes: [UInt8]) {
    self.bytes = bytes
    readEntries()
    stretches = [Stretch(entries: 0..<entries.count, ordinal: 0)]
  }

  private mutating func readEntries() {
    var at = 0
    while let record = GatheredRow(bytes.span, at: at) {
      entries.append(
        Entry(key: record.key, telling: record.telling, ordinal: record.ordinal, start: at))
      at += record.length
    }
  }

  /// Puts the tellings of an order, which are in file order, one behind the other.
  private mutating func addOrder(_ order: Range<Int>) {
    let ordinal = entries[order.lowerBound].ordinal
    guard order.count > 1 else {
      stretches.append(Stretch(entries: order, ordinal: ordinal))
      return
    }
    var start = order.lowerBound
    var place = 0
    for telling in tellings(order) {
      for (offset, entry) in telling.enumerated() { entries[start + offset] = entry }
      let range = start..<start + telling.count
      stretches.append(
        Stretch(entries: range, ordinal: ordinal, place: place, repeats: repeats(range)))
      start = range.upperBound
      place += 1
    }
  }

  /// Rows that state another time of change tell the order anew; one that states none goes with the row before.
  private func tellings(_ order: Range<Int>) -> [[Entry]] {
    let stated = Set(entries[order].lazy.map(\.telling)).subtracting([0])
    guard stated.count > 1 else { return [Array(entries[order])] }
    var tellings: [[Entry]] = []
    var known: [UInt64: Int] = [:]
    var place = 0
    for entry in entries[order] {
      if entry.telling != 0 {
        place = known[entry.telling] ?? known.count
        known[entry.telling] = place
      }
      while tellings.count <= place { tellings.append([]) }
      tellings[place].append(entry)
    }
    return tellings
  }

  /// Into how many equal stretches of the file the rows fall; 1 where they differ.
  private func repeats(_ range: Range<Int>) -> Int {
    var stretches: [(hash: UInt64, count: Int)] = []
    var last: UInt64?
    for entry in entries[range] {
      if let last, entry.ordinal == last + 1 {
        stretches[stretches.count - 1].hash &+= rawHash(entry)
        stretches[stretches.count - 1].count += 1
      } else {
        stretches.append((rawHash(entry), 1))
      }
      last = entry.ordinal
    }
    let areEqual = stretches.allSatisfy { $0 == stretches[0] }
    return areEqual ? stretches.count : 1
  }

  private func rawHash(_ entry: Entry) -> UInt64 {
    guard let record = GatheredRow(bytes.span, at: entry.start) else { return 0 }
    var hash = StableHash()
    hash.combine(bytes[record.raw(in: bytes.span, at: entry.start)])
    return hash.bits
  }

  /// Nil after the last.
  mutating func next(columns: [String]) -> GatheredRows? {
    guard position < stretches.count else { return nil }
    var batch = RowBatch(columns: columns)
    if let alone = stretches[position].standsAlone {
      add(stretches[position], to: &batch)
      position += 1
      return alone(batch)
    }
    while position < stretches.count, stretches[position].standsAlone == nil,
      batch.bytes.count < RowBatch.targetBytes
    {
      add(stretches[position], to: &batch)
      position += 1
    }
    return .orders(batch)
  }

  private func add(_ stretch: Stretch, to batch: inout RowBatch) {
    for entry in entries[stretch.entries] {
      GatheredRow.read(bytes.span, at: entry.start, into: &batch)
    }
  }
}
