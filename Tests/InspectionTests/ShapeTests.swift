import Inspection
import Records
import Testing

/// The form of a shop system's export: the order's own values stand on its first row only.
private func shopDefinition(_ change: (inout Definition) -> Void = { _ in }) -> Definition {
  var shop = Definition(
    kind: "shop", title: "Shop", facts: .orders, signature: Signature(columns: ["Name"]),
    fields: [
      Sample.field(.transactionID, ["Id", "Name"]) { $0.presence = .required },
      Sample.field(.timestamp, ["Paid at", "Created at"]) { $0.presence = .required },
      Sample.field(.currency, ["Currency"]),
      Sample.field(.status, ["Status"]) {
        $0.choices = [Choice(.completed, words: ["paid"]), Choice(.refunded, words: [])]
      },
      Sample.field(.amount, ["Total"]), Sample.field(.discount, ["Discount"]),
      Sample.field(.shipping, ["Shipping"]), Sample.field(.tax, ["Taxes"]),
      Sample.field(.refunded, ["Refunded"]), Sample.field(.fee, ["Fee"]),
      Sample.field(.refundAmount, ["Refund", "refunds[].total"]) { $0.sign = .asWritten },
      Sample.field(.refundedAt, ["Refund date", "refunds[].date"]),
      Sample.field(.productID, ["Sku", "[].sku"]), Sample.field(.quantity, ["Qty", "[].quantity"]),
      Sample.field(.unitPrice, ["Price"]), Sample.field(.lineTotal, ["Line total", "[].total"]),
      Sample.field(.lineDiscount, ["Line discount"]), Sample.field(.lineTax, ["Line tax"]),
      Sample.field(.lineShipping, ["Line shipping"]),
    ])
  shop.groupBy = ["Name"]
  change(&shop)
  return shop
}

private func shop(_ text: String, _ change: (inout Definition) -> Void = { _ in }) -> Outcome {
  Outcome(shopDefinition(change), text, currency: Currency("EUR"))
}

private func edit(_ definition: inout Definition, _ target: Target, _ change: (inout Field) -> Void) {
  for index in definition.fields.indices where definition.fields[index].target == target {
    change(&definition.fields[index])
  }
}

extension Outcome {
  fileprivate var ids: [String] {
    verdicts.flatMap { batch in batch.transactions.map { batch.text($0.transactionID) } }
  }
  fileprivate var collected: Int64 { lines.reduce(0) { $0 + $1.collected } }
}

@Test func `a line of no piece that was paid for is held, unless the order is no sale`() {
  let head = "Name,Id,Created at,Status,Sku,Qty,Line total\n"
  #expect(shop(head + "#1,901,2026-03-01,paid,mug,0,12.00").codes == [["amount.mismatch"]])
  #expect(shop(head + "#1,901,2026-03-01,paid,mug,0,0.00").held.isEmpty)
  #expect(shop(head + "#1,901,2026-03-01,paid,mug,,12.00").held.isEmpty)
}

@Test func `an object where other records have one value is held, and never left out`() {
  let head = "Name,Id,Created at,Currency,Currency.code,Taxes,Taxes.rate,Sku,Qty,Price\n"
  let good = "#1,901,2026-03-01,USD,,1.00,,mug,1,12.00\n"
  #expect(shop(head + good).held.isEmpty)
  #expect(shop(head + good + "#2,902,2026-03-01,,USD,1.00,,mug,1,12.00").codes == [["value.nested"]])
  #expect(shop(head + good + "#2,902,2026-03-01,USD,,,19,mug,1,12.00").codes == [["value.nested"]])
  #expect(shop(head + good + "#2,902,2026-03-01,,,,,mug,1,12.00").held.isEmpty)
  let takesMember = shop(head + good + "#2,902,2026-03-01,,USD,1.00,,mug,1,12.00") {
    edit(&$0, .currency) { $0.columns.append("Currency.code") }
  }
  #expect(takesMember.transactions.map(\.currency.code) == ["USD", "USD"])
}

@Test func `rows belong together by the group column, and the order's values stand on the first row only`() {
  let text = """
    Name,Id,Created at,Paid at,Total,Shipping,Sku,Qty,Price
    #1,901,2026-03-01,2026-03-02,25.00,5.00,mug,1,12.00
    #1,,2026-03-01,,,,pen,2,4.00
    #2,902,2026-03-03,,7.00,,mug,1,7.00
    """
  for size in [1, 2, 10] {
    let outcome = Outcome(shopDefinition(), Table(text).batches(of: size), currency: Currency("EUR"))
    #expect(outcome.held.isEmpty, "\(outcome.codes)")
    #expect(outcome.ids == ["901", "902"])
    #expect(outcome.lines.map(\.gross) == [1200, 800, 700])
    #expect(outcome.lines.map(\.day.iso) == ["2026-03-02", "2026-03-02", "2026-03-03"])
  }
}

