import Foundation
import Intake
import Ledger
import Logging
import Records

/// Looks at one file as a run would, by the same code, and takes everything back.
public struct FileCheck {
  private let shop: Shop
  private let books: Books
  private let lock: ShopLock?

  /// Against the shop's books, which must not be in use, or against empty ones where there are none yet.
  public init(shop: Shop) throws {
    self.shop = shop
    if try shop.booksToRead() == nil {
      books = try Books()
      lock = nil
    } else {
      lock = try ShopLock(shop.folder)
      books = try Books(path: shop.folder.database.display, access: .rehearsal)
    }
  }

  /// What would become of the file; a file that would fail has a receipt that says so.
  public func receipt(of path: String, source: String?) throws -> Receipt {
    let original = BytePath(URL(filePath: path).standardizedFileURL.path)
    let files = shop.folder.files
    let status = try files.status(of: original)
    let file = SettledFile(
      original: original, displayName: BytePath.display(original.name), source: source, size: status.size,
      sha256: try files.sha256(of: original), modifiedAt: status.modified / 1_000_000_000,
      workingCopy: original)
    var pipeline = DaybookPipeline(
      shop: shop.folder, configuration: shop.configuration, books: books,
      log: Logger(label: "check") { _ in
        SwiftLogNoOpLogHandler()
      })
    pipeline.scratch = BytePath(NSTemporaryDirectory())
    return try pipeline.rehearse(file)
  }
}

extension DaybookPipeline {
  func rehearse(_ file: SettledFile) throws -> Receipt {
    let started = clocks.steady()
    if let known = try books.knownFile(sha256: file.sha256) {
      return duplicate(file, known, started: started)
    }
    do {
      return try books.rehearse { load in
        let before = try load.dayTotals()
        var receipt = try read(file, started: started, into: load)
        receipt.dayChanges = DayChange.between(before, try load.dayTotals())
        return receipt
      }
    } catch let problem as FileProblem where !problem.canRetry {
      return failure(file, problem, started: started)
    }
  }
}
