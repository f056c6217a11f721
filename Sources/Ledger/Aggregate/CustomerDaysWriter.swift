import GRDB
import Records

/// Changes on which days customers ordered, and with it the exact distinct counts of every day, week and month.
///
/// Each customer's days are read, changed and written back; what the customer counts for is taken off before and
/// added again after. So the counts stay exact without ever counting a whole month.
struct CustomerDaysWriter {
  private let sourceID: Int64
  private let database: Database
  private let read: RowStatement
  private let upsert: RowStatement
  private let delete: RowStatement
  private var counts: [CustomerPeriod: CustomerCount] = [:]

  init(sourceID: Int64, database: Database) throws {
    self.sourceID = sourceID
    self.database = database
    read = try RowStatement(
      "SELECT day, orders FROM customer_days WHERE source_id = ? AND currency = ? AND customer_id = ?",
      on: database)
    upsert = try RowStatement(
      "INSERT OR REPLACE INTO customer_days (source_id, currency, customer_id, day, orders) VALUES (?, ?, ?, ?, ?)",
      on: database)
    delete = try RowStatement(
      "DELETE FROM customer_days WHERE source_id = ? AND currency = ? AND customer_id = ? AND day = ?",
      on: database)
  }

  mutating func change(customer: [UInt8], currency: Currency, by changes: some Sequence<(Day, Int64)>) throws {
    func bindCustomer(_ statement: RowStatement) {
      statement.bind(1, sourceID)
      statement.bind(2, currency.code)
      statement.bind(3, copying: customer)
    }
    var known: [Day: Int64] = [:]
    bindCustomer(read)
    while try read.next() {
      if let day = Day(yyyymmdd: Int(read.integer(0))) { known[day] = read.integer(1) }
    }
    var presence = CustomerPresence(orders: known)
    presence.count(into: &counts, currency: currency, times: -1)
    for (day, change) in changes {
      presence.change(day, by: change)
      let orders = presence.orders[day]
      let statement = orders == nil ? delete : upsert
      bindCustomer(statement)
      statement.bind(4, day.yyyymmdd)
      if let orders { statement.bind(5, orders) }
      try statement.run()
    }
    presence.count(into: &counts, currency: currency, times: 1)
  }

  /// Writes the changed counts.
  func finish() throws {
    let add = try RowStatement(TotalsStatements.addCustomerCount, on: database)
    for (period, count) in counts where count != CustomerCount() {
      add.bind(1, period.grain.rawValue)
      add.bind(2, period.start.yyyymmdd)
      add.bind(3, sourceID)
      add.bind(4, period.currency.code)
      add.bind(5, count.customers)
      add.bind(6, count.new)
      try add.run()
    }
    try database.execute(sql: "DELETE FROM customer_counts WHERE customers = 0")
  }
}
