import GRDB
import Records

/// Changes to the totals of one source, gathered in memory and written in key order.
///
/// Totals change by what lines add and take away, so that a file touches its own days only and no total is counted
/// anew from all facts. When the buffer is full it is relieved: memory does not grow with the file.
struct TotalsBuffer {
  private let sourceID: Int64
  private let limit: Int
  /// By day and currency.
  private var dayKeys = KeyTable()
  private var days: [DayTotals] = []
  private var products = ByteInterner()
  /// By the day's place among `days`, and the product.
  private var productKeys = KeyTable()
  private var productDays: [ProductTotals] = []
  private var orders = OrderNotes()
  private let customers = CustomerTally()
  private var runs = CustomerRuns()
  /// Every day whose totals were touched since the file began.
  private(set) var touchedDays: Set<Day> = []
  /// By how much each day's sales were changed, as far as that is written.
  private(set) var changes: [DayKey: SalesMeasures] = [:]

  /// - Parameter limit: entries after which the buffer asks to be written.
  init(sourceID: Int64, limit: Int = 150_000) {
    self.sourceID = sourceID
    self.limit = limit
  }

  /// Writes, or sets aside, what takes more room than it may.
  mutating func relieve(_ database: Database) throws {
    if productDays.count + products.count > limit { try writeLines(to: database) }
    // As far as customers are counted yet.
    if customers.size + orders.entries.count / 12 > limit { try setCustomersAside(database) }
  }

  /// The place of a day among `days`.
  private mutating func place(_ day: Day, _ currency: Currency) -> Int {
    let key = UInt64(UInt32(bitPattern: day.number)) << 32 | UInt64(currency.packed)
    let place = dayKeys.index(of: key)
    if place == days.count {
      days.append(DayTotals())
      touchedDays.insert(day)
    }
    return place
  }

  private func key(_ place: Int) -> (day: Day, currency: Currency) {
    let key = dayKeys.keys[place]
    return (Day(number: Int32(bitPattern: UInt32(key >> 32))), Currency(packed: UInt32(key & 0xFFFF_FFFF)))
  }

  /// Adds (`sign` 1) or takes back (−1) a line. `product` are the bytes of its product id, perhaps none.
  mutating func add(_ line: CountedLine, product: UnsafeRawBufferPointer, times sign: Int64) {
    let place = place(line.day, line.currency)
    days[place].add(line, times: sign)
    guard product.count > 0, ProductTotals.counts(line) else { return }
    let number = unsafe products.index(of: product)
    let key = productKeys.index(of: UInt64(place) << 32 | UInt64(number))
    if key == productDays.count { productDays.append(ProductTotals()) }
    productDays[key].add(line, times: sign)
  }

  /// Adds or takes back one order on `day`, by `customer` unless that is empty.
  mutating func addOrder(
    day: Day, currency: Currency, customer: UnsafeRawBufferPointer, times sign: Int64
  ) {
    let place = place(day, currency)
    days[place].sales.orders += sign
    guard customer.count > 0 else { return }
    unsafe orders.add(customer, day, currency, Int32(sign))
    if orders.entries.count >= OrderNotes.enough { customers.add(orders.take()) }
  }

  /// Writes all changes and empties the buffer; `touchedDays` stays.
  mutating func write(to database: Database) throws {
    try writeLines(to: database)
    try writeCustomers(to: database)
  }

  private mutating func writeLines(to database: Database) throws {
    try writeDays(to: database)
    try writeProducts(to: database)
    (dayKeys, days, products, productKeys, productDays) = (KeyTable(), [], ByteInterner(), KeyTable(), [])
  }

  private mutating func writeDays(to database: Database) throws {
    let upsert = try RowStatement(TotalsStatements.addDay, on: database)
    let dropEmpty = try RowStatement(TotalsStatements.dropEmptyDay, on: database)
    for place in days.indices.sorted(by: { key($0).day < key($1).day }) {
      let (key, totals) = (key(place), days[place])
      let sales = totals.sales
      changes[DayKey(day: key.day, currency: key.currency), default: SalesMeasures()] += sales
      let measures = [
        sales.orders, sales.units, sales.unitsReturned, sales.gross, sales.discounts, sales.returns,
        sales.shipping,
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
    for index in productDays.indices.sorted(by: { isBefore($0, $1, ranks) })
    where productDays[index] != ProductTotals() {
      let (place, product) = split(productKeys.keys[index])
      let (key, totals) = (key(place), productDays[index])
      let measures = [
        totals.units, totals.unitsReturned, totals.gross, totals.discounts, totals.returns, totals.lines,
      ]
      let productID = Array(products[product])
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

  private func split(_ key: UInt64) -> (place: Int, product: Int32) {
    (Int(key >> 32), Int32(key & 0xFFFF_FFFF))
  }

  /// The order of the table's key.
  private func isBefore(_ left: Int, _ right: Int, _ ranks: [Int32]) -> Bool {
    let (left, right) = (split(productKeys.keys[left]), split(productKeys.keys[right]))
    let (first, second) = (key(left.place), key(right.place))
    if first.day != second.day { return first.day < second.day }
    if first.currency != second.currency { return first.currency.packed < second.currency.packed }
    return ranks[Int(left.product)] < ranks[Int(right.product)]
  }

  private mutating func setCustomersAside(_ database: Database) throws {
    try customers.empty(orders.take()) { known in
      let ranks = known.customers.ranks()
      for index in known.changes.indices {
        let changes = known.changes[index].sorted(ranks: ranks)
        let currency = known.changes[index].currency
        try unsafe known.customers.withBytes { names in
          try unsafe runs.add(changes, of: currency, names: names, on: database)
        }
      }
    }
  }

  private mutating func writeCustomers(to database: Database) throws {
    guard runs.isEmpty else {
      try setCustomersAside(database)
      for currency in runs.currencies.sorted(by: { $0.packed < $1.packed }) {
        var writer = try CustomerDaysWriter(sourceID: sourceID, currency: currency, database: database)
        try unsafe runs.merge(currency, on: database) { try unsafe writer.change($0, by: $1) }
        try writer.finish()
      }
      return try runs.removeAll(on: database)
    }
    try customers.empty(orders.take()) { known in
      guard !known.changes.isEmpty else { return }
      let ranks = known.customers.ranks()
      for index in known.changes.indices {
        let changes = known.changes[index].sorted(ranks: ranks)
        var writer = try CustomerDaysWriter(
          sourceID: sourceID, currency: known.changes[index].currency, database: database)
        try unsafe known.customers.withBytes { names in
          try changes.eachCustomer { try unsafe writer.change(names($0[$0.startIndex].customer), by: $0) }
        }
        try writer.finish()
      }
    }
  }
}