@Test func `children of a record on lines of their own belong to their parent`() {
  let outcome = shop(
    """
    id,__parentId,Created at,Total,Sku,Qty,Price
    order/1,,2026-03-01,19.00,,,
    line/7,order/1,,,mug,1,12.00
    line/8,order/1,,,pen,1,7.00
    """
  ) {
    $0.groupBy = ["__parentId", "id"]
    $0.lineWhen = [.init(.column("__parentId"), .blank(false))]
    edit(&$0, .transactionID) { $0.columns = ["id"] }
  }
  #expect(outcome.ids == ["order/1"] && outcome.held.isEmpty)
  #expect(outcome.lines.map(\.gross) == [1200, 700])
}

@Test(arguments: [
  (Take.largest, "5.00", "", "17.00"), (.largest, "5.00", "5.00", "17.00"),
  (.largest, "0.00", "5.00", "17.00"),
  (.sum, "2.00", "3.00", "17.00"), (.sum, "", "5.00", "17.00"), (.first, "5.00", "", "17.00"),
])
func `a value told once, or in every row, or in parts is taken as the definition says`(
  take: Take, first: String, second: String, total: String
) {
  let outcome = shop(
    """
    Name,Created at,Total,Shipping,Sku,Qty,Price
    #1,2026-03-01,\(total),\(first),mug,1,10.00
    #1,2026-03-01,\(total),\(second),pen,1,2.00
    """
  ) { edit(&$0, .shipping) { $0.take = take } }
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.lines.map(\.shipping) == [500, 0])
}

@Test func `a sum beyond counting holds its order`() {
  let outcome = shop(
    """
    Name,Created at,Shipping,Sku,Qty,Price
    #1,2026-03-01,900000000000.00,mug,1,10.00
    #1,2026-03-01,900000000000.00,pen,1,2.00
    """
  ) { edit(&$0, .shipping) { $0.take = .sum } }
  #expect(outcome.codes == [["amount.mismatch"], ["order.held_together"]])
}

@Test func `amounts of other columns and of a list's members come on top`() {
  let outcome = shop(
    """
    Name,Created at,Total,Shipping,Gift wrap,fee_lines[].total,[].unused,products[].sku,products[].quantity,products[].total
    #1,2026-03-01,21.50,3.00,1.00
    ~,,,,,,,mug,1,12.00
    ~,,,,,1.50
    ~,,,,,4.00
    """
  ) {
    $0.lineLists = ["products"]
    edit(&$0, .shipping) { $0.add = ["Gift wrap", "fee_lines[].total"] }
  }
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.lines.map(\.shipping) == [950])
}

@Test func `a line's value adds what stands beside it`() {
  let outcome = shop("Name,Created at,Sku,Line total,Line tax,Ship tax\n#1,2026-03-01,mug,10.00,1.00,0.50") {
    edit(&$0, .lineTax) { $0.add = ["Ship tax"] }
  }
  #expect(outcome.lines.map(\.tax) == [150] && outcome.collected == 1150)
}

/// Totals only, of an export that tells no lines.
private func totalsOnly(_ rows: String) -> Outcome {
  let columns = "Name,Created at,Total,Shipping,Taxes,Discount,Kind"
  return shop(columns + "\n" + rows) {
    $0.groupBy = []
    $0.fields.removeAll { $0.target.isPerLine }
    $0.rowClasses = [RowClass(.line(.return), when: [.init(.column("Kind"), .values(["refund"]))])]
  }
}

@Test func `an order without lines has one that makes its day's totals right`() throws {
  let outcome = totalsOnly("#1,2026-03-01,20.00,3.00,2.00,5.00,\n#2,2026-03-01,7.00,,,,")
  #expect(outcome.held.isEmpty && outcome.lines.count == 2)
  let line = try #require(outcome.lines.first)
  #expect((line.gross, line.discount, line.shipping, line.tax) == (2000, 500, 300, 200))
  #expect(line.productID.isEmpty && line.quantity == 0)
  #expect(outcome.lines.reduce(0) { $0 + $1.gross - $1.discount } == 2200 && outcome.collected == 2700)
  #expect(totalsOnly("#1,2026-03-01,,,,,").codes == [["order.no_lines"]])
}

@Test func `an order without lines may be a return`() {
  let outcome = totalsOnly("#1,2026-03-01,-7.49,,-0.49,,refund")
  #expect(outcome.lines.map(\.kind) == [.return] && outcome.lines.map(\.returned) == [700])
  #expect(outcome.collected == -749)
}

