import Foundation
import Intake
public import Ledger
import Logging
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
    do { return try open(lock()) } catch {
      throw Standstill(shop: folder, settings: configuration.settings).explained(error)
    }
  }

  /// As `open`, and while the disk is full or cannot be written it is tried again until a signal comes.
  public func open(every interval: Duration, log: RunLog) throws -> OpenShop {
    var told: String?
    while true {
      do { return try open() } catch let problem as FileProblem where problem.canRetry && !problem.endsTheRun
      {
        if problem.code != told {
          log.logger.warning("waiting", metadata: ["code": "\(problem.code)", "why": "\(problem.message)"])
        }
        told = problem.code
      }
      StopSignal.sleep(interval)
      if let signal = StopSignal.number { throw Interrupted(signal: signal) }
    }
  }

  /// Takes the lock and makes missing folders.
  func lock() throws -> ShopLock {
    try folder.files.makeFolders(folder.data)
    let lock = try ShopLock(folder)
    try folder.make()
    return lock
  }

  func open(_ lock: ShopLock) throws -> OpenShop {
    try swap.finish()
    let books = try soundBooks()
    try finishUndo(in: books)
    try finishForgetting(in: books)
    try Leftovers(shop: folder, books: books, zone: configuration.settings.timeZone).clear()
    let durability = try books.durability()
    precondition(durability == ("wal", 2), "the database must be in WAL mode with synchronous FULL")
    return OpenShop(shop: self, books: books, lock: lock)
  }

  /// A damaged database gives way to the newest sound backup; `STATUS.html` says so.
  private func soundBooks() throws -> Books {
    if try !folder.files.exists(folder.database) { try beginBooks() }
    // An empty file would pass for new books.
    if try folder.files.status(of: folder.database).size == 0, try hasTakenFiles() { return try recovered() }
    do { return try books() } catch let problem as LedgerProblem where problem.isDamage {
      do {
        // What looks like damage may be one page that could not be read for once.
        let again = try Books(path: folder.database.display, access: .asItIs)
        try again.checkWhole()
        try again.close()
        return try books()
      } catch let problem as LedgerProblem where problem.isDamage {
        return try recovered()
      }
    }
  }

  private func books() throws -> Books {
    do { return try Books(path: folder.database.display) } catch let problem as LedgerProblem
      where problem.isAge
    {
      try upgrade()
      return try Books(path: folder.database.display)
    }
  }

  private func recovered() throws -> Books {
    try RecoveryNote(shop: folder).write(recover())
    return try Books(path: folder.database.display)
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
      guard try isFolder(BytePath(absolute)) else { throw NoShop(place: path) }
      return absolute
    }
    let here = FileManager.default.currentDirectoryPath
    var folder = URL(filePath: here)
    while true {
      if try DurableFiles.onDisk.exists(ShopFolder(BytePath(folder.path)).settings) { return folder.path }
      let parent = folder.deletingLastPathComponent()
      if parent.path == folder.path { break }
      folder = parent
    }
    guard try isFolder(ShopFolder(BytePath(here)).inbox) else { throw NoShop(place: here) }
    return here
  }

  /// False only for what is not there, or is a file: what cannot be looked at is no reason to go on without it.
  private static func isFolder(_ path: BytePath) throws(FileProblem) -> Bool {
    do throws(FileProblem) {
      let kind = try DurableFiles.onDisk.status(of: path).kind
      return kind == .folder || kind == .link
    } catch {
      guard error.code == "file.vanished" else { throw error }
      return false
    }
  }

  /// The shop's own files of `Config/`, by their path below it. Settings that are there and cannot be read must not
  /// pass for none: the defaults would give other numbers.
  private static func ownConfiguration(_ folder: ShopFolder) throws -> [(path: String, text: String)] {
    let sources = folder.config.appending("Sources")
    var paths = try folder.files.exists(folder.settings) ? ["daybook.yaml"] : []
    if try isFolder(sources) {
      for name in try folder.files.names(in: sources)
      where name.ends(with: Array(".yaml".utf8)) && name[0] != 0x2E {
        paths.append("Sources/" + String(decoding: name, as: UTF8.self))
      }
    }
    return try paths.map { path in
      let place = path.split(separator: "/").reduce(folder.config) { $0.appending(String($1)) }
      // Settings may be a link, unlike files that are dropped.
      let file = BytePath(URL(filePath: place.display).resolvingSymlinksInPath().path)
      guard let text = String(validating: try Filing(shop: folder).bytes(of: file), as: UTF8.self) else {
        throw ConfigProblem(
          file: "Config/\(path)", message: "the file is not text in UTF-8; save it again as UTF-8")
      }
      return (path, text)
    }
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
