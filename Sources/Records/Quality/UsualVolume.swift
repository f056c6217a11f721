/// What a weekday usually brings: the median of the same weekday in the weeks before, and how far days lie from it.
public struct UsualVolume: Sendable, Hashable {
  /// Quiet until so many weeks are known.
  public static let leastWeeks = 4

  public let median: Int64
  /// Median of the distances from the median.
  public let deviation: Int64

  /// Nil while too little is known.
  public init?(_ earlier: [Int64]) {
    guard earlier.count >= Self.leastWeeks else { return nil }
    let median = Self.median(earlier)
    self.median = median
    deviation = Self.median(earlier.map { abs($0 - median) })
  }

  /// - Parameter factor: how many usual deviations are let pass.
  ///
  /// 3/2 of the median deviation stands for a standard deviation. Weeks that are all alike are given a tenth of their
  /// size, and small numbers two, so that a shop of ten orders a day is not told of the eleventh.
  public func isUnusual(_ count: Int64, factor: Int64) -> Bool {
    abs(count - median) > factor * max(deviation * 3 / 2, median / 10, 2)
  }

  static func median(_ values: [Int64]) -> Int64 {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}
