import Foundation
import Intake
import Ledger
import Logging
import Records
import Synchronization
import Testing

@testable import Pipeline

/// A shop whose disk, clock and neighbours are made up from a seed, and what must hold whatever they do.
///
/// The database itself lies on the real disk. Its transactions are SQLite's affair: one that was committed is there
/// after a crash, one that was not is gone. What is tried is the order of things around them.
final class Simulation {
  private let seed: UInt64
  private let disk: SimulatedDisk
  private let shop: ShopFolder
  private let place: URL
  private let world: World
  private let planted: Planted
  private var chance: SplitMix
  private var books: Books
  /// What happened, for whoever looks into a failing seed.
  private(set) var diary: [String] = []

  enum Planted { case nothing, foldersNotSaved }

  /// Something that must never be.
  struct Broken: Error, CustomStringConvertible { var description: String }

  private static let start: Int64 = 1_717_200_000_000_000_000
  private static let settle: Duration = .seconds(5)

  init(seed: UInt64, planted: Planted = .nothing) throws {
    self.seed = seed
    self.planted = planted
    chance = SplitMix(state: seed)
    let root = BytePath("/shop")
    disk = SimulatedDisk(root: root, seed: seed ^ 0x5EED, wall: Self.start)
    shop = ShopFolder(root, on: DurableFiles(on: disk))
    place = try SimulationFolder.make()
    try FileManager.default.copyItem(at: SimulationFolder.emptyBooks.get(), to: place.appending(path: "db"))
    books = try Books(path: place.appending(path: "db").path)
    world = World(shop: shop, &chance)
    try shop.make()
    disk.state.withLock { $0.tree.saveAll() }
  }

  deinit {
    do { try books.close() } catch { /* The folder goes anyway. */  }
    try? FileManager.default.removeItem(at: place)
  }

  func run() throws {
    let copy = place
    disk.state.withLock { state in
      state.plan = FaultPlan(&chance)
      state.plan.forgetsFolders = planted == .foldersNotSaved
      state.atEachStep = { [world] in world.step(&$0) }
      state.whenItDies = { SimulationFolder.copyBooks(in: copy, from: "db", to: "dead") }
      state.everOtherDisk = state.plan.otherDisk
      diary.append("\(state.plan)")
    }
    for _ in 0..<(2 + chance.roll(3)) { try live(passes: 1 + chance.roll(3)) }
    disk.state.withLock { state in
      let forgets = state.plan.forgetsFolders
      state.plan = .none
      state.plan.forgetsFolders = forgets
      state.fullFor = 0
    }
    world.finish(disk)
    try live(passes: 10)
    try checkEnd()
  }

  // MARK: one process after the other

  /// A process from its start until it has looked so often, or a fault ends it.
  private func live(passes: Int) throws {
    do {
      try Leftovers(shop: shop, books: books, zone: .utc).clear()
      var pipeline = try Self.pipeline(shop, books, disk)
      for pass in 0..<passes {
        let summary = try pipeline.pass()
        diary.append("pass: \(summary.accepted) + \(summary.duplicates) + \(summary.failed)")
        try check()
        let isDone = pass > 2 && summary.files == 0 && summary.waiting == 0 && summary.postponed.isEmpty
        world.rest(disk, &chance, isWatched: !isDone && pass + 1 < passes)
        if isDone { break }
      }
    } catch let broken as Broken {
      throw broken
    } catch {
      diary.append("ended: \((error as? FileProblem)?.message ?? "\(error)")")
    }
    try recover()
    try check()
    world.rest(disk, &chance, isWatched: false)
  }

  /// After a crash there is what the disk had at that moment.
  private func recover() throws {
    let isDead = disk.state.withLock { state in
      guard state.isDead else { return false }
      state.tree.crash(&state.chance, inbox: shop.inbox)
      state.isDead = false
      return true
    }
    guard isDead else { return }
    diary.append("crashed")
    try books.close()
    SimulationFolder.copyBooks(in: place, from: "dead", to: "db")
    books = try Books(path: place.appending(path: "db").path)
    try checkReports()
  }

  static func pipeline(_ shop: ShopFolder, _ books: Books, _ disk: SimulatedDisk) throws -> DaybookPipeline {
    var configuration = try SimulationFolder.configuration.get()
    configuration.settings.backups = false
    return DaybookPipeline(
      shop: shop, configuration: configuration, books: books, settle: settle,
      clocks: Clocks(
        wall: { disk.state.withLock { $0.wall } }, steady: { disk.state.withLock { $0.steady } }),
      log: .silent)
  }

