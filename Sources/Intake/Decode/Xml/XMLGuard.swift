/// Looks at an XML document's bytes before libxml2 does, for two things that cost it far more than they weigh: an
/// internal subset of a document type, and a tag of very many attributes. Also tells whether the bytes end inside
/// something, for a document cut off there is not malformed but incomplete.
struct XMLGuard {
  enum Finding: Sendable { case internalSubset, manyAttributes }

  private enum Place {
    case text, reference
    /// Behind a `<`, in a tag, and in the value of an attribute.
    case opening, tag, value
    /// Behind `<!`, until it is known what that begins.
    case mark, comment, section, type, typeValue
    case instruction
  }

  private let attributeLimit: Int
  private var place = Place.text
  private var attributes = 0
  private var isEndTag = false
  /// What closes the value at hand.
  private var quote: UInt8 = 0
  /// The last eight bytes of markup, the newest lowest.
  private var recent: UInt64 = 0

  init(attributeLimit: Int) { self.attributeLimit = attributeLimit }

  /// The bytes so far close every element they open, and there is one.
  private(set) var isClosed = false
  /// Where in the bytes it was given last a finding stands.
  private(set) var findingIndex = 0
  private var depth = 0

  /// The bytes so far end inside markup or a reference.
  var isInside: Bool { place != .text }

  private static let type = word("!DOCTYPE")
  private static let section = word("![CDATA[")
  private static func word(_ text: StaticString) -> UInt64 {
    (0..<text.utf8CodeUnitCount).reduce(0) { unsafe $0 << 8 | UInt64(text.utf8Start[$1]) }
  }

  /// Nil if nothing is wrong with the bytes so far.
  mutating func look(_ bytes: UnsafeRawBufferPointer) -> Finding? {
    var index = 0
    while index < bytes.count {
      index = unsafe skip(bytes, from: index)
      guard index < bytes.count else { return nil }
      let byte = unsafe bytes[index]
      index += 1
      recent = recent << 8 | UInt64(byte)
      if let finding = step(byte) {
        findingIndex = index - 1
        return finding
      }
    }
    return nil
  }

  /// Passes over what changes nothing, which is most of a document.
  @inline(__always) private mutating func skip(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
    var index = start
    switch place {
    case .text:
      index = unsafe first(bytes, from: start) { word in
        ~(Lanes.filled(word ^ Lanes.all(XMLByte.less)) & Lanes.filled(word ^ Lanes.all(XMLByte.ampersand)))
      }
    case .tag:
      // Names of elements and attributes stand higher than all that counts here: quotes, `/`, `<` and `>`.
      index = unsafe first(bytes, from: start) { word in
        ~((word & Lanes.lows) &+ Lanes.all(0x7F - XMLByte.greater) | word)
      }
      if index > start { recent = 0 }
    case .value:
      let quotes = Lanes.all(quote)
      index = unsafe first(bytes, from: start) { ~Lanes.filled($0 ^ quotes) }
    default: break
    }
    return index
  }

  /// The first byte whose lane `hits` marks with its high bit.
  @inline(__always) private func first(
    _ bytes: UnsafeRawBufferPointer, from start: Int, _ hits: (UInt64) -> UInt64
  ) -> Int {
    var index = start
    while index + 8 <= bytes.count {
      let word = unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let found = hits(word) & Lanes.highs
      if found != 0 { return index + Lanes.first(found) }
      index += 8
    }
    while index < bytes.count, hits(Lanes.all(unsafe bytes[index])) & Lanes.highs == 0 { index += 1 }
    return index
  }

  @inline(__always) private mutating func step(_ byte: UInt8) -> Finding? {
    switch place {
    case .text: place = byte == XMLByte.less ? .opening : .reference
    case .reference:
      if byte == UInt8(ascii: ";") { place = .text } else if byte == XMLByte.less { place = .opening }
    case .opening: open(byte)
    case .tag: return tag(byte)
    case .value: if byte == quote { place = .tag }
    case .mark:
      if recent & 0xFFFF == 0x2D2D {
        place = .comment
      } else if recent == Self.section {
        place = .section
      } else if recent == Self.type {
        place = .type
      } else if byte == XMLByte.greater {
        place = .text
      }
    case .comment: if recent & 0xFF_FFFF == 0x2D2D3E { place = .text }
    case .section: if recent & 0xFF_FFFF == 0x5D5D3E { place = .text }
    case .instruction: if recent & 0xFFFF == 0x3F3E { place = .text }
    case .type:
      switch byte {
      case UInt8(ascii: "["): return .internalSubset
      case XMLByte.greater: place = .text
      case XMLByte.quote, XMLByte.apostrophe: (place, quote) = (.typeValue, byte)
      default: break
      }
    case .typeValue: if byte == quote { place = .type }
    }
    return nil
  }

  @inline(__always) private mutating func open(_ byte: UInt8) {
    (attributes, isEndTag) = (0, byte == XMLByte.slash)
    switch byte {
    case UInt8(ascii: "!"): place = .mark
    case UInt8(ascii: "?"): place = .instruction
    case XMLByte.less: break
    default: place = .tag
    }
  }

  @inline(__always) private mutating func tag(_ byte: UInt8) -> Finding? {
    switch byte {
    case XMLByte.greater:
      place = .text
      let isEmpty = recent >> 8 & 0xFF == UInt64(XMLByte.slash)
      depth += isEndTag ? -1 : isEmpty ? 0 : 1
      isClosed = depth <= 0
    case XMLByte.less: place = .opening
    case XMLByte.quote, XMLByte.apostrophe:
      attributes += 1
      if attributes > attributeLimit { return .manyAttributes }
      (place, quote) = (.value, byte)
    default: break
    }
    return nil
  }
}
