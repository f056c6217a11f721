/// Looks at an XML document's bytes before libxml2 does, for two things that cost it far more than they weigh: an
/// internal subset of a document type, and a tag of very many attributes. Also tells whether the bytes end inside
/// something, for a document cut off there is not malformed but incomplete.
struct XMLGuard {
  enum Finding: Sendable { case internalSubset, manyAttributes }

  private enum Place {
    case text, reference, tag, comment, section, instruction, type
    case value(UInt8)
    case typeValue(UInt8)
  }

  private let attributeLimit: Int
  private var place = Place.text
  private var attributes = 0
  private var isEndTag = false
  /// The last eight bytes, the newest lowest.
  private var recent: UInt64 = 0

  init(attributeLimit: Int) { self.attributeLimit = attributeLimit }

  /// The bytes so far close every element they open, and there is one.
  private(set) var isClosed = false
  private var depth = 0

  /// The bytes so far end inside markup or a reference.
  var isInside: Bool {
    if case .text = place { return false }
    return true
  }

  private static let type = word("!DOCTYPE")
  private static let section = word("![CDATA[")
  private static func word(_ text: StaticString) -> UInt64 {
    (0..<text.utf8CodeUnitCount).reduce(0) { unsafe $0 << 8 | UInt64(text.utf8Start[$1]) }
  }

  /// Nil if nothing is wrong with the bytes so far.
  mutating func look(_ bytes: UnsafeRawBufferPointer) -> Finding? {
    var index = 0
    while index < bytes.count {
      let byte = unsafe bytes[index]
      index += 1
      // Most bytes are text between tags.
      if case .text = place, byte != XMLByte.less, byte != XMLByte.ampersand { continue }
      recent = recent << 8 | UInt64(byte)
      switch place {
      case .text:
        if byte == XMLByte.less { beginTag() } else if byte == XMLByte.ampersand { place = .reference }
      case .reference:
        if byte == UInt8(ascii: ";") { place = .text } else if byte == XMLByte.less { beginTag() }
      case .tag: if let finding = tag(byte) { return finding }
      case .value(let mark): if byte == mark { place = .tag }
      case .comment: if recent & 0xFF_FFFF == 0x2D2D3E { place = .text }
      case .section: if recent & 0xFF_FFFF == 0x5D5D3E { place = .text }
      case .instruction: if recent & 0xFFFF == 0x3F3E { place = .text }
      case .type:
        switch byte {
        case UInt8(ascii: "["): return .internalSubset
        case XMLByte.greater: place = .text
        case XMLByte.quote, XMLByte.apostrophe: place = .typeValue(byte)
        default: break
        }
      case .typeValue(let mark): if byte == mark { place = .type }
      }
    }
    return nil
  }

  private mutating func beginTag() { (place, attributes, isEndTag) = (.tag, 0, false) }

  @inline(__always) private mutating func tag(_ byte: UInt8) -> Finding? {
    switch byte {
    case XMLByte.greater:
      place = .text
      if recent >> 8 & 0xFF != 0x2F && !isEndTag { depth += 1 }
      if isEndTag { depth -= 1 }
      isClosed = depth <= 0
    case XMLByte.less: beginTag()
    case XMLByte.slash: if recent & 0xFFFF == 0x3C2F { isEndTag = true }
    case XMLByte.quote, XMLByte.apostrophe:
      attributes += 1
      if attributes > attributeLimit { return .manyAttributes }
      place = .value(byte)
    case UInt8(ascii: "-"): if recent & 0xFFFF_FFFF == 0x3C21_2D2D { place = .comment }
    case UInt8(ascii: "?"): if recent & 0xFFFF == 0x3C3F { place = .instruction }
    case UInt8(ascii: "["): if recent == Self.section { place = .section }
    case UInt8(ascii: "E"): if recent == Self.type { place = .type }
    default: break
    }
    return nil
  }
}
