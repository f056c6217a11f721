import Foundation
import Intake
import Ledger
import Records
import Synchronization
import Testing

@testable import Pipeline

/// What a shop waits for, on a disk that is full or fails when it is told to.
struct StandstillTests {
  private let disk = SimulatedDisk(root: BytePath("/shop"), seed: 1, wall: 1_717_200_000_000_000_000)
  private let shop: ShopFolder
  private let books: Books

  init() throws {
    shop = ShopFolder(BytePath("/shop"), on: DurableFiles(on: disk))
    books = try Books()
    try shop.make()
  }

  private func drop(_ content: Content, as name: String? = nil) {
    let path = shop.inbox.appending(name ?? content.name)
    disk.state.withLock { state in
      state.tree.put(path, adding: content.bytes, modified: content.modified, changed: 0)
    }
  }

  private func status() throws -> String { try Filing(shop: shop).text(of: shop.status) }

  private func names(in folder: BytePath) -> [String] {
    disk.state.withLock { state in
      state.tree.files(below: folder).map { String(decoding: $0.path.name, as: UTF8.self) }
    }
  }

  @Test func `a full disk is told with how much is free and needed, and the work goes on once there is room`()
    throws
  {
    drop(Content.pool[0])
    disk.state.withLock { $0.fullFor = .max }
    var pipeline = try Simulation.pipeline(shop, books, disk)
    let problem = #expect(throws: FileProblem.self) { try pipeline.pass() }
    #expect(problem?.code == "disk.full" && problem?.canRetry == true)
    #expect(problem?.message.contains("are free and more is needed") == true, "\(problem?.message ?? "")")
    #expect(names(in: shop.inbox) == ["a.csv"])
    // Room enough for one page, not for a copy of the file.
    disk.state.withLock { ($0.fullFor, $0.free) = (0, 20 << 20) }
    let waiting = try pipeline.pass()
    #expect(waiting.postponed.map(\.problem.code) == ["disk.full"])
    let words = try status()
    #expect(
      words.contains("Daybook waits: 20 MB are free on") && words.contains("50 MB are needed."), "\(words)")
    disk.state.withLock { $0.free = 1 << 40 }
    #expect(try pipeline.pass().accepted == 1)
    #expect(try !status().contains(Standstill.words))
  }

  @Test func `what another run said on the status page is taken back by the next`() throws {
    drop(Content.pool[0])
    disk.state.withLock { $0.free = 0 }
    var first = try Simulation.pipeline(shop, books, disk)
    #expect(try first.pass().postponed.count == 1)
    #expect(try status().contains(Standstill.words))
    disk.state.withLock { state in
      state.free = 1 << 40
      state.tree.remove(shop.inbox.appending("a.csv"))
    }
    var second = try Simulation.pipeline(shop, books, disk)
    #expect(try second.pass().files == 0)
    #expect(try !status().contains(Standstill.words))
  }

  @Test func `a disk that fails to save ends the run, and nothing is waited for`() throws {
    drop(Content.pool[0])
    var pipeline = try Simulation.pipeline(shop, books, disk)
    disk.state.withLock { $0.failsToSave = true }
    let problem = #expect(throws: FileProblem.self) { try pipeline.pass() }
    #expect(problem?.code == "disk.failed")
    #expect(try books.journal().isEmpty)
  }

  @Test func `a marker whose file is gone is removed, and is no file that failed`() throws {
    drop(Content("a.csv.done", ""))
    var pipeline = try Simulation.pipeline(shop, books, disk)
    #expect(try pipeline.pass().failed == 0)
    disk.state.withLock { ($0.wall, $0.steady) = ($0.wall + 10_000_000_000, $0.steady + 10_000_000_000) }
    let summary = try pipeline.pass()
    #expect(summary.files == 0 && summary.postponed.isEmpty)
    #expect(names(in: shop.inbox).isEmpty && names(in: shop.failed).isEmpty)
  }

  @Test(arguments: [4, 0])
  func `a file whose filing was cut off after it was entered is entered once`(content: Int) throws {
    drop(Content.pool[content], as: "first.csv")
    var pipeline = try Simulation.pipeline(shop, books, disk)
    #expect(try pipeline.pass().files == 1)
    // A repeat, or the same failing file under another name.
    drop(Content.pool[content], as: "second.csv")
    var steps = 0
    while try books.journal().count < 2 {
      steps += 1
      try #require(steps < 200)
      disk.state.withLock { ($0.fullFor, $0.fullAfterSteps) = (0, steps) }
      do { _ = try pipeline.pass() } catch { #expect((error as? FileProblem)?.code == "disk.full") }
    }
    disk.state.withLock { ($0.fullFor, $0.fullAfterSteps) = (0, nil) }
    _ = try pipeline.pass()
    let journal = try books.journal()
    #expect(journal.count == 2 && journal.allSatisfy { $0.keptAt != nil }, "\(journal.map(\.keptAt))")
    #expect(names(in: shop.inbox).isEmpty)
  }

  @Test func `a shop is locked once, also within one process, and free when its holder goes`() throws {
    let folder = try TestFolder()
    var held: ShopLock? = try ShopLock(folder.shop)
    #expect(throws: LockedShop.self) { try ShopLock(folder.shop) }
    withExtendedLifetime(held) {}
    held = nil
    _ = try ShopLock(folder.shop)
  }
}
