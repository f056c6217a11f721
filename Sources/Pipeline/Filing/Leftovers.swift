import Intake
import Ledger
import Records

/// What a run leaves behind that was cut off: put right before the next one begins. Can be repeated.
struct Leftovers {
  let shop: ShopFolder
  let books: Books
  let zone: ShopZone

  func clear() throws {
    try shop.files.clear(shop.working)
    try clearReports()
    for entry in try books.unfiled() { try settle(entry) }
  }

  /// A page or table that was being written; the next run may have no reason to write it anew.
  private func clearReports() throws {
    try shop.files.remove(DurableFiles.beside(shop.status))
    for folder in [shop.reports, shop.reports.appending("csv"), shop.reports.appending("json")] {
      try shop.files.clear(folder, where: DurableFiles.isUnfinished)
    }
  }

  /// Notes where the original of an entry lies that was moved already; false if it still is in the inbox.
  @discardableResult
  func settle(_ entry: UnfiledFile) throws -> Bool {
    guard let kept = try Filing(shop: shop).original(of: entry, zone: zone) else { return false }
    try books.setKept(shop.relative(kept), fileID: entry.fileID)
    return true
  }
}
