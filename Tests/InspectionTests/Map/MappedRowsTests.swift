import Records
import Testing

@testable import Inspection

/// Cells that are plain in one column or another, and cells that are plain in none.
private let cells = [
  "", " ", "x", "ORDER-0001", " ORDER-0001", "ORDER-0001 ", "'ORDER-0001", "'", "1.23E+12", "12345678901",
  "a\u{1}bcdefghij", "Café-0000001", String(repeating: "ä", count: 50), String(repeating: "y", count: 51),
  "0", "1", "-1", "+1", "1.5", "1.50", "1.505", "007", "1234567.89", "12345678.9", "1,50", "1.000,5", "€5",
  ".5",
  "5.", "99999999999999999999", "100000000000001", "0.001", "GBP", "gbp", "EUR", "JPY", "XXX", "KWD",
  "completed", "Completed", "done", "refunded", "GB", "gb", "Germany", "ZZ", "Unknown", "European Union",
  "a@b.com", "a@b", "@b.com", "a..b@c.de", "a.@b.com", "first.last+tag@sub.example.org", "a@b.c", "ä@b.com",
  "a b@c.de", "2026-01-31", "2026-01-31T14:05:09Z", "2026-01-31 14:05:09", "2026-01-31T14:05:09+01:00",
  "2026-02-30", "2026-01-31T25:05:09Z", "2026-01-31T14:05:0xZ", "1989-12-31T23:59:59Z", "2031-01-01",
  "31/01/2026", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}", "2026-01-31x",
]

private let columns = Sample.orders.fields.map(\.title)

/// In each row one cell is not what it should be.
private func table() -> RowBatch {
  let good = [
    "transaction_id": "ORDER-0001", "customer_id": "CUST-1", "timestamp": "2026-01-31T10:00:00Z",
    "currency": "EUR", "status": "completed", "amount": "5.00", "product_id": "P", "quantity": "1",
    "unit_price": "5.00",
  ]
  let lines = columns.flatMap { column in
    cells.filter { !$0.contains(",") }.map { cell in
      columns.map { $0 == column ? cell : good[$0] ?? "" }.joined(separator: ",")
    }
  }
  return Table(([columns.joined(separator: ",")] + lines).joined(separator: "\n")).batches()[0]
}

private func reader(_ currency: Currency? = nil) -> RowReader {
  var reader = RowReader(definition: Sample.orders, zone: .utc, currency: currency, now: 1_770_000_000)
  reader.bind(columns: columns)
  return reader
}

extension Slot {
  fileprivate var words: String { "\(state) \(text) \(number)" }
}

@Test(arguments: [nil, Currency("JPY")])
func `columns say what cells say one by one, and count the same`(usual: Currency?) {
  var (mapped, single) = (reader(usual), reader(usual))
  var work = Work(table(), carried: nil)
  work.addTexts(for: single.plan)
  let bytes = work.batch.bytes.span
  for row in work.batch.rows.indices {
    mapped.book.begin()
    single.book.begin()
    mapped.beginCurrency()
    single.beginCurrency()
    mapped.map(row, to: row, in: work, bytes)
    for field in single.plan.fields.indices {
      let (one, other) = (
        mapped.value(field, row, in: work, bytes), single.read(field, row: row, in: work, bytes: bytes)
      )
      if one.words != other.words {
        Issue.record("row \(row), \(single.plan.fields[field].title): \(one.words), not \(other.words)")
      }
    }
    #expect(mapped.book.findings.count == single.book.findings.count)
    #expect(mapped.book.appliedWeight == single.book.appliedWeight, "row \(row)")
  }
  #expect(mapped.book.tallies == single.book.tallies)
}