@Test(arguments: [(false, 1150), (true, 1050)])
func `an order that states no total is worth what its lines make`(taxIsInside: Bool, collected: Int64) {
  let outcome = shop("Name,Created at,Shipping,Taxes,Sku,Qty,Price\n#1,2026-03-01,0.50,1.00,mug,1,10.00") {
    $0.taxIsInside = taxIsInside
  }
  #expect(outcome.collected == collected && outcome.held.isEmpty)
  #expect(outcome.lines.map(\.gross) == [taxIsInside ? 900 : 1000])
  #expect(!outcome.tallies.contains { $0.code == "amount.mismatch" })
}

@Test func `an order that is no sale and states no total may lack its prices, a sale may not`() {
  let text = "Name,Created at,Status,Sku,Qty,Price\n#1,2026-03-01,pending,mug,1,"
  func read(_ status: SaleStatus) -> Outcome {
    shop(text) { edit(&$0, .status) { $0.choices = [Choice(status, words: ["pending"])] } }
  }
  #expect(read(.pending).held.isEmpty && read(.pending).transactions.map(\.status) == [.pending])
  #expect(read(.completed).codes == [["price.missing"]])
}

@Test func `a line's own value stands in for its price`() {
  let outcome = shop("Name,Created at,Total,Sku,Qty,Line total\n#1,2026-03-01,10.00,mug,3,10.00")
  #expect(outcome.lines.map(\.gross) == [1000] && outcome.lines.map(\.unitPrice) == [333])
  let single = shop("Name,Created at,Sku,Line total\n#1,2026-03-01,mug,10.00")
  #expect(single.lines.map(\.quantity) == [1000] && single.lines.map(\.unitPrice) == [1000])
  let bare = shop("Name,Created at,Sku,Line total\n#1,2026-03-01,mug,10.00") {
    $0.fields.removeAll { $0.target == .quantity || $0.target == .unitPrice }
  }
  #expect(bare.lines.map(\.quantity) == [1000] && bare.lines.map(\.unitPrice) == [1000])
}

@Test(arguments: [("9.98", true), ("9.97", false), ("10.02", true), ("12.00", false)])
func `a line whose value is not quantity times price is held, but for a minor unit each`(
  total: String, passes: Bool
) {
  let outcome = shop("Name,Created at,Sku,Qty,Price,Line total\n#1,2026-03-01,mug,2,5.00,\(total)")
  #expect(outcome.codes == (passes ? [] : [["amount.mismatch"]]))
  if passes { #expect(outcome.collected == Int64(total.replacing(".", with: ""))) }
}

@Test func `the sentence about a line's value says its sum`() {
  let outcome = shop("Name,Created at,Sku,Qty,Price,Line total\n#1,2026-03-01,mug,2,5.00,12.00")
  #expect(
    outcome.held.first?.problems.map(\.message)
      == ["the row's own amounts do not agree: 2 × 5.00 = 10.00, the line states 12.00"])
}

@Test(arguments: [
  ("", [100, 300], 4), ("4.00", [100, 300], 4), ("0.00", [0, 0], 0), ("6.00", [300, 300], 6),
])
func `what lines state themselves is theirs where it makes the order's, else the order's is spread`(
  stated: String, discounts: [Int64], total: Int64
) {
  let outcome = shop(
    """
    Name,Created at,Discount,Sku,Qty,Price,Line discount
    #1,2026-03-01,\(stated),mug,1,10.00,1.00
    #1,2026-03-01,\(stated),pen,1,10.00,3.00
    """)
  #expect(outcome.byRow(\.discount) == discounts)
  #expect(outcome.collected == 2000 - total * 100)
}

@Test func `taxes and shipping of lines stay with their lines`() {
  let outcome = shop(
    """
    Name,Created at,Total,Sku,Qty,Price,Line tax,Line shipping
    #1,2026-03-01,24.00,mug,1,10.00,2.00,0.00
    #1,2026-03-01,24.00,book,1,8.00,0.00,4.00
    """)
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.byRow(\.tax) == [200, 0] && outcome.byRow(\.shipping) == [0, 400])
  #expect(outcome.reconciliation.taxOnTop == 1)
}

@Test func `a summary row holds no line and gives the order its values`() {
  let outcome = shop(
    """
    Name,Created at,Total,Item,Sku,Qty,Price
    7,2026-03-01,20.00,,,2,
    7,,,111,mug,1,12.00
    7,,,112,pen,1,8.00
    8,2026-03-02,5.00,113,cup,1,5.00
    """
  ) { $0.lineWhen = [.init(.column("Item"), .blank(false))] }
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.lines.map(\.gross) == [1200, 800, 500])
  #expect(outcome.transactions.map(\.origins.count) == [3, 1])
}

