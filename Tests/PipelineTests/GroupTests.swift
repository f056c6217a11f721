import Foundation
import Intake
import Ledger
import Logging
import Records
import Synchronization
import Testing

@testable import Pipeline

/// Small files share transactions; each is entered, filed and told by itself.
struct GroupTests {
  private let folder: TestFolder
  private let books: Books

  init() throws {
    folder = try TestFolder()
    books = try Books(path: folder.shop.database.display)
  }

  private func pipeline(
    _ limits: GroupLimits = GroupLimits(), clocks: Clocks = .system
  ) throws -> DaybookPipeline {
    let configuration = try Configuration.load(embedded: EmbeddedConfig.files, overrides: [])
    var pipeline = DaybookPipeline(
      shop: folder.shop, configuration: configuration, books: books, settle: .zero,
      clocks: clocks, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    pipeline.groups = limits
    return pipeline
  }

  /// One for each file, as if there were no groups.
  private static let alone = GroupLimits(largestFile: -1)

  private static func order(_ number: Int, amount: String = "25.00") -> String {
    """
    transaction_id,customer_id,timestamp,currency,status,product_id,quantity,unit_price,amount
    ORDER-\(100_000 + number),CUST-1\(number % 3),2024-03-05T10:15:00Z,GBP,completed,MUG,2,12.50,\(amount)

    """
  }

  private func drop(_ text: String, as name: String, modified: Int) throws {
    let path = try folder.drop(text, as: name)
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(modified))], ofItemAtPath: path.display)
  }

  private func dropMixed() throws {
    for number in 1...12 {
      try drop(Self.order(number), as: "o\(number).csv", modified: 1_710_000_000 + number)
    }
    try drop("a,b\n1,2\n", as: "unknown.csv", modified: 1_710_000_005)
    try drop(Self.order(3), as: "copy.csv", modified: 1_710_000_006)
    try drop(Self.order(20, amount: "1.00"), as: "held.csv", modified: 1_710_000_007)
    try drop("[{\"transaction_id\":", as: "half.json", modified: 1_710_000_008)
  }

  private func paths(below folder: BytePath) -> [String] {
    let found = FileManager.default.enumerator(atPath: folder.display)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.contains(".csv") || $0.contains(".json") }.sorted()
  }

  @Test func `a group leads to the same books, receipts and places as its files one by one`() throws {
    try dropMixed()
    var grouped = try pipeline()
    var receipts: [Receipt] = []
    grouped.report = { receipts.append($0) }
    let summary = try grouped.pass()
    #expect(summary.accepted == 13 && summary.duplicates == 1 && summary.failed == 2, "\(summary)")
    let other = try GroupTests()
    try other.dropMixed()
    var single = try other.pipeline(Self.alone)
    var toldAlone: [Receipt] = []
    single.report = { toldAlone.append($0) }
    _ = try single.pass()
    #expect(try books.dump() == other.books.dump())
    #expect(receipts.map(\.fileName) == toldAlone.map(\.fileName))
    #expect(receipts.map(\.batchId) == toldAlone.map(\.batchId))
    #expect(receipts.map(\.counts) == toldAlone.map(\.counts))
    for place in [\ShopFolder.filed, \.failed, \.inbox, \.working] {
      let (mine, theirs) = (folder.shop[keyPath: place], other.folder.shop[keyPath: place])
      #expect(paths(below: mine) == paths(below: theirs))
    }
    // Each has an entry of its own that says where its original lies.
    let journal = try books.journal()
    #expect(journal.count == 16 && journal.allSatisfy { $0.keptAt != nil })
    func told(_ name: String) throws -> Receipt { try #require(receipts.first { $0.fileName == name }) }
    let copy = try told("copy.csv")
    #expect(try copy.repeatsBatchId == told("o3.csv").batchId)
  }

  @Test func `a group ends when it has enough files, and the oldest come first`() throws {
    for number in 1...7 {
      try drop(Self.order(number), as: "\(number).csv", modified: 1_710_000_000 - number)
    }
    var pipeline = try pipeline(GroupLimits(files: 3))
    var told: [String] = []
    pipeline.report = { told.append($0.fileName) }
    _ = try pipeline.pass()
    #expect(told == (1...7).reversed().map { "\($0).csv" })
  }

  @Test func `a new file does not wait for all that came before it, and nothing is taken twice`() throws {
    for number in 1...9 {
      try drop(Self.order(number), as: "\(number).csv", modified: 1_710_000_000 + number)
    }
    let steady = Mutex<Int64>(0)
    let clocks = Clocks(wall: Clocks.system.wall) { steady.withLock { $0 } }
    var pipeline = try pipeline(GroupLimits(files: 2), clocks: clocks)
    var told: [String] = []
    pipeline.report = { receipt in
      told.append(receipt.fileName)
      // Six seconds for each file: the inbox is looked at again after the second group.
      steady.withLock { $0 += 6_000_000_000 }
      if receipt.fileName == "1.csv" {
        do { try drop(Self.order(20), as: "new.csv", modified: 1_710_000_500) } catch { Issue.record(error) }
      }
    }
    _ = try pipeline.pass()
    #expect(told == ["1.csv", "2.csv", "3.csv", "4.csv", "new.csv"] + (5...9).map { "\($0).csv" })
    #expect(paths(below: folder.shop.inbox).isEmpty)
  }

  @Test func `a group that is in the books and was never filed is filed by the next pass, and counts once`()
    throws
  {
    try dropMixed()
    // Nothing can be filed while a file lies where the folder should be.
    try FileManager.default.removeItem(atPath: folder.shop.filed.display)
    try Data().write(to: URL(filePath: folder.shop.filed.display))
    var first = try pipeline()
    _ = try? first.pass()
    let dump = try books.dump()
    #expect(dump.contains("ORDER-100012"))
    #expect(paths(below: folder.shop.inbox).count == 16)
    try FileManager.default.removeItem(atPath: folder.shop.filed.display)
    try folder.shop.make()
    var second = try pipeline()
    _ = try second.pass()
    #expect(paths(below: folder.shop.inbox).isEmpty)
    #expect(try books.dump() == dump)
  }

  @Test func `a file that vanishes from a group leaves the others alone`() throws {
    try dropMixed()
    let gone = folder.shop.inbox.appending("o5.csv").display
    var pipeline = try pipeline()
    // The last file of a group is told after all of it was claimed; this one goes while the listing is old.
    pipeline.groups.time = 0
    pipeline.report = { receipt in
      if receipt.fileName == "o1.csv" { try? FileManager.default.removeItem(atPath: gone) }
    }
    let summary = try pipeline.pass()
    #expect(
      summary.accepted == 12 && summary.postponed.map(\.problem.code) == ["file.vanished"], "\(summary)")
  }
}
