import Records

/// Which telling of a record this is: how detailed, then by the source's own clock, then by the export's date.
struct Version: Equatable {
  /// How much its kind of export tells, as the definition says it.
  var detail: Int64 = 0
  /// UTC seconds; 0 where the export carries no clock.
  var updatedAt: Int64
  var contentHash: Int64
  /// Modification time of the file it came in, UTC seconds.
  var exportedAt: Int64
  /// It came in the file now being read.
  var isFromThisFile: Bool

  /// Whether this telling holds against `other`. Where nothing says which is newer, the content decides: any rule
  /// would do, as long as the order of arrival has no say.
  func outranks(_ other: Version) -> Bool {
    (detail, updatedAt, exportedAt, contentHash)
      > (other.detail, other.updatedAt, other.exportedAt, other.contentHash)
  }
}

extension Version {
  /// 1 if this telling ranks above `other`, −1 if below, 0 if nothing says which is newer.
  func rank(above other: Version) -> Int64 { outranks(other) ? 1 : other.outranks(self) ? -1 : 0 }

  /// Of two tellings with one content, which may have been repaired unlike: the score of the higher-ranking one, or the
  /// better one. Parameters are the numbers of those that hold `rank(above:)` and the telling's own score.
  static func score(rank: Int, own: Int) -> String {
    "score = CASE ?\(rank) WHEN 1 THEN ?\(own) WHEN 0 THEN max(score, ?\(own)) ELSE score END"
  }
}

/// What to do with a record that is known already.
///
/// Whatever the outcome, the record is afterwards that of the highest-ranking telling, and remembers that one's
/// rank: so a set of exports leads to the same facts in whatever order they arrive.
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
    } else if known.isFromThisFile, known.detail == incoming.detail, known.updatedAt == incoming.updatedAt {
      self = .contradiction
    } else {
      self = incoming.outranks(known) ? .update : .superseded
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
