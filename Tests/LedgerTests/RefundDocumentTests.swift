import Ledger
import Records
import Testing

/// A file in the words of a test: an order's own telling, or documents of its refunds.
private enum Telling: CustomStringConvertible {
  /// An export of the day that says what was given back of the order so far.
  case sums(day: Int, refunded: Int64)
  /// A more detailed one that gives each refund its own day.
  case dated(day: Int, [(day: Int, amount: Int64)])
  /// Documents by their ids.
  case documents([(id: String, day: Int, amount: Int64)])

  var description: String {
    switch self {
    case .sums(let day, let refunded): "sums \(day) \(refunded)"
    case .dated(let day, _): "dated \(day)"
    case .documents(let documents): "documents \(documents)"
    }
  }
}

private func second(_ day: Int, _ hour: Int64 = 10) -> Int64 {
  Int64(Day(yyyymmdd: day)?.number ?? 0) * 86_400 + hour * 3600
}

extension VerdictBatch {
  fileprivate init(documents: [(id: String, day: Int, amount: Int64)], currency: Currency) {
    self.init()
    for document in documents {
      var fact = MovementFact(currency: currency)
      (fact.movementID, fact.saleID) = (text(document.id), text("1"))
      fact.kind = .refund
      fact.day = Day(yyyymmdd: document.day) ?? Day(number: 0)
      fact.happenedAt = second(document.day)
      (fact.amount, fact.net) = (-document.amount, -document.amount)
      var hash = StableHash()
      hash.combine(Array("\(document)".utf8))
      (fact.contentHash, fact.origin) = (hash.value, Int32(origins.count))
      origins.append(RowOrigin(raw: text("\(document)"), line: Int32(rowsRead + 2), offset: Int64(rowsRead)))
      rowsRead += 1
      movements.append(fact)
    }
  }

  /// The order with a return line for each of its refunds.
  fileprivate init(order: Sale, refunds: [(day: Int, amount: Int64)]) {
    self.init([order])
    for refund in refunds {
      var line = LineFact()
      (line.kind, line.lineID) = (.return, Int64(lines.count + 1))
      line.day = Day(yyyymmdd: refund.day) ?? Day(number: 0)
      (line.happenedAt, line.returned) = (second(refund.day), refund.amount)
      (line.sourceRow, line.score) = (2, 10_000)
      lines.append(line)
      transactions[0].contentHash &+= refund.amount &* Int64(refund.day)
    }
    transactions[0].lines = 0..<Int32(lines.count)
  }
}

extension Books {
  @discardableResult
  fileprivate func load(_ telling: Telling, currency: Currency? = Currency("GBP")) throws -> BatchOutcome {
    let order = Sale(id: "1", day: 20_260_110, customer: "ann", lines: [("mug", 1, 5000)])
    var header: BatchHeader
    let verdicts: VerdictBatch
    switch telling {
    case .sums(let day, let refunded):
      header = .file("\(telling)", exportedAt: second(day, 20), kind: "export", stream: "orders")
      var sale = order
      sale.refunded = refunded
      verdicts = VerdictBatch([sale])
    case .dated(let day, let refunds):
      header = .file("\(telling)", exportedAt: second(day, 20), kind: "api", stream: "orders", detail: 1)
      verdicts = VerdictBatch(order: order, refunds: refunds)
    case .documents(let documents):
      header = .file("\(telling)", facts: .movements, exportedAt: second(20_260_301), kind: "refunds")
      (header.salesIn, header.givesBack) = (["orders"], true)
      verdicts = VerdictBatch(documents: documents, currency: try #require(currency))
    }
    return try write { file in
      try file.table(header) { load in
        try load.add(verdicts)
        return BatchClosing(tallies: [], score: 10_000, milliseconds: 1)
      }
    }
  }

  /// `2026-01-20 1000`: what was given back on which day.
  fileprivate func returns() throws -> [String] {
    try dailySales(today: Day(number: 30_000)).filter { $0.sales.returns != 0 }
      .map { "\($0.day.iso) \($0.sales.returns)" }
  }
}

/// The order comes first, for a document waits for it; what follows comes in any order.
@Suite struct RefundDocumentTests {
  private static let order = Telling.sums(day: 20_260_111, refunded: 0)
  private static let first = (id: "r1", day: 20_260_115, amount: Int64(1000))
  private static let second = (id: "r2", day: 20_260_120, amount: Int64(700))

