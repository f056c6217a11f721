import Records

/// What the bytes of a date or a date with time say.
enum MomentReading: Equatable {
  /// UTC seconds.
  case value(Int64)
  case unreadable
  /// It has the form of a date, but there is no such day or time.
  case impossible
  /// Day and month could change places, and nothing says which is which.
  case undecidable
  case zoneUnknown
  /// A zone's letters that several places use.
  case zoneAmbiguous
}

/// Reads dates and times. ISO 8601 comes first and fast: `2026-01-31`, `2026-01-31T14:05`,
/// `2026-01-31 14:05:09.25 +01:00`, `…Z`; other forms stand in `MomentReader+Forms.swift`.
///
/// Without an offset or a zone the time is that of the row's zone or else the source's wall clock; a date alone
/// is its midnight.
struct MomentReader {
  var clock: ZoneClock
  /// The zone that the row at hand names in a column of its own.
  var rowZone: WrittenZone?
  var zones = ZoneBook()
  private var dates = KnownDates()
  // Kept from cell to cell so that none of them asks for memory.
  var tokens: [MomentToken] = []

  init(clock: ZoneClock) { self.clock = clock }

  /// Any form; `order` is that of a date whose numbers all look alike.
  mutating func read(_ bytes: Span<UInt8>, _ range: ByteRange, order: DateOrder? = nil) -> MomentReading {
    let reading = readISO(bytes, range)
    return reading == .unreadable ? readFreely(bytes, range, order: order) : reading
  }

  mutating func readISO(_ bytes: Span<UInt8>, _ range: ByteRange) -> MomentReading {
    if let day = dates.find(bytes, range), let reading = readTime(bytes, range, of: day) { return reading }
    var cursor = Cursor(index: Int(range.start), end: Int(range.end))
    guard let year = cursor.number(digits: 4, bytes), cursor.take(UInt8(ascii: "-"), bytes),
      let month = cursor.number(digits: 2, bytes), cursor.take(UInt8(ascii: "-"), bytes),
      let dayOfMonth = cursor.number(digits: 2, bytes)
    else { return .unreadable }
    var second: Int64? = 0
    var offset: Offset = .none
    if !cursor.isAtEnd {
      guard cursor.takeTimeMark(bytes), let time = cursor.timeOfDay(bytes) else { return .unreadable }
      guard let zone = cursor.offset(bytes), cursor.isAtEnd else { return .unreadable }
      (second, offset) = (time.seconds, zone)
    }
    guard (1...12).contains(month), dayOfMonth >= 1, let second,
      dayOfMonth <= Day.length(ofMonth: month, year: year), offset != .impossible
    else { return .impossible }
    let day = Day.daysSinceEpoch(year: year, month: month, day: dayOfMonth)
    dates.keep(day, bytes, range)
    let local = Int64(day) * 86_400 + second
    switch offset {
    case .seconds(let ahead): return .value(local - ahead)
    case .none, .impossible: return instant(ofLocal: local)
    }
  }

  private mutating func instant(ofLocal local: Int64) -> MomentReading {
    guard let rowZone else { return .value(clock.instant(ofLocal: local)) }
    return instant(ofLocal: local, in: rowZone)
  }

  /// The usual forms behind a date that is known, a time to the second among them eight bytes at once; nil for others.
  private mutating func readTime(
    _ bytes: Span<UInt8>, _ range: ByteRange, of day: Int32
  ) -> MomentReading? {
    let start = Int(range.start)
    let midnight = Int64(day) * 86_400
    if range.count == 10 { return instant(ofLocal: midnight) }
    guard range.count == 19 || range.count == 20,
      bytes[start + 10] | 0x20 == UInt8(ascii: "t") || bytes[start + 10] == UInt8(ascii: " "),
      let second = Self.second(bytes.eight(at: start + 11))
    else { return nil }
    if range.count == 19 { return instant(ofLocal: midnight + second) }
    return bytes[start + 19] | 0x20 == UInt8(ascii: "z") ? .value(midnight + second) : nil
  }

