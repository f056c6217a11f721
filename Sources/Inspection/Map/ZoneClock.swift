import Records

/// A zone's wall clock, with the offsets of the days last asked for kept at hand.
///
/// An offset is kept for a day only where it holds from the day before to the day after, so that whatever
/// clock the day is counted by, it is the right one; days near a change are asked of the zone each time.
struct ZoneClock: Sendable {
  let zone: ShopZone
  private var days: [Int32]
  private var offsets: [Int32]

  private static let unknown = Int32.min

  init(zone: ShopZone) {
    self.zone = zone
    days = Array(repeating: Int32.min, count: 64)
    offsets = Array(repeating: Self.unknown, count: 64)
  }

  /// UTC seconds of a wall-clock time.
  mutating func instant(ofLocal local: Int64) -> Int64 {
    let offset = steadyOffset(on: Self.dayNumber(local))
    return offset == Self.unknown ? zone.instant(ofLocal: local) : local - Int64(offset)
  }

  /// The shop's day at an instant.
  mutating func day(at instant: Int64) -> Day {
    let offset = steadyOffset(on: Self.dayNumber(instant))
    if offset == Self.unknown { return zone.day(at: instant) }
    return Day(number: Self.dayNumber(instant + Int64(offset)))
  }

  private mutating func steadyOffset(on day: Int32) -> Int32 {
    let place = Int(day & 63)
    if days[place] == day { return offsets[place] }
    let start = Int64(day) * 86_400
    let before = zone.offset(at: start - 2 * 86_400)
    let steady =
      before == zone.offset(at: start) && before == zone.offset(at: start + 86_400)
      && before == zone.offset(at: start + 3 * 86_400)
    days[place] = day
    offsets[place] = steady ? Int32(truncatingIfNeeded: before) : Self.unknown
    return offsets[place]
  }

  private static func dayNumber(_ seconds: Int64) -> Int32 {
    Int32(clamping: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
  }
}