  @Test(
    arguments: [
      // Documents alone.
      ([.documents([first]), .documents([second])], ["2026-01-15 1000", "2026-01-20 700"]),
      // The order's export tells them too, later, and says nothing more.
      (
        [.documents([first, second]), .sums(day: 20_260_125, refunded: 1700)],
        ["2026-01-15 1000", "2026-01-20 700"]
      ),
      // It tells one that has no document.
      (
        [
          .documents([second]), .sums(day: 20_260_116, refunded: 1000),
          .sums(day: 20_260_125, refunded: 1700),
        ],
        ["2026-01-16 1000", "2026-01-20 700"]
      ),
      // It was made before the refund of the document.
      ([.documents([second]), .sums(day: 20_260_116, refunded: 300)], ["2026-01-16 300", "2026-01-20 700"]),
      // The order gives its refunds their days itself, all of them or one.
      (
        [.documents([first, second]), .dated(day: 20_260_125, [(20_260_115, 1000), (20_260_120, 700)])],
        ["2026-01-15 1000", "2026-01-20 700"]
      ),
      (
        [
          .documents([first, second]), .dated(day: 20_260_116, [(20_260_115, 1000)]),
          .sums(day: 20_260_121, refunded: 1700),
        ],
        ["2026-01-15 1000", "2026-01-20 700"]
      ),
      // Two payments of one refund stand in two lines of the order.
      (
        [.documents([first]), .dated(day: 20_260_116, [(20_260_115, 400), (20_260_115, 600)])],
        ["2026-01-15 1000"]
      ),
      // The order is given back whole on a day of its own: nothing is left to give back.
      ([.documents([first]), .dated(day: 20_260_125, [(20_260_112, 5000)])], ["2026-01-12 5000"]),
      // A document that is corrected.
      ([.documents([first]), .documents([(id: "r1", day: 20_260_115, amount: 900)])], nil),
    ] as [([Telling], [String]?)])
  fileprivate func
    `a refund counts once, on the day of its document, whoever tells it too and in whatever order`(
      tellings: [Telling], expected: [String]?
    ) throws
  {
    var dumps: Set<String> = []
    for order in tellings.permutations {
      let books = try Books()
      for telling in [Self.order] + order { try books.load(telling) }
      if let expected { #expect(try books.returns() == expected, "\(order)") }
      let dump = try books.dump()
      try books.recountTotals()
      #expect(try books.dump() == dump, "\(order)")
      dumps.insert(dump)
    }
    #expect(dumps.count == 1)
  }

  @Test(arguments: 1...5) func `whatever is told, every order of arrival gives the same books`(seed: Int)
    throws
  {
    var random = Seeded(state: UInt64(seed))
    let days = [20_260_112, 20_260_115, 20_260_118, 20_260_121]
    func amount() -> Int64 { Int64.random(in: 0...4, using: &random) * 500 + 100 }
    var tellings: [Telling] = [
      .documents(days.prefix(2).enumerated().map { ("r\($0)", $1, amount()) }),
      .documents([("r3", days[2], amount())]),
      .sums(day: days[Int.random(in: 0...3, using: &random)], refunded: amount()),
    ]
    tellings.append(
      Bool.random(using: &random)
        ? .sums(day: days[3], refunded: amount())
        : .dated(day: days[3], [(days[0], amount()), (days[2], amount())]))
    let dumps = try Set(
      tellings.permutations.map { order in
        let books = try Books()
        for telling in [Self.order] + order { try books.load(telling) }
        return try books.dump()
      })
    #expect(dumps.count == 1)
  }

  @Test func `a document that gives back more than the sale, or another currency, is held`() throws {
    let books = try Books()
    try books.load(Self.order)
    let tooMuch = try books.load(.documents([(id: "r9", day: 20_260_115, amount: 5002)]))
    #expect(tooMuch.counts.held == 1 && tooMuch.counts.inserted == 0)
    let euros = try books.load(
      .documents([(id: "r8", day: 20_260_115, amount: 100)]), currency: Currency("EUR"))
    #expect(euros.counts.held == 1)
    #expect(try books.load(.documents([(id: "r7", day: 20_260_115, amount: 5001)])).counts.inserted == 1)
    #expect(try books.returns() == ["2026-01-15 5000"])
    let causes = try books.heldCauses()
    #expect(causes.map(\.code) == ["refund.exceeds_sale"] && causes.first?.rows == 2)
  }

  @Test func `a document touches the day of its refund, and told again changes nothing`() throws {
    let books = try Books()
    try books.load(Self.order)
    let outcome = try books.load(.documents([Self.first]))
    #expect(outcome.daysTouched.map(\.iso) == ["2026-01-15"])
    let again = try books.load(.documents([Self.first, Self.second]))
    #expect(again.counts.unchanged == 1 && again.counts.inserted == 1)
  }
}
