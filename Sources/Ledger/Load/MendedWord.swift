public import Records

import GRDB

/// A word that an export has, and what its owner wrote in its place.
public struct MendedWord: Sendable, Hashable {
  public var target: Target
  public var said: String
  public var means: String

  public init(target: Target, said: String, means: String) {
    (self.target, self.said, self.means) = (target, said, means)
  }
}

extension FileLoad {
  /// Remembers what was written in place of words when rows of a table were mended.
  public func remember(_ words: [MendedWord], of batchID: Int64) throws {
    for word in words {
      try database.execute(
        kept: """
          INSERT INTO mended_words (source_id, target, said, means, rows)
          SELECT source_id, ?2, ?3, ?4, 1 FROM batches WHERE batch_id = ?1
          ON CONFLICT DO UPDATE SET rows = rows + 1
          """, arguments: [batchID, word.target.rawValue, word.said, word.means])
    }
  }
}
