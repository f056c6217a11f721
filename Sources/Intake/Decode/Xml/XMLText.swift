enum XMLByte {
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let slash = UInt8(ascii: "/")
  static let equals = UInt8(ascii: "=")
  static let colon = UInt8(ascii: ":")
  static let quote = UInt8(ascii: "\"")
  static let apostrophe = UInt8(ascii: "'")
  static let ampersand = UInt8(ascii: "&")
  static let carriageReturn: UInt8 = 0x0D
}

/// What texts and attributes of XML say: character references, the five entities, and line ends made one.
enum XMLText {
  /// Says what it is.
  static func isPlain(_ view: ByteView, _ range: Range<Int>, isAttribute: Bool) -> Bool {
    for index in range {
      let byte = view[index]
      if byte == XMLByte.ampersand || byte == XMLByte.carriageReturn { return false }
      if isAttribute && byte < 0x20 { return false }
    }
    return true
  }

  static func read(
    _ view: ByteView, _ range: Range<Int>, isAttribute: Bool, into text: inout [UInt8]
  ) throws(XMLCutter.Stop) {
    var at = range.lowerBound
    while at < range.upperBound {
      switch view[at] {
      case XMLByte.ampersand:
        at = try reference(view, at, end: range.upperBound, into: &text)
        continue
      case XMLByte.carriageReturn:
        if at + 1 < range.upperBound && view[at + 1] == 0x0A { at += 1 }
        text.append(isAttribute ? 0x20 : 0x0A)
      case 0x09, 0x0A: text.append(isAttribute ? 0x20 : view[at])
      case let byte: text.append(byte)
      }
      at += 1
    }
  }

  /// What stands in CDATA.
  static func copy(_ view: ByteView, _ range: Range<Int>, into text: inout [UInt8]) {
    for index in range {
      if view[index] != XMLByte.carriageReturn {
        text.append(view[index])
      } else if index + 1 == range.upperBound || view[index + 1] != 0x0A {
        text.append(0x0A)
      }
    }
  }

  private static func reference(
    _ view: ByteView, _ start: Int, end: Int, into text: inout [UInt8]
  ) throws(XMLCutter.Stop) -> Int {
    guard let close = ((start + 1)..<end).first(where: { view[$0] == UInt8(ascii: ";") }) else {
      throw .surprise
    }
    let name = view.text((start + 1)..<close)
    switch name {
    case "amp": text.append(XMLByte.ampersand)
    case "lt": text.append(XMLByte.less)
    case "gt": text.append(XMLByte.greater)
    case "quot": text.append(XMLByte.quote)
    case "apos": text.append(XMLByte.apostrophe)
    default:
      guard name.hasPrefix("#") else { throw .surprise }
      let isHexadecimal = name.hasPrefix("#x")
      let number = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
      guard let scalar = number.flatMap(Unicode.Scalar.init) else { throw .surprise }
      text += String(Character(scalar)).utf8
    }
    return close + 1
  }
}

extension ByteView {
  func has(_ word: StaticString, _ at: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard at + length <= count else { return false }
    for index in 0..<length where unsafe self[at + index] != word.utf8Start[index] { return false }
    return true
  }

  /// The bytes from `start` on that can be a name's.
  @inline(__always) func name(_ start: Int) -> Range<Int> {
    var at = start
    while at < count {
      switch self[at] {
      case 0...0x20, XMLByte.greater, XMLByte.slash, XMLByte.equals, XMLByte.less: return start..<at
      default: at += 1
      }
    }
    return start..<max(start, at)
  }

  @inline(__always) func pastBlanks(_ start: Int) -> Int {
    var at = start
    while at < count, self[at] <= 0x20 { at += 1 }
    return at
  }

  /// What stands before the colon, and behind it.
  @inline(__always) func split(_ name: Range<Int>) -> (prefix: Range<Int>, local: Range<Int>) {
    for index in name where self[index] == XMLByte.colon {
      return (name.lowerBound..<index, (index + 1)..<name.upperBound)
    }
    return (name.lowerBound..<name.lowerBound, name)
  }

  func contains(_ byte: UInt8, _ range: Range<Int>) -> Bool { range.contains { self[$0] == byte } }
}
