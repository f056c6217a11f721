import GRDB
import Records

/// Keeps what customers, products, visits and movements said before a newer telling takes their place.
struct RecordRevisions {
  private let table: String
  private let keep: RowStatement

  /// - Parameter key: the column that names a record of the table.
  init(_ table: String, key: String, columns: [String], _ place: LoadPlace, database: Database) throws {
    self.table = table
    keep = try RowStatement(
      """
      INSERT INTO record_revisions (record_kind, source_id, record_id, told, replaced_by)
      SELECT '\(table)', source_id, \(key), \(Self.told(columns)), ?3 FROM \(table)
      WHERE source_id = ?1 AND \(key) = ?2
      """, on: database)
    keep.bind(1, place.sourceID)
    keep.bind(3, place.batchID)
  }

  /// Keeps the record as it stands.
  func keep(_ key: ByteRange, _ bytes: UnsafeRawBufferPointer) throws {
    unsafe keep.bind(2, key, in: bytes)
    try keep.run()
  }

  /// In how many records each field is another since the batch.
  static func changedFields(
    _ table: String, key: String, columns: [String], _ batchID: Int64, _ database: Database
  ) throws -> [String: Int] {
    let rows = try Row.fetchAll(
      database,
      kept: """
        SELECT field.key, count(DISTINCT record_id)
        FROM record_revisions AS before JOIN \(table) AS now
          ON now.source_id = before.source_id AND now.\(key) = before.record_id, json_each(before.told) AS field
        WHERE replaced_by = ? AND record_kind = ?
          AND field.value IS NOT json_extract(\(told(columns.map { "now.\($0)" }, names: columns)), '$.' || field.key)
        GROUP BY 1
        """, arguments: [batchID, table])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  private static func told(_ columns: [String], names: [String]? = nil) -> String {
    let members = zip(names ?? columns, columns).map { "'\($0)', \($1)" }
    return "json_object(\(members.joined(separator: ", ")))"
  }
}
