import Ledger
import Records
import Testing

/// A row of an export: an order told, or one that was held.
private enum OrderRow: CustomStringConvertible {
  case told(Sale)
  case held(id: String, raw: String)

  var description: String {
    switch self {
    case .told(let sale): "\(sale)"
    case .held(let id, let raw): "held \(id) \(raw)"
    }
  }
}

/// An export, or a file with a part of one: as old as the whole.
private struct Export<Row> {
  var exportedAt: Int64
  var rows: [Row]

  /// So many files in which every row stands at least once, in any order.
  func parts(_ random: inout Seeded) -> [Export] {
    let count = Int.random(in: 1...3, using: &random)
    var files = (0..<count).map { _ in [Row]() }
    for row in rows.shuffled(using: &random) {
      let first = Int.random(in: 0..<count, using: &random)
      for file in files.indices where file == first || Int.random(in: 0..<4, using: &random) == 0 {
        files[file].append(row)
      }
    }
    return files.map { Export(exportedAt: exportedAt, rows: $0) }
  }
}

extension Books {
  fileprivate func load(_ name: String, _ export: Export<OrderRow>) throws {
    var batch = VerdictBatch(
      export.rows.compactMap { row in if case .told(let sale) = row { sale } else { nil } })
    for case .held(let id, let raw) in export.rows {
      let origin = RowOrigin(raw: batch.text(raw), line: Int32(batch.rowsRead + 2), offset: 0)
      batch.rowsRead += 1
      batch.held.append(
        HeldRow(
          origin: origin, problems: [Problem(.tooFewCells, detail: "2 cells")], amountAtStake: 500,
          currency: Currency("GBP"), day: Day(yyyymmdd: 20_260_101), transactionID: batch.text(id)))
    }
    try write { file in
      _ = try file.table(.file(name, exportedAt: export.exportedAt)) { load in
        try load.add(batch)
        return BatchClosing(tallies: [], score: nil, milliseconds: 0)
      }
    }
  }

  fileprivate static func told(_ exports: [Export<OrderRow>]) throws -> Books {
    let books = try Books()
    for (index, export) in exports.enumerated() { try books.load("\(index)", export) }
    return books
  }

  /// Totals counted anew are those kept.
  fileprivate func expectSums(_ comment: Comment) throws {
    let kept = try dump()
    try recountTotals()
    #expect(try dump() == kept, comment)
  }
}

/// Three exports of a small shop, from a seed: orders come, change, are refunded, are held, go missing.
private func exports(_ random: inout Seeded) -> [Export<OrderRow>] {
  (1...3).map { number in
    let exportedAt = Int64(20_460 + number * Int.random(in: 0...2, using: &random)) * 86_400
    let rows: [OrderRow] = (1...6).compactMap { id in
      switch Int.random(in: 0..<10, using: &random) {
      case 0...1: return nil
      case 2...3: return .held(id: "\(id)", raw: "\(id),broken \(Int.random(in: 0...1, using: &random))")
      default:
        let products = ["mug", "pot", "mug"].prefix(Int.random(in: 1...3, using: &random))
        return .told(
          Sale(
            id: "\(id)", day: 20_260_101 + Int.random(in: 0...2, using: &random),
            customer: ["", "ann", "ben"].randomElement(using: &random) ?? "",
            status: [.completed, .completed, .refunded, .cancelled].randomElement(using: &random)
              ?? .completed,
            lines: products.map { ($0, Int64.random(in: 1...2, using: &random), 500) },
            updatedAt: [0, 0, 5, 9].randomElement(using: &random) ?? 0,
            refunded: [nil, nil, 0, 300, 500].randomElement(using: &random) ?? nil,
            hashesClock: Bool.random(using: &random)))
      }
    }
    return Export(exportedAt: exportedAt, rows: rows)
  }
}

/// However exports are cut into files, and in whatever order those come, the books are the same.
@Suite struct ArrivalTests {
  @Test(arguments: 1...30) func `orders in any partition, overlap and order of arrival`(seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let exports = exports(&random)
    let whole = try Books.told(exports).dump()
    for _ in 0..<3 {
      let files = exports.flatMap { $0.parts(&random) }.shuffled(using: &random)
      let books = try Books.told(files)
      #expect(try books.dump() == whole, "seed \(seed): \(files.map { "\($0.exportedAt): \($0.rows)" })")
      try books.expectSums("seed \(seed)")
    }
  }

