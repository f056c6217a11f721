public import Records

/// How far one source can be trusted, over all its files.
public struct SourceQuality: Sendable, Hashable {
  public var source: String
  public var kind: String
  public var rows: Int64
  public var accepted: Int64
  public var held: Int64
  public var skipped: Int64
  /// Hundredths, over all rows judged.
  public var score: Int64
  public var lastFile: String
  public var lastReceivedAt: Int64
  /// Every check that failed at least once, most points lost first.
  public var lost: [PointsLost]
  /// The same points by what they say of the rows, in the order of `Dimension`; those no check belongs to are left out.
  public var dimensions: [DimensionScore] = []
  /// Share of the value that is clean, in hundredths of a percent, by currency.
  public var cleanShares: [Currency: Int64] = [:]
  /// Score by day of arrival, oldest first, at most 90.
  public var trend: [Point]

  public struct PointsLost: Sendable, Hashable {
    public var code: String
    public var field: String?
    public var failed: Int64
    public var applied: Int64
    /// Hundredths of a point; those of one source add up to 10,000 − score.
    public var points: Int64

    public init(code: String, field: String?, failed: Int64, applied: Int64, points: Int64) {
      self.code = code
      self.field = field
      self.failed = failed
      self.applied = applied
      self.points = points
    }
  }

  public struct DimensionScore: Sendable, Hashable {
    public var dimension: Dimension
    /// Hundredths, over the checks of this dimension alone.
    public var score: Int64
    /// Hundredths of a point that it takes from the source's score; those of all dimensions add up to 10,000 − score.
    public var points: Int64

    public init(dimension: Dimension, score: Int64, points: Int64) {
      self.dimension = dimension
      self.score = score
      self.points = points
    }
  }

  public struct Point: Sendable, Hashable {
    public var day: Day
    public var score: Int64

    public init(day: Day, score: Int64) {
      self.day = day
      self.score = score
    }
  }

  public init(
    source: String, kind: String, rows: Int64, accepted: Int64, held: Int64, skipped: Int64, score: Int64,
    lastFile: String, lastReceivedAt: Int64, lost: [PointsLost], trend: [Point]
  ) {
    self.source = source
    self.kind = kind
    self.rows = rows
    self.accepted = accepted
    self.held = held
    self.skipped = skipped
    self.score = score
    self.lastFile = lastFile
    self.lastReceivedAt = lastReceivedAt
    self.lost = lost
    self.trend = trend
  }
}
