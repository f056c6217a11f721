import GRDB
import Records

/// Changes on which days customers ordered, and with it the exact distinct counts of every day, week and month.
///
/// Each customer's days are read, changed and written back; what the customer counts for is taken off before and
/// added again after. So the counts stay exact without ever counting a whole month.
struct CustomerDaysWriter {
  private let sourceID: Int64
  private let currency: Currency
  private let database: Database
  private let read: RowStatement
  private let upsert: RowStatement
  private let delete: RowStatement
  private var insert: ManyRows
  /// Nobody's days are known yet, so none need be asked for.
  private let isFirst: Bool
  private var counts = CustomerCounts()
  // Kept from customer to customer, so that none of them allocates.
  private var stored: [UInt8] = []
  private var known: [OrderDays.Entry] = []
  private var merged: [OrderDays.Entry] = []
  /// Customers to be inserted: each one's bytes, then the days; where the first end and the second.
  private var written: [UInt8] = []
  private var fresh: [(middle: Int, end: Int)] = []

  init(sourceID: Int64, currency: Currency, database: Database) throws {
    self.sourceID = sourceID
    self.currency = currency
    self.database = database
    let one = "source_id = ? AND currency = ? AND customer_id = ?"
    read = try RowStatement("SELECT days FROM customer_days WHERE \(one)", on: database)
    upsert = try RowStatement(
      "INSERT OR REPLACE INTO customer_days (source_id, currency, customer_id, days) VALUES (?, ?, ?, ?)",
      on: database)
    delete = try RowStatement("DELETE FROM customer_days WHERE \(one)", on: database)
    for statement in [read, upsert, delete] {
      statement.bind(1, sourceID)
      statement.bind(2, currency.code)
    }
    insert = ManyRows(
      "customer_days", [.shared("source_id"), .shared("currency"), .own("customer_id"), .own("days")],
      on: database)
    insert.share(0, sourceID)
    insert.share(1, currency.code)
    isFirst =
      try Int64.fetchOne(
        database, kept: "SELECT 1 FROM customer_days WHERE source_id = ? AND currency = ? LIMIT 1",
        arguments: [sourceID, currency.code]) == nil
  }

  /// Each customer once, in the order of their bytes.
  ///
  /// - Parameter changes: orders more (or fewer) by day, in order of days.
  mutating func change(_ customer: UnsafeRawBufferPointer, by changes: ArraySlice<CustomerDay>) throws {
    guard isFirst else { return try unsafe changeKnown(customer, by: changes) }
    known.removeAll(keepingCapacity: true)
    merge(changes)
    unsafe written.append(contentsOf: customer)
    let middle = written.count
    encode(into: &written)
    fresh.append((middle, written.count))
    if written.count > 1 << 16 { try insertFresh() }
  }

  private mutating func insertFresh() throws {
    try unsafe written.withUnsafeBytes { written in
      var start = 0
      for (middle, end) in fresh {
        unsafe insert.put(UnsafeRawBufferPointer(rebasing: written[start..<middle]))
        unsafe insert.put(blob: UnsafeRawBufferPointer(rebasing: written[middle..<end]))
        try insert.endRow()
        start = end
      }
      try insert.flush()
    }
    written.removeAll(keepingCapacity: true)
    fresh.removeAll(keepingCapacity: true)
  }

  private mutating func changeKnown(
    _ customer: UnsafeRawBufferPointer, by changes: ArraySlice<CustomerDay>
  ) throws {
    for statement in [read, upsert, delete] { unsafe statement.bindText(3, customer) }
    known.removeAll(keepingCapacity: true)
    if try read.next() {
      read.copyBlob(0, into: &stored)
      OrderDays.read(stored, into: &known)
      read.reset()
    }
    merge(changes)
    guard !merged.isEmpty else { return try delete.run() }
    stored.removeAll(keepingCapacity: true)
    encode(into: &stored)
    try unsafe stored.withUnsafeBytes { days in
      unsafe upsert.bindBlob(4, days)
      try upsert.run()
    }
  }

  /// Makes `merged` of `known` and the changes, and counts the customer by it and no longer by `known`.
  private mutating func merge(_ changes: ArraySlice<CustomerDay>) {
    merged.removeAll(keepingCapacity: true)
    var next = known.startIndex
    for change in changes {
      while next < known.endIndex, known[next].day < change.day {
        merged.append(known[next])
        next += 1
      }
      var entry = OrderDays.Entry(day: change.day, orders: Int64(change.orders))
      if next < known.endIndex, known[next].day == change.day {
        entry.orders += known[next].orders
        next += 1
      }
      precondition(entry.orders >= 0, "a customer cannot have fewer than no orders on a day")
      if entry.orders > 0 { merged.append(entry) }
    }
    merged += known[next...]
    count(known, times: -1)
    count(merged, times: 1)
  }

  private mutating func count(_ entries: [OrderDays.Entry], times sign: Int64) {
    guard let first = entries.first?.day, let last = entries.last?.day else { return }
    counts.cover(first...last)
    counts.count(entries.lazy.map(\.day), times: sign)
  }

  private func encode(into bytes: inout [UInt8]) {
    var last: Day?
    for entry in merged {
      OrderDays.append(entry, after: last, to: &bytes)
      last = entry.day
    }
  }

  /// Writes what waits, and the changed counts.
  mutating func finish() throws {
    try insertFresh()
    let add = try RowStatement(TotalsStatements.addCustomerCount, on: database)
    for (grain, start, count) in counts.changes() {
      add.bind(1, grain.rawValue)
      add.bind(2, start.yyyymmdd)
      add.bind(3, sourceID)
      add.bind(4, currency.code)
      add.bind(5, count.customers)
      add.bind(6, count.new)
      try add.run()
    }
    try database.execute(kept: "DELETE FROM customer_counts WHERE customers = 0")
  }
}
