public import Foundation
import Intake
import Ledger
import Records

/// Whether all is well, in numbers and in one sentence.
public struct ShopStatus: Codable, Sendable {
  public var sentence: String
  public var filesWaiting = 0
  public var filesAccepted: Int64 = 0
  public var filesFailed: Int64 = 0
  public var rowsHeld: Int64 = 0
  /// In major units by currency code.
  public var atStake: [String: Decimal] = [:]
  /// Local time with offset.
  public var dataUpTo: String?
  public var lastImport: String?
  public var reportsUpToDate = true
  /// Sentences of the open alerts, newest first.
  public var alerts: [String] = []
  public var diskFreeBytes: Int64
  /// What else the owner should know, in sentences.
  public var notices: [String] = []

  /// Reads only; works beside a running watcher.
  public init(of shop: Shop) throws {
    diskFreeBytes = try shop.folder.files.freeBytes(at: shop.folder.root)
    sentence = ""
    filesWaiting = try InboxScanner(inbox: shop.folder.inbox, on: shop.folder.files).look().arrivals.count
    notices = try RecoveryNote(shop: shop.folder).all()
    if let books = try shop.booksToRead() { try read(books, shop) }
    sentence = words
  }

  private mutating func read(_ books: Books, _ shop: Shop) throws {
    let zone = shop.configuration.settings.timeZone
    let state = try books.state()
    filesAccepted = state.filesAccepted
    filesFailed = state.filesFailed
    rowsHeld = state.rowsHeld
    for (currency, amount) in state.atStake {
      atStake[currency.code] = Decimal(amount) / Decimal(currency.minorPerMajor)
    }
    dataUpTo = state.dataUpTo.map(zone.iso)
    lastImport = state.lastImport.map { "\($0.fileName), \(zone.iso($0.receivedAt)), \($0.rows) rows" }
    alerts = try books.alerts(closedSince: Int64.max).map { "\($0.cause.message) (\($0.cause.remedy))" }
    reportsUpToDate = try !books.reportsAreStale()
  }

  private var words: String {
    var needs: [String] = []
    if filesFailed > 0 { needs.append("\(filesFailed) file(s) in Failed/ could not be taken") }
    if rowsHeld > 0 { needs.append("\(rowsHeld) row(s) are held, see Reports/quarantine.html") }
    if !alerts.isEmpty { needs.append("\(alerts.count) warning(s), see STATUS.html") }
    if !needs.isEmpty { return "Needs you: " + needs.joined(separator: "; ") }
    if filesWaiting > 0 { return "\(filesWaiting) file(s) waiting in Inbox/" }
    if filesAccepted == 0 { return "Nothing here yet: drop exports into Inbox/" }
    return reportsUpToDate ? "Everything is up to date" : "The reports are being renewed"
  }
}

extension DaybookPipeline {
  /// Writes every report anew, whether or not the books changed; returns what was different.
  public func renewReports() throws -> [String] {
    try publish(waiting: InboxScanner(inbox: shop.inbox, on: shop.files).look().arrivals.count, always: true)
  }
}
