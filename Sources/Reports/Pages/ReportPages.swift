public import Ledger

/// A file of the report set: where it lies in the folder it is made for, and its bytes.
public struct ReportFile: Sendable, Hashable {
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// All pages of a shop. Equal figures give equal bytes: no page says when it was made.
public enum ReportPages {
  /// The pages of `Reports/`.
  public static func all(_ figures: ShopFigures, version: String) -> [ReportFile] {
    [
      file(.overview, OverviewPage(figures: figures, version: version).bytes),
      file(.quality, QualityPage(figures: figures, version: version).bytes),
      file(.quarantine, QuarantinePage(figures: figures, version: version).bytes),
      file(.imports, ImportsPage(figures: figures, version: version).bytes),
      file(.glossary, GlossaryPage(figures: figures, version: version).bytes),
    ]
  }

  /// `STATUS.html`, which lies in the shop folder beside `Inbox/` and `Reports/`.
  public static func status(_ figures: ShopFigures, version: String) -> ReportFile {
    ReportFile(path: "STATUS.html", bytes: StatusPage(figures: figures, version: version).bytes)
  }

  private static func file(_ name: PageName, _ bytes: [UInt8]) -> ReportFile {
    ReportFile(path: name.rawValue, bytes: bytes)
  }
}
