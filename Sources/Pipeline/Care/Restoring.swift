import Foundation
import Intake
import Ledger
import Records

/// What putting a backup in the place of the database led to.
public struct Restored: Sendable, Codable {
  /// Below the shop folder; nil where there was no sound backup, and all was read again from `Filed/`.
  public var backup: String?
  /// Where the database lies that was in its place.
  public var setAside: String?
  /// Originals in `Filed/` that the backup does not know: read again, or not yet.
  public var readAgain: [String] = []
  public var notReadAgain: [String] = []
  /// Why an original could not be read again.
  public var problems: [String] = []
}

/// No backup where one was asked for.
public struct NoBackup: Error, CustomStringConvertible {
  public let folder: String

  public var description: String {
    "there is no sound backup in \(folder); name one, or see `daybook rebuild`"
  }
}

extension Shop {
  /// Puts a backup, the newest sound one if none is named, in the place of the database.
  ///
  /// - Parameter replay: whether files that were taken after it are read again from `Filed/`.
  public func restore(_ backup: String?, replay: Bool) throws -> Restored {
    let lock = try lock()
    try swap.finish()
    defer { withExtendedLifetime(lock) {} }
    let named = backup.map { BytePath(URL(filePath: $0).standardizedFileURL.path) }
    guard let chosen = try named ?? newestSoundBackup() else {
      throw NoBackup(folder: folder.relative(folder.backups))
    }
    try Books.check(path: chosen.display)
    return try putInPlace(chosen, because: .restore, replay: replay)
  }

  /// A damaged database is set aside, never thrown away; the newest sound backup takes its place, and what was filed
  /// after it is read again. Nothing of this is the shop's before all of it is done.
  func recover() throws -> Restored { try putInPlace(newestSoundBackup(), because: .damaged, replay: true) }

  var swap: DatabaseSwap { DatabaseSwap(shop: folder, zone: configuration.settings.timeZone) }

  private func newestSoundBackup() throws -> BytePath? {
    try Backups(self).all().last { path in (try? Books.check(path: path.display)) != nil }
  }

  private func putInPlace(
    _ backup: BytePath?, because reason: DatabaseSwap.Reason, replay: Bool
  ) throws -> Restored {
    try swap.clear()
    var restored = Restored(backup: backup.map(folder.relative))
    if let backup { try folder.files.copy(backup, to: swap.building) }
    let books = try Books(path: swap.building.display, access: .upgrade)
    try books.markReportsStale()
    for file in try FiledFile.all(in: folder, zone: configuration.settings.timeZone)
    where try books.knownFile(sha256: file.sha256) == nil {
      let name = folder.relative(file.path)
      guard replay else {
        restored.notReadAgain.append(name)
        continue
      }
      do {
        try readAgain([file], into: books)
        restored.readAgain.append(name)
      } catch let problem as FileProblem where !problem.canRetry {
        restored.notReadAgain.append(name)
        restored.problems.append(problem.message)
      }
    }
    try books.close()
    restored.setAside = try swap.complete(because: reason).map(folder.relative)
    return restored
  }
}
