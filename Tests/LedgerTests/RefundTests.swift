import Ledger
import Records
import Testing

/// One export that says what was given back on order 1 so far.
private struct Export {
  var day: Int
  var refunded: Int64?
  var price: Int64 = 5000
}

extension Books {
  fileprivate static func told(_ exports: [Export], status: SaleStatus = .completed) throws -> Books {
    let books = try Books()
    for export in exports {
      let made = try #require(Day(yyyymmdd: export.day))
      try books.load(
        "\(export)",
        [
          Sale(
            id: "1", day: 20_260_110, customer: "ann", status: status, lines: [("mug", 1, export.price)],
            refunded: export.refunded)
        ], exportedAt: Int64(made.number) * 86_400 + 40_000)
    }
    return books
  }

  /// `2026-01-20 1000`: what was given back on which day.
  fileprivate func returns() throws -> [String] {
    try dailySales(today: Day(number: 30_000)).filter { $0.sales.returns != 0 }
      .map { "\($0.day.iso) \($0.sales.returns)" }
  }
}

@Suite struct RefundTests {
  @Test(
    arguments: [
      ([(20_260_115, 0), (20_260_120, 1000), (20_260_125, 1500)], ["2026-01-20 1000", "2026-01-25 500"]),
      ([(20_260_115, 700), (20_260_120, 700), (20_260_125, 700)], ["2026-01-15 700"]),
      // The newest export is the truth: what stood above it is taken back.
      (
        [(20_260_115, 1000), (20_260_120, 3000), (20_260_125, 2000)], ["2026-01-15 1000", "2026-01-20 1000"]
      ),
      ([(20_260_115, 1000), (20_260_120, 3000), (20_260_125, 0)], []),
      ([(20_260_115, 1000), (20_260_120, 400), (20_260_125, 900)], ["2026-01-15 400", "2026-01-25 500"]),
      // An export whose clock lies before the order.
      ([(20_260_101, 900)], ["2026-01-10 900"]),
      ([(20_260_120, 5000)], ["2026-01-20 5000"]),
    ] as [([(Int, Int64)], [String])])
  func `what was given back is dated by the first export that says so`(
    told: [(Int, Int64)], expected: [String]
  ) throws {
    for exports in told.map({ Export(day: $0.0, refunded: $0.1) }).permutations {
      #expect(try Books.told(exports).returns() == expected, "\(exports.map(\.day))")
    }
  }

  @Test func `tax and shipping that are given back lessen tax and shipping, and no goods`() throws {
    let books = try Books()
    for (day, refunded) in [(18, 0), (19, 5950), (20, 12_495)] as [(Int64, Int64)] {
      try books.load(
        "\(day)",
        [
          Sale(
            id: "1", day: 20_260_110, customer: "ann", lines: [("mug", 1, 10_000)], refunded: refunded,
            shipping: 500, tax: 1995)
        ], exportedAt: 1_768_000_000 + day * 86_400)
    }
    let days = try books.dailySales(today: Day(number: 30_000)).map(\.sales).filter { $0.returns != 0 }
    #expect(days.map(\.returns) == [5000, 5000])
    #expect(days.map(\.tax) == [-950, -1045] && days.map(\.shipping) == [0, -500])
  }

  @Test(arguments: 1...12) func `exports in any order give the same refunds and totals`(seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let exports = (0..<4).map { index in
      Export(
        day: 20_260_108 + index * 2,
        refunded: Bool.random(using: &random) || index == 0
          ? Int64.random(in: 0...4, using: &random) * 500 : nil,
        price: Int64.random(in: 9...10, using: &random) * 500)
    }
    let dumps = try Set(exports.permutations.map { try Books.told($0).dump() })
    #expect(dumps.count == 1)
    let books = try Books.told(exports)
    let kept = try books.dump()
    try books.recountTotals()
    #expect(try books.dump() == kept)
  }

  @Test func `an older export that comes late moves a refund to its earlier day and changes nothing else`()
    throws
  {
    let books = try Books.told([Export(day: 20_260_125, refunded: 800)])
    #expect(try books.returns() == ["2026-01-25 800"])
    let late = try books.load(
      "late",
      [
        Sale(
          id: "1", day: 20_260_110, customer: "ben", lines: [("pot", 1, 10)], refunded: 800)
      ], exportedAt: Int64(Day(yyyymmdd: 20_260_120)?.number ?? 0) * 86_400)
    #expect(late.counts.superseded == 1)
    #expect(late.daysTouched.map(\.iso) == ["2026-01-20", "2026-01-25"])
    #expect(try books.returns() == ["2026-01-20 800"])
    #expect(try books.dailySales(today: Day(number: 30_000)).map(\.sales.gross) == [5000, 0])
  }

  @Test func `an order that is no sale gives nothing back`() throws {
    #expect(try Books.told([Export(day: 20_260_120, refunded: 800)], status: .cancelled).returns().isEmpty)
  }

  @Test func `returns that a telling dates itself are not booked twice`() throws {
    let books = try Books()
    let dated = Sale(id: "1", day: 20_260_112, lines: [("mug", 1, 800)], kind: .return)
    try books.load(
      "sums", [Sale(id: "1", day: 20_260_110, refunded: 800)], exportedAt: 1_800_000_000, stream: "orders")
    try books.load("dated", [dated], exportedAt: 1_700_000_000, stream: "orders", detail: 1)
    #expect(try books.returns() == ["2026-01-12 800"])
  }

  @Test func `return lines made from statements are no rows of a file`() throws {
    let days = try Books.told([Export(day: 20_260_120, refunded: 800)]).dailySales(today: Day(number: 30_000))
    #expect(days.map(\.rowsAccepted) == [1, 0])
    #expect(days.map(\.sales.orders) == [1, 0])
  }
}
