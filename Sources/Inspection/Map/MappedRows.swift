import Records

/// What a stretch of rows says, as far as it says it plainly: every rule of the field is kept, and nothing had to be
/// mended.
///
/// It is filled column by column, so that what is to be done with a column is found out once and not for each of its
/// cells. What is not plain is left unread, for `RowReader.read` to read by all the rules and to tell what is wrong.
struct MappedRows: Sendable {
  /// As many rows as stay at hand in the processor.
  static let stretch = 128
  private(set) var rows = 0..<0
  private var fields = 0
  private var slots: [Slot] = []
  /// Per row, a bit for each field that has a good value.
  private(set) var good: [UInt64] = []
  /// Per row, a bit for each field that was not plain.
  private(set) var unread: [UInt64] = []
  /// Per row, by how many decimals its money was read.
  private(set) var digits: [UInt8] = []
  /// Its money was not read.
  static let noDigits = UInt8.max

  /// A field for each bit of a word.
  static let mostFields = 64

  /// Forgets what there was, and begins with rows that say nothing. `left` are the fields that no column is read for.
  mutating func begin(_ rows: Range<Int>, fields: Int, left: UInt64, digits usual: UInt8) {
    (self.rows, self.fields) = (rows, fields)
    if slots.count < rows.count * fields || good.count < rows.count {
      slots = Array(repeating: .missing, count: rows.count * fields)
      good = Array(repeating: 0, count: rows.count)
      unread = good
      digits = Array(repeating: 0, count: rows.count)
    }
    for place in 0..<rows.count * fields { slots[place] = .missing }
    for place in 0..<rows.count { (good[place], unread[place], digits[place]) = (0, left, usual) }
    for field in 0..<fields where left >> UInt64(field) & 1 != 0 {
      for place in 0..<rows.count { slots[place * fields + field].state = .unread }
    }
  }

  mutating func clear() { rows = 0..<0 }

  @inline(__always)  // As all of these, asked for every value.
  func slot(_ field: Int, _ row: Int) -> Slot { slots[(row - rows.lowerBound) * fields + field] }

  @inline(__always)
  func unread(_ row: Int) -> UInt64 { unread[row - rows.lowerBound] }

  @inline(__always)
  func good(_ row: Int) -> UInt64 { good[row - rows.lowerBound] }

  @inline(__always)
  func digits(_ row: Int) -> UInt8 { digits[row - rows.lowerBound] }

  /// By what a row's currency says.
  mutating func set(digits of: (_ currency: Int64) -> UInt8, from field: Int) {
    var (last, known) = (Int64(-1), Self.noDigits)
    for place in 0..<rows.count where slots[place * fields + field].isGood {
      let currency = slots[place * fields + field].number
      if currency != last { (last, known) = (currency, of(currency)) }
      digits[place] = known
    }
  }

  /// Puts what a row says of some fields behind `list`.
  @inline(__always)
  func append(_ range: Range<Int>, of row: Int, to list: inout [Slot]) {
    let first = (row - rows.lowerBound) * fields
    for field in range { list.append(slots[first + field]) }
  }

  @inline(__always)
  func copy(_ range: Range<Int>, of row: Int, to list: inout [Slot]) {
    let first = (row - rows.lowerBound) * fields
    for field in range { list[field] = slots[first + field] }
  }

  /// Reads one column. `plain` returns nil for what it leaves to the rules.
  @inline(__always)  // So that a column's kind is part of its loop.
  mutating func fill(
    _ field: Int, _ bound: BoundField, in work: borrowing Work, _ bytes: Span<UInt8>,
    _ plain: (_ text: ByteRange, _ digits: UInt8) -> Slot?
  ) {
    let bit: UInt64 = 1 << UInt64(field)
    var at = field
    for place in 0..<rows.count {
      let cell = work.cell(rows.lowerBound + place, bound.column)
      if !cell.isEmpty, bytes[Int(cell.start)] > 0x20, bytes[Int(cell.end) - 1] > 0x20,
        let slot = plain(cell, digits[place])
      {
        slots[at] = slot
        good[place] |= bit
      } else if !cell.isEmpty || !bound.mayBeMissing {
        slots[at].state = .unread
        unread[place] |= bit
      }
      at += fields
    }
  }
}