  // MARK: what must hold

  private func fail(_ words: String) -> Broken { Broken(description: words) }

  /// After every step: the books are those of exactly the files that were taken, each once, and no file is lost.
  private func check() throws {
    let journal = try books.journal()
    let taken = journal.filter(\.isTaken).map(\.sha256)
    if Set(taken).count != taken.count { throw fail("a file was taken twice") }
    let known = Set(world.contents.map(\.sha256))
    if let stranger = taken.first(where: { !known.contains($0) }) {
      throw fail("something was taken that nobody wrote: \(stranger)")
    }
    if try books.dump() != ExpectedBooks.dump(of: Set(taken)) {
      throw fail("the rows or totals are not those of the files that were taken")
    }
    let lying = disk.state.withLock { state in
      [shop.inbox, shop.filed, shop.failed].flatMap { state.tree.files(below: $0) }
    }
    for content in world.contents {
      let copies = lying.filter { $0.bytes == content.bytes }.count
      let written = world.written(content.sha256)
      if copies < written { throw fail("\(copies) of \(written) copies of \(content.name) are left") }
    }
    let places = Dictionary(uniqueKeysWithValues: lying.map { (shop.relative($0.path), $0.bytes) })
    for entry in journal {
      guard let kept = entry.keptAt else { continue }
      let content = world.contents.first { $0.sha256 == entry.sha256 }
      if places[kept] != content?.bytes { throw fail("\(kept) is not what was taken as \(entry.fileName)") }
    }
  }

  /// Reports that the books call fresh are those of the books.
  private func checkReports() throws {
    guard try !books.reportsAreStale(), let day = try books.reportsDay() else { return }
    let wall = (Int64(day.number) * 86_400 + 43_200) * 1_000_000_000
    let other = SimulatedDisk(root: shop.root, seed: 0, wall: wall)
    let empty = ShopFolder(shop.root, on: DurableFiles(on: other))
    try empty.make()
    let pipeline = try Self.pipeline(empty, books, other)
    _ = try Publisher(shop: empty, version: "").publish(books, pipeline.context(waiting: 0))
    let tables = shop.reports.appending("csv")
    let (found, wanted) = (
      disk.state.withLock { $0.tree.files(below: tables) },
      other.state.withLock { $0.tree.files(below: tables) }
    )
    for table in wanted where found.first(where: { $0.path == table.path })?.bytes != table.bytes {
      throw fail("\(table.path.display) is not what the books say, and they call it fresh")
    }
  }

  /// Once the faults have stopped: everything was taken, as if there had been none.
  private func checkEnd() throws {
    let left = disk.state.withLock { state in
      [shop.inbox, shop.working].flatMap { state.tree.files(below: $0) }
    }
    if let first = left.first { throw fail("\(first.path.display) is left over after ten looks") }
    let journal = try books.journal()
    let good = Set(world.contents.filter { !$0.isBad && world.written($0.sha256) > 0 }.map(\.sha256))
    if Set(journal.filter(\.isTaken).map(\.sha256)) != good { throw fail("not every good file was taken") }
    try checkReports()
    if try books.reportsAreStale() { throw fail("the reports were not renewed") }
    for content in world.contents {
      let written = world.written(content.sha256)
      let entries = journal.filter { $0.sha256 == content.sha256 }.count
      let mayRepeat = disk.state.withLock { $0.everOtherDisk }
      // Between two disks a copy may be safe and its original still there, which is no other than a second file.
      if entries < written || entries > written && !mayRepeat {
        throw fail("\(content.name) was written \(written) times and is entered \(entries) times")
      }
    }
    let kept = [shop.filed, shop.failed].flatMap { folder in
      disk.state.withLock { $0.tree.files(below: folder) }
    }
    let paths = Set(kept.map(\.path))
    for (path, _) in kept {
      for note in [".receipt.json", ".why.txt", ".why.json"] where path.bytes.ends(with: Array(note.utf8)) {
        let original = BytePath(bytes: Array(path.bytes.dropLast(note.utf8.count)))
        if !paths.contains(original) { throw fail("\(path.display) is left without its file") }
      }
    }
    let unfinished = disk.state.withLock { $0.tree.files(below: shop.root) }.filter {
      $0.path.bytes.ends(with: Array(".tmp".utf8))
    }
    if let first = unfinished.first { throw fail("\(first.path.display) was never finished") }
  }
}
