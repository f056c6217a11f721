import Ledger
import Records
import Testing

/// One export's telling of order 1.
private struct Telling: CustomStringConvertible {
  var detail: Int
  var updatedAt: Int64
  var exportedAt: Int64
  var price: Int64

  var description: String {
    "(detail \(detail), updated \(updatedAt), exported \(exportedAt), price \(price))"
  }

  /// Every telling of a small world.
  static var all: [Telling] {
    [0, 1].flatMap { detail in
      [0, 5].flatMap { updatedAt in
        [10, 20].flatMap { exportedAt in
          [100, 200].map { Telling(detail: detail, updatedAt: updatedAt, exportedAt: exportedAt, price: $0) }
        }
      }
    }
  }

  /// The content says nothing of the clock, so that equal content comes at unlike times.
  var sales: [Sale] {
    [Sale(id: "1", day: 20_260_101, lines: [("mug", 1, price)], updatedAt: updatedAt, hashesClock: false)]
  }
}

extension Books {
  fileprivate static func told(_ tellings: [Telling]) throws -> (books: Books, outcomes: [RowCounts]) {
    let books = try Books()
    let outcomes = try tellings.enumerated().map { index, telling in
      try books.load(
        "\(index)", telling.sales, exportedAt: telling.exportedAt, kind: "kind \(telling.detail)",
        stream: "orders", detail: telling.detail
      ).counts
    }
    return (books, outcomes)
  }
}

@Suite struct VersionTests {
  @Test func `any two tellings of an order lead to the same facts in either order`() throws {
    let all = Telling.all
    for first in all.indices {
      for second in all.indices.dropFirst(first + 1) {
        let tellings = [all[first], all[second]]
        let dumps = try Set(tellings.permutations.map { try Books.told($0).books.dump() })
        #expect(dumps.count == 1, "\(tellings)")
      }
    }
  }

  @Test(arguments: 1...16) func `four tellings of an order lead to the same facts in any order`(seed: Int)
    throws
  {
    var random = Seeded(state: UInt64(seed))
    let tellings = Array(Telling.all.shuffled(using: &random).prefix(4))
    let dumps = try Set(tellings.permutations.map { try Books.told($0).books.dump() })
    #expect(dumps.count == 1, "\(tellings)")
  }

  @Test func `what is left is the telling with most detail, then the newest clock, then the newest export`()
    throws
  {
    let coarse = Telling(detail: 0, updatedAt: 90, exportedAt: 90, price: 100)
    let fine = Telling(detail: 1, updatedAt: 10, exportedAt: 10, price: 200)
    let finer = Telling(detail: 1, updatedAt: 20, exportedAt: 5, price: 300)
    for tellings in [coarse, fine, finer].permutations {
      let days = try Books.told(tellings).books.dailySales(today: Day(number: 30_000))
      #expect(days.map(\.sales.gross) == [300])
    }
    let outcomes = try Books.told([fine, coarse, finer]).outcomes
    #expect(outcomes.map(\.inserted) == [1, 0, 0])
    #expect(outcomes.map(\.superseded) == [0, 1, 0])
    #expect(outcomes.map(\.updated) == [0, 0, 1])
  }

  @Test func `of two exports made at the same moment the order of arrival does not choose`() throws {
    let tellings = [100, 200, 300].map { Telling(detail: 0, updatedAt: 0, exportedAt: 7, price: $0) }
    #expect(try Set(tellings.permutations.map { try Books.told($0).books.dump() }).count == 1)
  }

  @Test func `the same content told again later keeps its later rank`() throws {
    let first = Telling(detail: 0, updatedAt: 0, exportedAt: 1, price: 100)
    var again = first
    again.exportedAt = 5
    let between = Telling(detail: 0, updatedAt: 0, exportedAt: 3, price: 200)
    for tellings in [first, again, between].permutations {
      let days = try Books.told(tellings).books.dailySales(today: Day(number: 30_000))
      #expect(days.map(\.sales.gross) == [100], "\(tellings)")
    }
  }

  @Test func `kinds of one stream tell of one order, kinds of two streams of two`() throws {
    for (stream, orders) in [("orders", Int64(1)), (nil, 2)] as [(String?, Int64)] {
      let books = try Books()
      let sale = Sale(id: "1", day: 20_260_101)
      try books.load("items", [sale], kind: "etsy_items", stream: stream, detail: 1)
      try books.load("orders", [sale], kind: "etsy_orders", stream: stream)
      let days = try books.dailySales(today: Day(number: 30_000))
      #expect(days.reduce(0) { $0 + $1.sales.orders } == orders)
      let figures = try books.figures(ShopContext(name: "s", zone: .utc, today: Day(number: 30_000)))
      #expect(figures.imports.map(\.kind) == ["etsy_orders", "etsy_items"])
    }
  }

  @Test func `kinds that share a stream must have the same sort of facts`() throws {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101)], kind: "a", stream: "s")
    let problem = #expect(throws: FileProblem.self) {
      try books.load("b", [Sale(id: "1", day: 20_260_101)], facts: .lines, kind: "b", stream: "s")
    }
    #expect(problem?.code == "source.mixed")
  }
}
