import Foundation
import Intake
public import Ledger
import Records

/// A shop folder with its configuration read: what every command begins with.
public struct Shop: Sendable {
  public let folder: ShopFolder
  public let configuration: Configuration

  /// The shop at `path`, or the one the current folder lies in: itself or the nearest parent with
  /// `Config/daybook.yaml`, else the current folder if it has an `Inbox`.
  ///
  /// - Throws: `NoShop`, or `ConfigProblem` if something in `Config/` is wrong.
  public init(at path: String?) throws {
    folder = try ShopFolder(BytePath(Self.find(path)))
    configuration = try Configuration.load(
      embedded: EmbeddedConfig.files, overrides: Self.ownConfiguration(folder))
  }

  /// Takes the lock, makes missing folders and opens the books for writing.
  ///
  /// - Throws: `LockedShop` at once if another process is at work here; `LedgerProblem`.
  public func open() throws -> OpenShop {
    try open(lock())
  }

  /// Takes the lock and makes missing folders.
  func lock() throws -> ShopLock {
    try folder.files.makeFolders(folder.data)
    let lock = try ShopLock(folder)
    try folder.make()
    for name in try folder.files.names(in: folder.working) {
      try folder.files.remove(folder.working.appending(name))
    }
    return lock
  }

  func open(_ lock: ShopLock) throws -> OpenShop {
    try swap.finish()
    let books = try soundBooks()
    try finishUndo(in: books)
    try finishForgetting(in: books)
    let durability = try books.durability()
    precondition(durability == ("wal", 2), "the database must be in WAL mode with synchronous FULL")
    return OpenShop(shop: self, books: books, lock: lock)
  }

  /// A damaged database gives way to the newest sound backup; `STATUS.html` says so.
  private func soundBooks() throws -> Books {
    do {
      // An empty file would pass for new books.
      if (try? folder.files.status(of: folder.database))?.size == 0, try hasTakenFiles() {
        throw LedgerProblem.empty(path: folder.database.display)
      }
      return try Books(path: folder.database.display)
    } catch let problem as LedgerProblem where problem.isDamage {
      try RecoveryNote(shop: folder).write(recover())
      return try Books(path: folder.database.display)
    }
  }

  /// By what lies beside the database.
  private func hasTakenFiles() throws -> Bool {
    try !Backups(self).all().isEmpty || !folder.files.names(in: folder.filed).isEmpty
  }

  /// The books for reading only; nil while the shop has none yet.
  public func booksToRead() throws -> Books? {
    do throws(FileProblem) {
      _ = try folder.files.status(of: folder.database)
    } catch {
      if error.code == "file.vanished" { return nil }
      throw error
    }
    return try Books(path: folder.database.display, access: .readOnly)
  }

  private static func find(_ path: String?) throws -> String {
    if let path {
      let absolute = URL(filePath: path).standardizedFileURL.path
      guard isFolder(absolute) else { throw NoShop(place: path) }
      return absolute
    }
    let here = FileManager.default.currentDirectoryPath
    var folder = URL(filePath: here)
    while true {
      if FileManager.default.fileExists(atPath: folder.appending(path: "Config/daybook.yaml").path) {
        return folder.path
      }
      let parent = folder.deletingLastPathComponent()
      if parent.path == folder.path { break }
      folder = parent
    }
    guard isFolder(here + "/Inbox") else { throw NoShop(place: here) }
    return here
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = ObjCBool(false)
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The shop's own files of `Config/`, by their path below it.
  private static func ownConfiguration(_ folder: ShopFolder) throws -> [(path: String, text: String)] {
    var files: [(path: String, text: String)] = []
    let config = URL(filePath: folder.config.display)
    let sources = config.appending(path: "Sources")
    let names =
      isFolder(sources.path) ? try FileManager.default.contentsOfDirectory(atPath: sources.path) : []
    for path in ["daybook.yaml"]
      + names.filter({ $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }).map({ "Sources/" + $0 })
    {
      let file = config.appending(path: path)
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      guard let text = String(validating: try Data(contentsOf: file), as: UTF8.self) else {
        throw ConfigProblem(
          file: "Config/\(path)", message: "the file is not text in UTF-8; save it again as UTF-8")
      }
      files.append((path, text))
    }
    return files
  }
}

/// No shop folder where one was looked for.
public struct NoShop: Error, CustomStringConvertible {
  public let place: String

  public var description: String {
    "\(place) is no shop folder; make one with `daybook init`, or name one with --shop"
  }
}

/// A shop whose lock is held: nobody else writes to it as long as this value lives.
public struct OpenShop: Sendable {
  public let shop: Shop
  public let books: Books
  private let lock: ShopLock

  init(shop: Shop, books: Books, lock: ShopLock) {
    self.shop = shop
    self.books = books
    self.lock = lock
  }

  /// The same shop with what `Config/` says now.
  func configuredAnew() throws -> OpenShop {
    OpenShop(shop: try Shop(at: shop.folder.root.display), books: books, lock: lock)
  }

  public func pipeline(settle: Duration? = nil, log: RunLog) -> DaybookPipeline {
    DaybookPipeline(
      shop: shop.folder, configuration: shop.configuration, books: books, settle: settle,
      log: log.logger)
  }
}
