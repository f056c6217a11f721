/// The value axis of a chart: clean ticks at 1, 2 or 5 times a power of ten, and the height of each value.
///
/// Whole numbers all the way, in 128 bits, so that no sum overflows and no coordinate can be "not a number".
struct Scale {
  let low: Int128
  let high: Int128
  let step: Int128

  /// - Parameters:
  ///   - smallestStep: a power of ten; ticks are at least this far apart, such as 100 for whole pounds.
  ///   - fromZero: bars must start at zero; a line may start nearer to its values.
  init(_ values: [Int64], smallestStep: Int64 = 1, fromZero: Bool = true) {
    let values = fromZero ? values + [0] : values
    let least = Int128(values.min() ?? 0)
    let most = Int128(values.max() ?? 0)
    step = Self.cleanStep(from: least, to: most, smallest: Int128(smallestStep))
    let low = Self.floor(least, step)
    let high = -Self.floor(-most, step)
    self.low = low == high && low > 0 ? low - step : low
    self.high = low == high && low <= 0 ? high + step : high
  }

  /// Lowest first.
  var ticks: [Int64] { stride(from: low, through: high, by: Int128.Stride(step)).map { Int64(clamping: $0) } }

  /// How far below the top of a plot `height` high a value lies.
  func y(_ value: Int64, in height: Tenths) -> Tenths {
    let span = high - low
    return Tenths(Int((2 * (high - Int128(value)) * Int128(height.value) + span) / (2 * span)))
  }

  /// The smallest clean step that needs at most four intervals.
  private static func cleanStep(from least: Int128, to most: Int128, smallest: Int128) -> Int128 {
    var power = smallest
    while true {
      for factor in [1, 2, 5] as [Int128] {
        let step = power * factor
        if -floor(-most, step) - floor(least, step) <= 4 * step { return step }
      }
      power *= 10
    }
  }

  /// The highest multiple of `step` that is not above `value`.
  private static func floor(_ value: Int128, _ step: Int128) -> Int128 {
    (value / step - (value % step < 0 ? 1 : 0)) * step
  }
}

/// A coordinate in tenths of a unit, written `12.5`.
struct Tenths: Comparable {
  var value: Int

  init(_ value: Int) { self.value = value }

  static func < (left: Tenths, right: Tenths) -> Bool { left.value < right.value }
  static func + (left: Tenths, right: Tenths) -> Tenths { Tenths(left.value + right.value) }
  static func - (left: Tenths, right: Tenths) -> Tenths { Tenths(left.value - right.value) }
}

extension Html.StringInterpolation {
  mutating func appendInterpolation(_ coordinate: Tenths) {
    let rest = coordinate.value % 10
    appendInterpolation(rest == 0 ? "\(coordinate.value / 10)" : "\(coordinate.value / 10).\(rest)")
  }
}
