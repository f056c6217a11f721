import GRDB

extension LedgerProblem {
  /// Nil unless the error comes from the database itself: a full or failing disk, a damaged file.
  public init?(_ error: any Error) {
    guard let error = error as? DatabaseError else { return nil }
    // Neither the statement nor its values: they may be a customer's.
    let words = error.message ?? "no reason given"
    switch error.resultCode.primaryResultCode {
    case .SQLITE_FULL:
      self.init(code: "disk.full", message: "the disk is full", remedy: "make room and run Daybook again")
    case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN:
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
