public import Ledger
import Intake
import Records

/// Whether what the shop has stored is what its files and facts say.
public struct Verification: Sendable, Codable {
  public var checks: [AuditCheck]

  public var agrees: Bool { checks.allSatisfy { $0.differing == 0 } }

  /// Reads only, one moment of the database beside a running watcher, and then every original.
  public init(of shop: Shop, books: Books) throws {
    let audit = try books.audit()
    checks = audit.checks + [try Self.originals(audit.kept, of: shop)]
  }

  /// Every original lies where it was filed, byte for byte.
  private static func originals(_ files: [KeptFile], of shop: Shop) throws -> AuditCheck {
    var check = AuditCheck("originals in Filed/, by their bytes", checked: files.count)
    let filing = Filing(shop: shop.folder)
    for file in files {
      let place = file.keptAt ?? "Filed/"
      do throws(FileProblem) {
        guard let path = try filing.original(of: file, zone: shop.configuration.settings.timeZone) else {
          check.differs("\(file.fileName) (file \(file.fileID)) is not in \(place)")
          continue
        }
        guard try shop.folder.files.sha256(of: path) != file.sha256 else { continue }
        check.differs("\(shop.folder.relative(path)) is not what was read as \(file.fileName)")
      } catch {
        check.differs("\(file.fileName) in \(place) cannot be read: \(error.message)")
      }
    }
    return check
  }
}

extension Shop {
  /// Nil while the shop has no books.
  public func verify() throws -> Verification? {
    try booksToRead().map { try Verification(of: self, books: $0) }
  }
}

extension Filing {
  /// Where the original of a file lies, or while it was not filed yet, where it still waits; nil if it is nowhere.
  func original(of file: KeptFile, zone: ShopZone) throws(FileProblem) -> BytePath? {
    if let keptAt = file.keptAt {
      let path = keptAt.split(separator: "/").reduce(shop.root) { $0.appending(String($1)) }
      if try exists(path) { return path }
    }
    // A name that is not text, or a filing that was cut off: the receipt beside it tells.
    do {
      if let path = try original(of: file.fileID, filedOn: zone.day(at: file.processedAt)) { return path }
    } catch let problem as FileProblem { throw problem } catch { return nil }
    guard file.keptAt == nil else { return nil }
    for arrival in try InboxScanner(inbox: shop.inbox, on: shop.files).look().arrivals
    where try shop.files.sha256(of: arrival.path) == file.sha256 { return arrival.path }
    return nil
  }
}
