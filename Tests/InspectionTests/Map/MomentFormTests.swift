import Records
import Testing

@testable import Inspection

private func read(_ text: String, _ order: DateOrder? = nil, zone: ShopZone = .utc) -> MomentReading {
  var reader = MomentReader(clock: ZoneClock(zone: zone))
  let bytes = Array(text.utf8)
  return reader.read(bytes.span, ByteRange(start: 0, end: bytes.count), order: order)
}

/// The same instant in ISO 8601, which has tests of its own.
private func iso(_ text: String) -> MomentReading { read(text) }

@Test(arguments: [
  ("2021-05-13 11:01:13 +0200", "2021-05-13T09:01:13Z"), ("2025-06-09 05:23:19 UTC", "2025-06-09T05:23:19Z"),
  ("2015-12-02T03:27:08+00:00", "2015-12-02T03:27:08Z"), ("20260826", "2026-08-26"),
  ("2026/6/12", "2026-06-12"), ("2026-3-1", "2026-03-01"), ("2026/6/12 7:05", "2026-06-12T07:05"),
  ("Dec 1, 2017 12:38:23 AM PST", "2017-12-01T08:38:23Z"),
  ("15 Mar 2026 3:22:08 PM UTC", "2026-03-15T15:22:08Z"), ("September 3, 2026", "2026-09-03"),
  ("31 July, 2026", "2026-07-31"), ("Sep-07-26", "2026-09-07"), ("Sep-30-26 23:45:00", "2026-09-30T23:45:00"),
  ("07-Sep-26", "2026-09-07"), ("Jan 5, 2026", "2026-01-05"), ("1. März 2026", "2026-03-01"),
  ("Mon, 23 Sep 2024 14:21:24 +0000", "2024-09-23T14:21:24Z"), ("3 Feb 70", "1970-02-03"),
  ("12 février 2026 à 14:05", "2026-02-12T14:05"), ("3 août 2026", "2026-08-03"),
  ("5 mag 2026", "2026-05-05"),
  ("9 ene 2026", "2026-01-09"), ("24. Dez. 2026 18:00", "2026-12-24T18:00"),
  ("March 3rd, 2026", "2026-03-03"),
  ("Mar 3, 2026, 3:22:08\u{202F}PM", "2026-03-03T15:22:08"),
  ("3 Feb 2026 10:00 Europe/Berlin", "2026-02-03T09:00Z"),
  ("05/05/2026", "2026-05-05"), ("2026-06-09 05:23 a.m.", "2026-06-09T05:23"),
  ("2026-06-09 10:00 Eastern Time (US & Canada)", "2026-06-09T14:00Z"), ("1 de mayo 2026", "2026-05-01"),
])
func `a date that can be read in one way only is read without an order`(text: String, same: String) {
  #expect(read(text) == iso(same))
}

@Test(arguments: [
  ("08/14/25", DateOrder.monthFirst, "2025-08-14"), ("12/27/2018 14:05", .monthFirst, "2018-12-27T14:05"),
  ("9/7/2026 3:22:08 PM", .monthFirst, "2026-09-07T15:22:08"), ("9/7/2026", .dayFirst, "2026-07-09"),
  ("01/02/2026", .dayFirst, "2026-02-01"), ("01/02/2026", .monthFirst, "2026-01-02"),
  ("16.12.2015 03:27:08 UTC", .dayFirst, "2015-12-16T03:27:08Z"), ("1.2.26", .dayFirst, "2026-02-01"),
  ("12/8/2011 21:56 PM", .monthFirst, "2011-12-08T21:56"),
  ("12/8/2011 12:56 AM", .monthFirst, "2011-12-08T00:56"),
  ("12/8/2011 12:56 pm", .monthFirst, "2011-12-08T12:56"), ("26/06/12", .yearFirst, "2026-06-12"),
  ("2026/06/12", .dayFirst, "2026-06-12"), ("08/14/69", .monthFirst, "2069-08-14"),
])
func `a date of numbers is read in the order that is known`(text: String, order: DateOrder, same: String) {
  #expect(read(text, order) == iso(same))
}

@Test(arguments: ["01/02/2026", "08/14/25", "16.12.2015 03:27:08 UTC", "25-12-2026"])
func `a date of numbers is not read without an order`(text: String) {
  #expect(read(text) == .undecidable)
}

@Test(arguments: ["25/12/2026", "02/30/2026", "13/13/2026", "2/3/2026 25:00", "2/3/2026 13:00 AM"])
func `a date against its order is impossible, never another day`(text: String) {
  #expect(read(text, .monthFirst) == .impossible)
}

@Test(arguments: [
  "45292", "45292.5", "1/2", "10:15", "Sep", "3 Foo 2026", "2026-01-01 at", "1/2/345", "20269999",
  "Oct--13-01", "Oct-13--01", "Oct,-13-01",
])
func `what is no date is not made one`(text: String) {
  let reading = read(text, .dayFirst)
  #expect(reading == .unreadable || text == "20269999" && reading == .impossible)
}

@Test func `a free form never says another day than ISO for the same parts`() throws {
  let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  for month in 1...12 {
    for day in 1...31 {
      let wanted = Day(year: 2027, month: month, day: day).map {
        MomentReading.value(Int64($0.number) * 86_400)
      }
      let forms: [(String, DateOrder?)] = [
        ("\(day)/\(month)/2027", .dayFirst), ("\(month)/\(day)/2027", .monthFirst),
        ("\(day).\(month).27", .dayFirst),
        ("\(day) \(names[month - 1]) 2027", nil), ("\(names[month - 1]) \(day), 2027", nil),
        ("2027/\(month)/\(day)", nil),
      ]
      for (text, order) in forms where read(text, order) != wanted ?? .impossible {
        Issue.record("\(text): \(read(text, order))")
      }
    }
  }
}

private func zone(_ name: String) -> WrittenZone {
  var zones = ZoneBook()
  let bytes = Array(name.utf8)
  return zones.find(bytes.span, ByteRange(start: 0, end: bytes.count))
}

@Test(arguments: [
  ("UTC", 0), ("GMT", 0), ("PST", -8), ("PDT", -7), ("MST", -7), ("CST", -6), ("CDT", -5), ("EST", -5),
  ("EDT", -4),
  ("BST", 1), ("CET", 1), ("CEST", 2), ("JST", 9), ("AEST", 10), ("AEDT", 11), ("+0200", 2), ("-07:00", -7),
  ("GMT+02:00", 2), ("utc-5", -5), ("(UTC)", 0),
])
func `the letters of a zone say its offset`(name: String, hours: Int64) {
  #expect(zone(name) == .offset(hours * 3600))
}

@Test func `letters of several zones are told from names that nobody knows`() {
  #expect(zone("IST") == .ambiguous)
  for name in ["Atlantis", "", "Europe/Atlantis", "+25:00"] { #expect(zone(name) == .unknown) }
}

@Test func `every name in the table of zones is a zone of the system`() {
  for (name, place) in ZoneNames.places { #expect(ShopZone(identifier: place) != nil, "\(name): \(place)") }
  #expect(ZoneNames.places.count > 140)
}
