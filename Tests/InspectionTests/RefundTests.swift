import Inspection
import Records
import Testing

private let definition: Definition = {
  var shop = Definition(
    kind: "shop", title: "Shop", facts: .orders, signature: Signature(columns: ["id"]),
    fields: [
      Sample.field(.transactionID, ["id"]) { $0.presence = .required },
      Sample.field(.timestamp, ["date"]) { $0.presence = .required },
      Sample.field(.updatedAt, ["changed"]), Sample.field(.currency, []) { $0.constant = "EUR" },
      Sample.field(.status, ["status"]) { $0.choices = SaleStatus.allCases.map { Choice($0, words: []) } },
      Sample.field(.amount, ["total"]), Sample.field(.shipping, ["shipping"]), Sample.field(.tax, ["tax"]),
      Sample.field(.discount, ["discount"]), Sample.field(.fee, ["fee"]),
      Sample.field(.refunded, ["refunded"]),
      Sample.field(.refundAmount, ["refund", "refunds[].total", "refunds[].parts[].amount"]),
      Sample.field(.refundedAt, ["refund_date", "refunds[].date"]),
      Sample.field(.productID, ["sku", "[].sku", "refunds[].sku"]),
      Sample.field(.quantity, ["quantity", "[].quantity"]), Sample.field(.unitPrice, ["price", "[].price"]),
    ])
  shop.lineLists = ["items"]
  return shop
}()

private func nested(_ rows: String...) -> Outcome {
  let columns =
    "id,date,status,total,items[].sku,items[].quantity,items[].price,refunds[].date,refunds[].total,refunds[].sku,refunds[].parts[].amount"
  return Outcome(definition, ([columns] + rows).joined(separator: "\n"))
}

@Test func `each refund is a return on its own day, with the product that its row names`() {
  let outcome = nested(
    "1,2026-03-01,completed,20.00", "~,,,,mug,2,10.00", "~,,,,,,,2026-03-05,4.00",
    "~,,,,,,,2026-03-09,5.00,mug", "~,,,,,,,,1.00")
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.lines.map(\.kind) == [.sale, .return, .return, .return])
  #expect(outcome.lines.map(\.returned) == [0, 400, 100, 500])
  #expect(
    outcome.lines.map(\.day.iso) == ["2026-03-01", "2026-03-05", "2026-03-09", "2026-03-09"])
  #expect(outcome.lines.map(\.productID.isEmpty) == [false, true, true, false])
  #expect(outcome.lines.map(\.lineID) == [1, 2, 3, 4])
  #expect(outcome.transactions.first?.refunded == nil)
}

@Test func `a refund's amount may stand below its day, and one without a day has the sale's`() {
  let outcome = nested(
    "1,2026-03-01,completed,20.00", "~,,,,mug,2,10.00", "~,,,,,,,2026-03-05", "~,,,,,,,,,,4.00",
    "2,2026-03-02,completed,10.00", "~,,,,mug,1,10.00", "~,,,,,,,,3.00")
  #expect(outcome.lines.filter { $0.kind == .return }.map(\.day.iso) == ["2026-03-05", "2026-03-02"])
}

@Test func `a refunded order gives back what its refunds say, and all of it where none is told`() {
  let told = nested("1,2026-03-01,refunded,20.00", "~,,,,mug,2,10.00", "~,,,,,,,2026-03-05,20.00")
  #expect(told.lines.map(\.returned) == [0, 2000])
  let untold = nested("1,2026-03-01,refunded,20.00", "~,,,,mug,2,10.00")
  #expect(untold.lines.map(\.returned) == [0, 2000])
}

@Test func `another refund changes the content`() {
  let one = nested("1,2026-03-01,completed,20.00", "~,,,,mug,2,10.00", "~,,,,,,,2026-03-05,4.00")
  let other = nested("1,2026-03-01,completed,20.00", "~,,,,mug,2,10.00", "~,,,,,,,2026-03-05,4.01")
  #expect(one.transactions.map(\.contentHash) != other.transactions.map(\.contentHash))
}

@Test func `more than was sold cannot be given back`() {
  let outcome = nested(
    "1,2026-03-01,completed,20.00", "~,,,,mug,2,10.00", "~,,,,,,,2026-03-05,15.00", "~,,,,,,,2026-03-06,6.00")
  #expect(outcome.codes == [["refund.exceeds_sale"]])
  #expect(outcome.held.first?.problems.first?.message.hasSuffix("21.00 of 20.00") == true)
}

@Test func `a refund dated before the sale is booked with the sale and noted`() {
  let outcome = nested("1,2026-03-02,completed,20.00", "~,,,,mug,2,10.00", "~,,,,,,,2026-03-01,4.00")
  #expect(outcome.failed("dates.out_of_order") == 1 && outcome.held.isEmpty)
  #expect(outcome.lines.map(\.day.iso) == ["2026-03-02", "2026-03-02"])
}

private func flat(_ columns: String, _ rows: String...) -> Outcome {
  Outcome(definition, (["id,date,status,sku,quantity,price,total,\(columns)"] + rows).joined(separator: "\n"))
}

@Test func `what was given back so far stands on the order and makes no lines`() {
  let outcome = flat(
    "refunded", "1,2026-03-01,completed,mug,2,10.00,20.00,5.00",
    "2,2026-03-01,refunded,mug,2,10.00,20.00,20.00",
    "3,2026-03-01,refunded,mug,2,10.00,20.00,0.00", "4,2026-03-01,completed,mug,2,10.00,20.00,",
    "5,2026-03-01,completed,mug,2,10.00,20.00,20.01")
  #expect(outcome.transactions.map(\.refunded) == [500, 2000, nil, nil])
  #expect(outcome.lines.map(\.returned) == [0, 0, 0, 2000, 0])
  #expect(outcome.codes == [["refund.exceeds_sale"]])
}

