/// A moment of a sample with the calendar worked out by counting years and months: slow, plain, and nobody else's.
struct SampleMoment {
  let year: Int
  let month: Int
  let day: Int
  let hour: Int
  let minute: Int
  let second: Int

  /// - Parameter seconds: since 1970, in the zone in which the moment is to be told.
  init(_ seconds: Int) {
    var days = seconds / 86_400
    var year = 1970
    while days >= Self.length(ofYear: year) {
      days -= Self.length(ofYear: year)
      year += 1
    }
    var month = 1
    while days >= Self.length(ofMonth: month, in: year) {
      days -= Self.length(ofMonth: month, in: year)
      month += 1
    }
    (self.year, self.month, day) = (year, month, days + 1)
    (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
  }

  /// As 20260131.
  var number: Int { year * 10_000 + month * 100 + day }
  var date: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }
  var time: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }
  /// `Jan`.
  var monthName: String { Self.months[month - 1] }

  /// `01` for 1.
  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// Seconds since 1970 at the beginning of a day.
  static func seconds(year: Int, month: Int, day: Int) -> Int {
    let years = (1970..<year).reduce(0) { $0 + length(ofYear: $1) }
    let months = (1..<month).reduce(0) { $0 + length(ofMonth: $1, in: year) }
    return (years + months + day - 1) * 86_400
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
  private static func length(ofYear year: Int) -> Int { isLeap(year) ? 366 : 365 }

  private static func length(ofMonth month: Int, in year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ").map(
    String.init)
}

/// Money as the sample exports write it.
enum SampleMoney {
  static func digits(of currency: String) -> Int { currency == "JPY" ? 0 : currency == "KWD" ? 3 : 2 }

  /// `1234.50` for 123,450 pence; `mark` stands before the decimals and `group` between thousands.
  static func text(_ minor: Int, digits: Int = 2, mark: String = ".", group: String = "") -> String {
    let figures = "\(abs(minor))"
    let padded = String(repeating: "0", count: max(0, digits + 1 - figures.count)) + figures
    let whole = Array(padded.dropLast(digits))
    var text = minor < 0 ? "-" : ""
    for (place, figure) in whole.enumerated() {
      if place > 0, (whole.count - place) % 3 == 0 { text += group }
      text.append(figure)
    }
    return digits == 0 ? text : text + mark + padded.suffix(digits)
  }
}