  /// Of the day, of `14:05:09`; nil if no clock shows it.
  private static func second(_ text: UInt64) -> Int64? {
    let digits = text ^ 0x3030_3A30_303A_3030
    // The high bit of each sum tells a byte that is no digit, or no colon.
    guard (digits | (digits &+ 0x7676_7F76_767F_7676)) & 0x8080_8080_8080_8080 == 0 else { return nil }
    func number(_ shift: UInt64) -> Int64 {
      let tens = digits >> (shift + 8) & 0xF
      let ones = digits >> shift & 0xF
      return Int64(tens * 10 + ones)
    }
    let (hour, minute, second) = (number(48), number(24), number(0))
    return hour < 24 && minute < 60 && second < 60 ? hour * 3600 + minute * 60 + second : nil
  }

  /// A wall-clock time of a zone that was written somewhere.
  mutating func instant(ofLocal local: Int64, in zone: WrittenZone) -> MomentReading {
    switch zone {
    case .offset(let ahead): .value(local - ahead)
    case .clock(let index): .value(zones.clocks[index].instant(ofLocal: local))
    case .unknown: .zoneUnknown
    case .ambiguous: .zoneAmbiguous
    }
  }

  private enum Offset: Equatable {
    case none
    case seconds(Int64)
    case impossible
  }

  /// Walks over the bytes of one value; they are handed in, for a value cannot keep a span.
  private struct Cursor {
    var index: Int
    let end: Int

    var isAtEnd: Bool { index >= end }

    mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
      guard index < end, bytes[index] == byte else { return false }
      index += 1
      return true
    }

    mutating func takeTimeMark(_ bytes: Span<UInt8>) -> Bool {
      take(UInt8(ascii: "T"), bytes) || take(UInt8(ascii: " "), bytes) || take(UInt8(ascii: "t"), bytes)
    }

    /// Exactly so many digits.
    mutating func number(digits: Int, _ bytes: Span<UInt8>) -> Int? {
      guard end - index >= digits else { return nil }
      var value = 0
      for position in index..<index + digits {
        let digit = bytes[position] &- 0x30
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      index += digits
      return value
    }

    /// Nil if there is none; `seconds` nil if no clock shows it.
    mutating func timeOfDay(_ bytes: Span<UInt8>) -> (seconds: Int64?, Void)? {
      guard let hour = number(digits: 2, bytes), take(UInt8(ascii: ":"), bytes),
        let minute = number(digits: 2, bytes)
      else { return nil }
      var second = 0
      if take(UInt8(ascii: ":"), bytes) {
        guard let read = number(digits: 2, bytes) else { return nil }
        second = read
        if take(UInt8(ascii: "."), bytes) || take(UInt8(ascii: ","), bytes) {
          guard number(digits: 1, bytes) != nil else { return nil }
          while number(digits: 1, bytes) != nil {}
        }
      }
      guard hour < 24, minute < 60, second < 60 else { return (nil, ()) }
      return (Int64(hour * 3600 + minute * 60 + second), ())
    }

    /// Nil if what follows is no offset.
    mutating func offset(_ bytes: Span<UInt8>) -> Offset? {
      if isAtEnd { return Offset.none }
      if take(UInt8(ascii: "Z"), bytes) || take(UInt8(ascii: "z"), bytes) { return .seconds(0) }
      _ = take(UInt8(ascii: " "), bytes)
      let isBehind = take(UInt8(ascii: "-"), bytes)
      guard isBehind || take(UInt8(ascii: "+"), bytes), let hours = number(digits: 2, bytes) else {
        return nil
      }
      _ = take(UInt8(ascii: ":"), bytes)
      let minutes = isAtEnd ? 0 : number(digits: 2, bytes)
      guard let minutes else { return nil }
      guard hours <= 18, minutes < 60 else { return .impossible }
      let ahead = Int64(hours * 3600 + minutes * 60)
      return .seconds(isBehind ? -ahead : ahead)
    }
  }
}
