import Intake
import Records

/// Puts a complete database in the place of the shop's.
///
/// The new one is first given a name that says so, by one rename; from then on it takes its place whatever happens,
/// in this process or at the next start. The old one goes to `Data/Aside/` and is never changed.
struct DatabaseSwap {
  enum Reason: String, CaseIterable {
    case damaged, restore, rebuild, undo, forget
    /// The old one was backed up, or there was none, and gives way by the rename itself.
    case upgrade
  }

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
    for reason in Reason.allCases where try Filing(shop: shop).exists(next(reason)) {
      guard reason != .upgrade else {
        for ending in ["-wal", "-shm", "-journal"] { try shop.files.remove(beside(shop.database, ending)) }
        try shop.files.rename(next(reason), to: shop.database)
        return nil
      }
      // When the new one was completed, whenever this is finished.
      let modified = try shop.files.status(of: next(reason)).modified / 1_000_000_000
      let name = "\(reason.rawValue)-\(Backups.stamp(modified, zone)).sqlite"
      let old = try Filing(shop: shop).free(Array(name.utf8), in: shop.aside)
      var moved: BytePath?
      try shop.files.makeFolders(shop.aside)
      // A journal first, and only then what it belongs to: it is never to lie beside another database.
      for ending in ["-journal", "", "-wal"] where try isLeft(ending) {
        try shop.files.rename(beside(shop.database, ending), to: beside(old, ending))
        moved = old
      }
      for ending in ["-wal", "-shm", "-journal"] { try shop.files.remove(beside(shop.database, ending)) }
      try shop.files.rename(next(reason), to: shop.database)
      return moved
    }
    return nil
  }

  /// Removes an old database that nobody needs.
  func forget(_ aside: BytePath) throws(FileProblem) {
    for ending in ["-wal", "-shm", "-journal", ""] { try shop.files.remove(beside(aside, ending)) }
  }

  /// A log or a journal that was ended in good order is empty, or is not there.
  private func isLeft(_ ending: String) throws(FileProblem) -> Bool {
    guard try shop.files.exists(beside(shop.database, ending)) else { return false }
    if ending.isEmpty { return true }
    return try shop.files.status(of: beside(shop.database, ending)).size > 0
  }

  private func next(_ reason: Reason) -> BytePath {
    shop.data.appending("daybook.next-\(reason.rawValue).sqlite")
  }

  private func beside(_ path: BytePath, _ ending: String) -> BytePath {
    BytePath(bytes: path.bytes + Array(ending.utf8))
  }
}
