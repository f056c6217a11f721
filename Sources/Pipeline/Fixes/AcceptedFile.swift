import Intake
import Ledger
import Records

/// A file that is let in however many of its rows are held: it is called `NAME.accept`.
enum AcceptedFile {
  static let ending = Array(".accept".utf8)

  static func isAccepted(_ name: [UInt8]) -> Bool {
    name.count > ending.count && name.suffix(ending.count) == ending[...]
  }
}

extension SettledFile {
  /// The owner has said that its good rows are to be taken.
  var isAccepted: Bool { AcceptedFile.isAccepted(original.name) }

  /// Its name as it came first.
  var ownName: [UInt8] {
    isAccepted ? Array(original.name.dropLast(AcceptedFile.ending.count)) : original.name
  }
}

extension DaybookPipeline {
  /// Files that were renamed in `Failed/` go back into the inbox.
  func takeBackAccepted() throws {
    for name in try shop.files.names(in: shop.failed) where AcceptedFile.isAccepted(name) {
      try Filing(shop: shop).takeBack(shop.failed.appending(name), as: name)
    }
  }
}

extension OpenShop {
  /// Puts a file that was held whole back into the inbox, to be let in; nil if none is called so.
  public func acceptFailed(_ file: String) throws -> String? {
    let name = BytePath(file).name
    let original = shop.folder.failed.appending(name)
    do throws(FileProblem) { _ = try shop.folder.files.status(of: original) } catch {
      if error.code == "file.vanished" { return nil }
      throw error
    }
    let target = AcceptedFile.isAccepted(name) ? name : name + AcceptedFile.ending
    return shop.folder.relative(try Filing(shop: shop.folder).takeBack(original, as: target))
  }
}

extension Filing {
  /// Moves a file of `Failed/` to where it was dropped, and takes away what was written beside it.
  @discardableResult
  func takeBack(_ original: BytePath, as name: [UInt8]) throws -> BytePath {
    let own =
      AcceptedFile.isAccepted(original.name)
      ? original.name.dropLast(AcceptedFile.ending.count) : original.name[...]
    let beside = shop.failed.appending(Array(own))
    let why = BytePath(bytes: beside.bytes + Array(".why.json".utf8))
    // Without the note beside it the file is of no source of its own.
    let receipt = try? Receipt(json: text(of: why))
    let inbox = receipt?.source.map { shop.inbox.appending($0) } ?? shop.inbox
    try shop.files.makeFolders(inbox)
    let target = try free(name, in: inbox)
    try shop.move(original, to: target)
    for ending in [".why.txt", ".why.json"] {
      try shop.files.remove(BytePath(bytes: beside.bytes + Array(ending.utf8)))
    }
    return target
  }
}
