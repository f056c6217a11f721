import Intake
import Records

/// Whom to forget: by which ids and e-mails the shop's files know them, and what takes the place of what names them.
struct Person {
  /// In lowercase, as are the e-mails.
  private(set) var ids: Set<[UInt8]> = []
  private(set) var emails: Set<[UInt8]> = []
  private let hash: KeyedHash

  /// - Parameter name: a customer id or an e-mail, as an export has it.
  init(_ name: String, key: [UInt8] = KeyedHash.freshKey()) {
    hash = KeyedHash(key: key)
    learn(Array(name.utf8))
  }

  /// Takes in another name of the person; nothing where it is no name at all.
  mutating func learn(_ name: [UInt8]) {
    let name = Self.folded(name)
    guard Self.isName(name) else { return }
    ids.insert(name)
    ids.insert(Self.bare(name))
    if Self.isEmail(name) { emails.insert(name) }
  }

  func isNamed(by cell: some Collection<UInt8>) -> Bool {
    let name = Self.folded(cell)
    return ids.contains(name) || ids.contains(Self.bare(name))
  }

  /// Without what exports and spreadsheets put around an id: `gid://shopify/Customer/123`, `'123`, `123.0`.
  private static func bare(_ name: [UInt8]) -> [UInt8] {
    var name = name[...]
    if let slash = name.lastIndex(of: 0x2F) { name = name[(slash + 1)...] }
    if name.first == 0x27 { name.removeFirst() }
    if name.count > 2, name.suffix(2).elementsEqual([0x2E, 0x30]) { name.removeLast(2) }
    return Array(name)
  }

  static func isEmail(_ text: [UInt8]) -> Bool {
    guard let at = text.firstIndex(of: 0x40) else { return false }
    return at > 0 && text[(at + 1)...].contains(0x2E)
  }

  /// A guest has none.
  static func isName(_ name: [UInt8]) -> Bool {
    name.count > 1 && !["guest", "none", "null", "n/a", "--"].contains(String(decoding: name, as: UTF8.self))
  }

  /// ASCII in lowercase, without white space around it.
  static func folded(_ text: some Collection<UInt8>) -> [UInt8] {
    var text = Array(text)
    while let last = text.last, last <= 0x20 { text.removeLast() }
    let start = text.firstIndex { $0 > 0x20 } ?? text.endIndex
    return text[start...].map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }

  /// Another text of the same length and form: letters for letters, digits for digits, the rest as it is. The same text
  /// always becomes the same one, so that who was one customer stays one; nobody can tell back which.
  func stranger(for text: some Collection<UInt8>) -> [UInt8] {
    var stream = Stream(hash, of: Self.folded(text))
    var made: [UInt8] = []
    made.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case 0x30: made.append(0x30)
      case 0x31...0x39: made.append(0x31 + stream.next(below: 9))
      case 0x41...0x5A: made.append(0x41 + stream.next(below: 26))
      case 0x61...0x7A: made.append(0x61 + stream.next(below: 26))
      // A character of UTF-8 becomes one of its neighbours; behind these two not every byte may stand.
      case 0x80...0xBF where made.last.map { $0 >= 0x80 && $0 != 0xED && $0 != 0xF4 } ?? false:
        made.append(0xA0 + stream.next(below: 16))
      default: made.append(byte)
      }
    }
    return made
  }

  /// Numbers that follow from a text and a key that is thrown away.
  private struct Stream {
    private let hash: KeyedHash
    private let text: [UInt8]
    private var block: [UInt8] = []
    private var blocks: UInt8 = 0

    init(_ hash: KeyedHash, of text: [UInt8]) { (self.hash, self.text) = (hash, text) }

    mutating func next(below limit: UInt8) -> UInt8 {
      while true {
        if block.isEmpty {
          block = hash.bytes(of: text + [0, blocks])
          blocks &+= 1
        }
        let byte = block.removeLast()
        if byte < 255 / limit * limit { return byte % limit }
      }
    }
  }
}
