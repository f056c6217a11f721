import Records
import Testing

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

