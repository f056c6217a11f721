/// How a text's bytes stand for characters.
struct TextEncoding: Sendable, Hashable {
  /// As it is shown to people.
  let name: String
  /// As the C library calls it; nil for UTF-8, which is read as it is.
  let converterName: String?
  let units: Units

  /// How many bytes a character takes, as far as that is needed to count back to places in the file.
  enum Units: Sendable, Hashable {
    case utf8, single, double, quadruple
    /// One for ASCII and half-width katakana, else two.
    case shiftJIS
    /// Not told by the character alone: places count in the converted text.
    case unknown
  }

  static let utf8 = TextEncoding(name: "UTF-8", converterName: nil, units: .utf8)
  static let utf16LittleEndian = TextEncoding(name: "UTF-16LE", converterName: "UTF-16LE", units: .double)
  static let utf16BigEndian = TextEncoding(name: "UTF-16BE", converterName: "UTF-16BE", units: .double)
  static let utf32LittleEndian = TextEncoding(name: "UTF-32LE", converterName: "UTF-32LE", units: .quadruple)
  static let utf32BigEndian = TextEncoding(name: "UTF-32BE", converterName: "UTF-32BE", units: .quadruple)
  static let windows1252 = TextEncoding(name: "Windows-1252", converterName: "CP1252", units: .single)
  static let iso88591 = TextEncoding(name: "ISO-8859-1", converterName: "ISO-8859-1", units: .single)
  static let iso885915 = TextEncoding(name: "ISO-8859-15", converterName: "ISO-8859-15", units: .single)
  /// In the form of Windows-31J, which has the circled numbers and company signs too.
  static let shiftJIS = TextEncoding(name: "Shift_JIS", converterName: "CP932", units: .shiftJIS)

  private static let known: [String: TextEncoding] = [
    "utf8": .utf8, "utf8sig": .utf8, "ascii": .utf8, "usascii": .utf8,
    "utf16": .utf16LittleEndian, "utf16le": .utf16LittleEndian, "utf16be": .utf16BigEndian,
    "ucs2": .utf16LittleEndian, "utf32": .utf32LittleEndian, "utf32le": .utf32LittleEndian,
    "utf32be": .utf32BigEndian, "windows1252": .windows1252, "cp1252": .windows1252, "1252": .windows1252,
    "ansi": .windows1252, "iso88591": .iso88591, "latin1": .iso88591, "l1": .iso88591,
    "iso885915": .iso885915, "latin9": .iso885915, "shiftjis": .shiftJIS, "sjis": .shiftJIS,
    "cp932": .shiftJIS, "windows31j": .shiftJIS, "mskanji": .shiftJIS,
  ]

  /// By any of its usual names, whatever its case and hyphens; others under the name the C library knows them by.
  static func named(_ name: String) -> TextEncoding? {
    let letters = name.lowercased().utf8.filter { $0 != 0x2D && $0 != 0x5F && $0 != 0x20 }
    if let found = known[String(decoding: letters, as: UTF8.self)] { return found }
    let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2F }
    guard isPlain, TextConverter(from: name) != nil else { return nil }
    let isSingle = ["windows125", "cp125", "iso8859", "koi8", "macintosh"].contains {
      String(decoding: letters, as: UTF8.self).hasPrefix($0)
    }
    return TextEncoding(name: name, converterName: name, units: isSingle ? .single : .unknown)
  }

  /// How many bytes of the file `bytes`, converted from it, were.
  func originalCount(of bytes: Span<UInt8>) -> Int {
    guard units != .utf8 && units != .unknown else { return bytes.count }
    var count = 0
    var at = 0
    while at < bytes.count {
      let step = TextShapeStep(bytes, at)
      count += step.isDamaged ? step.damagedCount(units) : width(of: step.scalar)
      at += step.length
    }
    return count
  }

  private func width(of scalar: UInt32) -> Int {
    switch units {
    case .single: 1
    case .double: scalar > 0xFFFF ? 4 : 2
    case .quadruple: 4
    case .shiftJIS: scalar < 0x80 || (0xFF61...0xFF9F).contains(scalar) ? 1 : 2
    case .utf8, .unknown: 1
    }
  }
}

/// One step over converted text, in which sequences that could not be read stand as `TextConverter` wrote them.
private struct TextShapeStep {
  var length = 1
  var scalar: UInt32 = 0
  var isDamaged = false
  private var isSurrogate = false

  init(_ bytes: Span<UInt8>, _ at: Int) {
    let lead = bytes[at]
    let wanted = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let isLead = lead < 0x80 || (0xC0..<0xF8).contains(lead)
    let isWhole =
      isLead && at + wanted <= bytes.count
      && (1..<wanted).allSatisfy { bytes[at + $0] & 0xC0 == 0x80 }
    guard isWhole else {
      isDamaged = true
      return
    }
    length = wanted
    scalar = wanted == 1 ? UInt32(lead) : UInt32(lead & (0x7F >> UInt8(wanted)))
    for index in 1..<max(1, wanted) { scalar = scalar << 6 | UInt32(bytes[at + index] & 0x3F) }
    isSurrogate = (0xD800...0xDFFF).contains(scalar)
    isDamaged = isSurrogate || (wanted == 2 && scalar < 0x80)
  }

  func damagedCount(_ units: TextEncoding.Units) -> Int {
    isSurrogate ? (units == .quadruple ? 4 : 2) : 1
  }
}
