import Inspection
import Records
import Testing

@Test func `an order of two rows is one transaction of two lines that collect its total`() throws {
  let outcome = Outcome(Sample.orders, Sample.twoLines)
  let fact = try #require(outcome.transactions.first)
  #expect(outcome.transactions.count == 1 && outcome.held.isEmpty)
  #expect(fact.origins.count == 2 && fact.lines.count == 2)
  #expect(outcome.lines.map(\.lineID) == [1, 2])
  #expect(outcome.lines.map(\.gross) == [2500, 490])
  #expect(outcome.lines.map(\.sourceRow) == [2, 3])
  #expect(outcome.money("EUR").accepted == 2990)
}

/// One line of 100.00 and one of 50.00, with what else the order states.
private func stated(_ extra: String, _ values: String, amount: String, status: String = "completed")
  -> Outcome
{
  Outcome(
    Sample.orders,
    """
    \(Sample.orderColumns),\(extra)
    order-00001,cust-1,,2026-03-01T10:00:00Z,EUR,\(status),mug,1,100.00,\(amount),\(values)
    order-00001,cust-1,,2026-03-01T10:00:00Z,EUR,\(status),pen,1,50.00,\(amount),\(values)
    """)
}

@Test(arguments: [
  ("tax", "30.00", "180.00", [10_000, 5000], [2000, 1000]),
  ("tax", "30.00", "150.00", [8000, 4000], [2000, 1000]),
  ("tax", "0.01", "150.00", [9999, 5000], [1, 0]),
])
func `tax on top and tax inside the prices are told apart by the total`(
  extra: String, value: String, amount: String, gross: [Int64], tax: [Int64]
) {
  let outcome = stated(extra, value, amount: amount)
  #expect(outcome.lines.map(\.gross) == gross)
  #expect(outcome.lines.map(\.tax) == tax)
}

@Test(arguments: [
  ("discount", "10.00", "140.00"), ("shipping", "4.90", "154.90"), ("tip", "5.00", "155.00"),
  ("discount,shipping,tax,tip", "10.01,4.90,23.33,2.00", "170.22"),
  ("discount,shipping,tax,tip", "10.01,4.90,23.33,2.00", "146.89"), ("tax", "9.99", "160.00"),
])
func `lines collect exactly the total, whatever else the order states`(
  extra: String, values: String, amount: String
) throws {
  let outcome = stated(extra, values, amount: amount)
  let total = try #require(Int64(amount.replacing(".", with: "")))
  #expect(outcome.lines.reduce(0) { $0 + $1.collected } == total)
  #expect(outcome.held.isEmpty)
}

@Test func `shipping and tip stand on the first line, discounts are spread`() {
  let outcome = stated("discount,shipping,tip", "10.00,4.90,1.00", amount: "145.90")
  #expect(outcome.lines.map(\.discount) == [667, 333])
  #expect(outcome.lines.map(\.shipping) == [490, 0])
  #expect(outcome.lines.map(\.tip) == [100, 0])
}

@Test func `a refunded order gives back the net value of each line on the day of the refund`() {
  let outcome = stated(
    "discount,updated_at", "15.00,2026-03-05T09:00:00Z", amount: "135.00", status: "refunded")
  #expect(outcome.lines.map(\.kind) == [.sale, .sale, .return, .return])
  #expect(outcome.lines.map(\.lineID) == [1, 2, 3, 4])
  #expect(outcome.lines.map(\.returned) == [0, 0, 9000, 4500])
  #expect(outcome.lines.map(\.day.iso) == ["2026-03-01", "2026-03-01", "2026-03-05", "2026-03-05"])
  #expect(outcome.lines.allSatisfy { $0.quantity > 0 })
}

@Test func `one bad row holds its whole order, and the money is at stake once`() {
  let text = Sample.twoLines.replacing("pen,1,4.90", with: "pen,one,4.90")
  let outcome = Outcome(Sample.orders, text)
  #expect(outcome.transactions.isEmpty)
  #expect(outcome.codes == [["order.held_together"], ["number.unreadable"]])
  #expect(outcome.held.map(\.amountAtStake) == [2990, 0])
  #expect(outcome.money("EUR").held == 2990)
  #expect(outcome.held.first?.day?.iso == "2026-03-01")
}

