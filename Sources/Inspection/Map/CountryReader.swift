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

  static func read(_ bytes: Span<UInt8>, _ range: ByteRange) -> Reading {
    byHash[hash(bytes, range)] ?? .unknown
  }

  private static func hash(_ bytes: Span<UInt8>, _ range: ByteRange) -> Int64 {
    var hash = StableHash()
    hash.combine(bytes, range, smallLetters: true)
    return hash.value
  }
}
