/// Remembers 64-bit hashes in about 3 bytes each; of ten thousand new ones it takes one or two for seen.
///
/// Each table keeps 16 bits of a hash at a place that other bits of it name. A full one is never made anew: the next,
/// two or four times as large, takes what comes after.
public struct SeenHashes: Sendable {
  private var tables: [Table] = []
  public private(set) var count = 0
  private static let firstBits = 16
  /// More would take more room than what they are needed for.
  private static let lastBits = 24

  public init() {}

  /// No more can be remembered.
  public var isFull: Bool { tables.last.map { $0.isFull && $0.bits >= Self.lastBits } ?? false }

  /// Whether it has been seen.
  public func contains(_ hash: UInt64) -> Bool { tables.contains { $0.contains(hash) } }

  /// False if it has been seen.
  public mutating func insert(_ hash: UInt64) -> Bool {
    for index in tables.indices where tables[index].contains(hash) { return false }
    if tables.last?.isFull ?? true {
      // Four times as large, for few are looked through then; once that is much memory, twice.
      tables.append(Table(bits: (tables.last?.bits).map { $0 + ($0 < 20 ? 2 : 1) } ?? Self.firstBits))
    }
    tables[tables.count - 1].add(hash)
    count += 1
    return true
  }

  private struct Table {
    let bits: Int
    private var places: [UInt16]
    private var count = 0

    init(bits: Int) {
      self.bits = bits
      places = Array(repeating: 0, count: 1 << bits)
    }

    /// Beyond that, searches grow long.
    var isFull: Bool { count >= places.count / 4 * 3 }

    func contains(_ hash: UInt64) -> Bool { places[place(of: hash)] != 0 }

    mutating func add(_ hash: UInt64) {
      places[place(of: hash)] = Self.fingerprint(hash)
      count += 1
    }

    /// Where it stands or may be put.
    private func place(of hash: UInt64) -> Int {
      let wanted = Self.fingerprint(hash)
      var place = Int(truncatingIfNeeded: hash) & (places.count - 1)
      while places[place] != 0, places[place] != wanted { place = (place + 1) & (places.count - 1) }
      return place
    }

    /// 0 stands for an empty place.
    private static func fingerprint(_ hash: UInt64) -> UInt16 {
      max(UInt16(truncatingIfNeeded: hash >> 32 ^ hash >> 48), 1)
    }
  }
}
