/// What a product usually costs: the median of what it cost so far, and how far prices lie from it.
public struct UsualPrice: Sendable, Hashable {
  /// Quiet until so many prices are known.
  public static let leastPrices = 20
  /// Of these the newest are remembered.
  public static let mostPrices = 60

  public let median: Int64
  /// Median of the distances from the median.
  public let deviation: Int64

  /// Nil while too little is known.
  public init?(_ earlier: [Int64]) {
    guard earlier.count >= Self.leastPrices else { return nil }
    let median = UsualVolume.median(earlier)
    guard median > 0 else { return nil }
    self.median = median
    deviation = UsualVolume.median(earlier.map { abs($0 - median) })
  }

  /// Prices that are usual. A lost decimal point makes ten of one, a sale half of it: a price is out of the usual that
  /// is five times as much or a fifth, and lies further off than eight usual distances.
  public var range: ClosedRange<Int64> {
    let (five, overflows) = median.multipliedReportingOverflow(by: 5)
    let reach = deviation.multipliedReportingOverflow(by: 8)
    let far = reach.overflow ? Int64.max : reach.partialValue
    let upper =
      overflows ? Int64.max : max(five, median.addingReportingOverflow(far).overflow ? .max : median + far)
    return min(median / 5, median - min(far, median))...upper
  }
}
