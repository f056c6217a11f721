import Records
import Testing

private func day(_ iso: String) -> Day { Day(iso: iso) ?? Day(number: 0) }

/// Numbers that are the same in every run.
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 31)
  }
}

/// Random tallies: a row has one check of each rule, a table up to a billion.
private func tallies(_ dice: inout Dice, most: Int) -> [CheckTally] {
  (0..<Int.random(in: 1...30, using: &dice)).map { number in
    let applied = Int.random(in: 0...most, using: &dice)
    return CheckTally(
      code: "rule.\(number)", field: nil, weight: Int.random(in: 0...9, using: &dice), applied: applied,
      failed: Int.random(in: 0...applied, using: &dice))
  }
}

@Test(arguments: [1, 7, 1000, 1_000_000_000])
func `points lost and score make exactly 100, of a row and of a table`(most: Int) throws {
  var dice = Dice(state: UInt64(most))
  for _ in 0..<2000 {
    let checks = tallies(&dice, most: most)
    guard let score = TableScore(checks) else { continue }
    #expect(score.hundredths + score.losses.reduce(0) { $0 + $1.points } == Score.perfect)
    #expect(score.losses.allSatisfy { $0.points >= 0 })
    #expect((0...Score.perfect).contains(score.hundredths))
  }
}

@Test func `points lost and score make exactly 100 over the tables of a file, a source and a day`() throws {
  var dice = Dice(state: 42)
  for _ in 0..<500 {
    // Tables of one source check the same rules with the same weights.
    let first = tallies(&dice, most: 5000)
    var sums = first
    for _ in 0..<Int.random(in: 1...12, using: &dice) {
      for index in sums.indices {
        let applied = Int.random(in: 0...5000, using: &dice)
        sums[index].applied += applied
        sums[index].failed += Int.random(in: 0...applied, using: &dice)
      }
    }
    let score = try #require(
      TableScore(sums) ?? TableScore([CheckTally(code: "a.b", field: nil, weight: 1, applied: 1)]))
    #expect(score.hundredths + score.losses.reduce(0) { $0 + $1.points } == Score.perfect)
  }
}

@Test func `the share of value that is clean counts returns as much as sales`() {
  var split = MoneySplit()
  #expect(split.cleanShare == nil)
  (split.accepted, split.uncounted, split.held) = (9000, 500, 500)
  #expect(split.cleanShare == 9500)
  (split.accepted, split.uncounted, split.held) = (300, 0, -100)
  #expect(split.cleanShare == 7500)
  (split.accepted, split.held) = (.max, .max)
  #expect(split.cleanShare == 5000)
}

@Test func `a rule speaks of many rows without one row's value`() {
  #expect(Rule.moneyUnreadable.sentence(of: "Price") == "Price is \"…\", which is no amount")
  #expect(Rule.amountMismatch.sentence(of: nil) == "the order's lines do not make its total")
}

@Test func `a weekday is unusual only when it is far from what four weeks of it brought`() throws {
  #expect(UsualVolume([40, 41, 39]) == nil)
  let usual = try #require(UsualVolume([40, 44, 36, 41, 39, 300, 40, 38]))
  #expect(usual.median == 40)
  #expect(
    !usual.isUnusual(40, factor: 5) && !usual.isUnusual(55, factor: 5) && !usual.isUnusual(25, factor: 5))
  #expect(usual.isUnusual(3, factor: 5) && usual.isUnusual(90, factor: 5))
  let small = try #require(UsualVolume([2, 2, 2, 2]))
  #expect(!small.isUnusual(0, factor: 5) && !small.isUnusual(12, factor: 5) && small.isUnusual(13, factor: 5))
}

@Test func `a rhythm is learned from four weeks, and from nothing less`() {
  let last = day("2026-11-20")  // A Friday.
  let every = Set((0..<28).map { last.advanced(by: -$0) })
  #expect(Rhythm.learned(from: every) == .daily)
  #expect(Rhythm.learned(from: every.subtracting([day("2026-11-11")])) == .daily)
  #expect(Rhythm.learned(from: Set((0..<27).map { last.advanced(by: -$0) })) == nil)
  let workdays = Set((0..<33).map { last.advanced(by: -$0) }.filter { $0.weekday <= 5 })
  #expect(Rhythm.learned(from: workdays) == .weekdays)
  let weeks = Set((0...4).map { last.advanced(by: -7 * $0) })
  #expect(Rhythm.learned(from: weeks) == .weekly)
  #expect(Rhythm.learned(from: weeks.subtracting([last.advanced(by: -14)])) == nil)
  #expect(Rhythm.learned(from: [last, last.advanced(by: -3), last.advanced(by: -30)]) == nil)
  #expect(Rhythm.learned(from: []) == nil)
}

@Test(arguments: [
  ("2026-11-20", Rhythm.daily, "2026-11-20", ExpectedFile.State.pending, 0),
  ("2026-11-20", .daily, "2026-11-21", .due, 0), ("2026-11-20", .daily, "2026-11-22", .late, 1),
  ("2026-11-20", .daily, "2026-11-23", .missed, 2),
  // A Friday: nothing is expected over the weekend.
  ("2026-11-20", .weekdays, "2026-11-22", .pending, 0), ("2026-11-20", .weekdays, "2026-11-23", .due, 0),
  ("2026-11-20", .weekdays, "2026-11-24", .late, 1), ("2026-11-20", .weekly, "2026-11-26", .pending, 0),
  ("2026-11-20", .weekly, "2026-11-27", .due, 0), ("2026-11-20", .weekly, "2026-12-04", .late, 1),
  ("2026-11-20", .weekly, "2026-12-05", .missed, 2),
  // Christmas is a holiday here.
  ("2026-12-24", .daily, "2026-12-26", .due, 0), ("2026-12-24", .daily, "2026-12-27", .late, 1),
])
func `a file that comes regularly is pending, due, late, missed`(
  last: String, rhythm: Rhythm, today: String, state: ExpectedFile.State, missing: Int64
) throws {
  let file = try #require(
    ExpectedFile(
      source: "web", rhythm: rhythm, holidays: [day("2026-12-25")], lastArrival: day(last), today: day(today))
  )
  #expect(file.state == state && file.missing == missing)
}

@Test func `where nothing has come yet, or never is to come, nothing is late`() {
  #expect(
    ExpectedFile(source: "web", rhythm: .daily, lastArrival: nil, today: day("2026-11-20"))?.state == .due)
  #expect(
    ExpectedFile(source: "web", rhythm: .never, lastArrival: day("2020-01-01"), today: day("2026-11-20"))
      == nil)
}
