import GRDB

/// What came into the books as one kind of export, from one source.
public struct KindFigures: Sendable, Hashable {
  public var kind: String
  public var source: String
  public var files: Int
  /// For people; UTC seconds.
  public var lastFile: String
  public var lastAt: Int64
}

extension Books {
  /// Accepted tables by kind and source.
  public func kinds() throws -> [KindFigures] {
    try queue.read { database in
      // SQLite takes the other values from the row that has the maximum.
      try Row.fetchAll(
        database,
        sql: """
          SELECT kind, name, count(*), file_name, max(processed_at * 1000000 + batch_id % 1000000), processed_at
          FROM batches JOIN sources USING (source_id)
          WHERE batches.status = 'accepted' GROUP BY kind, name ORDER BY kind, name
          """
      ).map { row in
        KindFigures(kind: row[0], source: row[1], files: row[2], lastFile: row[3], lastAt: row[5])
      }
    }
  }
}
