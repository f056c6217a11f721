internal import Ledger

/// How a number moved against the period before, in words.
struct Change {
  enum Direction { case up, down, same, unknown }

  var direction: Direction
  var words: String

  /// - Parameters:
  ///   - baseOrders: orders of the period before; a percentage of fewer than ten would only be noise.
  ///   - isRate: the number is a percentage itself, so its change is told in points.
  init(
    from before: Int64, to current: Int64, baseOrders: Int64, isRate: Bool = false, show: (Int64) -> String
  ) {
    guard current != before else {
      direction = .same
      words = "same as before"
      return
    }
    let isUp = current > before
    direction = isUp ? .up : .down
    let (high, low) = isUp ? (current, before) : (before, current)
    let (difference, overflow) = high.subtractingReportingOverflow(low)
    let amount = show(overflow ? Int64.max : difference).replacing("%", with: " points")
    let percent = isRate || before <= 0 || baseOrders < 10 ? "" : " (\(Self.percent(difference, of: before)))"
    words = "\(amount)\(percent) from \(show(before))"
  }

  init(unknown words: String) {
    direction = .unknown
    self.words = words
  }

  /// `▲ up £945.80 (8.2%) from £11,534.20`; told by sign and word, coloured only where one way is better.
  func html(riseIsGood: Bool?) -> Html {
    let tone: Html =
      switch (direction, riseIsGood) {
      case (.up, true?), (.down, false?): " good"
      case (.down, true?), (.up, false?): " bad"
      default: ""
      }
    return switch direction {
    case .up: "<span class=\"change\(tone)\"><b>▲ up</b> \(words)</span>"
    case .down: "<span class=\"change\(tone)\"><b>▼ down</b> \(words)</span>"
    case .same, .unknown: "<span class=\"change\">\(words)</span>"
    }
  }

  /// Rounded to tenths of a percent; `base` is above zero.
  static func percent(_ part: Int64, of base: Int64) -> String {
    let tenths = (Int128(part) * 2000 + Int128(base)) / (2 * Int128(base))
    return Shown.percent(tenths: Int64(clamping: tenths))
  }
}
