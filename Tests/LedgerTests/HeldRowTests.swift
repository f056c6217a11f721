import Ledger
import Records
import Testing

/// A file that tells of order 1, or has a row of it that is held.
struct HeldExport: CustomStringConvertible {
  var exportedAt: Int64
  var isHeld: Bool
  var updatedAt: Int64 = 0

  var description: String { "\(isHeld ? "held" : "clean") at \(exportedAt), updated \(updatedAt)" }
}

extension Books {
  fileprivate static func told(_ exports: [HeldExport]) throws -> Books {
    let books = try Books()
    for export in exports {
      var batch = VerdictBatch(
        export.isHeld ? [] : [Sale(id: "1", day: 20_260_101, updatedAt: export.updatedAt)])
      if export.isHeld {
        let origin = RowOrigin(raw: batch.text("1,broken"), line: 2, offset: 0)
        batch.rowsRead += 1
        batch.held.append(
          HeldRow(
            origin: origin, problems: [Problem(.tooFewCells, detail: "2 cells")], amountAtStake: 500,
            currency: Currency("GBP"), day: Day(yyyymmdd: 20_260_101), transactionID: batch.text("1")))
      }
      try books.write { file in
        _ = try file.table(.file("\(export)", exportedAt: export.exportedAt)) { load in
          try load.add(batch)
          return BatchClosing(tallies: [], score: nil, milliseconds: 0)
        }
      }
    }
    return books
  }

  /// What the pages, the tables and the daily rows say is held.
  fileprivate func held() throws -> [Int64] {
    let figures = try figures(ShopContext(name: "s", zone: .utc, today: Day(number: 30_000)))
    var problems: Int64 = 0
    try eachHeldProblem { _ in problems += 1 }
    let daily = try dailySales(today: Day(number: 30_000)).reduce(0) { $0 + $1.rowsHeld }
    let stake = figures.heldAtStake.values.reduce(0, +) / 500
    return [figures.heldRows, Int64(figures.heldGroups.count), problems, daily, stake]
  }
}

@Suite struct HeldRowTests {
  @Test(arguments: [
    ([HeldExport(exportedAt: 1, isHeld: true)], true),
    ([HeldExport(exportedAt: 1, isHeld: true), HeldExport(exportedAt: 2, isHeld: false)], false),
    // What came later cannot be answered by what was said before.
    ([HeldExport(exportedAt: 2, isHeld: true), HeldExport(exportedAt: 1, isHeld: false)], true),
    (
      [
        HeldExport(exportedAt: 1, isHeld: true), HeldExport(exportedAt: 2, isHeld: false),
        HeldExport(exportedAt: 3, isHeld: true),
      ], true
    ),
    // A later export answers though another version of the order holds.
    (
      [
        HeldExport(exportedAt: 1, isHeld: false, updatedAt: 9), HeldExport(exportedAt: 2, isHeld: true),
        HeldExport(exportedAt: 3, isHeld: false, updatedAt: 4),
      ], false
    ),
  ])
  func `a held row is open until a later export tells its order, in whatever order they arrive`(
    exports: [HeldExport], isOpen: Bool
  ) throws {
    let count: Int64 = isOpen ? 1 : 0
    let dumps = try exports.permutations.map { arrival in
      let books = try Books.told(arrival)
      #expect(try books.held() == [count, count, count, count, count], "\(arrival)")
      return try books.dump()
    }
    #expect(Set(dumps).count == 1)
  }

  @Test func `a contradiction within a file stays open until a later export decides it`() throws {
    let books = try Books()
    let both = [Sale(id: "1", day: 20_260_101), Sale(id: "1", day: 20_260_102)]
    try books.load("a", both, exportedAt: 1)
    #expect(try books.held()[0] == 1)
    try books.load("b", [both[1]], exportedAt: 2)
    #expect(try books.held()[0] == 0)
  }
}
