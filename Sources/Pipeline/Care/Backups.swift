import Intake
public import Ledger
import Logging
public import Records

/// The copies of a shop's database in `Data/Backups/`: `daybook-2026-11-22T031500.sqlite`, on the shop's clock.
public struct Backups: Sendable {
  let shop: ShopFolder
  let zone: ShopZone

  public init(_ shop: Shop) {
    self.init(shop: shop.folder, zone: shop.configuration.settings.timeZone)
  }

  init(shop: ShopFolder, zone: ShopZone) {
    (self.shop, self.zone) = (shop, zone)
  }

  /// Newest last.
  public func all() throws(FileProblem) -> [BytePath] {
    guard try Filing(shop: shop).exists(shop.backups) else { return [] }
    return try shop.files.names(in: shop.backups).filter { Self.day(of: $0) != nil }.map(
      shop.backups.appending)
  }

  /// Writes a copy that is there only when it is whole, sound and safe on the disk, and removes those whose time is
  /// over. Returns where it lies.
  @discardableResult
  public func make(of books: Books, at now: Int64) throws -> BytePath {
    try shop.files.makeFolders(shop.backups)
    try shop.files.clear(shop.backups, where: Self.isUnfinished)
    let target = shop.backups.appending("daybook-\(Self.stamp(now, zone)).sqlite")
    try make(of: books, to: target)
    try prune()
    return target
  }

  /// A copy wherever it is wanted.
  public func make(of books: Books, to target: BytePath) throws {
    let size = try shop.files.status(of: shop.database).size
    let free = try shop.files.freeBytes(at: target.folder)
    guard free > size + (50 << 20) else {
      throw FileProblem.fullDisk(
        free: free, needed: size + (50 << 20), "make room; until then there is no newer backup")
    }
    let beside = DurableFiles.beside(target)
    try shop.files.remove(beside)
    do {
      try books.copy(to: beside.display)
      try shop.files.synchronize(file: beside)
      try shop.files.rename(beside, to: target)
    } catch {
      do { try shop.files.remove(beside) } catch { /* The first problem is the one to tell. */  }
      throw error
    }
  }

  private func prune() throws(FileProblem) {
    let names = try Set(all().map(\.name))
    let surplus = names.subtracting(Self.kept(of: Array(names)))
    try shop.files.clear(shop.backups, where: surplus.contains)
  }

  /// The newest copy of each of the last 7 days, 4 weeks and 12 months of which there is one.
  static func kept(of names: [[UInt8]]) -> Set<[UInt8]> {
    let newestFirst = names.sorted { $1.lexicographicallyPrecedes($0) }
    var kept: Set<[UInt8]> = []
    func keep(_ most: Int, by period: (Day) -> Day) {
      var seen: Set<Day> = []
      for name in newestFirst {
        guard seen.count < most, let day = day(of: name) else { continue }
        if seen.insert(period(day)).inserted { kept.insert(name) }
      }
    }
    keep(7) { $0 }
    keep(4) { $0.weekStart }
    keep(12) { $0.monthStart }
    return kept
  }

  /// A copy that was cut off, or SQLite's journal of one.
  static func isUnfinished(_ name: [UInt8]) -> Bool {
    String(decoding: name, as: UTF8.self).contains(".sqlite" + DurableFiles.unfinished)
  }

  /// The shop's day of the newest copy.
  func newestDay() throws(FileProblem) -> Day? { try all().last.flatMap { Self.day(of: $0.name) } }

  /// Nil for what is no backup.
  static func day(of name: [UInt8]) -> Day? {
    let text = String(decoding: name, as: UTF8.self)
    guard text.hasPrefix("daybook-"), text.hasSuffix(".sqlite") else { return nil }
    return Day(iso: String(text.dropFirst(8).prefix(10)))
  }

  /// `2026-11-22T031500`.
  static func stamp(_ now: Int64, _ zone: ShopZone) -> String {
    String(zone.iso(now).prefix(19).filter { $0 != ":" })
  }
}

extension DaybookPipeline {
  /// Once a day, after the day's first pass: what was entered today only still lies in `Filed/` anyway.
  mutating func backUpIfDue() throws {
    guard configuration.settings.backups, backedUpOn != today, StopSignal.number == nil else { return }
    do {
      let backups = Backups(shop: shop, zone: configuration.settings.timeZone)
      let newest =
        try backups.newestDay() ?? books.firstFileAt().map(configuration.settings.timeZone.day(at:))
      guard let newest else { return }
      if newest < today {
        let made = try backups.make(of: books, at: clocks.now)
        log.info("backed up", metadata: ["to": "\(shop.relative(made))"])
      }
    } catch {
      if Standstill.endsTheRun(error) { throw error }
      // The shop goes on without; it is tried again tomorrow or at the next start.
      log.warning("no backup", metadata: ["why": "\(Standstill.reason(error))"])
    }
    backedUpOn = today
  }
}
