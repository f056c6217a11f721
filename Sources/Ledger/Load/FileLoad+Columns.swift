import GRDB

/// A column of a source's exports of which nothing is mapped.
public struct ExportColumn: Sendable, Hashable {
  public var source: String
  public var kind: String
  /// As the export writes it; empty for the export itself.
  public var name: String
  /// The first file of the source had it not, so that its values are kept.
  public var isNew: Bool

  /// Notes a column that may be known already.
  static func enter(
    _ name: String, isNew: Bool, of source: String, kind: String, batchID: Int64, _ database: Database
  ) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO export_columns (source, kind, name, is_new, batch_id) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """, arguments: [source, kind, name, isNew, batchID])
    let id = try Int64.fetchOne(
      database, sql: "SELECT export_column_id FROM export_columns WHERE source = ? AND kind = ? AND name = ?",
      arguments: [source, kind, name])
    guard let id else { preconditionFailure("a column that was just noted must be there") }
    return id
  }
}

extension FileLoad {
  /// The columns of all exports so far; a few lines per source.
  public func exportColumns() throws -> [ExportColumn] {
    try Row.fetchAll(database, sql: "SELECT source, kind, name, is_new FROM export_columns").map {
      ExportColumn(source: $0[0], kind: $0[1], name: $0[2], isNew: $0[3])
    }
  }

  /// Which of these columns, of which nothing is taken, no earlier file of the source had. They are known from now on;
  /// of a source's first file none is new.
  public func newColumns(
    among columns: [String], of source: String, kind: String, batchID: Int64
  ) throws -> [String] {
    let known = try Set(
      String.fetchAll(
        database,
        sql: """
          SELECT name FROM export_columns WHERE source = ? AND kind = ? AND batch_id IS NOT ?
          """, arguments: [source, kind, batchID]))
    let new = columns.filter { !known.contains($0) }
    for name in (known.isEmpty ? [""] : []) + new {
      _ = try ExportColumn.enter(
        name, isNew: !known.isEmpty, of: source, kind: kind, batchID: batchID, database)
    }
    return known.isEmpty ? [] : new
  }
}
