import Records
import Testing

@testable import Inspection

/// An order with three lines, two of them of one product, and shares that do not divide evenly.
private let rows = [
  "mug,2,3.33", "mug,1,3.33", "pen,1,1.00", "a very long product name,3,0.10",
]

private func facts(_ lines: [String]) -> [String] {
  let header =
    "transaction_id,timestamp,currency,status,product_id,quantity,unit_price,discount,tax,shipping,amount\n"
  let text = lines.map { "ORDER-10001,2026-03-01T10:00:00Z,GBP,refunded,\($0),1.01,1.07,3.00,14.35" }
  let outcome = Outcome(Sample.orders, header + text.joined(separator: "\n"))
  let hashes = outcome.transactions.map { "\($0.contentHash)" }
  let lines = outcome.verdicts.flatMap { batch -> [String] in
    batch.lines.map { line -> String in
      let product = String(decoding: batch.bytes[line.productID.indices], as: UTF8.self)
      return "\(line.lineID) \(line.kind) \(product) \(line.quantity) \(line.gross) \(line.discount) "
        + "\(line.tax) \(line.shipping) \(line.returned)"
    }
  }
  return hashes + outcome.codes.joined() + lines
}

@Test func `an order whose lines are told in any other order makes the same facts`() {
  func permutations(_ rows: [String]) -> [[String]] {
    guard rows.count > 1 else { return [rows] }
    return rows.indices.flatMap { index in
      var rest = rows
      let row = rest.remove(at: index)
      return permutations(rest).map { [row] + $0 }
    }
  }
  let told = Set(permutations(rows).map(facts))
  #expect(told.count == 1)
  #expect(told.first?.count == 9, "\(told)")
}
