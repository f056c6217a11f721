import GRDB
import Records

/// Who ordered when, where that is too much for memory: set aside in runs in the order of the customers' bytes, and
/// merged in one pass.
///
/// Changing the customers' table for each run would touch every page of it each time. The runs are in a temporary table,
/// many customers in a row of it, which SQLite keeps in a file without a name once it is large.
struct CustomerRuns {
  /// The rows of a run, one after the other.
  private struct Run {
    var currency: Currency
    var rows: ClosedRange<Int64>
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
      sql: "CREATE TABLE IF NOT EXISTS \(Self.table) (place INTEGER PRIMARY KEY, block BLOB NOT NULL) STRICT")
    let insert = try RowStatement("INSERT INTO \(Self.table) (block) VALUES (?)", on: database)
    var block = CustomerBlock()
    func write() throws {
      try unsafe block.bytes.withUnsafeBytes { bytes in
        unsafe insert.bindBlob(1, bytes)
        try insert.run()
      }
      block.removeAll()
    }
    try changes.eachCustomer { changes in
      unsafe block.append(names(changes[changes.startIndex].customer), changes)
      if block.isFull { try write() }
    }
    if !block.bytes.isEmpty { try write() }
    runs.append(
      Run(currency: currency, rows: ((runs.last?.rows.upperBound ?? 0) + 1)...database.lastInsertedRowID))
  }

  /// Every customer once, in the order of their bytes, with what all runs say in the order of days.
  func merge(
    _ currency: Currency, on database: Database,
    _ body: (_ customer: UnsafeRawBufferPointer, _ changes: ArraySlice<CustomerDay>) throws -> Void
  ) throws {
    var open = try runs.filter { $0.currency == currency }.map {
      try RunCursor($0.rows, of: Self.table, on: database)
    }
    var customer: [UInt8] = []
    var changes: [CustomerDay] = []
    while !open.isEmpty {
      var first = 0
      for index in open.indices.dropFirst() where open[index].isBefore(open[first]) { first = index }
      customer.removeAll(keepingCapacity: true)
      open[first].appendCustomer(to: &customer)
      changes.removeAll(keepingCapacity: true)
      // In the order of the runs, which is mostly that of the days.
      for index in open.indices where open[index].isAt(customer) {
        open[index].appendChanges(to: &changes)
        try open[index].advance()
      }
      open.removeAll(where: \.isAtEnd)
      let isInOrder = zip(changes, changes.dropFirst()).allSatisfy { $0.day <= $1.day }
      if !isInOrder { changes.sort { $0.day < $1.day } }
      CustomerChanges.merge(&changes)
      guard !changes.isEmpty else { continue }
      try unsafe customer.withUnsafeBytes { try unsafe body($0, changes[...]) }
    }
  }

  /// All is merged.
  mutating func removeAll(on database: Database) throws {
    runs = []
    try database.execute(sql: "DROP TABLE IF EXISTS \(Self.table)")
  }
}

/// Customers with their changes, one behind the other: the lengths of both, the customer's bytes, then a day and a number
/// of orders for each change. All numbers are of four bytes.
private struct CustomerBlock {
  private(set) var bytes: [UInt8] = []

  var isFull: Bool { bytes.count > 1 << 16 }

  mutating func append(_ customer: UnsafeRawBufferPointer, _ changes: ArraySlice<CustomerDay>) {
    append(Int32(customer.count))
    append(Int32(changes.count))
    unsafe bytes.append(contentsOf: customer)
    for change in changes {
      append(change.day.number)
      append(change.orders)
    }
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  private mutating func append(_ number: Int32) {
    unsafe withUnsafeBytes(of: number) { unsafe bytes.append(contentsOf: $0) }
  }
}

/// Where the reading of a run stands.
private struct RunCursor {
  private let read: RowStatement
  private var block: [UInt8] = []
  private var customer = 0..<0
  private var changes = 0..<0
  private(set) var isAtEnd = false

  init(_ rows: ClosedRange<Int64>, of table: String, on database: Database) throws {
    read = try RowStatement(
      "SELECT block FROM \(table) WHERE place BETWEEN ? AND ? ORDER BY place", on: database)
    read.bind(1, rows.lowerBound)
    read.bind(2, rows.upperBound)
    try advance()
  }

  mutating func advance() throws {
    if changes.upperBound == block.count {
      isAtEnd = try !read.next()
      guard !isAtEnd else { return }
      read.copyBlob(0, into: &block)
      changes = 0..<0
    }
    let start = changes.upperBound
    let middle = start + 8 + Int(number(at: start))
    customer = start + 8..<middle
    changes = middle..<middle + 8 * Int(number(at: start + 4))
  }

  private func number(at place: Int) -> Int32 {
    unsafe block.withUnsafeBytes { unsafe $0.loadUnaligned(fromByteOffset: place, as: Int32.self) }
  }

  func isBefore(_ other: RunCursor) -> Bool {
    block[customer].lexicographicallyPrecedes(other.block[other.customer])
  }

  func isAt(_ name: [UInt8]) -> Bool { customer.count == name.count && block[customer].elementsEqual(name) }

  func appendCustomer(to bytes: inout [UInt8]) { bytes += block[customer] }

  func appendChanges(to list: inout [CustomerDay]) {
    for place in stride(from: changes.lowerBound, to: changes.upperBound, by: 8) {
      list.append(
        CustomerDay(customer: 0, day: Day(number: number(at: place)), orders: number(at: place + 4)))
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
