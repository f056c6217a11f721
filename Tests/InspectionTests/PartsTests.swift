import Inspection
import Records
import Testing

@Test(
  arguments: [
    // Goods 100 with 19 of tax, shipping 5 with 0.95 of it, tip 2.
    (5950, OrderParts(goods: 5000, tax: 950)),
    (11_900, OrderParts(goods: 10_000, tax: 1900)),
    (12_495, OrderParts(goods: 10_000, shipping: 500, tax: 1995)),
    (12_695, OrderParts(goods: 10_000, shipping: 500, tax: 1995, tip: 200)),
    (12_800, OrderParts(goods: 10_105, shipping: 500, tax: 1995, tip: 200)),
  ] as [(Int64, OrderParts)])
func `money given back is goods with their tax first, then shipping, then the tip`(
  given: Int64, expected: OrderParts
) {
  let order = OrderParts(goods: 10_000, shipping: 500, tax: 1995, tip: 200)
  #expect(order.part(of: given) == expected)
}

@Test func `whatever is given back in whichever steps, the parts make it up and end in the whole order`() {
  let order = OrderParts(goods: 1777, shipping: 333, tax: 401, tip: 50)
  for step in [1, 7, 100, 1000, 2561] as [Int64] {
    var (given, sum) = (Int64(0), OrderParts())
    while given < 2561 {
      let next = min(given + step, 2561)
      let part = order.part(of: next) - order.part(of: given)
      #expect(part.goods + part.shipping + part.tax + part.tip == next - given)
      given = next
      sum = OrderParts(
        goods: sum.goods + part.goods, shipping: sum.shipping + part.shipping, tax: sum.tax + part.tax,
        tip: sum.tip + part.tip)
    }
    #expect(sum == order)
  }
  #expect(OrderParts(goods: -5, shipping: 5).part(of: 3) == OrderParts(goods: 3))
}

/// Orders told by their totals only.
private func totals(_ text: String, _ change: (inout Definition) -> Void = { _ in }) -> Outcome {
  var shop = Definition(
    kind: "shop", title: "Shop", facts: .orders, signature: Signature(columns: ["id"]),
    fields: [
      Sample.field(.transactionID, ["id"]) { $0.presence = .required },
      Sample.field(.timestamp, ["date"]) { $0.presence = .required },
      Sample.field(.currency, ["currency"]),
      Sample.field(.amount, ["total"]) {
        $0.presence = .required
        $0.add = [Addition("vouchers", isTakenOff: true)]
      },
      Sample.field(.amountKept, ["left"]) { $0.blanks = ["0"] },
    ])
  change(&shop)
  return Outcome(shop, text, currency: Currency("EUR"))
}

@Test func `a column is taken off, in the rows that fit`() {
  let text = "id,date,total,vouchers,kind\n1,2026-03-01,30.00,10.00,sold\n2,2026-03-01,30.00,10.00,used"
  #expect(totals(text).lines.map(\.gross) == [2000, 2000])
  let some = totals(text) { shop in
    shop.fields[3].add[0].conditions = [.init(.column("kind"), .values(["sold"]))]
  }
  #expect(some.lines.map(\.gross) == [2000, 3000])
}

@Test func `what is left of a total tells what was given back, and a blank tells nothing`() {
  let outcome = totals("id,date,total,left\n1,2026-03-01,30.00,12.00\n2,2026-03-01,30.00,0")
  #expect(outcome.transactions.map(\.refunded) == [1800, nil])
}

@Test func `an amount that can mean one currency only names it where nothing else does`() {
  let outcome = totals(
    "id,date,total,currency\n1,2026-03-01,€30.00,\n2,2026-03-01,CA$30.00,\n3,2026-03-01,30.00,\n4,2026-03-01,€30.00,EUR"
  )
  #expect(outcome.transactions.map(\.currency.code) == ["EUR", "CAD", "EUR", "EUR"])
  #expect(totals("id,date,total,currency\n1,2026-03-01,€30.00,GBP").codes == [["currency.contradicts"]])
}

