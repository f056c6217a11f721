import Intake
import Ledger
import Records

/// Whether a shop's database knows its customers by name.
public enum PrivacyMode: String, Sendable, CaseIterable {
  case open
  /// Customers are kept under a keyed hash in place of their id, e-mail, name and phone.
  case pseudonymous
}

/// Puts a keyed hash in the place of what names a customer, before anything of it reaches the database.
///
/// One text always becomes the same hash, so that customers are counted as before. The key lies in `Data/` and in no
/// database and no backup of one: without it nobody can try names until one fits.
struct Pseudonyms {
  private let hash: KeyedHash

  /// Said in the books, so that no file is read with another key than those before it.
  let mark: String

  init(key: [UInt8]) {
    hash = KeyedHash(key: key)
    mark = String(decoding: hash.digits(of: Array("the mark of the key".utf8), 16), as: UTF8.self)
  }

  /// - Parameter makesKey: whether a key is made and kept where there is none yet.
  static func of(_ shop: ShopFolder, makesKey: Bool) throws -> Pseudonyms {
    if try shop.files.exists(shop.pseudonymKey) {
      let text = try Filing(shop: shop).text(of: shop.pseudonymKey).filter { !$0.isWhitespace }
      guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else {
        throw FileProblem.unreadableKey(shop)
      }
      return Pseudonyms(key: Array(text.utf8))
    }
    let digits = KeyedHash(key: KeyedHash.freshKey()).digits(of: KeyedHash.freshKey(), 64)
    if makesKey { try shop.files.write(digits + [0x0A], to: shop.pseudonymKey) }
    return Pseudonyms(key: digits)
  }

  /// The name under which a text is kept: 32 hexadecimal digits.
  func pseudonym(of text: [UInt8]) -> [UInt8] { hash.digits(of: text, 32) }

  /// Free text is left out: it may say anything.
  func hide(_ verdicts: inout VerdictBatch) {
    var known: [[UInt8]: ByteRange] = [:]
    var bytes = verdicts.bytes
    func hide(_ range: inout ByteRange) {
      guard !range.isEmpty else { return }
      let text = Array(bytes[range.indices])
      if let done = known[text] {
        range = done
        return
      }
      let start = bytes.count
      bytes += pseudonym(of: text)
      range = ByteRange(start: start, end: bytes.count)
      known[text] = range
    }
    for index in verdicts.transactions.indices { hide(&verdicts.transactions[index].customerID) }
    for index in verdicts.customers.indices {
      hide(&verdicts.customers[index].customerID)
      hide(&verdicts.customers[index].email)
      hide(&verdicts.customers[index].name)
      hide(&verdicts.customers[index].phone)
    }
    for index in verdicts.sessions.indices { hide(&verdicts.sessions[index].customerID) }
    for index in verdicts.movements.indices {
      hide(&verdicts.movements[index].customerID)
      verdicts.movements[index].details = .none
    }
    verdicts.bytes = bytes
  }
}

extension DaybookPipeline {
  /// What hides customers of the files that are read now; nil where nobody asked for it.
  ///
  /// - Throws: a problem that waits, where the books know customers by other names than those that would be given now:
  ///   each would be counted twice.
  func pseudonyms(_ load: FileLoad) throws -> Pseudonyms? {
    let name = "privacy_key"
    let known = try load.value(for: name)
    guard configuration.settings.privacy == .pseudonymous else {
      if known != nil { throw FileProblem.otherPrivacy }
      return nil
    }
    // A rehearsal leaves the shop's folders as they are.
    let pseudonyms = try Pseudonyms.of(shop, makesKey: known == nil && scratch == shop.working)
    guard known != pseudonyms.mark else { return pseudonyms }
    if known != nil { throw FileProblem.otherKey }
    guard try !load.hasTakenFiles() else { throw FileProblem.otherPrivacy }
    try load.set(pseudonyms.mark, for: name)
    return pseudonyms
  }
}

extension FileProblem {
  static func unreadableKey(_ shop: ShopFolder) -> FileProblem {
    FileProblem(
      code: "privacy.key", message: "Data/pseudonyms.key is not a key of 64 hexadecimal digits",
      remedy: "put the key back from a copy, or remove it and make the database anew with `daybook rebuild`",
      canRetry: true)
  }

  static let otherKey = FileProblem(
    code: "privacy.key",
    message: "Data/pseudonyms.key is another key than the one under which the database knows its customers",
    remedy: "put the key back from a copy, or make the database anew with `daybook rebuild`", canRetry: true)

  static let otherPrivacy = FileProblem(
    code: "privacy.changed",
    message:
      "`privacy` in Config/daybook.yaml was changed, and the database still knows its customers as before",
    remedy:
      "run `daybook rebuild` once; until then no file is taken, for each customer would be counted twice",
    canRetry: true)
}
