import Records

/// What the first pass over a JSON document learns: that it is whole, and where its records are.
struct JSONSurvey: JSONListener {
  /// A list in the root object.
  struct List: Sendable, Hashable {
    var key: String
    var place: JSONPlace
    var elements = 0
    var beginsWithObject = false
  }

  private(set) var root: UInt8 = 0
  private(set) var place = JSONPlace()
  private(set) var lists: [List] = []
  private(set) var envelope: [String: String] = [:]
  /// Names in the root object that stand there twice with a list.
  private(set) var repeatedList: String?
  private var key = ""
  private var isInList = false
  private(set) var watchedDepth = 2

  /// An envelope is small; what goes beyond this is data, not description.
  private static let longestValue = 1024
  private static let mostMembers = 100

  mutating func member(_ view: ByteView, name: Range<Int>) {
    key = Self.text(view, name.clamped(to: name.lowerBound..<(name.lowerBound + Self.longestValue)))
  }

  mutating func begins(_ byte: UInt8, depth: Int, place: JSONPlace) {
    switch depth {
    case 0:
      root = byte
      self.place = place
      // In a list of records nothing further out is of interest.
      if byte != 0x7B { watchedDepth = 0 }
    case 1:
      isInList = byte == 0x5B && lists.count < Self.mostMembers
      guard isInList else { return }
      if lists.contains(where: { $0.key == key }) { repeatedList = key }
      lists.append(List(key: key, place: place))
    default:
      guard isInList else { return }
      if lists[lists.count - 1].elements == 0 { lists[lists.count - 1].beginsWithObject = byte == 0x7B }
      lists[lists.count - 1].elements += 1
    }
  }

  mutating func scalar(_ view: ByteView, _ range: Range<Int>, depth: Int) {
    guard depth == 1, range.count <= Self.longestValue, envelope.count < Self.mostMembers else { return }
    envelope[key] = Self.text(view, range)
  }

  private static func text(_ view: ByteView, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    JSONToken.unescape(view, range, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONSurvey {
  /// Where the records of an object document are.
  enum Records: Sendable, Hashable {
    /// The object is the one record.
    case whole
    case list(List, reason: String)
  }

  /// `stated` is obeyed. Else: `data`, then a list by a usual name, then the longest list of objects; but an
  /// object with an id of its own is a record, and its lists are parts of it.
  func records(stated: String?) -> Records {
    if let stated {
      return lists.first { $0.key == stated }.map { .list($0, reason: "stated") } ?? .whole
    }
    let tables = lists.filter { $0.beginsWithObject || $0.elements == 0 }
    if let data = tables.first(where: { $0.key == "data" }) { return .list(data, reason: "by its name") }
    if envelope.keys.contains(where: Self.namesRecord) { return .whole }
    if let usual = tables.first(where: { Self.usualNames.contains($0.key) && $0.beginsWithObject }) {
      return .list(usual, reason: "by its name")
    }
    // The first of the longest.
    let filled = tables.filter { $0.beginsWithObject }
    if let longest = filled.first(where: { list in filled.allSatisfy { $0.elements <= list.elements } }) {
      return .list(longest, reason: "the longest list")
    }
    if let empty = tables.first, envelope.isEmpty || Self.usualNames.contains(empty.key) {
      return .list(empty, reason: "the only list")
    }
    return .whole
  }

  private static let usualNames: Set<String> = [
    "records", "rows", "results", "items", "orders", "transactions", "customers", "products", "sessions",
  ]

  /// `id`, `order_id` and the like; ids of the shop or of the export say nothing about a record.
  static func namesRecord(_ key: String) -> Bool {
    let outside = [
      "source", "shop", "store", "merchant", "account", "tenant", "batch", "request", "export", "job",
    ]
    let name = key.lowercased()
    guard name == "id" || name.hasSuffix("_id") || key.hasSuffix("Id") || key.hasSuffix("ID") else {
      return false
    }
    return !outside.contains { name.hasPrefix($0) }
  }
}
