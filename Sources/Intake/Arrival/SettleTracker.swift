import Records

/// Decides from one look to the next which files have stopped changing.
///
/// A file is settled when size and times were equal in two looks at least `settle` apart, when both its times were
/// older than that already as it was first seen, when a `.done` lies beside it, or when `settle` is zero.
public struct SettleTracker: Sendable {
  private let settle: Int64
  private var firstSeen: [BytePath: Sighting] = [:]
  /// By how much the two clocks differed in the last look.
  private var apart: Int64?

  private struct Sighting: Sendable {
    var status: FileStatus
    var at: Int64
  }

  public init(settle: Duration) {
    let (seconds, attoseconds) = settle.components
    self.settle = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  /// What of `listing` may be taken now, oldest first; an empty file is named only once it stays empty.
  ///
  /// Both clocks are nanoseconds: `wall` since 1970, as file times are; `steady` from one that never jumps.
  ///
  /// - Parameter isPart: what is not in the listing is still there as it was.
  public mutating func settled(
    in listing: InboxListing, isPart: Bool = false, wall: Int64, steady: Int64
  ) -> InboxListing {
    var seen: [BytePath: Sighting] = [:]
    // A clock that was set makes a file look old that is being written.
    let wasSet = apart.map { abs(wall &- steady &- $0) > 1_000_000_000 } ?? false
    apart = wall &- steady
    func isSettled(_ path: BytePath, _ status: FileStatus) -> Bool {
      let known = firstSeen[path]
      var sighting = known.flatMap { $0.status == status ? $0 : nil } ?? Sighting(status: status, at: steady)
      if known == nil, !wasSet, isOld(status, wall: wall) { sighting.at = steady - settle }
      seen[path] = sighting
      return settle == 0 || steady - sighting.at >= settle
    }
    // The files that must wait are remembered too, so every one is asked.
    let arrivals = listing.arrivals.filter { isSettled($0.path, $0.status) || $0.doneMarker != nil }
    let notTaken = listing.notTaken.filter { entry in
      guard entry.problem.code == "file.empty", let status = entry.status else { return true }
      return isSettled(entry.path, status)
    }
    if isPart { firstSeen.merge(seen) { $1 } } else { firstSeen = seen }
    return InboxListing(arrivals: arrivals.sorted(by: Self.comesFirst), notTaken: notTaken)
  }

  /// A time in the future says nothing: the clock of another computer may have set it.
  private func isOld(_ status: FileStatus, wall: Int64) -> Bool {
    let limit = wall - settle
    return status.modified <= limit && status.changed <= limit
  }

  private static func comesFirst(_ left: Arrival, _ right: Arrival) -> Bool {
    if left.status.modified != right.status.modified { return left.status.modified < right.status.modified }
    if left.status.size != right.status.size { return left.status.size < right.status.size }
    if left.name != right.name { return left.name.lexicographicallyPrecedes(right.name) }
    return left.path.bytes.lexicographicallyPrecedes(right.path.bytes)
  }
}
