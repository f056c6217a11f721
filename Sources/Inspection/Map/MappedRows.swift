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
  private(set) var slots: [Slot] = []
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

  /// Begins with other rows of the same table. `left` are the fields that no column is read for.
  mutating func begin(_ rows: Range<Int>, fields: Int, left: UInt64, digits usual: UInt8) {
    self.rows = rows
    if good.count < rows.count || self.fields != fields {
      makeRoom(max(rows.count, Self.stretch), fields, left)
    }
    for place in 0..<rows.count { (good[place], unread[place], digits[place]) = (0, left, usual) }
  }

  private mutating func makeRoom(_ rows: Int, _ fields: Int, _ left: UInt64) {
    self.fields = fields
    slots = Array(repeating: .missing, count: rows * fields)
    good = Array(repeating: 0, count: rows)
    unread = good
    digits = Array(repeating: 0, count: rows)
    for field in 0..<fields where left >> UInt64(field) & 1 != 0 {
      for place in 0..<rows { slots[place * fields + field].state = .unread }
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

  /// All that a row says.
  func row(_ row: Int) -> Range<Int> {
    let first = (row - rows.lowerBound) * fields
    return first..<first + fields
  }

  /// Reads one column. `plain` returns nil for what it leaves to the rules.
  @inline(__always)  // So that a column's kind is part of its loop.
  mutating func fill(
    _ field: Int, _ bound: BoundField, in work: borrowing Work, _ bytes: Span<UInt8>,
    _ plain: (_ text: ByteRange, _ digits: UInt8) -> Slot?
  ) {
    // The rows stand still meanwhile, so that no list is looked up anew for each of them.
    let (digits, rows, fields) = (digits, rows, fields)
    Self.fill(&slots, &good, &unread) { slots, good, unread in
      let bit: UInt64 = 1 << UInt64(field)
      let lines = work.batch.rows.span.extracting(rows)
      let cells = work.batch.cells.span
      var at = field
      for place in lines.indices {
        let line = lines[place]
        let cell = bound.column < line.cellCount ? cells[Int(line.firstCell + bound.column)] : .none
        if !cell.isEmpty, bytes[Int(cell.start)] > 0x20, bytes[Int(cell.end) - 1] > 0x20,
          let slot = plain(cell, digits[place])
        {
          slots[at] = slot
          good[place] |= bit
        } else if cell.isEmpty && bound.mayBeMissing {
          slots[at] = .missing
        } else {
          slots[at].state = .unread
          unread[place] |= bit
        }
        at += fields
      }
    }
  }

  @inline(__always)
  private static func fill(
    _ slots: inout [Slot], _ good: inout [UInt64], _ unread: inout [UInt64],
    _ body: (inout MutableSpan<Slot>, inout MutableSpan<UInt64>, inout MutableSpan<UInt64>) -> Void
  ) {
    var values = slots.mutableSpan
    var present = good.mutableSpan
    var left = unread.mutableSpan
    body(&values, &present, &left)
  }
}
