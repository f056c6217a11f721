import Foundation
import Intake
import Records

/// What `STATUS.html` says of a database that was found damaged, as long as that one lies in `Data/Aside/`.
struct RecoveryNote {
  let shop: ShopFolder

  private static let beginning = Array("damaged-".utf8)
  private static let ending = Array(".sqlite".utf8)
  private static let note = Array(".why.txt".utf8)

  /// One sentence or two for each damaged database, oldest first.
  func all() throws -> [String] {
    let filing = Filing(shop: shop)
    guard try filing.exists(shop.aside) else { return [] }
    return try shop.files.names(in: shop.aside).filter {
      $0.starts(with: Self.beginning) && $0.ends(with: Self.ending)
    }.map { name in
      let words = try? filing.text(of: shop.aside.appending(name + Self.note))
      return (words ?? "The database was found damaged, and a sound one took its place.\n")
        + "The damaged one is \(shop.relative(shop.aside.appending(name))); delete it when you need it no more."
    }
  }

  func write(_ restored: Restored) throws {
    guard let setAside = restored.setAside else { return }
    let path = setAside.split(separator: "/").reduce(shop.root) { $0.appending(String($1)) }
    try shop.files.write(
      Array((Self.sentence(restored) + "\n").utf8), to: BytePath(bytes: path.bytes + Self.note))
  }

  static func sentence(_ restored: Restored) -> String {
    let files = restored.readAgain.count == 1 ? "1 file" : "\(restored.readAgain.count) files"
    let source =
      restored.backup.map {
        "The backup \($0) took its place, and \(files) taken after it were read again from Filed/."
      }
      ?? "There was no sound backup; \(files) were read again from Filed/."
    guard !restored.notReadAgain.isEmpty else {
      return "The database was found damaged. \(source) Nothing is missing."
    }
    let missing = restored.notReadAgain.prefix(5).joined(separator: ", ")
    return """
      The database was found damaged. \(source) \(restored.notReadAgain.count) could not be read again, so that numbers \
      are missing: \(missing). Drop them into Inbox/ again.
      """
  }
}
