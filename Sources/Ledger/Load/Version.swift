import Records

/// Which telling of a record this is: by the source's own clock, and where that says nothing, by the export's date.
struct Version {
  /// UTC seconds; 0 where the export carries no clock.
  var updatedAt: Int64
  var contentHash: Int64
  /// Modification time of the file it came in, UTC seconds.
  var exportedAt: Int64
  /// It came in the file now being read.
  var isFromThisFile: Bool
}

/// What to do with a record that is known already.
enum VersionOutcome: Equatable {
  case insert, update, unchanged, superseded, duplicate
  /// Two different tellings in one file, and nothing says which is right.
  case contradiction

  init(known: Version?, incoming: Version) {
    guard let known else {
      self = .insert
      return
    }
    if known.contentHash == incoming.contentHash {
      self = known.isFromThisFile ? .duplicate : .unchanged
    } else if known.updatedAt != incoming.updatedAt {
      self = known.updatedAt < incoming.updatedAt ? .update : .superseded
    } else if known.isFromThisFile {
      self = .contradiction
    } else {
      self = known.exportedAt <= incoming.exportedAt ? .update : .superseded
    }
  }

  func counts(rows: Int) -> RowCounts {
    var counts = RowCounts()
    switch self {
    case .insert: counts.inserted = rows
    case .update: counts.updated = rows
    case .unchanged: counts.unchanged = rows
    case .superseded: counts.superseded = rows
    case .duplicate: counts.duplicate = rows
    case .contradiction: break
    }
    return counts
  }
}
