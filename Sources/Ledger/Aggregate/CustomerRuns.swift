import GRDB
import Records

/// Who ordered when, where that is too much for memory: set aside in runs in the order of the customers' bytes, and
/// merged in one pass.
///
/// Changing the customers' table for each run would touch every page of it each time. The runs are in a temporary table,
/// which SQLite keeps in a file without a name once it is large.
struct CustomerRuns {
  /// The rows of a run, one after the other.
  private struct Run {
    var currency: Currency
    var first: Int64
    var last: Int64
  }

  private var runs: [Run] = []
  private static let table = "temp.customers_set_aside"

  var isEmpty: Bool { runs.isEmpty }
  var currencies: Set<Currency> { Set(runs.map(\.currency)) }

  /// - Parameter changes: whole customers in the order of their bytes, each with days in order.
  mutating func add(
    _ changes: [CustomerDay], of currency: Currency, names: (Int32) -> UnsafeRawBufferPointer,
    on database: Database
  ) throws {
    guard !changes.isEmpty else { return }
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS \(Self.table) (place INTEGER PRIMARY KEY, customer_id TEXT, days BLOB) STRICT
        """)
    let insert = try RowStatement("INSERT INTO \(Self.table) (customer_id, days) VALUES (?, ?)", on: database)
    var days: [Int32] = []
    try changes.eachCustomer { changes in
      days.removeAll(keepingCapacity: true)
      for change in changes { days += [change.day.number, change.orders] }
      unsafe insert.bindText(1, names(changes[changes.startIndex].customer))
      try unsafe days.withUnsafeBytes { bytes in
        unsafe insert.bindBlob(2, bytes)
        try insert.run()
      }
    }
    let last = database.lastInsertedRowID
    runs.append(Run(currency: currency, first: (runs.last?.last ?? 0) + 1, last: last))
  }

  /// Every customer once, in the order of their bytes, with what all runs say in the order of days.
  func merge(
    _ currency: Currency, on database: Database,
    _ body: (_ customer: UnsafeRawBufferPointer, _ changes: ArraySlice<CustomerDay>) throws -> Void
  ) throws {
    var open = try runs.filter { $0.currency == currency }.map {
      try Cursor($0.first...$0.last, table: Self.table, on: database)
    }
    var changes: [CustomerDay] = []
    while let next = open.map(\.customer).min(by: { $0.lexicographicallyPrecedes($1) }) {
      changes.removeAll(keepingCapacity: true)
      for index in open.indices where open[index].customer == next {
        open[index].append(to: &changes)
        try open[index].advance()
      }
      open.removeAll(where: \.isAtEnd)
      changes.sort { $0.day < $1.day }
      CustomerChanges.merge(&changes)
      guard !changes.isEmpty else { continue }
      try unsafe next.withUnsafeBytes { try unsafe body($0, changes[...]) }
    }
  }

  /// All is merged.
  mutating func removeAll(on database: Database) throws {
    runs = []
    try database.execute(sql: "DROP TABLE IF EXISTS \(Self.table)")
  }

  /// Where the reading of a run stands.
  private struct Cursor {
    private let read: RowStatement
    private(set) var customer: [UInt8] = []
    private var days: [UInt8] = []
    private(set) var isAtEnd = false

    init(_ rows: ClosedRange<Int64>, table: String, on database: Database) throws {
      read = try RowStatement(
        "SELECT customer_id, days FROM \(table) WHERE place BETWEEN ? AND ? ORDER BY place", on: database)
      read.bind(1, rows.lowerBound)
      read.bind(2, rows.upperBound)
      try advance()
    }

    mutating func advance() throws {
      isAtEnd = try !read.next()
      guard !isAtEnd else { return }
      customer = read.bytes(0)
      read.copyBlob(1, into: &days)
    }

    func append(to changes: inout [CustomerDay]) {
      unsafe days.withUnsafeBytes { days in
        for start in stride(from: 0, to: days.count, by: 8) {
          unsafe changes.append(
            CustomerDay(
              customer: 0, day: Day(number: days.loadUnaligned(fromByteOffset: start, as: Int32.self)),
              orders: days.loadUnaligned(fromByteOffset: start + 4, as: Int32.self)))
        }
      }
    }
  }
}

extension [CustomerDay] {
  /// Lends the days of each customer.
  func eachCustomer(_ body: (ArraySlice<CustomerDay>) throws -> Void) rethrows {
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, self[end].customer == self[start].customer { end += 1 }
      try body(self[start..<end])
      start = end
    }
  }
}
