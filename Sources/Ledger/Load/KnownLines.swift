import GRDB
import Records

/// What the books have of the lines that share a number and stand alone, such as those of a till's receipt.
///
/// Of a number with a few lines all are read at once. One number may stand in every row of a file, so of a number with
/// many lines each is asked for by itself, and only which of them dates the order is kept.
struct KnownLines {
  private let place: LoadPlace
  private let readAll: RowStatement
  private let readOne: RowStatement
  private static let few = 100
  /// More numbers, or more equal lines, are forgotten, and asked for again.
  private static let most = 1 << 17

  /// Those of the number at hand, by identity; none where there are many.
  private var lines: [Int64: Known] = [:]
  private var isLong = false
  /// Identities given to lines of the number at hand since it was begun.
  private var placed: Set<Int64> = []
  private var number: [UInt8] = []
  private var numberHash: Int64 = 0
  /// The line that dates the order, which was there before the lines at hand.
  private(set) var anchor: CountedLine?
  /// Numbers with many lines, and the line that dates each.
  private var long: [[UInt8]: CountedLine?] = [:]
  /// From an identity that this file has told to one further on among those of equal lines, all between told as well.
  private var jumps: [Int64: Int64] = [:]

  private struct Known {
    var rowID: Int64
    var isTold: Bool
  }

  init(_ place: LoadPlace, _ database: Database) throws {
    self.place = place
    let from = "SELECT \(StoredLine.columns) FROM line_facts WHERE source_id = ? AND transaction_id = ?"
    readAll = try RowStatement(from + " ORDER BY line_id", on: database)
    readOne = try RowStatement(from + " AND line_id = ?", on: database)
  }

  /// The number whose lines are asked for next. All lines written before must be in the database. `isNew`: there are
  /// none.
  mutating func begin(_ number: UnsafeRawBufferPointer, isNew: Bool) throws {
    lines.removeAll(keepingCapacity: true)
    placed.removeAll(keepingCapacity: true)
    (isLong, anchor) = (false, nil)
    unsafe self.number.replaceSubrange(0..., with: number)
    guard !isNew else { return }
    if let known = long[self.number] {
      (isLong, anchor) = (true, known)
      return hashNumber()
    }
    readAll.bind(1, place.sourceID)
    unsafe readAll.bindText(2, number)
    while try readAll.next() {
      guard let line = StoredLine(reading: readAll, facts: place.facts) else { continue }
      anchor = [anchor, line.counted].compactMap(\.self).anchor
      if lines.count < Self.few { lines[line.counted.lineID] = known(line) } else { isLong = true }
    }
    guard isLong else { return }
    lines.removeAll(keepingCapacity: true)
    if long.count > Self.most >> 4 { long.removeAll() }
    long[self.number] = anchor
    hashNumber()
  }

  /// The identity for a line that would have `lineID`: that, or of the next equal line that this file did not tell yet.
  mutating func identity(for lineID: Int64) throws -> Int64 {
    var at = lineID
    var passed: [Int64] = []
    while true {
      if isLong, let jump = jumps[at ^ numberHash] {
        passed.append(at)
        at = jump
        continue
      }
      guard try isTold(at) else { break }
      passed.append(at)
      at = StableHash.nextLineID(after: at)
    }
    placed.insert(at)
    if isLong, !passed.isEmpty {
      if jumps.count > Self.most { jumps.removeAll() }
      // After a long way from the beginning, which only comes when much was forgotten, the beginning is enough.
      for id in passed.prefix(passed.count > 1024 ? 1 : .max) { jumps[id ^ numberHash] = at }
    }
    return at
  }

  /// The row of the line that has this identity; nil if there was none when the number was begun.
  func rowID(of lineID: Int64) throws -> Int64? { try known(lineID)?.rowID }

  /// Another line dates the order at hand from now on.
  mutating func date(by anchor: CountedLine) {
    self.anchor = anchor
    if isLong { long[number] = anchor }
  }

  private mutating func hashNumber() {
    var hash = StableHash()
    hash.combine(number)
    numberHash = hash.value
  }

  private func isTold(_ lineID: Int64) throws -> Bool {
    try placed.contains(lineID) || known(lineID)?.isTold ?? false
  }

  private func known(_ lineID: Int64) throws -> Known? {
    guard isLong else { return lines[lineID] }
    readOne.bind(1, place.sourceID)
    readOne.bind(2, copying: number)
    readOne.bind(3, lineID)
    defer { readOne.reset() }
    guard try readOne.next(), let line = StoredLine(reading: readOne, facts: place.facts) else { return nil }
    return known(line)
  }

  private func known(_ line: StoredLine) -> Known {
    Known(rowID: line.rowID, isTold: place.tells(first: line.firstBatchID, last: line.lastBatchID))
  }
}
