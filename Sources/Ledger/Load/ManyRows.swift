import GRDB
import Records

/// Inserts rows many at a time: inside SQLite a statement of 32 rows costs a third less than 32 of one.
///
/// Rows are kept until `capacity` of them are there or `flush` is called; whoever reads the table flushes before. Text
/// and blobs are lent: their bytes must stay in place until then.
struct ManyRows {
  /// An integer, NULL, or the address and length of a text or a blob.
  private struct Value: Equatable {
    var word: Int64
    var length: Int32

    static let integer: Int32 = -1
    static let null: Int32 = -2
    /// Of no bytes; of one it is one less.
    static let blob: Int32 = -3
  }

  private struct Prepared {
    let statement: RowStatement
    /// What each parameter is bound to: an integer that stays the same need not be bound again.
    var bound: [Value]

    @inline(__always)  // For every value of every row.
    mutating func bind(_ value: Value, to place: Int) {
      let parameter = Int32(truncatingIfNeeded: place + 1)
      if value.length >= 0 {
        let start = unsafe UnsafeRawPointer(bitPattern: Int(value.word))
        unsafe statement.bindText(
          parameter, UnsafeRawBufferPointer(start: start, count: Int(value.length)))
      } else if value.length <= Value.blob {
        let start = unsafe UnsafeRawPointer(bitPattern: Int(value.word))
        unsafe statement.bindBlob(
          parameter, UnsafeRawBufferPointer(start: start, count: Int(Value.blob - value.length)))
      } else if bound[place] == value {
        return
      } else if value.length == Value.integer {
        statement.bind(parameter, value.word)
      } else {
        statement.bindNull(parameter)
      }
      bound[place] = value
    }
  }

  static let capacity = 32

  private let database: Database
  private let head: String
  private let columns: [Column]
  private let sharedCount: Int
  private let width: Int
  /// Of 1, 2, 4 … rows.
  private var prepared: [Prepared?] = Array(repeating: nil, count: capacity.trailingZeroBitCount + 1)
  private var shared: [Value]
  private var sharedTexts: [Int: [UInt8]] = [:]
  private var values: [Value] = []

  /// A column that has one value in all rows, or one in each.
  enum Column {
    case shared(String)
    case own(String)
  }

  init(_ table: String, _ columns: [Column], on database: Database) {
    self.database = database
    self.columns = columns
    let names = columns.map { column in
      switch column {
      case .shared(let name), .own(let name): name
      }
    }
    // Whoever loads takes back all of a table or nothing. Were a statement to take back its own rows alone, SQLite would
    // write every page aside before each statement: five times what it stores.
    head = "INSERT OR FAIL INTO \(table) (\(names.joined(separator: ", "))) VALUES "
    width = columns.count { if case .own = $0 { true } else { false } }
    sharedCount = columns.count - width
    shared = Array(repeating: Value(word: 0, length: Value.null), count: sharedCount)
    values.reserveCapacity(Self.capacity * width)
  }

  /// Sets the shared column of this number, from 0.
  mutating func share(_ column: Int, _ value: Int64) {
    shared[column] = Value(word: value, length: Value.integer)
  }

  /// Rows that wait must have been flushed.
  mutating func share(_ column: Int, _ text: String) {
    sharedTexts[column] = Array(text.utf8)
    for index in prepared.indices { prepared[index]?.statement.bind(Int32(column + 1), text) }
  }

  mutating func put(_ value: Int64) { values.append(Value(word: value, length: Value.integer)) }
  mutating func put(_ value: Int) { put(Int64(value)) }

  /// An empty range is NULL.
  mutating func put(_ range: ByteRange, in bytes: UnsafeRawBufferPointer) {
    guard !range.isEmpty, let start = bytes.baseAddress else {
      values.append(Value(word: 0, length: Value.null))
      return
    }
    unsafe put(UnsafeRawBufferPointer(start: start + Int(range.start), count: range.count))
  }

  mutating func put(_ text: UnsafeRawBufferPointer) {
    values.append(Value(word: Int64(Int(bitPattern: text.baseAddress)), length: Int32(text.count)))
  }

  /// Bytes that are no text; like those of a text they must stay in place.
  mutating func put(blob: UnsafeRawBufferPointer) {
    values.append(
      Value(
        word: Int64(Int(bitPattern: blob.baseAddress)), length: Value.blob - Int32(blob.count)))
  }

  /// Ends a row.
  mutating func endRow() throws {
    if values.count == Self.capacity * width { try flush() }
  }

  /// Inserts what waits.
  mutating func flush() throws {
    var row = 0
    let count = values.count / width
    while row < count {
      let power = Int.bitWidth - 1 - (count - row).leadingZeroBitCount
      try insert(power: power, from: row)
      row += 1 << power
    }
    values.removeAll(keepingCapacity: true)
  }

  private mutating func insert(power: Int, from row: Int) throws {
    var rows = try prepared[power] ?? prepare(rows: 1 << power)
    // Taken out, so that binding changes it in place.
    prepared[power] = nil
    for column in 0..<sharedCount where sharedTexts[column] == nil {
      rows.bind(shared[column], to: column)
    }
    let first = row * width
    for place in 0..<width << power { rows.bind(values[first + place], to: sharedCount + place) }
    try rows.statement.run()
    prepared[power] = rows
  }

  private func prepare(rows: Int) throws -> Prepared {
    var texts: [String] = []
    for row in 0..<rows {
      var (shared, own) = (0, sharedCount + row * width)
      let places = columns.map { column in
        if case .shared = column {
          shared += 1
          return "?\(shared)"
        }
        own += 1
        return "?\(own)"
      }
      texts.append("(\(places.joined(separator: ",")))")
    }
    let statement = try RowStatement(head + texts.joined(separator: ","), on: database)
    for (column, text) in sharedTexts { statement.bind(Int32(column + 1), copying: text) }
    let nothing = Value(word: 0, length: Value.null)
    return Prepared(
      statement: statement, bound: Array(repeating: nothing, count: sharedCount + rows * width))
  }
}
