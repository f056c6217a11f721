/// The arithmetic of scores, in hundredths of a point so that nothing is rounded twice.
public enum Score {
  public static let perfect: Int64 = 10_000

  /// 10,000 × passed / applied, rounded half up; perfect where nothing applied. Both are sums of weights.
  public static func hundredths(failed: Int64, applied: Int64) -> Int64 {
    guard applied > 0 else { return perfect }
    let (quotient, remainder) = share(applied - failed, of: applied)
    return quotient + (remainder * 2 >= applied ? 1 : 0)
  }

  /// The points each failed weight costs, by largest remainder: with the score they make exactly 10,000.
  public static func lost(_ failed: [Int64], applied: Int64) -> [Int64] {
    guard applied > 0 else { return failed.map { _ in 0 } }
    let shares = failed.map { share($0, of: applied) }
    var points = shares.map(\.quotient)
    let lost = perfect - hundredths(failed: failed.reduce(0, +), applied: applied)
    var missing = lost - points.reduce(0, +)
    let byRemainder = shares.indices.sorted { left, right in
      shares[left].remainder != shares[right].remainder
        ? shares[left].remainder > shares[right].remainder : left < right
    }
    for index in byRemainder where missing > 0 {
      points[index] += 1
      missing -= 1
    }
    return points
  }

  /// 10,000 × part / whole without overflow.
  private static func share(_ part: Int64, of whole: Int64) -> (quotient: Int64, remainder: Int64) {
    whole.dividingFullWidth(part.multipliedFullWidth(by: perfect))
  }
}

/// The score of a table, and where its points were lost.
public struct TableScore: Sendable, Hashable {
  public struct Loss: Sendable, Hashable {
    public let tally: CheckTally
    /// Hundredths of a point.
    public let points: Int64
  }

  public let hundredths: Int64
  /// Every check that failed, largest loss first; with the score they make exactly 10,000.
  public let losses: [Loss]

  /// Nil where no check applied.
  public init?(_ tallies: [CheckTally]) {
    let applied = tallies.reduce(Int64(0)) { $0 + Int64($1.weight * $1.applied) }
    guard applied > 0 else { return nil }
    let failed = tallies.filter { $0.failed > 0 }
    let weights = failed.map { Int64($0.weight * $0.failed) }
    hundredths = Score.hundredths(failed: weights.reduce(0, +), applied: applied)
    losses = zip(failed, Score.lost(weights, applied: applied)).map { Loss(tally: $0, points: $1) }
      .sorted { $0.points > $1.points }
  }
}
