import Foundation

/// A time zone whose offsets are looked up without asking the calendar each time.
///
/// The zone's changes from 1970 to 2100 are read once from Foundation; a look-up is a search in a small array.
public struct ShopZone: Sendable {
  public let identifier: String
  /// From `start` (UTC seconds, inclusive) local time is `offset` seconds ahead of UTC.
  private let changes: [(start: Int64, offset: Int64)]

  public static let utc = ShopZone(identifier: "UTC", changes: [(Int64.min, 0)])

  /// Nil if `identifier` is no IANA zone such as `Europe/London`.
  public init?(identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    let end = Date(timeIntervalSince1970: 4_102_444_800)
    var moment = Date(timeIntervalSince1970: 0)
    var changes = [(start: Int64.min, offset: Int64(zone.secondsFromGMT(for: moment)))]
    while let next = zone.nextDaylightSavingTimeTransition(after: moment), next < end, next > moment {
      changes.append((Int64(next.timeIntervalSince1970), Int64(zone.secondsFromGMT(for: next))))
      moment = next
    }
    self.init(identifier: identifier, changes: changes)
  }

  private init(identifier: String, changes: [(start: Int64, offset: Int64)]) {
    self.identifier = identifier
    self.changes = changes
  }

  /// Seconds that local time is ahead of UTC at `instant` (UTC seconds).
  public func offset(at instant: Int64) -> Int64 {
    var low = 0
    var high = changes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if changes[middle].start <= instant { low = middle } else { high = middle }
    }
    return changes[low].offset
  }

  /// The shop's day at `instant` (UTC seconds).
  public func day(at instant: Int64) -> Day {
    let local = instant + offset(at: instant)
    return Day(number: Int32(clamping: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
  }

  /// UTC seconds of a wall-clock time given as seconds since 1970-01-01T00:00 local.
  ///
  /// A time that occurs twice (clocks going back) is the first of the two; one that never occurs (clocks going
  /// forward) is moved on by the gap, as a clock that was not changed would show it.
  public func instant(ofLocal local: Int64) -> Int64 {
    let before = local - offset(at: local - 86_400)
    if before + offset(at: before) == local { return before }
    let after = local - offset(at: local + 86_400)
    if after + offset(at: after) == local { return after }
    return before
  }

  /// UTC seconds at which `day` begins.
  public func start(of day: Day) -> Int64 { instant(ofLocal: Int64(day.number) * 86_400) }

  /// `2026-03-31T18:02:00+01:00`, the local time with its offset.
  public func iso(_ instant: Int64) -> String {
    let offset = offset(at: instant)
    let local = instant + offset
    let day = Day(number: Int32(clamping: local >= 0 ? local / 86_400 : (local - 86_399) / 86_400))
    let second = Int(local - Int64(day.number) * 86_400)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    let minutes = Int(abs(offset) / 60)
    let clock = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    let zone = offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    return "\(day.iso)T\(clock)\(zone)"
  }
}
