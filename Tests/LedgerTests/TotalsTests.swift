import Ledger
import Records
import Testing

/// A small shop from a seed: orders that come again, change, are refunded, move to another day.
private struct Shop {
  var random: Seeded

  mutating func files() -> [[Sale]] {
    (0..<6).map { file in
      (0..<12).map { _ in
        let id = Int.random(in: 0..<10, using: &random)
        let products = ["mug", "pot", "cup"].shuffled(using: &random).prefix(
          Int.random(in: 1...3, using: &random))
        return Sale(
          id: "\(id)", day: 20_260_100 + Int.random(in: 1...28, using: &random),
          customer: ["", "ann", "ben", "cleo"][Int.random(in: 0..<4, using: &random)],
          status: SaleStatus.allCases[Int.random(in: 0..<5, using: &random)],
          lines: products.map { ($0, Int64.random(in: 1...3, using: &random), 250) },
          updatedAt: Int64(file * 100 + Int.random(in: 0..<12, using: &random) + 1))
      }
    }
  }
}

struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
  }
}

@Suite struct TotalsTests {
  @Test(arguments: 1...20) func `totals counted anew from the facts are the totals kept`(seed: Int) throws {
    var shop = Shop(random: Seeded(state: UInt64(seed)))
    for facts in [FactKind.orders, .lines] {
      let books = try Books()
      for (index, file) in shop.files().enumerated() { try books.load("\(index)", file, facts: facts) }
      let kept = try books.dump()
      try books.recountTotals()
      #expect(try books.dump() == kept)
      // As if nothing could be held in memory: customers are set aside, and merged at the end.
      try books.recountTotals(holding: -1)
      #expect(try books.dump() == kept)
    }
  }

  @Test(arguments: 1...20) func `files in any order give the same facts and totals`(seed: Int) throws {
    var shop = Shop(random: Seeded(state: UInt64(seed)))
    let files = shop.files()
    for facts in [FactKind.orders, .lines] {
      let dumps = try (0..<3).map { _ in
        let books = try Books()
        for index in files.indices.shuffled(using: &shop.random) {
          // One telling of each order a file, or the file contradicts itself.
          let sales = Dictionary(files[index].map { ($0.id, $0) }, uniquingKeysWith: { $1 }).values
            .sorted { $0.id < $1.id }
          try books.load("\(index)", sales, facts: facts, exportedAt: Int64(index))
        }
        return try books.dump()
      }
      #expect(Set(dumps).count == 1)
    }
  }

  @Test(arguments: 1...10) func `customer counts are those of a plain count`(seed: Int) throws {
    var shop = Shop(random: Seeded(state: UInt64(seed)))
    let books = try Books()
    var orders: [String: Sale] = [:]
    for (index, file) in shop.files().enumerated() {
      let sales = Dictionary(file.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
      try books.load("\(index)", Array(sales.values))
      for (id, sale) in sales where (orders[id]?.updatedAt ?? 0) < sale.updatedAt { orders[id] = sale }
    }
    let counted = orders.values.filter { $0.status.countsAsSale && !$0.customer.isEmpty }
    for granularity in Granularity.allCases {
      let answer = try books.answer(
        .uniqueCustomers, by: granularity, Selection(), today: Day(number: 30_000))
      for row in answer.rows {
        let expected = Set(
          counted.filter { (row.first.yyyymmdd...row.last.yyyymmdd).contains($0.day) }.map(\.customer))
        #expect(row.value == .count(Int64(expected.count)), "\(granularity) \(row.first)")
      }
    }
  }

  @Test func `a part of a month has its own exact distinct customers`() throws {
    let books = try Books()
    try books.load(
      "a",
      [
        Sale(id: "1", day: 20_260_105, customer: "ann"), Sale(id: "2", day: 20_260_106, customer: "ann"),
        Sale(id: "3", day: 20_260_120, customer: "ben"),
      ])
    let selection = Selection(from: Day(yyyymmdd: 20_260_101), to: Day(yyyymmdd: 20_260_110))
    let answer = try books.answer(.uniqueCustomers, by: .month, selection, today: Day(number: 30_000))
    #expect(answer.rows.map(\.value) == [.count(1)])
  }

  @Test func `returns count on their own day, pending and cancelled orders not at all`() throws {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101), Sale(id: "2", day: 20_260_101, status: .cancelled)])
    try books.load("b", [Sale(id: "C1", day: 20_260_103, kind: .return)], facts: .lines)
    let days = try books.dailySales(today: Day(number: 30_000))
    #expect(days.map(\.day.iso) == ["2026-01-01", "2026-01-03"])
    #expect(days[0].sales.orders == 1)
    #expect(days[0].sales.net == 500)
    #expect(days[1].sales.orders == 0)
    #expect(days[1].sales.net == -500)
    #expect(days[0].rowsAccepted == 2)
  }

  @Test func `days without orders are zeros, not gaps`() throws {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101), Sale(id: "2", day: 20_260_104)])
    let answer = try books.answer(.revenue, by: .day, Selection(), today: Day(number: 30_000))
    #expect(answer.rows.map(\.value) == [.money(500), .money(0), .money(0), .money(500)])
    let page = try books.answer(
      .revenue, by: .day, Selection(), today: Day(number: 30_000), limit: 2, offset: 1)
    #expect(page.rows.map(\.first.iso) == ["2026-01-02", "2026-01-03"])
    #expect(page.totalRows == 4)
  }
}
