/// Looks at an XML document's bytes before libxml2 does, for two things that cost it far more than they weigh: an
/// internal subset of a document type, and a tag of very many attributes.
struct XMLGuard {
  enum Finding: Sendable { case internalSubset, manyAttributes }

  private enum Place { case content, declaration, quoted(UInt8), comment, instruction }

  private let attributeLimit: Int
  private var place = Place.content
  private var attributes = 0
  private var followsEquals = false
  /// The last eight bytes, the newest lowest.
  private var recent: UInt64 = 0

  init(attributeLimit: Int) { self.attributeLimit = attributeLimit }

  private static let declaration = word("<!DOCTYPE")
  private static func word(_ text: StaticString) -> UInt64 {
    (0..<text.utf8CodeUnitCount).reduce(0) { unsafe $0 << 8 | UInt64(text.utf8Start[$1]) }
  }

  /// Nil if nothing is wrong with the bytes so far.
  mutating func look(_ bytes: UnsafeRawBufferPointer) -> Finding? {
    for index in bytes.indices {
      let byte = unsafe bytes[index]
      recent = recent << 8 | UInt64(byte)
      switch place {
      case .content: if let finding = content(byte) { return finding }
      case .declaration:
        switch byte {
        case UInt8(ascii: "["): return .internalSubset
        case UInt8(ascii: ">"): place = .content
        case UInt8(ascii: "\""), UInt8(ascii: "'"): place = .quoted(byte)
        default: break
        }
      case .quoted(let mark): if byte == mark { place = .declaration }
      case .comment: if recent & 0xFF_FFFF == 0x2D2D3E { place = .content }
      case .instruction: if recent & 0xFFFF == 0x3F3E { place = .content }
      }
    }
    return nil
  }

  /// Between the tags and in them. A `<` stands in neither texts nor attributes, so it begins the count anew.
  @inline(__always) private mutating func content(_ byte: UInt8) -> Finding? {
    switch byte {
    case UInt8(ascii: "<"): (attributes, followsEquals) = (0, false)
    case UInt8(ascii: "="): followsEquals = true
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      if followsEquals { attributes += 1 }
      followsEquals = false
      if attributes > attributeLimit { return .manyAttributes }
    case 0x20, 0x09, 0x0A, 0x0D: break
    case UInt8(ascii: "-"):
      followsEquals = false
      if recent & 0xFFFF_FFFF == 0x3C21_2D2D { place = .comment }
    case UInt8(ascii: "?"):
      followsEquals = false
      if recent & 0xFFFF == 0x3C3F { place = .instruction }
    case UInt8(ascii: "E"):
      followsEquals = false
      // The eight bytes behind the `<`.
      if recent == Self.declaration { place = .declaration }
    default: followsEquals = false
    }
    return nil
  }
}
