import Records

/// Knows countries by code and by name, and turns names into codes.
///
/// The codes' own bytes stand behind each batch, so that a name in the file can become a code without new
/// text.
struct CountryReader: Sendable {
  enum Reading: Equatable {
    /// Where in `codes` the two letters stand.
    case code(Int)
    /// A known name without a code of its own: kept as it stands.
    case region
    case unstated
    case unknown
  }

  /// All codes, two letters each.
  static let codes: [UInt8] = CountryNames.table.split(separator: "\n").flatMap { $0.utf8.prefix(2) }

  private static let byHash: [Int64: Reading] = {
    var known: [Int64: Reading] = [:]
    func add(_ name: some StringProtocol, _ reading: Reading) {
      known[hash(Array(name.utf8).span, ByteRange(start: 0, end: name.utf8.count))] = reading
    }
    for (index, line) in CountryNames.table.split(separator: "\n").enumerated() {
      add(line.prefix(2), .code(index * 2))
      for name in line.dropFirst(3).split(separator: "|") { add(name, .code(index * 2)) }
    }
    for name in CountryNames.regions { add(name, .region) }
    for name in CountryNames.unstated { add(name, .unstated) }
    return known
  }()

  /// For every two letters, where in `codes` the country stands that they mean; -1 for none.
  private static let byLetters: [Int16] = (0..<26 * 26).map { place in
    let letters = [UInt8(0x41 + place / 26), UInt8(0x41 + place % 26)]
    guard case .code(let code) = byHash[hash(letters.span, ByteRange(start: 0, end: 2))] else { return -1 }
    return Int16(code)
  }

  static func read(_ bytes: Span<UInt8>, _ range: ByteRange) -> Reading {
    if range.count == 2 {
      let first = Int(bytes[Int(range.start)].smallLetter) - 0x61
      let second = Int(bytes[Int(range.start) + 1].smallLetter) - 0x61
      if 0..<26 ~= first, 0..<26 ~= second {
        let code = byLetters[first * 26 + second]
        if code >= 0 { return .code(Int(code)) }
      }
    }
    return byHash[hash(bytes, range)] ?? .unknown
  }

  private static func hash(_ bytes: Span<UInt8>, _ range: ByteRange) -> Int64 {
    var hash = StableHash()
    hash.combineSmallLetters(bytes, range)
    return hash.value
  }
}
