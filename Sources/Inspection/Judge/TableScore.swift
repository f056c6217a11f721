public import Records

/// The score of a table, and where its points were lost.
public struct TableScore: Sendable, Hashable {
  public struct Loss: Sendable, Hashable {
    public let tally: CheckTally
    /// Hundredths of a point.
    public let points: Int
  }

  /// In hundredths: 10,000 × Σ weight of passed checks / Σ weight of checks that applied.
  public let hundredths: Int
  /// Largest first; with the score they make exactly 10,000.
  public let losses: [Loss]

  public init(_ tallies: [CheckTally]) {
    let applied = tallies.reduce(0) { $0 + $1.weight * $1.applied }
    let failed = tallies.filter { $0.weight * $0.failed > 0 }
    let failedWeight = failed.reduce(0) { $0 + $1.weight * $1.failed }
    hundredths = Int(CheckBook.score(applied: applied, failed: failedWeight))
    var shares = Shares()
    shares.spread(Int64(10_000 - hundredths), over: failed.map { Int64($0.weight * $0.failed) })
    losses = zip(failed, shares.values).map { Loss(tally: $0, points: Int($1)) }
      .sorted { $0.points > $1.points }
  }
}