@Test func `an order's own values must agree on all its rows, in whatever spelling`() {
  let same = Sample.twoLines.replacing("4.90,29.90", with: "4.90,29.9000")
  #expect(Outcome(Sample.orders, same).held.isEmpty)
  let blank = Sample.twoLines.replacing("4.90,29.90", with: "4.90,")
  #expect(Outcome(Sample.orders, blank).held.isEmpty)
  let other = Sample.twoLines.replacing(
    "EUR,completed,pen,1,4.90,29.90", with: "USD,pending,pen,1,4.90,29.90")
  let outcome = Outcome(Sample.orders, other)
  #expect(
    outcome.codes == [["order.held_together"], ["key.repeated_differently", "key.repeated_differently"]])
  #expect(outcome.failed("key.repeated_differently") == 1)
  #expect(outcome.held.last?.problems.map(\.field) == ["currency", "status"])
}

@Test func `one missing price is worked out from the total, two are not`() {
  let one = Sample.twoLines.replacing("mug,2,12.50", with: "mug,2,")
  let outcome = Outcome(Sample.orders, one)
  #expect(outcome.lines.map(\.unitPrice) == [1250, 490])
  #expect(outcome.lines.map(\.gross) == [2500, 490])
  let two = one.replacing("pen,1,4.90", with: "pen,1,")
  #expect(Outcome(Sample.orders, two).codes == [["price.missing"], ["price.missing"]])
}

@Test func `nested records give their lines on the rows that continue them`() throws {
  let text = """
    transaction_id,timestamp,currency,status,amount,items[].sku,items[].qty,items[].price
    order-00001,2026-03-01,EUR,completed,17.40
    ~,,,,,mug,1,12.50
    ~,,,,,pen,1,4.90
    order-00002,2026-03-01,EUR,completed,5.00
    order-00003,2026-03-01,EUR,completed,5.00
    ~,,,,,pen,x,5.00
    """
  let outcome = Outcome(Sample.orders, text)
  #expect(outcome.lines.map(\.gross) == [1250, 490])
  #expect(outcome.rowsRead == 3)
  #expect(outcome.codes == [["order.no_lines"], ["number.unreadable"]])
  #expect(outcome.held.last?.problems.first { $0.severity == .hold }?.field == "items[].qty")
}

@Test func `the same order as a table and as a record has one content and one score`() {
  let record = """
    transaction_id,customer_id,email,timestamp,currency,status,amount,items[].sku,items[].qty,items[].price
    order-00001,cust-1,ann@shop.example,2026-03-01T10:00:00Z,EUR,completed,29.9
    ~,,,,,,,mug,2.0,12.5
    ~,,,,,,,pen,1,4.9
    """
  let (table, nested) = (Outcome(Sample.orders, Sample.twoLines), Outcome(Sample.orders, record))
  #expect(table.transactions.map(\.contentHash) == nested.transactions.map(\.contentHash))
}

@Test func `the content hash changes with everything mapped, the address included`() {
  let base = Outcome(Sample.orders, Sample.order()).transactions.map(\.contentHash)
  #expect(Outcome(Sample.orders, Sample.order(["amount": "10.0"])).transactions.map(\.contentHash) == base)
  for change in [
    ["email": "bob@shop.example"], ["product_id": "jug"], ["customer_id": "cust-2"], ["tip": "0"],
  ] {
    #expect(Outcome(Sample.orders, Sample.order(change)).transactions.map(\.contentHash) != base, "\(change)")
  }
}

@Test func `an order with more rows than an order can have is held to its last row`() {
  var orders = Sample.orders
  orders.rowsPerOrder = 3
  let row = "order-00001,cust-1,,2026-03-01,EUR,completed,mug,1,1.00,8.00"
  let text = ([Sample.orderColumns] + Array(repeating: row, count: 8)).joined(separator: "\n")
  for size in [1, 2, 5, 100] {
    let outcome = Outcome(orders, Table(text).batches(of: size))
    #expect(outcome.codes == Array(repeating: ["order.too_many_rows"], count: 8))
  }
}

@Test func `an order with longer rows than can wait for its last is held`() {
  var orders = Sample.orders
  orders.bytesPerOrder = 150
  let row = "order-00001,cust-1,,2026-03-01,EUR,completed,mug,1,1.00,8.00"
  let text = ([Sample.orderColumns] + Array(repeating: row, count: 8)).joined(separator: "\n")
  for size in [1, 2, 5, 100] {
    let outcome = Outcome(orders, Table(text).batches(of: size))
    #expect(outcome.codes == Array(repeating: ["order.too_many_rows"], count: 8))
  }
  orders.bytesPerOrder = 1000
  #expect(Outcome(orders, Table(text).batches(of: 2)).held.isEmpty)
}

