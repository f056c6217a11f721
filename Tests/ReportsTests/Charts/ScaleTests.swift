import Testing

@testable import Reports

struct ScaleTests {
  @Test(
    arguments: [
      ([3, 7], [0, 2, 4, 6, 8]), ([0, 0], [0, 1]), ([], [0, 1]), ([-7, 3], [-10, -5, 0, 5]),
      ([-4, -1], [-4, -3, -2, -1, 0]),
      ([100], [0, 50, 100]), ([101], [0, 50, 100, 150]),
    ] as [([Int64], [Int64])])
  func `ticks are 1, 2 or 5 times a power of ten`(values: [Int64], ticks: [Int64]) {
    #expect(Scale(values).ticks == ticks)
  }

  @Test func `a line may start near its values and never at a height of nothing`() {
    #expect(Scale([9_871, 9_990], smallestStep: 10, fromZero: false).ticks == [9_850, 9_900, 9_950, 10_000])
    #expect(Scale([10_000], smallestStep: 10, fromZero: false).ticks == [9_990, 10_000])
  }

  @Test(
    arguments: [
      [0], [1], [-1], [5, -5], [1_000_000_000_000], [Int64.max], [Int64.min], [Int64.min, Int64.max],
      [999, 1000, 1001], [-1_000_000_000_000, 3],
    ] as [[Int64]])
  func `every value lies in the plot, with at most four intervals`(values: [Int64]) {
    for fromZero in [true, false] {
      let scale = Scale(values, fromZero: fromZero)
      #expect((2...5).contains(scale.ticks.count))
      for value in values { #expect((0...3000).contains(scale.y(value, in: Tenths(3000)).value)) }
    }
  }

  @Test func `heights are in proportion to values`() {
    let scale = Scale([25, 50, 100])
    #expect([0, 25, 50, 100].map { scale.y($0, in: Tenths(1000)).value } == [1000, 750, 500, 0])
  }

  @Test func `coordinates have one digit after the point at most`() {
    let html: Html = "\(Tenths(125)) \(Tenths(120)) \(Tenths(5))"
    #expect(String(decoding: html.bytes, as: UTF8.self) == "12.5 12 0.5")
  }
}
