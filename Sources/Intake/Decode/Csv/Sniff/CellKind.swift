/// What a cell looks like, told by its bytes alone; enough to tell names from values and good cuts from bad ones.
public enum CellKind: Sendable, Hashable {
  case empty, number, date, time, flag, address, text

  public init(_ cell: some Collection<UInt8>) {
    let trimmed = cell.drop { $0 == 0x20 || $0 == 0x09 }
    let bytes = Array(trimmed.prefix(80))
    if bytes.isEmpty {
      self = .empty
    } else if Self.isTime(bytes[...]) {
      self = .time
    } else if Self.isDate(bytes) {
      self = .date
    } else if Self.isNumber(bytes) {
      self = .number
    } else if Self.isFlag(bytes) {
      self = .flag
    } else if Self.isAddress(bytes) {
      self = .address
    } else {
      self = .text
    }
  }

  /// Not a word: names of columns are none of these.
  var isValue: Bool { self != .text && self != .empty }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isNumber(_ bytes: [UInt8]) -> Bool {
    var digits = 0
    var others = 0
    for byte in bytes {
      switch byte {
      case 0x30...0x39: digits += 1
      case 0x2E, 0x2C, 0x27, 0x20, 0x2B, 0x2D, 0x28, 0x29, 0x25, 0x24: others += 1
      case 0x80...: others += 1
      case 0x45 where digits > 0, 0x65 where digits > 0: others += 1
      default: return false
      }
    }
    return digits > 0 && others <= digits + 4 && !isDigits(bytes, longerThan: 20)
  }

  private static func isDigits(_ bytes: [UInt8], longerThan limit: Int) -> Bool { bytes.count > limit }

  /// `12:30`, `12:30:05`, with AM or PM or an offset behind.
  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    let colon = bytes.firstIndex(of: 0x3A) ?? bytes.endIndex
    guard (1...2).contains(colon - bytes.startIndex), bytes[..<colon].allSatisfy(isDigit),
      bytes.endIndex >= colon + 3, isDigit(bytes[colon + 1]), isDigit(bytes[colon + 2])
    else { return false }
    return bytes[(colon + 3)...].allSatisfy {
      isDigit($0) || [0x3A, 0x2E, 0x20, 0x2B, 0x2D].contains($0) || (0x41...0x5A).contains($0 & 0xDF)
    } && bytes.count <= 22
  }

  /// Three groups of digits, or a month's name with a day and a year; a time may follow.
  private static func isDate(_ bytes: [UInt8]) -> Bool {
    var groups: [Int] = []
    var at = 0
    var separator: UInt8?
    while at < bytes.count, groups.count < 3 {
      let start = at
      while at < bytes.count, isDigit(bytes[at]) { at += 1 }
      guard at > start else { break }
      groups.append(at - start)
      guard groups.count < 3, at < bytes.count, [0x2D, 0x2F, 0x2E].contains(bytes[at]) else { break }
      guard separator == nil || separator == bytes[at] else { return false }
      separator = bytes[at]
      at += 1
    }
    if groups.count == 3 {
      let isShort =
        groups.allSatisfy { $0 <= 2 } || (groups.contains(4) && groups.filter { $0 <= 2 }.count == 2)
      let isOver = at == bytes.count || [0x20, 0x54, 0x2C].contains(bytes[at])
      return isShort && isOver
    }
    return hasMonth(bytes)
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  private static func hasMonth(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= 32, bytes.contains(where: isDigit) else { return false }
    let words = bytes.split { !(0x41...0x5A).contains($0 & 0xDF) }
    guard let word = words.first, word.count >= 3 else { return false }
    let start = String(decoding: word.prefix(3).map { $0 | 0x20 }, as: UTF8.self)
    return months.contains(start) && bytes.count(where: isDigit) >= 3
  }

  private static func isFlag(_ bytes: [UInt8]) -> Bool {
    ["true", "false", "yes", "no"].contains(String(decoding: bytes.map { $0 | 0x20 }, as: UTF8.self))
  }

  /// Of mail or of the web.
  private static func isAddress(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.hasPrefix("http://") || text.hasPrefix("https://") { return true }
    guard let at = bytes.firstIndex(of: 0x40), at > 0, !bytes.contains(0x20), !bytes.contains(0x2C) else {
      return false
    }
    return bytes[(at + 1)...].contains(0x2E)
  }
}
