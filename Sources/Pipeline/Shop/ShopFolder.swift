public import Intake
public import Records

/// The folders and files of one shop.
public struct ShopFolder: Sendable {
  public let root: BytePath
  /// By what its files are read and written.
  public let files: DurableFiles

  public init(_ root: BytePath, on files: DurableFiles = .onDisk) { (self.root, self.files) = (root, files) }

  public var inbox: BytePath { root.appending("Inbox") }
  public var config: BytePath { root.appending("Config") }
  public var settings: BytePath { config.appending("daybook.yaml") }
  public var reports: BytePath { root.appending("Reports") }
  public var filed: BytePath { root.appending("Filed") }
  public var failed: BytePath { root.appending("Failed") }
  public var fix: BytePath { root.appending("Fix") }
  public var data: BytePath { root.appending("Data") }
  public var working: BytePath { data.appending("Working") }
  public var database: BytePath { data.appending("daybook.sqlite") }
  public var alerts: BytePath { data.appending("alerts.json") }
  /// Copies of the database, each checked when it was made.
  public var backups: BytePath { data.appending("Backups") }
  /// Databases that another one took the place of.
  public var aside: BytePath { data.appending("Aside") }
  /// The key under which customers are hidden, 0600; made when it is first needed.
  public var pseudonymKey: BytePath { data.appending("pseudonyms.key") }
  public var lock: BytePath { data.appending("daybook.lock") }
  public var status: BytePath { root.appending("STATUS.html") }

  /// Makes every folder that is missing, readable by the owner only.
  public func make() throws(FileProblem) {
    for folder in [
      inbox, reports, reports.appending("csv"), reports.appending("json"), filed, failed, fix, working,
    ] {
      try files.makeFolders(folder)
    }
  }

  /// Moves a file to another folder of the shop, whatever disks they lie on.
  func move(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    try files.move(path, to: target, by: working)
  }

  /// A path below the shop folder as the database and people see it: `Filed/2026/11/22/orders.csv`.
  func relative(_ path: BytePath) -> String {
    let prefix = root.bytes + [0x2F]
    return BytePath.display(
      path.bytes.starts(with: prefix) ? path.bytes.dropFirst(prefix.count) : path.bytes[...])
  }
}