@Test func `an order's refund repeated in its rows is one`() {
  let outcome = flat(
    "refund,refund_date", "1,2026-03-01,completed,mug,1,10.00,12.00,5.00,2026-03-04",
    "1,2026-03-01,completed,pen,1,2.00,12.00,5.00,2026-03-04")
  #expect(outcome.lines.map(\.returned) == [0, 0, 500] && outcome.held.isEmpty)
}

@Test func `a fee stands on the order's first line and lessens what is collected`() {
  let outcome = flat(
    "fee", "1,2026-03-01,completed,mug,1,10.00,12.00,0.70", "1,2026-03-01,completed,pen,1,2.00,12.00,0.70")
  #expect(outcome.lines.map(\.fee) == [70, 0])
  #expect(outcome.money("EUR").accepted == 1130)
}

@Test func `a credit note gives back everything that it lists`() {
  var note = definition
  note.reverses = true
  let text = """
    id,date,sku,quantity,price,total,tax,shipping,discount
    C1,2026-03-04,mug,2,10.00,26.00,3.00,4.00,1.00
    C1,2026-03-04,,,,26.00,,,
    """.split(separator: "\n").dropLast().joined(separator: "\n")
  let outcome = Outcome(note, text)
  #expect(outcome.held.isEmpty, "\(outcome.codes)")
  #expect(outcome.lines.map(\.kind) == [.return] && outcome.lines.map(\.returned) == [1900])
  #expect(outcome.lines.map(\.tax) == [-300] && outcome.lines.map(\.shipping) == [-400])
  #expect(outcome.money("EUR").accepted == -2600)
  let wrong = Outcome(note, text.replacing("26.00", with: "27.00"))
  #expect(wrong.codes == [["amount.mismatch"]] && wrong.money("EUR").held == -2700)
}

@Test func `a movement's net is its amount less fee and tax, where all are stated`() {
  var balance = Definition(
    kind: "balance", title: "Balance", facts: .movements, signature: Signature(columns: ["id"]),
    fields: [
      Sample.field(.movementID, ["id"]), Sample.field(.timestamp, ["date"]),
      Sample.field(.currency, []) { $0.constant = "EUR" }, Sample.field(.amount, ["amount"]),
      Sample.field(.fee, ["fee"]), Sample.field(.net, ["net"]),
      Sample.field(.movement, []) {
        $0.constant = "charge"
        $0.movements = [MovementChoice(.charge, words: ["charge"])]
      },
    ])
  let text = """
    id,date,amount,fee,net
    a,2026-03-01,10.00,0.50,9.50
    b,2026-03-01,10.00,0.50,9.51
    c,2026-03-01,10.00,0.50,9.60
    d,2026-03-01,10.00,,9.60
    e,2026-03-01,-10.00,-0.50,-9.50
    """
  let outcome = Outcome(balance, text)
  #expect(outcome.verdicts.flatMap(\.movements).map(\.net) == [950, 951, 960, -950])
  #expect(outcome.codes == [["amount.mismatch"]])
  #expect(
    outcome.held.first?.problems.first?.message
      == "the row's own amounts do not agree: amount 10.00 − fee 0.50 = 9.50, stated net 9.60")
  balance.fields.append(Sample.field(.tax, ["tax"]))
  #expect(Outcome(balance, text).held.isEmpty)
  let taxed = Outcome(balance, "id,date,amount,fee,tax,net\na,2026-03-01,10.00,0.50,0.10,9.60")
  #expect(taxed.held.first?.problems.first?.message.contains("− tax 0.10 = 9.40") == true)
}

@Test func `equal movements without an id are both kept, with one content`() {
  let balance = Definition(
    kind: "balance", title: "Balance", facts: .movements, signature: Signature(columns: ["date"]),
    fields: [
      Sample.field(.timestamp, ["date"]), Sample.field(.currency, []) { $0.constant = "EUR" },
      Sample.field(.amount, ["amount"]),
      Sample.field(.movement, []) {
        $0.constant = "fee"
        $0.movements = [MovementChoice(.fee, words: ["fee"])]
      },
    ])
  let movements = Outcome(balance, "date,amount\n2026-03-01,-0.20\n2026-03-01,-0.20").verdicts.flatMap(
    \.movements)
  #expect(movements.count == 2 && Set(movements.map(\.contentHash)).count == 1)
  #expect(movements.allSatisfy { $0.movementID.isEmpty })
}

@Test func `how the lines of orders make their totals is counted`() {
  let outcome = flat(
    "tax", "1,2026-03-01,completed,mug,1,10.00,10.00,", "2,2026-03-01,completed,mug,1,10.00,10.01,",
    "3,2026-03-01,completed,mug,1,10.00,13.00,", "4,2026-03-01,completed,mug,1,10.00,12.00,2.00",
    "5,2026-03-01,completed,mug,1,10.00,10.00,2.00", "6,2026-03-01,completed,mug,1,10.00,,")
  var wanted = Reconciliation()
  (wanted.agreed, wanted.rounded, wanted.differed, wanted.taxInside, wanted.taxOnTop) = (3, 1, 1, 1, 1)
  #expect(outcome.reconciliation == wanted)
}
