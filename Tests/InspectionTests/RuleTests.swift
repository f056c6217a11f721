import Inspection
import Records
import Testing

/// A rule and cells that pass and fail it, in an order that is otherwise good.
struct Example: Sendable, CustomTestStringConvertible {
  let code: String
  let passing: [[String: String]]
  let failing: [[String: String]]
  var testDescription: String { code }
}

private func cells(_ column: String, _ values: String...) -> [[String: String]] {
  values.map { [column: $0] }
}

private let examples: [Example] = [
  Example(
    code: "required.missing", passing: [[:]],
    failing: cells("transaction_id", "") + cells("product_id", "", " ")),
  Example(code: "expected.missing", passing: [[:]], failing: cells("customer_id", "")),
  Example(
    code: "text.too_short", passing: cells("transaction_id", "1234567890", "éééééééééé"),
    failing: cells("transaction_id", "123456789", "ééééé")),
  Example(
    code: "text.too_long", passing: cells("transaction_id", String(repeating: "é", count: 50)),
    failing: cells("transaction_id", String(repeating: "x", count: 51))),
  Example(
    code: "text.pattern", passing: cells("channel", "SW-12", "nw-345 x"),
    failing: cells("channel", "SW-1", "S1-12", "SW_12", "12")),
  Example(code: "text.control_characters", passing: [[:]], failing: cells("product_id", "mu\u{7}g")),
  Example(code: "text.untrimmed", passing: [[:]], failing: cells("product_id", " mug", "mug ")),
  Example(
    code: "id.scientific_notation", passing: cells("product_id", "12E5", "1E+X", "A1.2E+12", "12E+5"),
    failing: cells("product_id", "1.23E+12", "1E+12", "1.2e+08")),
  Example(
    code: "id.several",
    passing: cells("product_id", "[SALE]", "[x] mug", "{blue}", "[", "[1", "]["),
    failing: cells(
      "product_id", #"["A1"]"#, "[12]", #"{"id":1}"#, #"{ "id": "A" }"#, "[[1]]", "[]", "{}", "[-1]")
      + cells("customer_id", #"["cust-1"]"#)),
  Example(
    code: "value.not_allowed", passing: cells("status", "Completed", "PENDING"),
    failing: cells("status", "done")),
  Example(
    code: "currency.unknown", passing: cells("currency", "GBP"),
    failing: cells("currency", "EURO", "XXZ", "€")),
  Example(
    code: "currency.contradicts", passing: cells("amount", "€10.00", "10.00 EUR"),
    failing: cells("amount", "$10.00", "£10.00", "10.00 USD")),
  Example(
    code: "zone.unknown", passing: cells("timestamp", "2026-03-01 10:00 CET", "1 Mar 2026 10:00 (UTC)"),
    failing: cells("timestamp", "2026-03-01 10:00 Atlantis", "2026-03-01T10:00:00Zulu time")),
  Example(
    code: "zone.ambiguous", passing: cells("timestamp", "2026-03-01 10:00 +05:30"),
    failing: cells("timestamp", "2026-03-01 10:00 IST")),
  Example(
    code: "text.apostrophe", passing: cells("product_id", "o'neill"), failing: cells("product_id", "'0012")),
  Example(code: "currency.small_letters", passing: [[:]], failing: cells("currency", "eur", "Eur")),
  Example(
    code: "email.invalid", passing: cells("email", "a@b.co", "a.b+c@x-y.example", "ü@käse.de"),
    failing: cells(
      "email", "ann", "ann@shop", "@shop.co", "a..b@shop.co", "a@shop..co", "a b@shop.co", "a@b@c.co")),
  Example(
    code: "country.unknown",
    passing: cells("country", "GB", "eire", "United Kingdom", "Unspecified", "Channel Islands"),
    failing: cells("country", "ZZ", "Atlantis")),
  Example(
    code: "number.unreadable", passing: cells("quantity", "2.000"), failing: cells("quantity", "two", "1.2.3")
  ),
  Example(
    code: "number.out_of_range", passing: [[:]],
    failing: cells("quantity", "0", "-1", "99999999999999999999") + cells("unit_price", "-5.00")),
  Example(
    code: "number.too_precise", passing: cells("amount", "10.0000"),
    failing: cells("amount", "10.001") + cells("quantity", "0.0001")),
  Example(code: "money.unreadable", passing: [[:]], failing: cells("amount", "10 00", "1e3", "free", "€")),
  Example(code: "money.not_positive", passing: [[:]], failing: cells("amount", "0", "-10.00")),
  Example(
    code: "date.unreadable", passing: cells("timestamp", "2026-03-01"),
    failing: cells("timestamp", "01/03/2026", "x")),
  Example(
    code: "date.impossible", passing: [[:]], failing: cells("timestamp", "2026-02-29", "2026-03-01T25:00")),
  Example(code: "date.in_future", passing: [[:]], failing: cells("timestamp", "2099-01-01")),
  Example(
    code: "date.too_old", passing: cells("timestamp", "1990-01-01"), failing: cells("timestamp", "1970-01-01")
  ),
  Example(
    code: "amount.mismatch", passing: cells("amount", "10.00"),
    failing: cells("amount", "10.02", "9.98", "100.00")),
  Example(code: "amount.rounded", passing: [[:]], failing: cells("amount", "10.01", "9.99")),
  Example(code: "price.derived", passing: [[:]], failing: cells("unit_price", "")),
  Example(
    code: "dates.out_of_order", passing: [["status": "refunded", "updated_at": "2026-03-02"]],
    failing: [["status": "refunded", "updated_at": "2026-02-02"]]),
  Example(
    code: "refund.exceeds_sale", passing: [["refunded": "10.00"], ["refunded": "0"]],
    failing: [["refunded": "10.01"]]),
]

@Test(arguments: examples) func `a rule accepts its passing examples and refuses its failing ones`(
  example: Example
) {
  let rule = Rule.catalogue.first { $0.code == example.code }
  for cells in example.passing {
    #expect(Outcome(Sample.orders, Sample.order(cells)).failed(example.code) == 0, "\(cells)")
  }
  for cells in example.failing {
    let outcome = Outcome(Sample.orders, Sample.order(cells))
    #expect(outcome.failed(example.code) == 1, "\(cells)")
    #expect(outcome.rowsRead == 1)
    if rule?.severity == .note { #expect(outcome.held.isEmpty) } else { #expect(outcome.held.count == 1) }
  }
}

@Test func `all problems of a row are told at once, in its own column names`() throws {
  let text = Sample.order(["amount": "ten", "timestamp": "yesterday", "email": "ann", "product_id": ""])
  let held = try #require(Outcome(Sample.orders, text).held.first)
  #expect(
    Set(held.problems.map(\.code)) == [
      "money.unreadable", "date.unreadable", "email.invalid", "required.missing",
    ])
  #expect(
    held.problems.contains { $0.message == "amount is \"ten\", which is no amount" && $0.value == "ten" })
}

@Test func `a bad value that may be missing is left out and noted, and lowers the score`() throws {
  let good = Outcome(Sample.orders, Sample.order())
  let noted = Outcome(Sample.orders, Sample.order(["customer_id": "x", "email": "ann"]))
  #expect(noted.held.isEmpty)
  #expect(noted.transactions.first?.customerID.isEmpty == true)
  #expect(good.transactions.first?.score == 10_000)
  #expect(try #require(noted.transactions.first).score < 10_000)
}

@Test(arguments: [
  ("text.too_short", ["transaction_id": "123456789"]),
  ("text.too_long", ["customer_id": String(repeating: "c", count: 51)]),
  ("date.in_future", ["timestamp": "2099-01-01"]), ("date.too_old", ["timestamp": "1970-01-01"]),
  ("refund.exceeds_sale", ["refunded": "10.01"]),
])
func `a rule that a source has made a note takes the row and still costs points`(
  code: String, cells: [String: String]
) {
  let noted = Sample.orders.changing([code: RuleChange(severity: .note)], budget: nil)
  let outcome = Outcome(noted, Sample.order(cells))
  #expect(outcome.held.isEmpty && outcome.transactions.count == 1)
  #expect(outcome.failed(code) == 1)
  #expect(outcome.transactions.allSatisfy { $0.score < 10_000 })
}

@Test
func `a note that a source has made a reason to hold holds the row, and a weight of nothing costs nothing`() {
  let strict = Sample.orders.changing(["email.invalid": RuleChange(severity: .hold)], budget: nil)
  #expect(Outcome(strict, Sample.order(["email": "ann"])).codes == [["email.invalid"]])
  let lax = Sample.orders.changing(["email.invalid": RuleChange(weight: 0)], budget: nil)
  #expect(Outcome(lax, Sample.order(["email": "ann"])).transactions.first?.score == 10_000)
  let heavy = Sample.orders.changing(["amount.rounded": RuleChange(weight: 50)], budget: nil)
  let (usual, heavier) = (
    Outcome(Sample.orders, Sample.order(["amount": "10.01"])),
    Outcome(heavy, Sample.order(["amount": "10.01"]))
  )
  #expect((heavier.transactions.first?.score ?? 0) < (usual.transactions.first?.score ?? 0))
}
