/// The arithmetic of scores, in hundredths of a point so that nothing is rounded twice.
public enum Score {
  /// Each part's share of `whole` in hundredths of a point: 10,000 × part / whole.
  ///
  /// Rounded by largest remainder, so that the shares add up to the share of the sum, itself rounded half up.
  public static func hundredths(of parts: [Int64], whole: Int64) -> [Int64] {
    guard whole > 0 else { return parts.map { _ in 0 } }
    func share(_ part: Int64) -> (quotient: Int64, remainder: Int64) {
      let (high, low) = part.multipliedFullWidth(by: 10_000)
      return whole.dividingFullWidth((high, low))
    }
    let shares = parts.map(share)
    let sum = share(parts.reduce(0, +))
    let target = sum.quotient + (sum.remainder * 2 >= whole ? 1 : 0)
    var missing = target - shares.reduce(0) { $0 + $1.quotient }
    var points = shares.map(\.quotient)
    for index in shares.indices.sorted(by: { shares[$0].remainder > shares[$1].remainder }) where missing > 0 {
      points[index] += 1
      missing -= 1
    }
    return points
  }
}
