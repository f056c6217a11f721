import Ledger
import Records
import Testing

/// A movement in the words of a test.
private struct Movement {
  var id = ""
  var day = 20_260_101
  var kind = MovementKind.charge
  var status = SaleStatus.completed
  var amount: Int64 = 1000
  var fee: Int64 = 30
}

extension VerdictBatch {
  fileprivate init(_ movements: [Movement]) {
    self.init()
    guard let pounds = Currency("GBP") else { return }
    for movement in movements {
      var fact = MovementFact(currency: pounds)
      fact.movementID = text(movement.id)
      fact.details = text("told by a test")
      (fact.kind, fact.status) = (movement.kind, movement.status)
      fact.day = Day(yyyymmdd: movement.day) ?? Day(number: 0)
      fact.happenedAt = Int64(fact.day.number) * 86_400
      (fact.amount, fact.fee, fact.net) = (movement.amount, movement.fee, movement.amount - movement.fee)
      var hash = StableHash()
      hash.combine(Array("\(movement)".utf8))
      fact.contentHash = hash.value
      fact.origin = Int32(origins.count)
      origins.append(RowOrigin(raw: text("\(movement)"), line: Int32(rowsRead + 2), offset: Int64(rowsRead)))
      rowsRead += 1
      self.movements.append(fact)
    }
  }
}

extension Books {
  @discardableResult
  fileprivate func load(_ name: String, _ movements: [Movement], exportedAt: Int64 = 1000) throws
    -> BatchOutcome
  {
    try write { file in
      try file.table(.file(name, facts: .movements, exportedAt: exportedAt)) { load in
        try load.add(VerdictBatch(movements))
        return BatchClosing(tallies: [], score: 10_000, milliseconds: 1)
      }
    }
  }

  /// `2026-01-01 charge 2: 2000 60`: day, kind, how many, amount and fee.
  fileprivate func days() throws -> [String] {
    try dailyMovements().map {
      "\($0.day.iso) \($0.kind) \($0.measures.movements): \($0.measures.amount) \($0.measures.fee)"
    }
  }
}

@Suite struct MovementTests {
  @Test func `a movement with an id is one, and its newest export holds`() throws {
    let books = try Books()
    let pending = Movement(id: "ch_1", status: .pending)
    let done = Movement(id: "ch_1", day: 20_260_103)
    #expect(try books.load("a", [pending], exportedAt: 1).counts.inserted == 1)
    #expect(try books.days().isEmpty)
    let second = try books.load("b", [done], exportedAt: 2)
    #expect(second.counts.updated == 1)
    #expect(second.daysTouched.map(\.iso) == ["2026-01-01", "2026-01-03"])
    #expect(try books.load("c", [done], exportedAt: 3).counts.unchanged == 1)
    #expect(try books.load("d", [pending], exportedAt: 1).counts.superseded == 1)
    #expect(try books.days() == ["2026-01-03 charge 1: 1000 30"])
  }

  @Test func `equal movements without an id are as many as any one file has`() throws {
    let books = try Books()
    let fee = Movement(kind: .fee, amount: -20, fee: 0)
    #expect(try books.load("a", [fee, fee]).counts.inserted == 2)
    #expect(try books.load("b", [fee]).counts.unchanged == 1)
    let third = try books.load("c", [fee, fee, Movement(), fee])
    #expect(third.counts.unchanged == 2)
    #expect(third.counts.inserted == 2)
    #expect(try books.days() == ["2026-01-01 charge 1: 1000 30", "2026-01-01 fee 3: -60 0"])
  }

  @Test func `one id twice in a file is a duplicate, told differently it is held`() throws {
    let outcome = try Books().load(
      "a", [Movement(id: "x"), Movement(id: "x"), Movement(id: "x", amount: 7)])
    #expect(outcome.counts.inserted == 1)
    #expect(outcome.counts.duplicate == 1)
    #expect(outcome.counts.held == 1)
    #expect(outcome.counts.received == 3)
  }

  @Test func `movements are no sales`() throws {
    let books = try Books()
    try books.load("a", [Movement(id: "x"), Movement(kind: .payout, amount: -970, fee: 0)])
    #expect(try books.dailySales(today: Day(number: 30_000)).isEmpty)
    #expect(try books.answer(.revenue, by: .day, Selection(), today: Day(number: 30_000)).rows.isEmpty)
  }

  @Test(arguments: 1...10)
  func `files in any order give the same movements, and totals counted anew are those kept`(seed: Int) throws
  {
    var random = Seeded(state: UInt64(seed))
    let files = (0..<4).map { _ in
      let numbered = ["a", "b", "c", "d"].shuffled(using: &random).prefix(3)
      return (numbered + ["", "", ""]).map { id in
        Movement(
          id: id, day: 20_260_101 + Int.random(in: 0...2, using: &random),
          kind: [.charge, .fee, .payout].randomElement(using: &random) ?? .charge,
          status: [.completed, .pending, .failed].randomElement(using: &random) ?? .completed,
          amount: Int64.random(in: 1...2, using: &random) * 100)
      }
    }
    let dumps = try Array(files.enumerated()).permutations.map { order in
      let books = try Books()
      // Two of the exports were made at the same moment.
      for (index, file) in order { try books.load("\(index)", file, exportedAt: Int64(index / 2)) }
      let kept = try books.dump()
      try books.recountTotals()
      #expect(try books.dump() == kept)
      return kept
    }
    #expect(Set(dumps).count == 1)
  }

  @Test func `fees and payouts are told by month, source and currency`() throws {
    let books = try Books()
    try books.load(
      "a",
      [
        Movement(id: "1"), Movement(id: "2", kind: .refund, amount: -400, fee: -10),
        Movement(id: "3", kind: .fee, amount: -50, fee: 0),
        Movement(id: "4", day: 20_260_203, kind: .payout, amount: -530, fee: 0),
        Movement(id: "5", day: 20_260_203, kind: .payout, status: .failed, amount: -9, fee: 0),
      ])
    let months = try books.figures(ShopContext(name: "s", zone: .utc, today: Day(number: 30_000))).movements
    #expect(months.map(\.month.iso) == ["2026-02-01", "2026-01-01"])
    #expect(months.map(\.charged) == [0, 1000])
    #expect(months.map(\.refunded) == [0, 400])
    #expect(months.map(\.kept) == [0, 70])
    #expect(months.map(\.paidOut) == [530, 0])
  }

  @Test func `fees and payouts can be asked for`() throws {
    let books = try Books()
    try books.load(
      "a", [Movement(id: "1"), Movement(id: "2", day: 20_260_103, kind: .payout, amount: -530, fee: 0)])
    func values(_ metric: Metric) throws -> [MetricValue] {
      try books.answer(metric, by: .day, Selection(), today: Day(number: 30_000)).rows.map(\.value)
    }
    #expect(try values(.fees) == [.money(30), .money(0), .money(0)])
    #expect(try values(.payouts) == [.money(0), .money(0), .money(530)])
    #expect(try values(.revenue).isEmpty)
  }
}
