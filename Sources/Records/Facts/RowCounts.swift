/// What became of every row of a file. The sum of the seven outcomes is the number of rows received.
public struct RowCounts: Sendable, Hashable, Codable {
  public var inserted = 0
  /// A newer version replaced what was known.
  public var updated = 0
  /// Known already, from another file, and the same.
  public var unchanged = 0
  /// An older version than the one known.
  public var superseded = 0
  /// The same record a second time in one file, or a file that repeats another.
  public var duplicate = 0
  public var held = 0
  /// Never was data: padding, footers, test orders.
  public var skipped = 0

  public init() {}

  public var received: Int { inserted + updated + unchanged + superseded + duplicate + held + skipped }
  public var accepted: Int { inserted + updated + unchanged }

  public static func += (left: inout RowCounts, right: RowCounts) {
    left.inserted += right.inserted
    left.updated += right.updated
    left.unchanged += right.unchanged
    left.superseded += right.superseded
    left.duplicate += right.duplicate
    left.held += right.held
    left.skipped += right.skipped
  }
}
