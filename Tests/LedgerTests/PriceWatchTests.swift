import Ledger
import Records
import Testing

/// `outlier.amount`: a price unlike any that a product had is noted, and taken.
@Suite struct PriceWatchTests {
  /// So many files of a sale each, at these prices in turn.
  private func books(_ files: Int, prices: [Int64] = [500, 510, 490]) throws -> Books {
    let books = try Books()
    for index in 0..<files {
      let price = prices[index % prices.count]
      try books.load("\(index)", [Sale(id: "\(100 + index)", day: 20_260_101, lines: [("mug", 1, price)])])
    }
    return books
  }

  private func noted(_ books: Books, _ prices: Int64...) throws -> [Int64] {
    let lines = prices.map { (product: "mug", quantity: Int64(1), price: $0) }
    try books.load("new", [Sale(id: "900", day: 20_260_102, lines: lines)])
    return try books.unusualPrices().map(\.price)
  }

  @Test func `a lost decimal point is noted in the file's score, and its row is in the totals`() throws {
    let books = try books(20)
    let outcome = try books.load(
      "new", [Sale(id: "900", day: 20_260_102, lines: [("mug", 1, 50_000), ("mug", 2, 500), ("pot", 1, 9)])])
    #expect(outcome.counts.inserted == 3 && outcome.counts.held == 0)
    let found = try books.unusualPrices()
    #expect(found.map(\.price) == [50_000] && found.map(\.usual) == [500] && found.map(\.sourceRow) == [2])
    let lost = try books.figures(ShopContext(name: "s", zone: .utc, today: Day(number: 30_000))).sources[0]
      .lost
    #expect(lost.map(\.code) == ["outlier.amount"] && lost.map(\.failed) == [1] && lost.map(\.applied) == [2])
    #expect(outcome.score == 5_000)
    #expect(try books.dailySales(today: Day(number: 30_000)).last?.sales.gross == 51_009)
  }

  @Test func `a sale, a dearer year and a tenth more are nothing to tell, a fifth and five times are`() throws
  {
    #expect(try noted(books(20), 250, 750, 2_400, 110) == [])
    #expect(try noted(books(20), 90, 2_600) == [90, 2_600])
    // A product that costs now this and now that has no usual price to be far from.
    #expect(try noted(books(20, prices: [100, 900, 2_000]), 5_500, 40) == [])
  }

  @Test func `it is quiet until enough is known, and what is known already is not noted again`() throws {
    #expect(try noted(books(19), 50_000) == [])
    let books = try books(20)
    #expect(try noted(books, 50_000) == [50_000])
    try books.load("again", [Sale(id: "900", day: 20_260_102, lines: [("mug", 1, 50_000)])])
    #expect(try books.unusualPrices().count == 1)
    // One slip does not become usual.
    for index in 0..<5 {
      try books.load("s\(index)", [Sale(id: "95\(index)", day: 20_260_103, lines: [("mug", 1, 50_000)])])
    }
    #expect(try books.unusualPrices().count == 6)
  }
}
