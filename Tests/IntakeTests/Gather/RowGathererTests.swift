import Foundation
import Records
import Testing

@testable import Intake

struct RowGathererTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A record of one cell per word; each further line continues it.
  private static func batch(_ records: [String], firstLine: Int32 = 2) -> RowBatch {
    var batch = RowBatch(columns: ["key", "a", "b"])
    for (index, record) in records.enumerated() {
      let line = firstLine + Int32(index)
      let start = batch.bytes.count
      batch.bytes += Array(record.utf8)
      let raw = ByteRange(start: start, end: batch.bytes.count)
      var at = start
      for (part, text) in record.split(separator: "\n").enumerated() {
        let firstCell = Int32(batch.cells.count)
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
          let end = at + word.utf8.count
          batch.cells.append(word.isEmpty ? .none : ByteRange(start: at, end: end))
          at = end + 1
        }
        batch.rows.append(
          RowBatch.Row(
            firstCell: firstCell, cellCount: Int32(batch.cells.count) - firstCell,
            raw: part == 0 ? raw : .none, line: line, offset: Int64(line) * 1_000_000_000,
            continuesRecord: part > 0))
      }
    }
    return batch
  }

  private static func key(_ text: Substring) -> UInt64 {
    var hash = StableHash()
    hash.combine(Array(text.utf8))
    return text.isEmpty ? 0 : hash.bits
  }

  private static func keys(_ batch: RowBatch) -> [RowKey] {
    batch.rows.map { row in
      let text = String(decoding: batch.bytes[row.raw.indices], as: UTF8.self)
      let words =
        text.split(separator: "\n").first?.split(separator: ",", omittingEmptySubsequences: false) ?? []
      let telling = words.last { $0.hasPrefix("t=") } ?? ""
      return RowKey(group: key(words.first ?? ""), telling: key(telling), place: UInt64(row.line))
    }
  }

  /// Everything of a batch's records in words: line, cells row by row, problems.
  private static func words(_ batch: RowBatch) -> [String] {
    batch.rows.indices.map { index in
      let row = batch.rows[index]
      let cells = batch.cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
        .map { String(decoding: batch.bytes[$0.indices], as: UTF8.self) }.joined(separator: "|")
      let raw = String(decoding: batch.bytes[row.raw.indices], as: UTF8.self)
      let problems = batch.problems.filter { $0.row == index }.map(\.problem)
      return "\(row.line) \(row.offset) \(row.continuesRecord) \(cells) <\(raw)> \(problems)"
    }
  }

  private func gathered(_ batches: [RowBatch], limit: Int) throws -> [GatheredRows] {
    var gatherer = RowGatherer(scratch: folder.path, on: .onDisk, limit: limit)
    for batch in batches { try gatherer.add(batch, keys: Self.keys(batch)) }
    var all: [GatheredRows] = []
    while let rows = try gatherer.next(columns: ["key", "a", "b"]) { all.append(rows) }
    return all
  }

  @Test(arguments: [1 << 20, 20_000, 2_000, 200])
  func `rows come back with every byte, order by order, however little memory there is`(limit: Int) throws {
    let records = (0..<600).map { number in
      number % 50 == 7 ? ",alone,\(number)" : "order-\(number * 7919 % 83),x\(number),\nkey,y\(number)\n,,z"
    }
    var batches = [Self.batch(Array(records[..<250])), Self.batch(Array(records[250...]), firstLine: 252)]
    batches[1].problems = [
      .init(row: 3, problem: Problem(.tooFewCells, field: "ä", value: nil, detail: "2 cells"))
    ]
    let before = batches.flatMap(Self.words)
    let parts = try gathered(batches, limit: limit)
    let after = parts.flatMap { part in
      guard case .orders(let batch) = part else { return ["a telling"] }
      return Self.words(batch)
    }
    #expect(after.sorted() == before.sorted())
    var ended: Set<UInt64> = []
    var last: UInt64 = 0
    for case .orders(let batch) in parts {
      for (row, key) in zip(batch.rows, Self.keys(batch)) where !row.continuesRecord && key.group != last {
        #expect(ended.insert(key.group).inserted || key.group == 0)
        last = key.group
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path.display).isEmpty)
  }

  @Test func `orders come in the order in which they begin, each in the order of the file`() throws {
    let parts = try gathered([Self.batch(["b,1", "a,1", "b,2", "c,1", "a,2"])], limit: 1 << 20)
    guard case .orders(let batch) = parts.first, parts.count == 1 else { return #expect(Bool(false)) }
    #expect(batch.rows.map(\.line) == [2, 4, 3, 6, 5])
  }

  @Test func `an order that is told again later is a telling of its own`() throws {
    let records = ["a,1,t=1", "b,1,t=1", "a,1,t=2", "a,2,t=1", "a,2,t=2"]
    let parts = try gathered([Self.batch(records)], limit: 1 << 20)
    var lines: [[Int32]] = []
    for part in parts {
      switch part {
      case .orders(let batch), .telling(let batch), .repeated(let batch, _):
        lines.append(batch.rows.map(\.line))
      }
    }
    #expect(lines == [[2, 5], [4, 6], [3]])
  }

  @Test func `stretches that are equal to the byte are named, and those that are not are one order`() throws {
    let equal = try gathered([Self.batch(["a,1", "a,2", "b,1", "a,2", "a,1"])], limit: 1 << 20)
    guard case .repeated(let batch, let stretches) = equal.first else { return #expect(Bool(false)) }
    #expect(stretches == 2 && batch.rows.map(\.line) == [2, 3, 5, 6])
    let unlike = try gathered([Self.batch(["a,1", "a,2", "b,1", "a,2"])], limit: 1 << 20)
    #expect(unlike.count == 1)
  }

  @Test func `an order larger than the memory passes in the order of the file`() throws {
    let records = (0..<500).map { "one,\($0)" }
    let parts = try gathered([Self.batch(records)], limit: 2_000)
    let lines = parts.flatMap { part -> [Int32] in
      guard case .orders(let batch) = part else { return [] }
      return batch.rows.map(\.line)
    }
    #expect(lines == (2..<502).map(Int32.init))
  }
}
