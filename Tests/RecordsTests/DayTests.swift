import Records
import Testing

@Suite struct DayTests {
  @Test func `every day of four centuries comes back from its number, its text and its integer`() throws {
    var previous: Day?
    for number in Int32(-40_000)...Int32(110_000) {
      let day = Day(number: number)
      let (year, month, date) = day.civil
      #expect(Day(year: year, month: month, day: date) == day)
      #expect(Day(yyyymmdd: day.yyyymmdd) == day)
      if number % 7 == 0 { #expect(Day(iso: day.iso) == day) }
      if let previous {
        #expect(previous.weekday % 7 + 1 == day.weekday)
        #expect(previous < day)
      }
      previous = day
    }
    #expect(Day(iso: "2026-11-22")?.weekday == 7)
    #expect(Day(iso: "1970-01-01")?.number == 0)
  }

  @Test(arguments: [
    "2026-02-30", "2025-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-1-01", "2026-01-01 ",
    "20260101",
    "٢٠٢٦-٠١-٠١", "",
  ])
  func `a date that does not exist is no day`(text: String) { #expect(Day(iso: text) == nil) }

  @Test func `a month on from the last day of January is the last of February`() {
    #expect(Day(iso: "2026-01-31")?.adding(months: 1).iso == "2026-02-28")
    #expect(Day(iso: "2024-01-31")?.adding(months: 1).iso == "2024-02-29")
    #expect(Day(iso: "2026-03-31")?.adding(months: -13).iso == "2025-02-28")
  }

  @Test func `weeks begin on Monday and months on the first`() {
    #expect(Day(iso: "2026-11-22")?.weekStart.iso == "2026-11-16")
    #expect(Day(iso: "2026-11-16")?.weekStart.iso == "2026-11-16")
    #expect(Day(iso: "2026-11-22")?.monthStart.iso == "2026-11-01")
  }
}

@Suite struct ShopZoneTests {
  @Test func `no hour of the year is lost or doubled in zones with odd clocks`() throws {
    for name in ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"] {
      let zone = try #require(ShopZone(identifier: name))
      var halfHours: [Day: Int] = [:]
      let start = zone.start(of: try #require(Day(iso: "2026-01-01")))
      let end = zone.start(of: try #require(Day(iso: "2027-01-01")))
      for instant in stride(from: start, to: end, by: 1800) {
        halfHours[zone.day(at: instant), default: 0] += 1
      }
      #expect(halfHours.count == 365, "\(name)")
      #expect(halfHours.values.reduce(0, +) == 365 * 48, "\(name)")
      #expect(halfHours.values.allSatisfy { (46...50).contains($0) }, "\(name)")
    }
  }

  @Test func `local times come back from the instants they name`() throws {
    let zone = try #require(ShopZone(identifier: "Europe/London"))
    for local in stride(from: Int64(1_767_225_600), to: 1_798_761_600, by: 1800) {
      let instant = zone.instant(ofLocal: local)
      // 29 March 2026, 01:00 to 02:00, is the hour that London's clocks skip.
      let isSkipped = (1_774_746_000..<1_774_749_600).contains(local)
      #expect(instant + zone.offset(at: instant) == (isSkipped ? local + 3600 : local))
    }
  }

  @Test func `an hour that comes twice is taken as the first`() throws {
    let zone = try #require(ShopZone(identifier: "Europe/London"))
    // 25 October 2026, 01:30 on the clock: 00:30 UTC in summer time, 01:30 UTC after the change.
    #expect(zone.instant(ofLocal: 1_792_891_800) == 1_792_888_200)
    #expect(zone.iso(1_792_888_200) == "2026-10-25T01:30:00+01:00")
    #expect(zone.iso(1_792_891_800) == "2026-10-25T01:30:00Z")
  }

  @Test func `a zone that is none is refused`() { #expect(ShopZone(identifier: "Europe/Londn") == nil) }
}
