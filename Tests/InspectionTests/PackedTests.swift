import Inspection
import Records
import Testing

private func definition(
  _ columns: [String], between: String = "", separator: String = "|", mark: String = ":"
)
  -> Definition
{
  var shop = Definition(
    kind: "packed", title: "Packed", facts: .orders, signature: Signature(columns: ["order_id"]),
    fields: [
      Sample.field(.transactionID, ["order_id"]) { $0.presence = .required },
      Sample.field(.timestamp, ["date"]) { $0.presence = .required },
      Sample.field(.currency, []) { $0.constant = "EUR" }, Sample.field(.amount, ["total"]),
      Sample.field(.productID, ["packed[].sku"]), Sample.field(.productName, ["packed[].name"]),
      Sample.field(.quantity, ["packed[].quantity", "packed[].Product Qty"]),
      Sample.field(.lineTotal, ["packed[].total"]),
    ])
  var packed = PackedLines(columns: columns, list: "packed", separator: separator, mark: mark)
  packed.between = between
  shop.packed = [packed]
  shop.lineLists = ["packed"]
  return shop
}

extension Outcome {
  /// `sku name × thousandths = value` of each line.
  fileprivate var goods: [String] {
    verdicts.flatMap { batch in
      batch.lines.map {
        "\(batch.text($0.productID)) \(batch.text($0.productName)) × \($0.quantity) = \($0.gross)"
      }
    }
  }
}

@Test func `lines packed in columns of one pattern are lines of their order, however the file is cut`() {
  let text = """
    order_id,date,line_item_1,total,line_item_2
    1,2026-03-01,name:Mug|sku:M1|quantity:2|total:18.00,20.00,name:Pen|product_id:9|sku:P1|quantity:1|total:2.00
    2,2026-03-02,name:Cup|sku:C1|quantity:1|total:5.00,5.00
    2,2026-03-02,name:Cup|sku:C1|quantity:1|total:5.00,5.00
    3,2026-03-03,,7.00
    4,2026-03-03,2× Mug,7.00
    5,2026-03-03,name:Mug|sku:M1|quantity:x|total:7.00,7.00
    """
  var whole: [String]?
  for size in [1, 2, 3, 100] {
    let outcome = Outcome(definition(["line_item_*"]), Table(text).batches(of: size))
    #expect(Array(outcome.goods.prefix(2)) == ["M1 Mug × 2000 = 1800", "P1 Pen × 1000 = 200"])
    #expect(
      outcome.codes == [["order.no_lines"], ["order.no_lines"], ["number.unreadable"]])
    // Order 2 is told twice, and each telling is whole.
    #expect(outcome.rowsRead == 6 && outcome.loadedRows == 3)
    #expect(outcome.words == whole ?? outcome.words, "batches of \(size)")
    whole = outcome.words
  }
}

@Test func `a separator counts only where a name follows it, and a backslash takes its meaning away`() {
  let rows = [
    "name:Mug|large: blue|sku:M1|quantity:1|total:5.00", "name:Red|Blue|sku:M1|quantity:1|total:5.00",
    #"name:Mug\|sku:X|sku:M1|quantity:1|total:5.00"#, #"name:C:\\|sku:M1|quantity:1|total:5.00|"#,
  ]
  let names = rows.map { row in
    Outcome(definition(["lines"]), "order_id,date,lines\n1,2026-03-01,\(row)").goods.first ?? ""
  }
  #expect(
    names == [
      "M1 Mug × 1000 = 500", "M1 Red|Blue × 1000 = 500", "M1 Mug|sku:X × 1000 = 500", #"M1 C:\ × 1000 = 500"#,
    ])
}

@Test func `many lines in one cell are told apart, with names of several words`() {
  let text = "order_id,date,lines\n1,2026-03-01,sku:M1|quantity:2|total:18.00;sku:P;1|quantity:1|total:2.00;"
  #expect(
    Outcome(definition(["lines"], between: ";"), text).goods == ["M1  × 2000 = 1800", "P;1  × 1000 = 200"])
  let wordy = "order_id,date,lines\n1,2026-03-01,SKU= M1/Product Qty= 2/Total= 18.00#SKU= P1/Total= 2.00"
  #expect(
    Outcome(definition(["lines"], between: "#", separator: "/", mark: "= "), wordy).goods
      == ["M1  × 2000 = 1800", "P1  × 1000 = 200"])
}

@Test func `a cell with more lines than an order can have holds its row`() {
  let line = "sku:M1|quantity:1|total:1.00"
  let cell = Array(repeating: line, count: 501).joined(separator: ";")
  let outcome = Outcome(definition(["lines"], between: ";"), "order_id,date,lines\n1,2026-03-01,\(cell)")
  #expect(outcome.codes == [["order.too_many_rows"]])
}
