import Records
import Testing

@testable import Inspection

private func whole(_ bytes: [UInt8]) -> ByteRange { ByteRange(start: 0, end: bytes.count) }

/// What a decimal says, found the slow and obvious way.
private func slowDecimal(_ text: String, digits: Int) -> DecimalReading {
  var body = Substring(text)
  let isNegative = body.first == "-"
  if isNegative || body.first == "+" { body = body.dropFirst() }
  let parts = body.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count <= 2, !body.isEmpty, parts.joined().allSatisfy({ "0123456789".contains($0) }),
    parts.count == 1 || !parts[1].isEmpty
  else { return .unreadable }
  var decimals = parts.count == 2 ? String(parts[1]) : ""
  while decimals.count > digits, decimals.last == "0" { decimals.removeLast() }
  if decimals.count > digits { return .tooPrecise }
  decimals += String(repeating: "0", count: digits - decimals.count)
  guard let value = Int64("0" + parts[0] + decimals) else { return .tooLarge }
  return .value(isNegative ? -value : value)
}

@Test func `a decimal says what a slow and obvious reader says, for every text up to five signs`() {
  let signs = Array("0159.-+x".utf8)
  var texts: [[UInt8]] = [[]]
  var longest = texts
  for _ in 0..<5 {
    longest = longest.flatMap { text in signs.map { text + [$0] } }
    texts += longest
  }
  for text in texts {
    // Eight bytes are read at once where so many come before.
    let behind = Array("12345678".utf8) + text + Array("90".utf8)
    for digits in [0, 2, 3] {
      let fast = DecimalReader.read(text.span, whole(text), digits: digits)
      let among = ByteRange(start: 8, end: 8 + text.count)
      if DecimalReader.read(behind.span, among, digits: digits) != fast {
        Issue.record("\(String(decoding: text, as: UTF8.self)) \(digits) differs among others")
      }
      let slow = slowDecimal(String(decoding: text, as: UTF8.self), digits: digits)
      if fast != slow {
        Issue.record("\(String(decoding: text, as: UTF8.self)) \(digits): \(fast), not \(slow)")
      }
    }
  }
}

@Test(arguments: [
  ("92233720368547758.07", 2, DecimalReading.value(.max)), ("92233720368547758.08", 2, .tooLarge),
  ("99999999999999999999999999", 0, .tooLarge), ("1.2300000000000000000000", 2, .value(123)),
  ("1e3", 2, .unreadable), ("1,5", 2, .unreadable), ("0.0", 2, .value(0)), ("-0.05", 2, .value(-5)),
])
func `numbers at the edge`(text: String, digits: Int, reading: DecimalReading) {
  let bytes = Array(text.utf8)
  #expect(DecimalReader.read(bytes.span, whole(bytes), digits: digits) == reading)
}

private func moment(_ text: String, in zone: ShopZone = .utc) -> MomentReading {
  var reader = MomentReader(clock: ZoneClock(zone: zone))
  let bytes = Array(text.utf8)
  return reader.read(bytes.span, whole(bytes))
}

@Test func `every day of four centuries is read, and no other`() {
  for year in stride(from: 1900, through: 2300, by: 1) {
    for month in 0...13 {
      for day in [0, 1, 27, 28, 29, 30, 31, 32] {
        let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        let wanted = Day(year: year, month: month, day: day).map { Int64($0.number) * 86_400 }
        let found = moment(text)
        if found != wanted.map(MomentReading.value) ?? .impossible { Issue.record("\(text): \(found)") }
      }
    }
  }
}

@Test(arguments: [
  ("2026-03-01T10:00:00Z", 1_772_359_200), ("2026-03-01 10:00", 1_772_359_200),
  ("2026-03-01T10:00:00.123456Z", 1_772_359_200), ("2026-03-01T11:00:00+01:00", 1_772_359_200),
  ("2026-03-01 08:00:00 -0200", 1_772_359_200), ("2026-03-01T12+02", nil),
  ("2026-03-01T", nil), ("", nil), ("46082", nil), ("46082.5", nil), ("soon", nil), ("1/2/3", nil),
])
func `ISO times are read, and what is no time is not`(text: String, seconds: Int64?) {
  #expect(moment(text) == seconds.map(MomentReading.value) ?? .unreadable)
}

@Test(arguments: ["2026-06-31", "2026-01-01T24:00:00", "2026-01-01T10:60", "2026-01-01T10:00:00+25:00"])
func `times that no calendar or clock has are told from what is no time`(text: String) {
  #expect(moment(text) == .impossible)
}

@Test(arguments: [
  "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
])
func `the quick clock of a zone agrees with the zone at every hour of its changes`(name: String) throws {
  let zone = try #require(ShopZone(identifier: name))
  var clock = ZoneClock(zone: zone)
  for hour in 0..<Int64(365 * 24 * 2) {
    let local = 1_293_840_000 + hour * 3600 + 1799
    if clock.instant(ofLocal: local) != zone.instant(ofLocal: local) {
      Issue.record("\(name) local \(local)")
    }
    if clock.day(at: local) != zone.day(at: local) { Issue.record("\(name) day \(local)") }
  }
}

@Test func `shares add up to the whole, and differ from the exact share by less than one`() {
  var shares = Shares()
  for whole in Int64(-13)...13 {
    for weights in [[1], [1, 1], [3, 0, 1], [7, 11, 13, 1], [0, 0], [1, 2, 3, 4, 5, 6]] as [[Int64]] {
      shares.spread(whole, over: weights)
      #expect(shares.values.reduce(0, +) == whole)
      let sum = weights.reduce(0, +)
      guard sum > 0 else { continue }
      for (share, weight) in zip(shares.values, weights) {
        #expect(abs(Double(share) - Double(whole * weight) / Double(sum)) < 1)
      }
    }
  }
}
