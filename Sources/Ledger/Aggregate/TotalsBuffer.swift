import GRDB
import Records

/// Changes to the totals of one source, gathered in memory and written in key order.
///
/// Totals change by what lines add and take away, so that a file touches its own days only and no total is counted
/// anew from all facts. When the buffer is full it is written and begun afresh: memory does not grow with the file.
struct TotalsBuffer {
  private let sourceID: Int64
  private let limit: Int
  private var days: [DayKey: DayTotals] = [:]
  private var products = ByteInterner()
  private var productDays: [ProductDayKey: ProductTotals] = [:]
  private var customers = ByteInterner()
  private var customerDays: [CustomerDayKey: Int64] = [:]
  /// Every day whose totals were touched since the file began.
  private(set) var touchedDays: Set<Day> = []

  private struct DayKey: Hashable {
    var day: Day
    var currency: Currency
  }

  private struct ProductDayKey: Hashable {
    var day: Day
    var currency: Currency
    var product: Int32
  }

  private struct CustomerDayKey: Hashable {
    var customer: Int32
    var currency: Currency
    var day: Day
  }

  /// - Parameter limit: entries after which the buffer asks to be written.
  init(sourceID: Int64, limit: Int = 100_000) {
    self.sourceID = sourceID
    self.limit = limit
  }

  var isFull: Bool { productDays.count + customerDays.count + products.count + customers.count > limit }

  /// Adds (`sign` 1) or takes back (−1) a line. `product` are the bytes of its product id, perhaps none.
  mutating func add(_ line: CountedLine, product: UnsafeRawBufferPointer, times sign: Int64) {
    touchedDays.insert(line.day)
    days[DayKey(day: line.day, currency: line.currency), default: DayTotals()].add(line, times: sign)
    guard product.count > 0, ProductTotals.counts(line) else { return }
    let key = unsafe ProductDayKey(
      day: line.day, currency: line.currency, product: products.index(of: product))
    productDays[key, default: ProductTotals()].add(line, times: sign)
  }

  /// Adds or takes back one order on `day`, by `customer` unless that is empty.
  mutating func addOrder(
    day: Day, currency: Currency, customer: UnsafeRawBufferPointer, times sign: Int64
  ) {
    touchedDays.insert(day)
    days[DayKey(day: day, currency: currency), default: DayTotals()].sales.orders += sign
    guard customer.count > 0 else { return }
    let key = unsafe CustomerDayKey(customer: customers.index(of: customer), currency: currency, day: day)
    customerDays[key, default: 0] += sign
  }

  /// Writes all changes and empties the buffer; `touchedDays` stays.
  mutating func write(to database: Database) throws {
    try writeDays(to: database)
    try writeProducts(to: database)
    try writeCustomers(to: database)
    days.removeAll(keepingCapacity: true)
    productDays.removeAll(keepingCapacity: true)
    customerDays.removeAll(keepingCapacity: true)
    products = ByteInterner()
    customers = ByteInterner()
  }

  private func writeDays(to database: Database) throws {
    let upsert = try RowStatement(TotalsStatements.addDay, on: database)
    let dropEmpty = try RowStatement(TotalsStatements.dropEmptyDay, on: database)
    for (key, totals) in days.sorted(by: { $0.key.day < $1.key.day }) {
      let sales = totals.sales
      let measures = [
        sales.orders, sales.units, sales.unitsReturned, sales.gross, sales.discounts, sales.returns, sales.shipping,
        sales.tax, sales.tips, sales.fees, totals.rowsAccepted,
      ]
      bind(upsert, day: key.day, currency: key.currency)
      for (index, value) in measures.enumerated() { upsert.bind(Int32(index + 4), value) }
      try upsert.run()
      guard totals.rowsAccepted <= 0 else { continue }
      bind(dropEmpty, day: key.day, currency: key.currency)
      try dropEmpty.run()
    }
  }

  private func writeProducts(to database: Database) throws {
    let upsert = try RowStatement(TotalsStatements.addProductDay, on: database)
    let dropEmpty = try RowStatement(TotalsStatements.dropEmptyProductDay, on: database)
    let ranks = products.ranks()
    for (key, totals) in productDays.sorted(by: { isBefore($0.key, $1.key, ranks) }) where totals != ProductTotals() {
      let measures = [
        totals.units, totals.unitsReturned, totals.gross, totals.discounts, totals.returns, totals.lines,
      ]
      let productID = Array(products[key.product])
      bind(upsert, day: key.day, currency: key.currency)
      upsert.bind(4, copying: productID)
      for (index, value) in measures.enumerated() { upsert.bind(Int32(index + 5), value) }
      try upsert.run()
      guard totals.lines <= 0 else { continue }
      bind(dropEmpty, day: key.day, currency: key.currency)
      dropEmpty.bind(4, copying: productID)
      try dropEmpty.run()
    }
  }

  private func bind(_ statement: RowStatement, day: Day, currency: Currency) {
    statement.bind(1, day.yyyymmdd)
    statement.bind(2, sourceID)
    statement.bind(3, currency.code)
  }

  /// The order of the table's key.
  private func isBefore(_ left: ProductDayKey, _ right: ProductDayKey, _ ranks: [Int32]) -> Bool {
    if left.day != right.day { return left.day < right.day }
    if left.currency != right.currency { return left.currency.packed < right.currency.packed }
    return ranks[Int(left.product)] < ranks[Int(right.product)]
  }

  private func writeCustomers(to database: Database) throws {
    let ranks = customers.ranks()
    let byCurrency = Dictionary(grouping: customerDays.lazy.filter { $0.value != 0 }, by: \.key.currency)
    for (currency, entries) in byCurrency {
      // Customers by their rank among the names, then by day: the order of the table's key.
      let sorted = entries.map { entry in
        (
          place: UInt64(ranks[Int(entry.key.customer)]) << 32 | UInt64(UInt32(bitPattern: entry.key.day.number) ^ 1 << 31),
          customer: entry.key.customer, day: entry.key.day, orders: entry.value
        )
      }.sorted { $0.place < $1.place }
      let changes = sorted.map { (day: $0.day, orders: $0.orders) }
      var writer = try CustomerDaysWriter(sourceID: sourceID, currency: currency, database: database)
      var start = 0
      while start < sorted.count {
        let customer = sorted[start].customer
        var end = start + 1
        while end < sorted.count, sorted[end].customer == customer { end += 1 }
        try writer.change(customer: Array(customers[customer]), by: changes[start..<end])
        start = end
      }
      try writer.finish()
    }
  }
}
