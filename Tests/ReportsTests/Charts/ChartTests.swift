import Testing

@testable import Reports

struct ChartTests {
  static let inputs: [[Int64?]] = [
    [], [7], [0, 0, 0], [nil, nil], [5, -3, 2], [-1, -2], [1_000_000_000_000, 1], [nil, 4, nil, 5, 6, nil],
    [Int64.max, Int64.min], Array(repeating: 12, count: 90),
  ]

  private func chart(_ values: [Int64?], _ shape: Chart.Shape) -> Chart {
    Chart(
      id: "test", title: "Sales", finding: "They rose.", shape: shape,
      points: values.enumerated().map { index, value in
        ChartPoint(
          name: "Day \(index + 1)", value: value, before: value.map { $0 / 2 },
          finished: index + 1 < values.count,
          cells: [value.map(String.init) ?? "no data"])
      }, key: "This year", keyBefore: "last year", columns: [.text("Day"), "Sales"], tick: { String($0) })
  }

  private func drawing(_ values: [Int64?], _ shape: Chart.Shape) -> Markup {
    Markup(chart(values, shape).html)
  }

  @Test(arguments: inputs)
  func `bars stay in the box and go from left to right`(values: [Int64?]) {
    let bars = drawing(values, .bars).tags("rect").filter { $0.contains("class=\"now") }
    #expect(bars.count == values.compactMap(\.self).count)
    var last = -1.0
    for bar in bars {
      let (x, y) = (bar.number("x"), bar.number("y"))
      let (width, height) = (bar.number("width"), bar.number("height"))
      #expect(x > last && x >= 0 && width > 0 && x + width <= 1000)
      #expect(y >= 0 && height >= 0 && y + height <= 300.1)
      last = x
    }
  }

  @Test(arguments: inputs)
  func `a line stays in the box, goes from left to right and breaks where no data came`(values: [Int64?]) {
    for path in drawing(values, .line).tags("path").filter({ $0.contains("class=\"now") }) {
      let points = path.pathPoints
      #expect(points.count == values.compactMap(\.self).count)
      for (x, y) in points { #expect((0...1000).contains(x) && (0...300).contains(y)) }
      for (left, right) in zip(points, points.dropFirst()) { #expect(left.x < right.x) }
      let runs = zip([nil] + values, values).filter { $0 == nil && $1 != nil }.count
      #expect(path.filter { $0 == "M" }.count == runs)
    }
  }

  @Test(arguments: inputs)
  func `every drawing is followed by a table of the same points`(values: [Int64?]) {
    for shape in [Chart.Shape.bars, .line] { drawing(values, shape).expectTables() }
  }

  @Test func `an unfinished point is drawn hollow and said in the key`() {
    #expect(drawing([1, 2], .bars).text.contains("rect class=\"now open\""))
    #expect(drawing([1, 2], .line).text.contains("class=\"hole\""))
    #expect(drawing([1, 2], .line).text.contains("not over yet"))
  }

  @Test func `heights of bars are in proportion`() {
    let bars = drawing([25, 50, 100], .bars).tags("rect").filter { $0.contains("class=\"now") }
    #expect(bars.map { $0.number("height") } == [75, 150, 300])
  }

  @Test func `the drawing has a name and its finding in words`() {
    let text = drawing([1, 2], .bars).text
    #expect(text.contains("role=\"img\" aria-labelledby=\"test-title test-finding\""))
    #expect(text.contains("<desc id=\"test-finding\">They rose.</desc>"))
    #expect(!text.contains("<text"))
  }

  @Test func `a sparkline breaks at gaps and stays in its box`() {
    let spark = Sparkline(id: "s", name: "Orders", newest: "3", finding: "Up.", values: [1, nil, 3, 9])
    let path = Markup(spark.html).tags("path")[0]
    #expect(path.filter { $0 == "M" }.count == 2)
    #expect(path.pathPoints.allSatisfy { (0...200).contains($0.x) && (0...40).contains($0.y) })
  }

  @Test(arguments: [[], [0], [5, 3, 0], [1_000_000_000_000, 1]] as [[Int64]])
  func `a ranking draws its bars below each other, no longer than the box`(values: [Int64]) {
    let bars = values.map { Ranking.Bar(name: "<\($0)>", value: $0, cells: [String($0)]) }
    let markup = Markup(
      Ranking(id: "r", title: "Reasons", finding: "One.", columns: [.text("Reason"), "Rows"], bars: bars).html
    )
    let drawn = markup.tags("rect")
    #expect(drawn.count == values.count)
    for (index, bar) in drawn.enumerated() {
      #expect(bar.number("y") == Double(index * 48 + 30))
      #expect((0...1000).contains(bar.number("width")))
    }
    markup.expectTables()
  }
}
