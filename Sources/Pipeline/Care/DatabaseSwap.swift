import Intake
import Records

/// Puts a complete database in the place of the shop's.
///
/// The new one is first given a name that says so, by one rename; from then on it takes its place whatever happens,
/// in this process or at the next start. The old one goes to `Data/Aside/` and is never changed.
struct DatabaseSwap {
  enum Reason: String, CaseIterable { case damaged, restore, rebuild, undo }

  let shop: ShopFolder
  let zone: ShopZone

  /// Where a database is built. What lies there was never completed.
  var building: BytePath { shop.data.appending("daybook.building.sqlite") }

  /// Removes what was never completed.
  func clear() throws(FileProblem) {
    for ending in ["", "-wal", "-shm", "-journal"] { try shop.files.remove(beside(building, ending)) }
  }

  /// The database that was built, closed and complete, is the shop's from here on. Returns where the old one lies.
  @discardableResult
  func complete(because reason: Reason) throws(FileProblem) -> BytePath? {
    try shop.files.synchronize(file: building)
    try shop.files.rename(building, to: next(reason))
    return try finish()
  }

  /// Finishes what was cut off; nothing where nothing was.
  @discardableResult
  func finish() throws(FileProblem) -> BytePath? {
    for reason in Reason.allCases where Filing(shop: shop).exists(next(reason)) {
      // When the new one was completed, whenever this is finished.
      let modified = try shop.files.status(of: next(reason)).modified / 1_000_000_000
      let name = "\(reason.rawValue)-\(Backups.stamp(modified, zone)).sqlite"
      let old = Filing(shop: shop).free(Array(name.utf8), in: shop.aside)
      var moved: BytePath?
      try shop.files.makeFolders(shop.aside)
      // A log that was ended in good order is empty.
      let log = (try? shop.files.status(of: beside(shop.database, "-wal")))?.size ?? 0
      for ending in log > 0 ? ["", "-wal"] : [""]
      where Filing(shop: shop).exists(beside(shop.database, ending)) {
        try shop.files.rename(beside(shop.database, ending), to: beside(old, ending))
        moved = old
      }
      for ending in ["-wal", "-shm"] { try shop.files.remove(beside(shop.database, ending)) }
      try shop.files.rename(next(reason), to: shop.database)
      return moved
    }
    return nil
  }

  /// Removes an old database that nobody needs.
  func forget(_ aside: BytePath) throws(FileProblem) {
    for ending in ["-wal", "-shm", ""] { try shop.files.remove(beside(aside, ending)) }
  }

  private func next(_ reason: Reason) -> BytePath {
    shop.data.appending("daybook.next-\(reason.rawValue).sqlite")
  }

  private func beside(_ path: BytePath, _ ending: String) -> BytePath {
    BytePath(bytes: path.bytes + Array(ending.utf8))
  }
}
