import Records

import GRDB

/// Open rows that are held because of one value.
public struct HeldValue: Sendable, Hashable {
  /// Of the export.
  public var kind: String
  public var source: String
  public var code: String
  /// The column as the file writes it.
  public var field: String
  public var value: String
  public var rows: Int
}

extension Books {
  /// The values for which most rows are held by one of these rules, at most a thousand of them.
  public func heldValues(_ codes: [String]) throws -> [HeldValue] {
    try queue.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT batches.kind, sources.name, problem.code, coalesce(problem.field, ''), coalesce(problem.value, ''),
            count(DISTINCT held_rows.held_row_id)
          FROM held_rows JOIN held_problems AS problem USING (held_row_id) JOIN batches USING (batch_id)
            JOIN sources ON sources.source_id = held_rows.source_id
          WHERE held_rows.state = 'open' AND problem.severity = 'hold'
            AND problem.code IN (\(codes.map { _ in "?" }.joined(separator: ", ")))
          GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 1, 2, 3, 4, 5 LIMIT 1000
          """, arguments: StatementArguments(codes)
      ).map {
        HeldValue(kind: $0[0], source: $0[1], code: $0[2], field: $0[3], value: $0[4], rows: $0[5])
      }
    }
  }

  /// Tables of a kind of export that have open rows, each with where its original lies.
  public func tablesWithOpenRows(kind: String) throws -> [(batchID: Int64, file: KeptFile?)] {
    try queue.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT DISTINCT held_rows.batch_id, first.batch_id, first.file_name, first.sha256, first.kept_at, first.processed_at
          FROM held_rows JOIN batches ON batches.batch_id = held_rows.batch_id
            JOIN batches AS first ON first.batch_id = batches.file_id
          WHERE held_rows.state = 'open' AND batches.kind = ? ORDER BY 1
          """, arguments: [kind]
      ).map { row in
        let kept: String? = row[4]
        return (
          row[0],
          kept.map {
            KeptFile(fileID: row[1], fileName: row[2], sha256: row[3], keptAt: $0, processedAt: row[5])
          }
        )
      }
    }
  }

  /// What owners wrote in place of words, by what, with how many rows.
  public func mendedWords() throws -> [(word: MendedWord, rows: Int)] {
    try queue.read { database in
      try Row.fetchAll(
        database,
        sql:
          "SELECT target, said, means, sum(rows) FROM mended_words GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3"
      ).compactMap { row in
        guard let target = Target(rawValue: row[0]) else { return nil }
        return (MendedWord(target: target, said: row[1], means: row[2]), row[3])
      }
    }
  }
}
