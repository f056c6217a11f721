/// A calendar day of the shop, without time or zone.
///
/// Kept as days since 1970-01-01 in the proleptic Gregorian calendar, so that differences are differences.
public struct Day: Sendable, Hashable, Comparable {
  public let number: Int32

  public init(number: Int32) { self.number = number }

  /// Nil for a date that does not exist, such as 31 June.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...12).contains(month), day >= 1, day <= Self.length(ofMonth: month, year: year),
      (0...9999).contains(year)
    else { return nil }
    number = Self.daysSinceEpoch(year: year, month: month, day: day)
  }

  /// From `20260131`, the form in which the database keeps a day.
  public init?(yyyymmdd: Int) {
    self.init(year: yyyymmdd / 10_000, month: yyyymmdd / 100 % 100, day: yyyymmdd % 100)
  }

  /// From `2026-01-31` and nothing else.
  public init?(iso text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    var digits = 0
    for (index, byte) in bytes.enumerated() where index != 4 && index != 7 {
      guard (0x30...0x39).contains(byte) else { return nil }
      digits = digits * 10 + Int(byte - 0x30)
    }
    self.init(yyyymmdd: digits)
  }

  /// Year, month 1…12 and day of month (Hinnant, "chrono-compatible low-level date algorithms", civil_from_days).
  public var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(number) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  public var yyyymmdd: Int {
    let (year, month, day) = civil
    return year * 10_000 + month * 100 + day
  }

  /// `2026-01-31`.
  public var iso: String {
    let digits = String(100_000_000 + yyyymmdd).dropFirst()
    return digits.prefix(4) + "-" + digits.dropFirst(4).prefix(2) + "-" + digits.suffix(2)
  }

  /// Monday is 1, Sunday 7 (ISO 8601).
  public var weekday: Int { (Int(number) % 7 + 7 + 3) % 7 + 1 }

  public func advanced(by days: Int) -> Day { Day(number: number + Int32(days)) }
  public func days(since other: Day) -> Int { Int(number) - Int(other.number) }

  /// The Monday of this day's ISO week.
  public var weekStart: Day { advanced(by: 1 - weekday) }
  public var monthStart: Day { advanced(by: 1 - civil.day) }

  /// The same day `months` later, or the last day of that month if it is shorter.
  public func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let total = year * 12 + month - 1 + months
    let newYear = total >= 0 ? total / 12 : (total - 11) / 12
    let newMonth = total - newYear * 12 + 1
    let length = Self.length(ofMonth: newMonth, year: newYear)
    return Day(number: Self.daysSinceEpoch(year: newYear, month: newMonth, day: min(day, length)))
  }

  public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// Days from 1970-01-01; the date must exist (Hinnant, days_from_civil).
  @inlinable public static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int32 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(truncatingIfNeeded: era * 146_097 + dayOfEra - 719_468)
  }

  @inlinable public static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Day: CustomStringConvertible, Codable {
  public var description: String { iso }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let day = Day(iso: text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no day")
    }
    self = day
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(iso)
  }
}
