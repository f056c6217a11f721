import Foundation
import Intake
import Ledger
import Records

/// A rewritten file that waits to take the place of the one it was made from.
struct Staged: Sendable {
  var path: BytePath
  var sha256: String
  /// Of the file that it was made from.
  var before: String
}

/// Looks for somebody in a shop's files, and writes those files anew without them beside the shop's.
struct Forgetting {
  private let shop: Shop
  private var person: Person
  private let records: PersonalRecords
  private var originals: [BytePath] = []
  private(set) var staged: [String: Staged] = [:]
  /// Hashes of the bytes of rows that are others now, before and after.
  private(set) var rowHashes: [Int64: Int64] = [:]
  /// What stands in the person's own cells and may be quoted elsewhere, in the order in which it is to be replaced.
  private var texts: [(before: String, after: String)] = []
  private var references: [String: String] = [:]
  var forgotten = Forgotten()

  init(_ shop: Shop, _ customer: String) throws {
    self.shop = shop
    person = Person(customer)
    records = PersonalRecords(shop: shop)
    let waiting = try InboxScanner(inbox: shop.folder.inbox, on: shop.folder.files).look()
    guard waiting.arrivals.isEmpty else {
      throw CannotForget(
        description:
          "\(waiting.arrivals.count) file(s) wait in Inbox/ and may name the customer; `daybook run` first")
    }
    originals = try Self.originals(in: shop.folder)
    try findNames()
    try countRecords()
    forgotten.names = person.ids.map { BytePath.display($0) }.sorted()
  }

  private static func folder(_ shop: ShopFolder) -> BytePath { shop.data.appending("Forgetting") }

  /// Removes what was staged and never completed.
  static func clear(_ shop: ShopFolder) throws { try shop.files.clear(folder(shop)) }

  /// Where each staged file belongs.
  static func staged(in shop: ShopFolder) throws -> [(place: BytePath, path: BytePath)] {
    let list = folder(shop).appending("places.txt")
    guard try shop.files.exists(list) else { return [] }
    let lines = try Filing(shop: shop).text(of: list).split(separator: "\n")
    return lines.enumerated().map { number, line in
      (
        line.split(separator: "/").reduce(shop.root) { $0.appending(String($1)) },
        folder(shop).appending("\(number)")
      )
    }
  }

  /// Everything that is kept of what was dropped, and the notes beside it.
  private static func originals(in shop: ShopFolder) throws -> [BytePath] {
    var found: [BytePath] = []
    func look(_ folder: BytePath) throws {
      guard try shop.files.exists(folder) else { return }
      for name in try shop.files.names(in: folder) {
        let path = folder.appending(name)
        switch try shop.files.status(of: path).kind {
        case .folder: try look(path)
        case .regular: found.append(path)
        case .link, .other: break
        }
      }
    }
    for folder in [shop.filed, shop.failed, shop.root.appending("Undone")] { try look(folder) }
    return found
  }

  private static func isNote(_ path: BytePath) -> Bool {
    [".receipt.json", ".why.txt", ".why.json", ".undone.txt"].contains {
      path.name.ends(with: Array($0.utf8))
    }
  }

  private func eachRecord(
    _ body: (PersonalRecords.Record, PersonalRecords.Table, BytePath) throws -> Void
  ) throws {
    for path in originals where !Self.isNote(path) {
      if let signal = StopSignal.number { throw Interrupted(signal: signal) }
      try records.each(of: path, named: path.name) { record, table in try body(record, table, path) }
    }
  }

  private func isOfPerson(_ record: PersonalRecords.Record) -> Bool {
    record.cells.contains { $0.role != .other && person.isNamed(by: $0.text) }
  }