@Test func `lines of an order are what their row class says, with their own sign`() {
  let outcome = shop(
    """
    Name,Created at,Event,Sku,Qty,Line total,Line tax
    T1,2026-03-01,Sale,mug,2.0,14.00,0.98
    T1,2026-03-01,Postage,,1,4.00,
    T1,2026-03-01,Coupon,,1,-1.00,
    T2,2026-03-02,Refund,mug,-1.0,-7.00,-0.49
    """
  ) {
    $0.rowClasses = [("Refund", LineKind.return), ("Postage", .shipping), ("Coupon", .discount)].map {
      RowClass(.line($1), when: [.init(.column("Event"), .values([$0]))])
    }
  }
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.lines.map(\.kind) == [.sale, .shipping, .discount, .return])
  #expect(outcome.lines.map(\.collected) == [1498, 400, -100, -749])
  #expect(outcome.lines.map(\.returned) == [0, 0, 0, 700])
  #expect(outcome.lines.map(\.quantity) == [2000, 1000, 1000, 1000])
  #expect(outcome.lines.map(\.tax) == [98, 0, 0, -49])
}

@Test func `a return that adds value holds its order`() {
  let outcome = shop("Name,Created at,Event,Sku,Qty,Price\nT2,2026-03-02,Refund,mug,1,7.00") {
    $0.rowClasses = [RowClass(.line(.return), when: [.init(.column("Event"), .values(["refund"]))])]
  }
  #expect(outcome.codes == [["status.contradicts_amount"]])
}

@Test func `whole orders and single lines are passed over, each under its reason`() {
  let outcome = shop(
    """
    Name,Created at,Total,Test,Item,Sku,Qty,Price
    #1,2026-03-01,20.00,yes,,mug,1,12.00
    #1,,,,,pen,1,8.00
    #2,2026-03-01,8.00,no,gone,mug,1,12.00
    #2,,,,here,pen,1,8.00
    #3,2026-03-01,8.00,no,gone,mug,1,8.00
    """
  ) {
    $0.rowClasses = [
      RowClass(.skip("test_order"), when: [.init(.column("Test"), .values(["yes"]))]),
      RowClass(.skip("removed"), when: [.init(.column("Item"), .values(["gone"]))]),
    ]
  }
  #expect(outcome.ids == ["#2"] && outcome.held.isEmpty)
  #expect(outcome.lines.map(\.gross) == [800])
  #expect(
    outcome.verdicts.map(\.skipped).reduce([:]) { $0.merging($1) { $0 + $1 } } == [
      "test_order": 2, "removed": 2,
    ])
  #expect(outcome.rowsRead == 5 && outcome.loadedRows == 1)
}

@Test func `a status that no column tells follows from what the order's rows say`() {
  let text = """
    Name,Created at,Cancelled at,Paid,Status,Sku,Qty,Price
    #1,2026-03-01,,2026-03-01,paid,mug,1,12.00
    #2,2026-03-01,2026-03-02,2026-03-01,voided,mug,1,12.00
    #2,,,,,pen,1,1.00
    #3,2026-03-01,,,paid,mug,1,12.00
    """
  let outcome = shop(text) {
    $0.statusRules = [
      StatusRule(.cancelled, when: [.init(.column("Cancelled at"), .blank(false))]),
      StatusRule(.pending, when: [.init(.column("Paid"), .blank(true))]),
    ]
  }
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.transactions.map(\.status) == [.completed, .cancelled, .pending])
  #expect(outcome.money("EUR").accepted == 1200 && outcome.money("EUR").uncounted == 2500)
}

@Test func `a group's blank cells have the value of the row above`() {
  var products = Definition(
    kind: "products", title: "Products", facts: .products, signature: Signature(columns: ["Handle"]),
    fields: [
      Sample.field(.productID, ["SKU"]) { $0.presence = .required },
      Sample.field(.productName, ["Title"]) { $0.isCarried = true },
      Sample.field(.category, ["Type"]) { $0.isCarried = true }, Sample.field(.price, ["Price"]),
    ])
  products.groupBy = ["Handle"]
  products.rowClasses = [RowClass(.skip("image"), when: [.init(.productID, .blank(true))])]
  let text = """
    Handle,Title,Type,SKU,Price
    mug,Mug,Kitchen,M1,12.00
    mug,,,M2,13.00
    mug,Big mug,,M3
    mug
    mug,,,M4,15.00
    pen,,Desk,P1,2.00
    """
  for size in [1, 2, 4, 100] {
    let outcome = Outcome(products, Table(text).batches(of: size))
    let told = outcome.verdicts.flatMap { batch in
      batch.products.map { "\(batch.text($0.productID)) \(batch.text($0.name)) \(batch.text($0.category))" }
    }
    #expect(
      told == ["M1 Mug Kitchen", "M2 Mug Kitchen", "M3 Big mug Kitchen", "M4 Big mug Kitchen", "P1  Desk"])
    #expect(outcome.skipped == 1 && outcome.held.isEmpty)
  }
}
