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
  private var written = WrittenDays()

  init(sourceID: Int64, currency: Currency, database: Database) throws {
    self.sourceID = sourceID
    self.currency = currency
    self.database = database
    read = try RowStatement(
      """
      SELECT day, orders FROM customer_days WHERE source_id = ? AND currency = ? AND customer_id = ? ORDER BY day
      """, on: database)
    upsert = try RowStatement(
      "INSERT OR REPLACE INTO customer_days (source_id, currency, customer_id, day, orders) VALUES (?, ?, ?, ?, ?)",
      on: database)
    delete = try RowStatement(
      "DELETE FROM customer_days WHERE source_id = ? AND currency = ? AND customer_id = ? AND day = ?",
      on: database)
    for statement in [read, upsert, delete] {
      statement.bind(1, sourceID)
      statement.bind(2, currency.code)
    }
    insert = ManyRows(
      "customer_days",
      [.shared("source_id"), .shared("currency"), .own("customer_id"), .own("day"), .own("orders")],
      on: database)
    insert.share(0, sourceID)
    insert.share(1, currency.code)
    isFirst =
      try Int64.fetchOne(
        database, sql: "SELECT 1 FROM customer_days WHERE source_id = ? AND currency = ? LIMIT 1",
        arguments: [sourceID, currency.code]) == nil
  }

  /// Whole customers in the order of their bytes, each with days in order. The bytes must stay in place until `finish`.
  mutating func change(
    _ changes: [CustomerDay], names: (Int32) -> UnsafeRawBufferPointer
  ) throws {
    var start = 0
    while start < changes.count {
      var end = start + 1
      while end < changes.count, changes[end].customer == changes[start].customer { end += 1 }
      let name = unsafe names(changes[start].customer)
      if isFirst {
        try unsafe add(name, changes[start..<end])
      } else {
        try unsafe change(
          customer: Array(name), by: changes[start..<end].map { ($0.day, Int64($0.orders)) }[...])
      }
      start = end
    }
    try insert.flush()
  }

  /// All the days of a customer of whom none is known.
  private mutating func add(_ customer: UnsafeRawBufferPointer, _ days: ArraySlice<CustomerDay>) throws {
    guard let first = days.first?.day, let last = days.last?.day else { return }
    counts.cover(first...last)
    counts.count(days.lazy.map(\.day), times: 1)
    for entry in days {
      precondition(entry.orders > 0, "a customer cannot have fewer than no orders on a day")
      unsafe insert.put(customer)
      insert.put(written[entry.day])
      insert.put(Int64(entry.orders))
      try insert.endRow()
    }
  }

  /// - Parameter changes: orders more (or fewer) by day, in order of days.
  private mutating func change(
    customer: [UInt8], by changes: ArraySlice<(day: Day, orders: Int64)>
  ) throws {
    for statement in [read, upsert, delete] { statement.bind(3, copying: customer) }
    var known: [(day: Day, orders: Int64)] = []
    while try read.next() {
      if let day = Day(yyyymmdd: Int(read.integer(0))) { known.append((day, read.integer(1))) }
    }
    let merged = Self.merge(known, changes)
    guard let first = merged.first?.day, let last = merged.last?.day else { return }
    counts.cover(first...last)
    counts.count(known.map(\.day), times: -1)
    counts.count(merged.filter { $0.orders > 0 }.map(\.day), times: 1)
    var index = 0
    for change in changes {
      while merged[index].day < change.day { index += 1 }
      let orders = merged[index].orders
      let statement = orders == 0 ? delete : upsert
      statement.bind(4, written[change.day])
      if orders > 0 { statement.bind(5, orders) }
      try statement.run()
    }
  }

  /// Days of either, in order; days left without an order are there with 0.
  private static func merge(
    _ known: [(day: Day, orders: Int64)], _ changes: ArraySlice<(day: Day, orders: Int64)>
  ) -> [(day: Day, orders: Int64)] {
    var merged: [(day: Day, orders: Int64)] = []
    var rest = changes
    for entry in known {
      while let change = rest.first, change.day < entry.day {
        merged.append(change)
        rest.removeFirst()
      }
      if let change = rest.first, change.day == entry.day {
        merged.append((entry.day, entry.orders + change.orders))
        rest.removeFirst()
      } else {
        merged.append(entry)
      }
    }
    merged += rest
    precondition(merged.allSatisfy { $0.orders >= 0 }, "a customer cannot have fewer than no orders on a day")
    return merged
  }

  /// Writes the changed counts.
  func finish() throws {
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
    try database.execute(sql: "DELETE FROM customer_counts WHERE customers = 0")
  }
}

/// Days as the database writes them, each worked out once: the calendar cost 250 instructions a row.
struct WrittenDays {
  private var first: Int32 = 0
  private var written: [Int32] = []

  subscript(day: Day) -> Int {
    mutating get {
      let place = Int(day.number) - Int(first)
      if written.indices.contains(place) { return Int(written[place]) }
      // A year around the day; files of many years move the window on.
      first = day.number - 183
      written = (first..<first + 366).map { Int32(Day(number: $0).yyyymmdd) }
      return day.yyyymmdd
    }
  }
}
