import GRDB

extension LedgerProblem {
  /// It may pass without anybody touching the database.
  public var mayPass: Bool {
    ["disk.full", "disk.read_only", "system.busy", "database.cannot_open"].contains(code)
  }

  /// The shared memory of the log, of which nothing has to last.
  private static func isBeside(_ code: ResultCode) -> Bool {
    [.SQLITE_IOERR_SHMOPEN, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMMAP, .SQLITE_IOERR_SHMLOCK].contains(code)
  }

  /// Nil unless the error comes from the database itself: a full or failing disk, a damaged file.
  public init?(_ error: any Error) {
    guard let error = error as? DatabaseError else { return nil }
    // Neither the statement nor its values: they may be a customer's.
    let words = error.message ?? "no reason given"
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL:
      self.init(code: "disk.full", message: "the disk is full", remedy: "make room and run Daybook again")
    case .SQLITE_NOMEM:
      self.init(
        code: "system.busy", message: "the database found too little memory",
        remedy: "close other programs; it is tried again")
    case .SQLITE_READONLY:
      self.init(
        code: "disk.read_only", message: "the database can only be read: \(words)",
        remedy: "make the shop's Data folder writable")
    case let code where code == .SQLITE_CANTOPEN || Self.isBeside(error.extendedResultCode):
      self.init(
        code: "database.cannot_open",
        message: "a file beside the database cannot be opened: \(words)",
        remedy: "check that there is room, and that you may write to the shop's Data folder")
    case .SQLITE_IOERR:
      self.init(
        code: "disk.failed", message: "the database cannot be read or written: \(words)",
        remedy: "check the disk and that you may write to the shop's Data folder")
    default:
      self.init(
        code: "database.failed", message: "the database refused to work: \(words)",
        remedy:
          "run Daybook again; if it stays, set Data/ aside and drop the files from Filed/ into Inbox/ again")
    }
  }
}