@Test func `a file without any currency is one question, and a sign with several meanings is named in it`() {
  func problem(_ text: String, _ currency: Currency? = nil) -> FileProblem? {
    var shop = Definition(
      kind: "shop", title: "Shop", facts: .orders, signature: Signature(columns: ["id"]),
      fields: [Sample.field(.transactionID, ["id"]), Sample.field(.amount, ["total"])])
    shop.fields.append(Sample.field(.timestamp, ["date"]))
    let inspector = Inspector(definition: shop, zone: .utc, currency: currency, now: 1_800_000_000)
    do {
      try inspector.checkCurrency(of: Table(text).batches()[0], source: "till")
      return nil
    } catch { return error }
  }
  #expect(problem("id,total\n1,30.00")?.code == "currency.unstated")
  let dollars = problem("id,total\n1,30.00\n2,$3.00")
  #expect(
    dollars?.message.contains("\"$3.00\" may mean USD, CAD, AUD or another") == true, "\(dollars as Any)")
  #expect(dollars?.remedy.contains("sources: {till: {currency: EUR}}") == true)
  #expect(problem("id,total\n1,30.00\n2,3.00 €") == nil)
  #expect(problem("id,total\n1,30.00", Currency("EUR")) == nil)
}

private func movements(_ text: String, _ change: (inout Definition) -> Void = { _ in }) -> Outcome {
  var bank = Definition(
    kind: "bank", title: "Bank", facts: .movements, signature: Signature(columns: ["id"]),
    fields: [
      Sample.field(.movementID, ["id"]), Sample.field(.timestamp, ["date"]) { $0.presence = .required },
      Sample.field(.movement, ["type"]) {
        ($0.presence, $0.movements) = (.required, [MovementChoice(.charge, words: ["sale"])])
      },
      Sample.field(.amount, ["amount"]), Sample.field(.transactionID, ["order in text"]),
      Sample.field(.refunded, ["given back"]), Sample.field(.refundedAt, ["given back on"]),
    ])
  bank.splits = [
    SplitCell(column: "text", name: "order in text", after: "Order #"),
    SplitCell(column: "text", name: "sent", before: " sent to", prefix: "-"),
  ]
  change(&bank)
  return Outcome(bank, text, currency: Currency("EUR"))
}

@Test func `a part of a cell is a value of its own`() {
  let outcome = movements(
    """
    id,date,type,amount,text
    1,2026-03-01,sale,5.00,Payment for Order #4137-A: thanks
    2,2026-03-01,sale,5.00,payment for order #7
    3,2026-03-01,sale,,€60.00 sent to your bank
    4,2026-03-01,sale,5.00
    """
  ) { $0.fields[3].columns = ["amount", "sent"] }
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  let facts = outcome.verdicts.flatMap { batch in batch.movements.map { batch.text($0.transactionID) } }
  #expect(facts == ["4137-A", "7", "", ""])
  #expect(outcome.verdicts.flatMap(\.movements).map(\.amount) == [500, 500, -6000, 500])
}

@Test func `a rule decides a movement's kind before its column, and reads amounts as they are written`() {
  let outcome = movements("id,date,type,amount\n1,2026-03-01,sale,-$5.00\n2,2026-03-01,sale,$5.00") {
    $0.movementRules = [MovementRule(.other, when: [.init(.amount, .below(0))])]
    $0.fields.append(Sample.field(.currency, []) { $0.constant = "USD" })
  }
  #expect(outcome.verdicts.flatMap(\.movements).map(\.kind) == [.other, .charge], "\(outcome.codes)")
}

@Test func `what was given back of a charge is a movement of its own, and one row stays one row`() {
  let outcome = movements(
    "id,date,type,amount,given back,given back on\n1,2026-03-01,sale,5.00,2.00,2026-03-04\n2,2026-03-01,sale,5.00,0.00,"
  )
  let facts = outcome.verdicts.flatMap(\.movements)
  #expect(facts.map(\.amount) == [500, -200, 500] && facts.map(\.kind) == [.charge, .refund, .charge])
  #expect(facts.map(\.day.iso) == ["2026-03-01", "2026-03-04", "2026-03-01"])
  #expect(facts.map(\.isRow) == [true, false, true] && outcome.loadedRows == 2)
  #expect(
    outcome.verdicts.flatMap { batch in batch.movements.map { batch.text($0.movementID) } } == [
      "1", "1 refund", "2",
    ])
}

