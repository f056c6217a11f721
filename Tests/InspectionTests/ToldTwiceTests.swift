import Records
import Testing

@testable import Inspection

private let columns = Sample.orderColumns
private func row(_ id: Int, _ product: String, _ amount: String = "10.00") -> String {
  "order-0000\(id),cust-1,,2026-03-01T10:00:00Z,EUR,completed,\(product),1,\(amount),\(amount)\n"
}

@Test func `a record with lines of its own is an order by itself, whatever stands behind it`() {
  let record = "order-00001,cust-1,,2026-03-01T10:00:00Z,EUR,completed,,,,29.90"
  let lines = "~,,,,,,mug,2,12.50,\n~,,,,,,pen,1,4.90,"
  let same = Outcome(Sample.orders, "\(columns)\n\(record)\n\(lines)\n\(record)\n\(lines)")
  #expect(same.held.isEmpty && same.transactions.count == 2)
  #expect(same.transactions[0].contentHash == same.transactions[1].contentHash)
  let other = Outcome(
    Sample.orders,
    "\(columns)\n\(record)\n\(lines)\n\(record.replacing("29.90", with: "5.00"))\n~,,,,,,mug,1,5.00,")
  #expect(other.transactions.count == 2 && other.lines.map(\.gross) == [2500, 490, 500])
}

@Test func `rows of an order that come again below other orders tell it again`() {
  let apart = RowBatch.gathered("\(columns)\n\(row(1, "mug"))\(row(2, "pen"))\(row(1, "cup"))")
  let outcome = Outcome(Sample.orders, [apart])
  #expect(outcome.held.isEmpty && outcome.transactions.count == 3)
  // One below the other they are one order that does not add up.
  let together = Outcome(Sample.orders, "\(columns)\n\(row(1, "mug"))\(row(1, "cup"))\(row(2, "pen"))")
  #expect(together.codes == [["amount.mismatch"], ["order.held_together"]])
}

@Test func `a row that adds up the others is skipped wherever it stands`() {
  let total = "Total,,,,,,,,,1234.50\n"
  for text in [total, "GRAND TOTAL:,,,,,,,3,,\"€ 1234.50\"\n", ",Subtotal,,,,,,,,1\n", "Summe,,,,,,,,,9\n"] {
    let outcome = Outcome(Sample.orders, "\(columns)\n\(row(1, "mug"))\(text)\(row(2, "pen").dropLast())")
    #expect(outcome.verdicts.map(\.skipped).contains(["totals": 1]), "\(text)")
    #expect(outcome.held.isEmpty && outcome.rowsRead == 3)
  }
  for text in ["Total,x,,,,,,,,1\n", "Total,1,1,1,1,1,1,1,1,1\n", "Totally,,,,,,,,,1\n"] {
    #expect(Outcome(Sample.orders, "\(columns)\n\(text)").held.count == 1, "\(text)")
  }
}

@Test func `where rows have names of their own, one name is one row`() {
  var shop = Definition(
    kind: "items", title: "Items", facts: .orders, signature: Signature(columns: ["row"]),
    fields: [
      Sample.field(.transactionID, ["id"]), Sample.field(.timestamp, ["day"]),
      Sample.field(.currency, []) { $0.constant = "EUR" }, Sample.field(.productID, ["sku"]),
      Sample.field(.quantity, ["qty"]), Sample.field(.unitPrice, ["price"]),
    ])
  let text =
    "id,row,day,sku,qty,price\n1,a,2026-03-01,mug,1,2.00\n1,a,2026-03-01,mug,1,2.00\n1,b,2026-03-01,mug,1,2.00"
  #expect(Outcome(shop, text).lines.count == 3)
  shop.rowID = "row"
  let once = Outcome(shop, text)
  #expect(
    once.lines.count == 2 && once.repeated == 1 && once.rowsRead == 3 && once.failed("row.repeated") == 1)
  let other = Outcome(
    shop,
    text.replacing("1,b", with: "1,a").replacing(
      "1,a,2026-03-01,mug,1,2.00\n1,a,2026-03-01,mug,1,2.00\n1,a",
      with: "1,a,2026-03-01,mug,1,2.00\n1,a,2026-03-01,pen,1,2.00\n1,b"))
  #expect(other.codes == [["order.held_together"], ["key.repeated_differently"], ["order.held_together"]])
}

@Test func `in XML the list of an order's lines may stand in an element of its own`() {
  let head = "transaction_id,timestamp,currency,status,amount"
  let record = "order-00001,2026-03-01T10:00:00Z,EUR,completed,5.00"
  for list in ["products.product[]", "items.item[]", "products[]"] {
    let text =
      "\(head),\(list).product_id,\(list).quantity,\(list).unit_price\n\(record),,,\n~,,,,,mug,1,5.00"
    #expect(Outcome(Sample.orders, text).lines.map(\.gross) == [500], "\(list)")
  }
  let one = "\(head),products.product.product_id,products.product.quantity,products.product.unit_price\n"
  #expect(Outcome(Sample.orders, one + record + ",mug,1,5.00").lines.map(\.gross) == [500])
}

@Test(arguments: [
  ("1O.00", AmountShape.whole), ("12.3.4", .whole), ("05.07.2026 15:09", .whole), ("1.234.567", .comma),
  ("EUR 12.50", .point), ("12,50 EUR", .comma), ("1,00,000.00", .point), ("1.234", .undecided),
  ("12.5", .point),
])
func `what is no number shows nothing of how numbers are written`(text: String, shape: AmountShape) {
  let bytes = Array(text.utf8)
  #expect(AmountShape(bytes.span, ByteRange(start: 0, end: bytes.count)) == shape)
}

extension RowBatch {
  /// The rows of a table put together by their first cell, as a gatherer does.
  fileprivate static func gathered(_ text: String) -> RowBatch {
    var batch = Table(text).batches()[0]
    let rows = batch.rows
    func key(_ row: Row) -> [UInt8] { Array(batch.bytes[batch.cells[Int(row.firstCell)].indices]) }
    var order: [Int] = []
    for index in rows.indices where !order.contains(index) {
      order += rows.indices.filter { $0 >= index && key(rows[$0]) == key(rows[index]) }
    }
    batch.rows = order.map { rows[$0] }
    return batch
  }
}
