internal import Records

/// Numbers as an owner reads them.
enum Shown {
  /// `12,345`, with a true minus sign.
  static func count(_ value: Int64) -> String {
    (value < 0 ? "−" : "") + grouped(String(value.magnitude))
  }

  /// `£1,234.50`; currencies without a sign everybody knows stand with their code: `CHF 1,234.50`.
  static func money(_ minor: Int64, _ currency: Currency) -> String {
    let plain = Money.plain(minor, digits: currency.minorDigits)
    let digits = plain.drop(while: { $0 == "-" }).split(separator: ".")
    let fraction = digits.count > 1 ? "." + digits[1] : ""
    return (minor < 0 ? "−" : "") + sign(of: currency) + grouped(String(digits[0])) + fraction
  }

  /// Rounded to whole pounds, for "about £612".
  static func wholeMoney(_ minor: Int64, _ currency: Currency) -> String {
    let whole = (minor.magnitude + UInt64(currency.minorPerMajor) / 2) / UInt64(currency.minorPerMajor)
    return (minor < 0 && whole > 0 ? "−" : "") + sign(of: currency) + grouped(String(whole))
  }

  /// For an axis: `£1,500`, and from a million on `£1.5m`, `£2bn`.
  static func axisMoney(_ minor: Int64, _ currency: Currency) -> String {
    let whole = minor.magnitude / UInt64(currency.minorPerMajor)
    let sizes: [(UInt64, String)] = [(1_000_000_000_000, "tn"), (1_000_000_000, "bn"), (1_000_000, "m")]
    guard let (size, name) = sizes.first(where: { whole >= $0.0 }) else { return wholeMoney(minor, currency) }
    let tenths = whole % size * 10 / size
    let text = grouped(String(whole / size)) + (tenths > 0 ? ".\(tenths)" : "")
    return (minor < 0 ? "−" : "") + sign(of: currency) + text + name
  }

  /// Thousandths of a unit: `12`, `1.5`.
  static func units(_ thousandths: Int64) -> String {
    let fraction = String(1000 + thousandths.magnitude % 1000).dropFirst()
    let kept = fraction.reversed().drop(while: { $0 == "0" }).reversed()
    let whole = grouped(String(thousandths.magnitude / 1000))
    return (thousandths < 0 ? "−" : "") + whole + (kept.isEmpty ? "" : "." + String(kept))
  }

  /// Hundredths: `96.90`. Never rounded, so that a score of 100.00 is a perfect one.
  static func hundredths(_ value: Int64) -> String {
    let plain = Money.plain(value, digits: 2)
    return value < 0 ? "−" + plain.dropFirst() : plain
  }

  /// Tenths of a percent: `8.2%`.
  static func percent(tenths: Int64) -> String {
    let rest = tenths.magnitude % 10
    return (tenths < 0 ? "−" : "") + grouped(String(tenths.magnitude / 10)) + ".\(rest)%"
  }

  /// Decimal units as on the label of a disk: `1.2 MB`, `23 GB`.
  static func bytes(_ value: Int64) -> String {
    let sizes: [(Int64, String)] = [
      (1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB"),
    ]
    guard let (size, name) = sizes.first(where: { value >= $0.0 }) else { return "\(max(0, value)) bytes" }
    let whole = value / size
    return whole >= 10 ? "\(whole) \(name)" : "\(whole).\(value % size * 10 / size) \(name)"
  }

  /// `1 row`, `41 rows`.
  static func count(_ value: Int64, _ one: String, _ many: String) -> String {
    "\(count(value)) \(value == 1 ? one : many)"
  }

  /// £612 and €40, smallest code first; empty amounts are left out.
  static func amounts(_ amounts: [Currency: Int64], whole: Bool = false) -> String? {
    let texts = amounts.filter { $0.value != 0 }.sorted { $0.key.packed < $1.key.packed }
      .map { whole ? wholeMoney($0.value, $0.key) : money($0.value, $0.key) }
    guard let last = texts.last else { return nil }
    return texts.count == 1 ? last : texts.dropLast().joined(separator: ", ") + " and " + last
  }

  /// `98.20%`, or with more currencies `EUR 100.00% and GBP 98.20%`: hundredths of a percent.
  static func shares(_ shares: [Currency: Int64]) -> String? {
    let sorted = shares.sorted { $0.key.code < $1.key.code }
    let texts = sorted.map { (sorted.count > 1 ? "\($0.key.code) " : "") + hundredths($0.value) + "%" }
    guard let last = texts.last else { return nil }
    return texts.count == 1 ? last : texts.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func grouped(_ digits: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  private static func sign(of currency: Currency) -> String {
    switch currency.code {
    case "GBP": "£"
    case "USD": "$"
    case "EUR": "€"
    case "JPY": "¥"
    case "INR": "₹"
    case "KRW": "₩"
    case "BRL": "R$"
    case "AUD": "A$"
    case "CAD": "C$"
    case "NZD": "NZ$"
    default: currency.code + "\u{A0}"
    }
  }
}