@Test func `rows that leave out their group go on with the row above, over batches too`() {
  var definition = Sample.orders
  definition.groupIsCarried = true
  definition.groupBy = ["transaction_id"]
  var carry = GroupCarry(definition)
  let texts = Table("amount,transaction_id\n1,ORDER-0001\n2,\n3,ORDER-0002\n4\n5,").batches(of: 2).map {
    batch in
    var batch = batch
    carry?.fill(&batch)
    return batch.rows.map { row in
      let cell = batch.cells[Int(row.firstCell) + 1]
      return String(decoding: batch.bytes[cell.indices], as: UTF8.self)
    }
  }
  #expect(texts == [["ORDER-0001", "ORDER-0001"], ["ORDER-0002", "ORDER-0002"], ["ORDER-0002"]])
  #expect(GroupCarry(Sample.orders) == nil)
}

@Test func `lines above the table name a currency and the day from which days are counted`() {
  var visits = Definition(
    kind: "visits", title: "Visits", facts: .sessions, signature: Signature(columns: ["Nth day"]),
    fields: [
      Sample.field(.timestamp, ["Nth day"]) { ($0.presence, $0.countedFrom) = (.required, "Start date:") },
      Sample.field(.sessions, ["Sessions"]),
    ])
  visits = visits.reading(["# Shop", "# Start date: 20240228"])
  let outcome = Outcome(visits, "Nth day,Sessions\n0000,5\n0002,7\nx,1")
  #expect(outcome.verdicts.flatMap(\.sessions).map(\.day.iso) == ["2024-02-28", "2024-03-01"])
  #expect(outcome.codes == [["date.unreadable"]])
  var money = visits
  money.fields = [Sample.field(.currency, []) { $0.statedAbove = "All amounts in" }]
  #expect(money.reading(["All amounts in USD, unless specified"]).fields[0].constant == "USD")
  #expect(money.reading(["All amounts in full"]).fields[0].constant == nil)
}

@Test func `members of a document's list are records each, and fall together`() {
  var products = Definition(
    kind: "p", title: "P", facts: .products, signature: Signature(columns: ["id"]),
    fields: [
      Sample.field(.productID, ["variants[].sku", "variants[].id", "id"]) { $0.presence = .required },
      Sample.field(.productName, ["title"]), Sample.field(.price, ["variants[].price"]),
    ])
  products.recordList = "variants"
  let columns = "id,title,variants[].id,variants[].sku,variants[].price\n"
  let outcome = Outcome(
    products, columns + "1,Mug\n~,,11,M-1,5.00\n~,,12,,6.00\n2,Cup\n3,Pot\n~,,31,P-1,7.00\n~,,32,P-2,odd",
    currency: Currency("EUR"))
  let ids = outcome.verdicts.flatMap { batch in batch.products.map { batch.text($0.productID) } }
  #expect(ids == ["M-1", "12", "2"])
  #expect(outcome.verdicts.flatMap(\.products).map(\.price) == [500, 600, nil])
  #expect(outcome.codes == [["money.unreadable"]] && outcome.loadedRows == 2)
}

@Test
func `where a table tells no lines, its orders stand for their totals if the export may leave them out`() {
  func told(_ text: String, optional: Bool) -> Outcome {
    var shop = Definition(
      kind: "shop", title: "Shop", facts: .orders, signature: Signature(columns: ["id"]),
      fields: [
        Sample.field(.transactionID, ["id"]), Sample.field(.timestamp, ["date"]),
        Sample.field(.amount, ["total"]), Sample.field(.shipping, ["shipping"]),
        Sample.field(.productID, ["name", "[].sku"]), Sample.field(.quantity, ["[].quantity"]),
        Sample.field(.unitPrice, ["[].price"]),
      ])
    (shop.lineLists, shop.linesAreOptional) = (["items"], optional)
    return Outcome(shop, text, currency: Currency("EUR"))
  }
  let text = "id,name,date,total,shipping\n1,#1,2026-03-01,30.00,4.00"
  #expect(told(text, optional: true).lines.map(\.gross) == [2600])
  #expect(told(text, optional: false).codes.first?.isEmpty == false)
  let nested = "id,name,date,total,items[].sku,items[].quantity,items[].price\n1,#1,2026-03-01,30.00"
  #expect(told(nested, optional: true).codes.first?.isEmpty == false)
}