  /// The other names under which the same records know the person. An e-mail that stands with ids of others, too, is
  /// that of a counter or a clerk, and not followed.
  private mutating func findNames() throws {
    while true {
      var found: Set<[UInt8]> = []
      var strangers: [[UInt8]: Bool] = [:]
      try eachRecord { record, _, _ in
        let ids = record.cells.filter { $0.role == .id }.map { Person.folded($0.text) }.filter(Person.isName)
        let emails = record.cells.filter { $0.role == .email }.map { Person.folded($0.text) }
        let isMine = isOfPerson(record)
        if isMine { found.formUnion(ids + emails.filter(Person.isEmail)) }
        guard !isMine, !ids.isEmpty else { return }
        for email in emails { strangers[email] = true }
      }
      let before = person.ids.count
      for name in found where strangers[name] == nil { person.learn(Array(name)) }
      if person.ids.count == before { return }
    }
  }

  private mutating func countRecords() throws {
    var (count, places) = (0, Set<String>())
    try eachRecord { record, _, path in
      guard isOfPerson(record) else { return }
      count += 1
      places.insert(shop.folder.relative(path))
    }
    (forgotten.records, forgotten.files) = (count, places.sorted())
  }

  /// Writes every file that has the person in it anew, in `Data/Forgetting/`.
  mutating func stage(_ books: Books) throws {
    let files = shop.folder.files
    try Self.clear(shop.folder)
    try files.makeFolders(Self.folder(shop.folder))
    var fixes: [BytePath] = []
    for path in originals where !Self.isNote(path) {
      if try !stage(path) { fixes.append(path) }
    }
    // Rows that were mended name the rows that they mend, and those have other bytes now.
    references = try books.references(rowHashes)
    for path in fixes { _ = try stage(path, isFix: true) }
    let texts = Dictionary(texts.map { ($0.before, $0.after) }) { first, _ in first }
    self.texts = texts.sorted { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }.map {
      ($0.key, $0.value)
    }
    for path in originals where Self.isNote(path) { try stageNote(path) }
    let places = staged.sorted { Self.number($0.value.path) < Self.number($1.value.path) }.map(\.key)
    try files.write(
      Array(places.map { $0 + "\n" }.joined().utf8), to: Self.folder(shop.folder).appending("places.txt"))
  }

  private static func number(_ path: BytePath) -> Int { Int(String(decoding: path.name, as: UTF8.self)) ?? 0 }

  /// False for a file of mended rows, unless it is said to be one.
  private mutating func stage(_ path: BytePath, isFix: Bool = false) throws -> Bool {
    var spans: [Replacement] = []
    var isOther = false
    var quoted: [(String, String)] = []
    var hashes: [Int64: Int64] = [:]
    let (person, references) = (person, references)
    try records.each(of: path, named: path.name) { record, table in
      if record.reference != nil, !isFix { isOther = true }
      let isMine = isOfPerson(record)
      var raw = record.raw
      if isMine { quoted += try Self.hide(record, in: &raw, person, in: table) }
      if let cell = record.reference, let place = cell.place,
        let after = references[String(decoding: cell.text, as: UTF8.self)]
      {
        raw.replaceSubrange(place..<place + cell.text.count, with: Array(after.utf8))
      }
      guard raw != record.raw else { return }
      guard !table.isPacked, try isAt(record, path) else { throw Self.cannot(table, path, shop.folder) }
      spans.append(Replacement(offset: record.offset, bytes: raw))
      hashes[Self.hash(record.raw)] = Self.hash(raw)
    }
    if isOther { return false }
    rowHashes.merge(hashes) { first, _ in first }
    texts += quoted
    let target = Self.folder(shop.folder).appending("\(staged.count)")
    guard try RewrittenCopy(files: shop.folder.files, person: person).write(path, to: target, spans: spans)
    else {
      try shop.folder.files.remove(target)
      return true
    }
    staged[shop.folder.relative(path)] = Staged(
      path: target, sha256: try shop.folder.files.sha256(of: target),
      before: try shop.folder.files.sha256(of: path))
    return true
  }

  private static func hash(_ raw: [UInt8]) -> Int64 {
    var hash = StableHash()
    hash.combine(raw)
    return hash.value
  }

