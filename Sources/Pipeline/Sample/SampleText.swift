import Records

extension [UInt8] {
  /// `number` in digits, with zeros before it up to `width`; never negative.
  mutating func append(digits number: Int, width: Int = 1) {
    var power = 1
    var length = 1
    while length < width || number / power >= 10 {
      power *= 10
      length += 1
    }
    while power > 0 {
      append(UInt8(ascii: "0") + UInt8(number / power % 10))
      power /= 10
    }
  }

  /// Minor units as people write them: 1250 is `12.50`.
  mutating func append(money minor: Int) {
    append(digits: minor / 100)
    append(UInt8(ascii: "."))
    append(digits: minor % 100, width: 2)
  }

  /// `2026-01-31`.
  mutating func append(date: Day) {
    let (year, month, day) = date.civil
    append(digits: year, width: 4)
    append(UInt8(ascii: "-"))
    append(digits: month, width: 2)
    append(UInt8(ascii: "-"))
    append(digits: day, width: 2)
  }

  /// `2026-01-31T14:05:09Z` from UTC seconds.
  mutating func append(moment seconds: Int) {
    append(date: Day(number: Int32(seconds / 86_400)))
    append(UInt8(ascii: "T"))
    append(digits: seconds / 3600 % 24, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: seconds / 60 % 60, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: seconds % 60, width: 2)
    append(UInt8(ascii: "Z"))
  }

  /// A value of CSV, in quotes only if it needs them.
  mutating func append(csv value: some Collection<UInt8>) {
    let quote = UInt8(ascii: "\"")
    guard value.contains(where: { $0 == UInt8(ascii: ",") || $0 == quote || $0 < 0x20 }) else {
      return append(contentsOf: value)
    }
    append(quote)
    for byte in value {
      if byte == quote { append(quote) }
      append(byte)
    }
    append(quote)
  }

  /// A string of JSON; the samples have no control characters.
  mutating func append(json value: some Sequence<UInt8>) {
    append(UInt8(ascii: "\""))
    for byte in value {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
      append(byte)
    }
    append(UInt8(ascii: "\""))
  }

  static func += (bytes: inout [UInt8], text: String) { bytes.append(contentsOf: text.utf8) }
}
