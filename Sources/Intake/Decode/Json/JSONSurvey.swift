import Records

/// What the first pass over a JSON document learns: that it is whole, and where its records may be.
struct JSONSurvey: JSONListener {
  /// An object in the root object, or a list in one of them; lists in lists are not looked at.
  struct Part: Sendable, Hashable {
    var path: [String]
    var place: JSONPlace
    var isList: Bool
    var elements = 0
    var beginsWithObject = false

    var key: String { path.joined(separator: ".") }
    var name: String { path[path.count - 1] }
    /// Has records in it, or may have had.
    var isTable: Bool { isList && (beginsWithObject || elements == 0) }
  }

  private(set) var root: UInt8 = 0
  private(set) var place = JSONPlace()
  private(set) var parts: [Part] = []
  /// The single values in the root object, and those in objects in it.
  private(set) var envelope: [String: String] = [:]
  private(set) var innerValues: [String: String] = [:]
  /// Paths of the objects that have an id of their own.
  private(set) var identified: Set<[String]> = []
  /// Names on the way to the value at hand.
  private var path: [String] = []
  private var listDepth: Int?
  private var isListKept = false
  private var memberCount = 0
  private(set) var watchedDepth = Self.deepest

  private static let deepest = 8
  /// An envelope is small; what goes beyond this is data, not description.
  private static let longestValue = 1024
  private static let mostParts = 100
  private static let mostMembers = 10_000

  mutating func member(_ view: ByteView, name: Range<Int>, depth: Int) {
    memberCount += 1
    listDepth = nil
    watchedDepth = memberCount > Self.mostMembers ? 1 : Self.deepest
    path.removeLast(max(0, path.count - (depth - 1)))
    path.append(
      Self.text(view, name.clamped(to: name.lowerBound..<(name.lowerBound + Self.longestValue))))
  }

  mutating func begins(_ byte: UInt8, depth: Int, place: JSONPlace) {
    if depth == 0 {
      root = byte
      self.place = place
      // In a list of records nothing further out is of interest.
      if byte != 0x7B { watchedDepth = 0 }
    } else if let listDepth {
      guard isListKept, depth == listDepth + 1 else { return }
      if parts[parts.count - 1].elements == 0 { parts[parts.count - 1].beginsWithObject = byte == 0x7B }
      parts[parts.count - 1].elements += 1
    } else if byte == 0x5B || byte == 0x7B {
      let isKept = parts.count < (depth == 1 ? 2 * Self.mostParts : Self.mostParts)
      if isKept { parts.append(Part(path: path, place: place, isList: byte == 0x5B)) }
      guard byte == 0x5B else { return }
      (listDepth, isListKept) = (depth, isKept)
      watchedDepth = isKept ? depth + 1 : depth
    }
  }

  mutating func scalar(_ view: ByteView, _ range: Range<Int>, depth: Int) {
    guard depth > 0, listDepth == nil else { return }
    if Self.namesRecord(path[path.count - 1]), identified.count < Self.mostParts {
      identified.insert(path.dropLast())
    }
    guard range.count <= Self.longestValue else { return }
    if depth == 1 {
      if envelope.count < Self.mostParts { envelope[path[0]] = Self.text(view, range) }
    } else if innerValues.count < Self.mostParts {
      innerValues[path.joined(separator: ".")] = Self.text(view, range)
    }
  }

  private static func text(_ view: ByteView, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    JSONToken.unescape(view, range, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
