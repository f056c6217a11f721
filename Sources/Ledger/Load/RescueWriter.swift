import GRDB
import Records

/// Keeps what stands in new columns: of each row of a record the newest telling.
struct RescueWriter {
  private let header: BatchHeader
  private let place: LoadPlace
  private let database: Database
  private var columns: [String: Int64] = [:]
  private var insert: RowStatement?

  init(_ header: BatchHeader, _ place: LoadPlace, database: Database) {
    (self.header, self.place, self.database) = (header, place, database)
  }

  mutating func write(_ verdicts: VerdictBatch, _ bytes: UnsafeRawBufferPointer) throws {
    // Two exports of one second: the larger text, so that the order of arrival makes no difference.
    let statement =
      try insert
      ?? RowStatement(
        """
        INSERT INTO rescued_values (export_column_id, record, position, value, exported_at, batch_id, source_row)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET value = excluded.value, exported_at = excluded.exported_at,
          batch_id = excluded.batch_id, source_row = excluded.source_row
        WHERE (excluded.exported_at, excluded.value) >= (rescued_values.exported_at, rescued_values.value)
        """, on: database)
    insert = statement
    for rescued in verdicts.rescued {
      statement.bind(1, try id(of: verdicts.rescuedColumns[rescued.column]))
      if rescued.record.isEmpty {
        statement.bind(2, "\(header.fileName), line \(rescued.line)")
      } else {
        statement.bind(2, copying: rescued.record)
      }
      statement.bind(3, rescued.record.isEmpty ? 0 : rescued.position)
      unsafe statement.bind(4, rescued.value, in: bytes)
      statement.bind(5, place.exportedAt)
      statement.bind(6, place.batchID)
      statement.bind(7, Int64(rescued.line))
      try statement.run()
    }
  }

  private mutating func id(of column: String) throws -> Int64 {
    if let known = columns[column] { return known }
    let id = try ExportColumn.enter(
      column, isNew: true, of: header.source, kind: header.kind, batchID: place.batchID, database)
    columns[column] = id
    return id
  }
}
