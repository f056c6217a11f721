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
    PageName.shown(figures).map { name in
      let bytes =
        switch name {
        case .overview: OverviewPage(figures: figures, version: version).bytes
        case .money: MoneyPage(figures: figures, version: version).bytes
        case .quality: QualityPage(figures: figures, version: version).bytes
        case .quarantine: QuarantinePage(figures: figures, version: version).bytes
        case .imports: ImportsPage(figures: figures, version: version).bytes
        case .glossary: GlossaryPage(figures: figures, version: version).bytes
        }
      return ReportFile(path: name.rawValue, bytes: bytes)
    }
  }

  /// `STATUS.html`, which lies in the shop folder beside `Inbox/` and `Reports/`.
  public static func status(_ figures: ShopFigures, version: String) -> ReportFile {
    ReportFile(path: "STATUS.html", bytes: StatusPage(figures: figures, version: version).bytes)
  }
}
