internal import Records

private let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
private let months = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November",
  "December",
]

extension Day {
  /// `Tue 31 January 2011`.
  var inWords: String { "\(weekdays[weekday - 1]) \(dayMonthYear)" }

  /// `31 January 2011`.
  var dayMonthYear: String { "\(civil.day) \(monthYear)" }

  /// `31 Jan`.
  var short: String { "\(civil.day) \(shortMonth)" }

  /// `31 Jan 2011`.
  var shortWithYear: String { "\(short) \(civil.year)" }

  /// `January 2011`.
  var monthYear: String { "\(months[civil.month - 1]) \(civil.year)" }

  /// `Jan`.
  var shortMonth: String { String(months[civil.month - 1].prefix(3)) }

  /// `25 – 31 January 2011`, naming month and year once where they are the same.
  static func words(from first: Day, to last: Day) -> String {
    if first == last { return first.inWords }
    if first.monthStart == last.monthStart { return "\(first.civil.day) – \(last.dayMonthYear)" }
    if first.civil.year == last.civil.year {
      return "\(first.civil.day) \(months[first.civil.month - 1]) – \(last.dayMonthYear)"
    }
    return "\(first.dayMonthYear) – \(last.dayMonthYear)"
  }
}

extension ShopZone {
  /// `Tue 31 January 2011, 18:02` on the shop's clock.
  func words(_ instant: Int64) -> String {
    "\(day(at: instant).inWords), \(iso(instant).dropFirst(11).prefix(5))"
  }

  /// `31 Jan 2011, 18:02`, for a column.
  func shortWords(_ instant: Int64) -> String {
    "\(day(at: instant).shortWithYear), \(iso(instant).dropFirst(11).prefix(5))"
  }
}
