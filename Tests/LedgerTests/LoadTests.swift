import Foundation
import Ledger
import Records
import Testing

private let mug = (product: "mug", quantity: Int64(1), price: Int64(500))
private let pot = (product: "pot", quantity: Int64(2), price: Int64(1250))

@Suite struct LoadTests {
  @Test func `an order is inserted once, then unchanged, then updated when a later export differs`() throws {
    let books = try Books()
    let first = try books.load("a", [Sale(id: "1", day: 20_260_101, lines: [mug, pot])], exportedAt: 1)
    let second = try books.load("b", [Sale(id: "1", day: 20_260_101, lines: [mug, pot])], exportedAt: 2)
    let third = try books.load("c", [Sale(id: "1", day: 20_260_102, lines: [mug])], exportedAt: 3)
    #expect(first.counts.inserted == 2)
    #expect(second.counts.unchanged == 2)
    #expect(third.counts.updated == 1)
    #expect(third.daysTouched.map(\.iso) == ["2026-01-01", "2026-01-02"])
    let days = try books.dailySales(today: Day(number: 30_000))
    #expect(days.map(\.day.iso) == ["2026-01-02"])
    #expect(days.first?.sales.gross == 500)
  }

  @Test func `an older export that arrives late changes nothing`() throws {
    let books = try Books()
    try books.load("new", [Sale(id: "1", day: 20_260_101, lines: [pot])], exportedAt: 9)
    let before = try books.dump()
    let late = try books.load(
      "old", [Sale(id: "1", day: 20_260_101, lines: [("pot", 1, 1250)])], exportedAt: 3)
    #expect(late.counts.superseded == 1)
    #expect(try books.dump() == before)
  }

  @Test func `the source's own clock outranks the date of the export`() throws {
    let books = try Books()
    try books.load("a", [Sale(id: "1", day: 20_260_101, lines: [pot], updatedAt: 50)], exportedAt: 1)
    let stale = try books.load(
      "b", [Sale(id: "1", day: 20_260_101, lines: [mug], updatedAt: 40)], exportedAt: 9)
    #expect(stale.counts.superseded == 1)
  }

  @Test func `the same order twice in one file is a duplicate, told differently it is held`() throws {
    let books = try Books()
    let outcome = try books.load(
      "a",
      [
        Sale(id: "1", day: 20_260_101), Sale(id: "2", day: 20_260_101), Sale(id: "1", day: 20_260_101),
        Sale(id: "2", day: 20_260_102, lines: [pot, mug]),
      ])
    #expect(outcome.counts.inserted == 2)
    #expect(outcome.counts.duplicate == 1)
    #expect(outcome.counts.held == 2)
    #expect(outcome.counts.received == 5)
    var held: [String] = []
    try books.eachHeldProblem {
      held.append("\($0.sourceRow) \($0.problem.code) \($0.atStake?.plain ?? "-")")
    }
    #expect(held == ["5 key.contradicts_earlier 30.00", "6 key.contradicts_earlier 0.00"])
  }

  @Test func `equal till lines of one file are all kept, and a second file with them adds none`() throws {
    let books = try Books()
    let till = Sale(id: "536365", day: 20_101_201, lines: [mug, mug, pot])
    #expect(try books.load("a", [till], facts: .lines).counts.inserted == 3)
    #expect(try books.load("b", [till], facts: .lines).counts.unchanged == 3)
    let more = Sale(id: "536365", day: 20_101_201, lines: [mug, mug, mug])
    let third = try books.load("c", [more], facts: .lines)
    #expect(third.counts.unchanged == 2)
    #expect(third.counts.inserted == 1)
    #expect(try books.dailySales(today: Day(number: 30_000)).first?.sales.orders == 1)
  }

  @Test func `equal till lines that stand apart in a file are kept apart as if they stood together`() throws {
    let apart = try Books()
    let one = Sale(id: "7", day: 20_101_201, lines: [mug])
    try apart.load("a", [one, Sale(id: "8", day: 20_101_201), one], facts: .lines)
    let together = try Books()
    try together.load(
      "a", [Sale(id: "7", day: 20_101_201, lines: [mug, mug]), Sale(id: "8", day: 20_101_201)], facts: .lines)
    #expect(try apart.dump() == together.dump())
  }

  @Test
  func `hundreds of till lines of one number are kept as few are, apart or together, told once or twice`()
    throws
  {
    let lines = (0..<400).map { (product: "mug \($0 % 7)", quantity: Int64(1), price: Int64(400)) }
    let other = Sale(id: "8", day: 20_101_201)
    let together = try Books()
    let whole = [Sale(id: "7", day: 20_101_201, lines: lines), other]
    try together.load("a", whole, facts: .lines)
    #expect(try together.load("b", whole, facts: .lines).counts.unchanged == 401)
    for size in [1, 3, 70, 150] {
      let apart = try Books()
      let parts = stride(from: 0, to: lines.count, by: size).map {
        Sale(id: "7", day: 20_101_201, lines: Array(lines[$0..<min($0 + size, lines.count)]))
      }
      try apart.load("a", parts + [other], facts: .lines)
      let again = try apart.load("b", parts.reversed() + [other], facts: .lines)
      #expect(again.counts.unchanged == 401)
      #expect(try apart.dump() == together.dump())
      #expect(try apart.dailySales(today: Day(number: 30_000)).map(\.sales.orders) == [2])
    }
  }

