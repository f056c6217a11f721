import Foundation
import Intake
import Ledger
import Logging
import Records
import Testing

@testable import Pipeline

/// Rows of one order need not stand together in their file.
struct GatherTests {
  private static let header =
    "transaction_id,customer_id,timestamp,updated_at,currency,status,product_id,quantity,unit_price,amount"

  /// Orders of one to four lines, some of them with two equal ones.
  private static func rows(_ orders: Int) -> [String] {
    (1...orders).flatMap { number in
      let lines = (0...number % 4).map { line in (product: number % 3 == 0 ? 1 : line, quantity: line % 2 + 1)
      }
      let total = lines.reduce(0) { $0 + $1.quantity } * 250
      return lines.map { line in
        "ORDER-\(10_000 + number),CUST-\(100 + number % 17),2024-03-0\(number % 9 + 1)T10:00:00Z,,GBP,completed,"
          + "SKU-\(line.product),\(line.quantity),2.50,\(total / 100).\(total % 100 < 10 ? "0" : "")\(total % 100)"
      }
    }
  }

  private struct Result {
    var receipt: Receipt
    var dump: String
  }

  private func take(_ rows: [String], header: String = Self.header) throws -> Result {
    let folder = try TestFolder()
    let books = try Books()
    try folder.drop(([header] + rows).joined(separator: "\n") + "\n", as: "orders.csv")
    let configuration = try Configuration.load(embedded: EmbeddedConfig.files, overrides: [])
    var pipeline = DaybookPipeline(
      shop: folder.shop, configuration: configuration, books: books, settle: .zero,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    var receipts: [Receipt] = []
    pipeline.report = { receipts.append($0) }
    _ = try pipeline.pass()
    return Result(receipt: try #require(receipts.first), dump: try books.dump())
  }

  private static func shuffled(_ rows: [String], seed: UInt64) -> [String] {
    var random = SampleRandom(seed: seed)
    var rows = rows
    for index in rows.indices.reversed() { rows.swapAt(index, Int(random.next() % UInt64(index + 1))) }
    return rows
  }

  @Test func `orders are the same facts whether their rows stand together, shuffled or reversed`() throws {
    let rows = Self.rows(120)
    let together = try take(rows)
    #expect(together.receipt.inserted == rows.count && together.receipt.decided?["orders"] == nil)
    #expect(try take(rows.reversed()).dump == together.dump)
    let bySKU = rows.filter { $0.contains("SKU-1,") } + rows.filter { !$0.contains("SKU-1,") }
    let others = [bySKU] + (1...3).map { Self.shuffled(rows, seed: $0) }
    for other in others {
      let apart = try take(other)
      #expect(apart.receipt.inserted == rows.count && apart.receipt.held == 0, "\(apart.receipt)")
      #expect(apart.receipt.decided?["orders"]?.contains("stood apart") == true)
      #expect(apart.dump == together.dump)
    }
  }

  @Test func `only rows of orders that stand apart are kept back, with what is wrong with them`() throws {
    let definitions = try Configuration.load(embedded: EmbeddedConfig.files, overrides: []).definitions
    let orders = try #require(definitions.first { $0.kind == "transactions" })
    var watch = try #require(GroupWatch(orders))
    let batches = [Self.batch(["A", "A", "B", "", "A"]), Self.batch(["A", "C", "B", "D", ""])]
    let found = batches.map { watch.findsApart($0) }
    #expect(found == [true, true])
    var (kept, apart, problems): ([Int32], [Int32], [Int]) = ([], [], [])
    var places: [UInt64] = []
    for var batch in batches {
      let parted = watch.takeApart(from: &batch)
      let taken = try #require(parted)
      places += taken.keys.map(\.place)
      kept += batch.rows.map(\.line)
      apart += taken.rows.rows.map(\.line)
      problems += batch.problems.map(\.row) + taken.rows.problems.map(\.row)
    }
    #expect(kept == [4, 2, 4, 5] && apart == [1, 2, 3, 5, 1, 3])
    #expect(places == [0, 1, 2, 4, 5, 7])
    // Of the fourth row, and of the third.
    #expect(problems == [0, 2, 1, 1])
  }

  /// Rows of an order's number and a product, the third and the fourth of them damaged.
  private static func batch(_ numbers: [String]) -> RowBatch {
    var batch = RowBatch(columns: ["transaction_id", "product_id"])
    for (place, number) in numbers.enumerated() {
      let start = batch.bytes.count
      batch.bytes += Array("\(number),SKU".utf8)
      let (comma, end) = (start + number.utf8.count, batch.bytes.count)
      batch.rows.append(
        RowBatch.Row(
          firstCell: Int32(batch.cells.count), cellCount: 2, raw: ByteRange(start: start, end: end),
          line: Int32(place + 1), offset: Int64(start), continuesRecord: false))
      batch.cells += [ByteRange(start: start, end: comma), ByteRange(start: comma + 1, end: end)]
    }
    batch.problems = [2, 3].map { RowBatch.RowProblem(row: $0, problem: Problem(.damagedEncoding)) }
    return batch
  }

  @Test func `an order that never comes whole is held as before, at its own lines`() throws {
    let rows = Self.rows(40)
    let missing =
      rows.filter { !$0.hasPrefix("ORDER-10003,") } + [rows.first { $0.hasPrefix("ORDER-10003,") } ?? ""]
    let result = try take(Self.shuffled(missing, seed: 9))
    #expect(result.receipt.held == 1 && result.receipt.heldByCause == ["amount.mismatch": 1])
    #expect(result.receipt.inserted == missing.count - 1)
  }

  @Test func `two exports copied into one file are taken once`() throws {
    let rows = Self.rows(30)
    let result = try take(rows + rows)
    #expect(
      result.receipt.inserted == rows.count && result.receipt.duplicate == rows.count, "\(result.receipt)")
    #expect(try result.dump == take(rows).dump)
  }

  @Test func `an order told anew further down replaces its first telling`() throws {
    let rows = Self.rows(30).map { $0.replacing(",,GBP", with: ",2024-03-10T08:00:00Z,GBP") }
    let later = rows.filter { $0.hasPrefix("ORDER-10007,") }
      .map { $0.replacing("2024-03-10", with: "2024-03-11").replacing("completed", with: "refunded") }
    let result = try take(rows + later)
    #expect(result.receipt.updated == later.count && result.receipt.held == 0, "\(result.receipt)")
  }
}
