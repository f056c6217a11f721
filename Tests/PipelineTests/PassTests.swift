import Foundation
import Intake
import Ledger
import Logging
import Records
import Synchronization
import Testing

@testable import Pipeline

/// Passes over an inbox with clocks that stand still until they are turned.
struct PassTests {
  private let folder: TestFolder
  private let books: Books
  private let turned: Turned

  /// Nanoseconds that the clocks were turned forward.
  private final class Turned: Sendable {
    let by = Atomic<Int64>(0)
    let start = Int64(Date.now.timeIntervalSince1970) * 1_000_000_000
    var now: Int64 { start + by.load(ordering: .sequentiallyConsistent) }
    func turn(seconds: Int64) { by.add(seconds * 1_000_000_000, ordering: .sequentiallyConsistent) }
  }

  init() throws {
    folder = try TestFolder()
    books = try Books(path: folder.shop.database.display)
    turned = Turned()
  }

  /// With a settle time the wall clock stands: real files are never older than that, and only looks can settle them.
  private func pipeline(settle: Duration = .seconds(0)) throws -> DaybookPipeline {
    let wallStands = settle > .zero
    let configuration = try Configuration.load(embedded: EmbeddedConfig.files, overrides: [])
    return DaybookPipeline(
      shop: folder.shop, configuration: configuration, books: books, settle: settle,
      clocks: Clocks(
        wall: { [turned] in wallStands ? turned.start : turned.now }, steady: { [turned] in turned.now }),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  private static let orders = """
    transaction_id,customer_id,timestamp,currency,status,product_id,quantity,unit_price,amount
    ORDER-000001,CUST-1,2024-03-05T10:15:00Z,GBP,completed,MUG,2,12.50,25.00

    """

  @Test func `a young file waits until it has not changed for the settle time`() throws {
    let file = try folder.drop(Self.orders, as: "a.csv")
    var pipeline = try pipeline(settle: .seconds(5))
    #expect(try pipeline.pass().waiting == 1)
    turned.turn(seconds: 4)
    #expect(try pipeline.pass().waiting == 1)
    // It grows: the wait begins again.
    try DurableFiles.onDisk.make(file).write(Array((Self.orders + "\n").utf8).span)
    turned.turn(seconds: 4)
    #expect(try pipeline.pass().accepted == 0)
    turned.turn(seconds: 5)
    let last = try pipeline.pass()
    #expect(last.accepted == 1 && last.waiting == 0)
  }

  @Test func `an empty file is given the same time to fill`() throws {
    try folder.drop("", as: "a.csv")
    var pipeline = try pipeline(settle: .seconds(5))
    #expect(try pipeline.pass().failed == 0)
    turned.turn(seconds: 6)
    #expect(try pipeline.pass().failed == 1)
  }

  @Test func `a filing cut off before the move is made up for with the same receipt`() throws {
    try folder.drop(Self.orders, as: "a.csv")
    var first = try pipeline()
    _ = try first.pass()
    let place = folder.shop.filed
    let dump = try books.dump()
    // As if the move had never happened: the original is back, and nobody noted where it went.
    let kept = try #require(try filed().first { $0.hasSuffix("/a.csv") })
    let receipt = try folder.text(BytePath(kept + ".receipt.json"))
    try FileManager.default.moveItem(atPath: kept, toPath: folder.shop.inbox.display + "/a.csv")
    try forgetWhereKept()
    // It may be made up for after midnight.
    turned.turn(seconds: 86_400)
    var second = try pipeline()
    #expect(try second.pass().accepted == 1)
    #expect(try filed().sorted() == [kept, kept + ".receipt.json"], "\(place.display)")
    #expect(try folder.text(BytePath(kept + ".receipt.json")) == receipt)
    #expect(try books.dump() == dump)
  }

  @Test func `a filing cut off after the move is noted, and the next copy is a repeat`() throws {
    try folder.drop(Self.orders, as: "a.csv")
    var first = try pipeline()
    _ = try first.pass()
    try forgetWhereKept()
    try folder.drop(Self.orders, as: "b.csv")
    var second = try pipeline()
    var receipts: [Receipt] = []
    second.report = { receipts.append($0) }
    #expect(try second.pass().duplicates == 1)
    #expect(receipts.first?.repeats?.hasSuffix("/a.csv") == true, "\(receipts)")
    #expect(try filed().count == 4)
  }

  @Test func `a thing that cannot be moved is named and does not stop the others`() throws {
    try folder.drop("", as: "empty.csv")
    try folder.drop(Self.orders, as: "good.csv")
    // Nothing can be set aside while a file lies where the folder should be.
    try FileManager.default.removeItem(atPath: folder.shop.failed.display)
    try Data().write(to: URL(filePath: folder.shop.failed.display))
    var pipeline = try pipeline()
    let summary = try pipeline.pass()
    #expect(summary.accepted == 1)
    #expect(summary.postponed.map(\.file) == ["empty.csv"])
  }

  private func filed() throws -> [String] {
    let root = folder.shop.filed.display
    let found = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.contains(".csv") }.map { root + "/" + $0 }
  }

  /// Takes back the last step of a filing.
  private func forgetWhereKept() throws { try books.setKept(nil, fileID: 1) }
}