@Test func `what the decoder found wrong with a row holds it, and a shifted row is not read further`() {
  var batch = Table(Sample.twoLines).batches()[0]
  batch.problems = [.init(row: 1, problem: Problem(.tooFewCells, detail: "8 cells instead of 10"))]
  let outcome = Outcome(Sample.orders, [batch])
  #expect(outcome.codes == [["order.held_together"], ["row.too_few_cells"]])
  #expect(outcome.failed("row.too_few_cells") == 1)
}

@Test func `a row that was cut off is held, and not passed over for what it does not say any more`() {
  var orders = Sample.orders
  orders.rowClasses = [RowClass(.skip("without_price"), when: [.init(.unitPrice, .blank(true))])]
  var batch = Table(Sample.orderColumns + "\norder-00001,cust-1\n").batches()[0]
  #expect(Outcome(orders, [batch]).verdicts.map(\.skipped).contains { $0["without_price"] == 1 })
  batch.problems = [.init(row: 0, problem: Problem(.tooFewCells, detail: "2 cells instead of 10"))]
  #expect(Outcome(orders, [batch]).codes == [["row.too_few_cells"]])
}

@Test func `amounts are read with the digits of their currency, and a source's own stands in`() {
  #expect(
    Outcome(Sample.orders, Sample.order(["currency": "JPY", "amount": "10", "unit_price": "5"])).held.isEmpty)
  #expect(
    Outcome(Sample.orders, Sample.order(["currency": "JPY", "amount": "10.5"])).codes == [
      ["number.too_precise"]
    ])
  #expect(Outcome(Sample.orders, Sample.order(["currency": ""])).codes == [["required.missing"]])
  let usual = Outcome(Sample.orders, Sample.order(["currency": ""]), currency: Currency("GBP"))
  #expect(usual.transactions.map(\.currency.code) == ["GBP"])
}

@Test func `a time without a zone is the source's own, and gives its day`() throws {
  let zone = try #require(ShopZone(identifier: "America/New_York"))
  let naive = Outcome(Sample.orders, Sample.order(["timestamp": "2026-03-01 23:30"]), zone: zone)
  let stated = Outcome(Sample.orders, Sample.order(["timestamp": "2026-03-02T04:30:00Z"]), zone: zone)
  #expect(naive.lines.map(\.happenedAt) == stated.lines.map(\.happenedAt))
  #expect(naive.lines.map(\.day.iso) == ["2026-03-01"] && stated.lines.map(\.day.iso) == ["2026-03-01"])
}

@Test(arguments: [("155.00", 0, 3), ("150.00", 1, 2), ("160.00", 0, 0)])
func `rows of an order that are the same count twice only where its total says so`(
  amount: String, repeated: Int, lines: Int
) {
  let row = { (product: String, price: String) in
    "order-00001,cust-1,,2026-03-01T10:00:00Z,EUR,completed,\(product),1,\(price),\(amount)"
  }
  let pen = row("pen", "5.00")
  let outcome = Outcome(
    Sample.orders, ([Sample.orderColumns, row("mug", "145.00"), pen, pen]).joined(separator: "\n"))
  #expect(outcome.repeated == repeated)
  #expect(outcome.lines.count == lines)
  #expect(outcome.held.count == (lines == 0 ? 3 : 0))
}

@Test func `an order told a second time with another content does not hold the first`() {
  let row = { (product: String, price: String, amount: String) in
    "order-00001,cust-1,,2026-03-01T10:00:00Z,EUR,completed,\(product),1,\(price),\(amount)"
  }
  let outcome = Outcome(
    Sample.orders,
    [Sample.orderColumns, row("mug", "9.00", "9.00"), row("mug", "8.00", "8.00"), row("pen", "5.00", "6.00")]
      .joined(separator: "\n"))
  #expect(outcome.transactions.count == 2 && outcome.held.count == 1)
  // One line that says another total than the rest is no order of its own.
  let typo = Outcome(
    Sample.orders,
    [Sample.orderColumns, row("mug", "9.00", "14.00"), row("pen", "5.00", "41.00")].joined(separator: "\n"))
  #expect(typo.transactions.isEmpty && typo.held.count == 2)
}