  @Test func `an earlier line dates an order of hundreds of till lines that came before it`() throws {
    let books = try Books()
    let lines = Array(repeating: mug, count: 300)
    try books.load("a", [Sale(id: "7", day: 20_101_202, customer: "Ann", lines: lines)], facts: .lines)
    try books.load(
      "b",
      [
        Sale(id: "8", day: 20_101_202), Sale(id: "7", day: 20_101_201, customer: "Bob"),
        Sale(id: "7", day: 20_101_130, customer: "Cleo"), Sale(id: "7", day: 20_101_203),
      ], facts: .lines)
    let days = try books.dailySales(today: Day(number: 30_000)).filter { $0.sales.orders > 0 }
    #expect(days.map(\.day.yyyymmdd) == [20_101_130, 20_101_202])
  }

  @Test func `a file that fails on the way leaves nothing behind`() throws {
    struct Stop: Error {}
    let books = try Books()
    let before = try books.dump()
    #expect(throws: Stop.self) {
      try books.write { file in
        try file.table(.file("a")) { load in
          try load.add(VerdictBatch([Sale(id: "1", day: 20_260_101)]))
          throw Stop()
        }
      }
    }
    #expect(try books.dump() == before)
    #expect(try books.knownFile(sha256: "a") == nil)
  }

  @Test func `a table that fails leaves the other tables of its file alone`() throws {
    struct Stop: Error {}
    let (books, alone) = (try Books(), try Books())
    try alone.load("zip/good", [Sale(id: "1", day: 20_260_101)])
    try books.write { file in
      #expect(throws: Stop.self) {
        try file.table(.file("zip/bad")) { load in
          try load.add(VerdictBatch([Sale(id: "2", day: 20_260_102, customer: "ann")]))
          throw Stop()
        }
      }
      _ = try file.table(.file("zip/good")) { load in
        try load.add(VerdictBatch([Sale(id: "1", day: 20_260_101)]))
        return BatchClosing(tallies: [], score: nil, milliseconds: 0)
      }
    }
    #expect(try books.dump() == alone.dump())
  }

  @Test func `a rehearsal says what would happen and writes nothing`() throws {
    let books = try Books()
    let before = try books.dump()
    let outcome = try books.rehearse { file in
      try file.table(.file("a")) { load in
        try load.add(VerdictBatch([Sale(id: "1", day: 20_260_101, lines: [mug, pot])]))
        return BatchClosing(tallies: [], score: nil, milliseconds: 0)
      }
    }
    #expect(outcome.counts.inserted == 2)
    #expect(try books.dump() == before)
  }

  @Test func `a held row that comes again in another file is held once`() throws {
    let books = try Books()
    for name in ["a", "b"] {
      _ = try books.write {
        try $0.table(.file(name)) { load in
          var batch = VerdictBatch()
          batch.rowsRead = 2
          for line in [2, 3] {
            let origin = RowOrigin(raw: batch.text("x,y"), line: Int32(line), offset: 0)
            batch.held.append(HeldRow(origin: origin, problems: [Problem(.tooFewCells, detail: "2 cells")]))
          }
          try load.add(batch)
          return BatchClosing(tallies: [], score: 0, milliseconds: 0)
        }
      }
    }
    let figures = try books.figures(ShopContext(name: "s", zone: .utc, today: Day(number: 30_000)))
    #expect(figures.heldRows == 2)
    #expect(figures.heldGroups.map(\.rows) == [2])
    #expect(figures.imports.map(\.held) == [2, 2])
  }

  @Test func `equal rows of one file are held each, and those of another file are the same ones`() throws {
    let books = try Books()
    for (name, count) in [("a", 3), ("b", 5), ("c", 2)] {
      _ = try books.write {
        try $0.table(.file(name)) { load in
          for line in 0..<count {
            var batch = VerdictBatch()
            batch.rowsRead = 1
            let origin = RowOrigin(raw: batch.text("x,y"), line: Int32(line + 2), offset: 0)
            batch.held.append(HeldRow(origin: origin, problems: [Problem(.tooFewCells, detail: "2 cells")]))
            try load.add(batch)
          }
          return BatchClosing(tallies: [], score: 0, milliseconds: 0)
        }
      }
    }
    let figures = try books.figures(ShopContext(name: "s", zone: .utc, today: Day(number: 30_000)))
    #expect(figures.heldRows == 5)
  }

  @Test func `durability is what was asked for, read back from the database`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let books = try Books(path: folder.appending(path: "t.sqlite").path)
    let durability = try books.durability()
    #expect(durability.journal == "wal")
    #expect(durability.synchronous == 2)
  }
}
