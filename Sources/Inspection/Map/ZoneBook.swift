import Records

/// A zone as it was written.
enum WrittenZone: Sendable, Equatable {
  /// Seconds ahead of UTC.
  case offset(Int64)
  /// A place, by its index in `ZoneBook.clocks`.
  case clock(Int)
  case unknown
  /// Letters that several places use, with different clocks.
  case ambiguous
}

/// Knows zones by the names that exports use, and keeps those that a file has named.
struct ZoneBook: Sendable {
  private(set) var known: [[UInt8]: WrittenZone] = [:]
  var clocks: [ZoneClock] = []
  // Most rows name the zone of the row before.
  private var last: [UInt8] = []
  private var lastZone = WrittenZone.unknown

  /// `+02:00`, `UTC`, `PDT`, `Europe/Berlin`, `Eastern Time (US & Canada)`, with or without brackets around it.
  mutating func find(_ bytes: Span<UInt8>, _ range: ByteRange) -> WrittenZone {
    var name = bytes.trimmed(range)
    if name.count > 2, bytes[Int(name.start)] == UInt8(ascii: "("),
      bytes[Int(name.end) - 1] == UInt8(ascii: ")")
    {
      name = ByteRange(start: name.start + 1, end: name.end - 1)
    }
    if name.count == last.count, bytes.hasPrefix(name, last) { return lastZone }
    last = name.indices.map { bytes[$0] }
    lastZone = find(last)
    return lastZone
  }

  private mutating func find(_ name: [UInt8]) -> WrittenZone {
    if let zone = known[name] { return zone }
    let zone = look(up: String(decoding: name, as: UTF8.self), name)
    // A column that holds something else must not fill the memory.
    if known.count < 1000 { known[name] = zone }
    return zone
  }

  private mutating func look(up text: String, _ name: [UInt8]) -> WrittenZone {
    if let offset = ZoneNames.offset(name) { return .offset(offset) }
    let plain = Names.plain(text)
    if ZoneNames.ambiguous.contains(plain) { return .ambiguous }
    if let hours = ZoneNames.abbreviations[plain] { return .offset(Int64(hours * 3600)) }
    let identifier = ZoneNames.places[plain] ?? text
    guard identifier.utf8.contains(UInt8(ascii: "/")), let zone = ShopZone(identifier: identifier) else {
      return .unknown
    }
    clocks.append(ZoneClock(zone: zone))
    return .clock(clocks.count - 1)
  }
}