  /// Whether the record's bytes stand in the file as they were read: not in a text of another encoding.
  private func isAt(_ record: PersonalRecords.Record, _ path: BytePath) throws -> Bool {
    try shop.folder.files.bytes(of: path, at: record.offset, count: record.raw.count) == record.raw
  }

  private static func cannot(_ table: PersonalRecords.Table, _ path: BytePath, _ shop: ShopFolder)
    -> CannotForget
  {
    let place = shop.relative(path)
    return CannotForget(
      description: table.isPacked
        ? """
        \(place) is packed and names the customer in \(table.name); take it back with `daybook undo \(place)`, drop what \
        is inside it unpacked, remove it from Undone/, and try again. Nothing was changed
        """
        : """
        \(place) names the customer in a text that is not UTF-8; take it back with `daybook undo \(place)`, save it as \
        UTF-8, drop that, remove the other from Undone/, and try again. Nothing was changed
        """)
  }

  /// Puts strangers' values in the place of the person's. Returns what may be quoted elsewhere.
  private static func hide(
    _ record: PersonalRecords.Record, in raw: inout [UInt8], _ person: Person, in table: PersonalRecords.Table
  ) throws -> [(String, String)] {
    var quoted: [(String, String)] = []
    for cell in record.cells {
      let after = person.stranger(for: cell.text)
      if let place = cell.place {
        raw.replaceSubrange(place..<place + cell.text.count, with: after)
      } else {
        for (before, after) in zip(Spelling.all(of: cell.text), Spelling.all(of: after)) {
          if RewrittenCopy.replace(before, by: after, in: &raw) { break }
        }
      }
      guard cell.text.count > 4, cell.text.contains(where: { $0 > 0x40 }) else { continue }
      _ = RewrittenCopy.replace(cell.text, by: after, in: &raw)
      quoted.append((String(decoding: cell.text, as: UTF8.self), String(decoding: after, as: UTF8.self)))
    }
    _ = RewrittenCopy.replaceEmails(of: person, in: &raw)
    return quoted
  }

  /// A text that may quote the person's values, with strangers' in their place.
  func rewritten(_ text: String) -> String {
    var bytes = Array(text.utf8)
    _ = RewrittenCopy.replaceEmails(of: person, in: &bytes)
    for (before, after) in texts {
      _ = RewrittenCopy.replace(Array(before.utf8), by: Array(after.utf8), in: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func stageNote(_ path: BytePath) throws {
    let text = try Filing(shop: shop.folder).text(of: path)
    let after = rewritten(text)
    guard after != text else { return }
    let target = Self.folder(shop.folder).appending("\(staged.count)")
    try shop.folder.files.write(Array(after.utf8), to: target)
    staged[shop.folder.relative(path)] = Staged(path: target, sha256: "", before: "")
  }
}

/// How a value may stand in a file that its reader spells out: with quotes doubled, or with the escapes of JSON or XML.
enum Spelling {
  static func all(of text: [UInt8]) -> [[UInt8]] {
    [text, doubled(text), json(text, isUpper: false), json(text, isUpper: true), xml(text)]
  }

  private static func doubled(_ text: [UInt8]) -> [UInt8] { text.flatMap { $0 == 0x22 ? [$0, $0] : [$0] } }

  private static func json(_ text: [UInt8], isUpper: Bool) -> [UInt8] {
    String(decoding: text, as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
      if unit == 0x22 || unit == 0x5C { return [0x5C, UInt8(unit)] }
      guard unit > 0x7E || unit < 0x20 else { return [UInt8(unit)] }
      let digits = String(unit, radix: 16, uppercase: isUpper)
      return Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
    }
  }

  private static func xml(_ text: [UInt8]) -> [UInt8] {
    text.flatMap { byte -> [UInt8] in
      switch byte {
      case 0x26: Array("&amp;".utf8)
      case 0x3C: Array("&lt;".utf8)
      case 0x3E: Array("&gt;".utf8)
      case 0x22: Array("&quot;".utf8)
      case 0x27: Array("&apos;".utf8)
      default: [byte]
      }
    }
  }
}
