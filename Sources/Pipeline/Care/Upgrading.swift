import Foundation
import Intake
import Ledger
import Records

extension Shop {
  /// Brings the database of an older Daybook up to date, after a backup of it as it was.
  ///
  /// The steps are made in a copy, which takes the database's place by one rename when all of them are done: whenever
  /// it is cut off, the database is the old one or the new one.
  func upgrade() throws {
    let old = try Books(path: folder.database.display, access: .asItIs)
    try old.checkWhole()
    let backup = try Backups(self).make(of: old, at: Int64(Date.now.timeIntervalSince1970))
    try old.close()
    try swap.clear()
    try folder.files.copy(backup, to: swap.building)
    try completeSteps()
  }

  /// A database that was never begun is made as a whole, too.
  func beginBooks() throws {
    try swap.clear()
    try completeSteps()
  }

  private func completeSteps() throws {
    try Books(path: swap.building.display, access: .upgrade).close()
    try swap.complete(because: .upgrade)
  }
}