  /// Every three exports of one order, clean or held, at three times, with and without a clock, in every order.
  @Test func `all small worlds of held and clean tellings`() throws {
    let tellings = (1...3).flatMap { time in
      [0, 5].map { clock in
        Export(
          exportedAt: Int64(time),
          rows: [OrderRow.told(Sale(id: "1", day: 20_260_101, updatedAt: clock, hashesClock: false))])
      } + [Export(exportedAt: Int64(time), rows: [.held(id: "1", raw: "1,broken")])]
    }
    for first in tellings.indices {
      for second in tellings.indices.dropFirst(first + 1) {
        for third in tellings.indices.dropFirst(second + 1) {
          let exports = [first, second, third].map { tellings[$0] }
          let dumps = try Set(exports.permutations.map { try Books.told($0).dump() })
          #expect(dumps.count == 1, "\(exports)")
        }
      }
    }
  }

  /// Every three exports at three times that state something, or nothing, as given back.
  @Test func `all small worlds of refunds`() throws {
    let stated: [Int64?] = [nil, 0, 300, 500]
    for first in stated {
      for second in stated {
        for third in stated {
          let exports = [first, second, third].enumerated().map { index, refunded in
            Export(
              exportedAt: Int64(20_466 + index) * 86_400,
              rows: [OrderRow.told(Sale(id: "1", day: 20_260_101, refunded: refunded))])
          }
          let dumps = try Set(exports.permutations.map { try Books.told($0).dump() })
          #expect(dumps.count == 1, "\([first, second, third])")
        }
      }
    }
  }
}

/// A till line in the words of a test.
private struct TillLine: Hashable {
  var id: String
  var product: String
  var customer = ""
  var isReturn = false

  var sale: Sale {
    Sale(
      id: id, day: product == "mug" ? 20_260_101 : 20_260_102, customer: customer,
      lines: [(product, 1, 500)], kind: isReturn ? .return : .sale)
  }
}

extension Books {
  fileprivate static func rung(_ files: [[TillLine]]) throws -> Books {
    let books = try Books()
    for (index, file) in files.enumerated() {
      try books.load("\(index)", file.map(\.sale), facts: .lines, exportedAt: Int64(index))
    }
    return books
  }
}

extension [[TillLine]] {
  /// Each line as often as it stands in the one file that has most of it.
  fileprivate var most: [TillLine] {
    var counts: [TillLine: Int] = [:]
    for file in self {
      for (line, count) in Dictionary(file.map { ($0, 1) }, uniquingKeysWith: +) {
        counts[line] = Swift.max(counts[line] ?? 0, count)
      }
    }
    let most: [TillLine] = counts.flatMap { [TillLine](repeating: $0.key, count: $0.value) }
    return most.sorted { ($0.id, $0.product, $0.customer) < ($1.id, $1.product, $1.customer) }
  }
}

@Suite struct MultisetTests {
  /// Every two files with up to two each of two equal-numbered lines, in both orders.
  @Test func `all small worlds of till lines are the most that any file has`() throws {
    let lines = [TillLine(id: "7", product: "mug"), TillLine(id: "7", product: "pot")]
    let files = (0...8).map { code in
      Array(repeating: lines[0], count: code % 3) + Array(repeating: lines[1], count: code / 3)
    }
    for first in files.dropFirst() {
      for second in files.dropFirst() {
        let both = [first, second]
        let dumps = [
          try Books.rung(both).dump(), try Books.rung([second, first]).dump(),
          try Books.rung([both.most]).dump(),
        ]
        #expect(Set(dumps).count == 1, "\(first) \(second)")
      }
    }
  }

  @Test(arguments: 1...20) func `till lines in any files are the most that any of them has`(seed: Int) throws
  {
    var random = Seeded(state: UInt64(seed))
    let files = (0..<4).map { _ in
      (0..<8).map { _ in
        TillLine(
          id: "\(Int.random(in: 1...2, using: &random))",
          product: ["mug", "pot"].randomElement(using: &random) ?? "mug",
          customer: ["", "ann"].randomElement(using: &random) ?? "",
          isReturn: Int.random(in: 0..<4, using: &random) == 0)
      }
    }
    let whole = try Books.rung([files.most]).dump()
    for _ in 0..<3 {
      let shuffled = files.map { $0.shuffled(using: &random) }.shuffled(using: &random)
      let books = try Books.rung(shuffled)
      #expect(try books.dump() == whole, "seed \(seed): \(shuffled)")
      try books.expectSums("seed \(seed)")
    }
  }
}
