import Foundation
public import Records

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
      kept: """
        INSERT INTO export_columns (source, kind, name, is_new, batch_id) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """, arguments: [source, kind, name, isNew, batchID])
    let id = try Int64.fetchOne(
      database,
      kept: "SELECT export_column_id FROM export_columns WHERE source = ? AND kind = ? AND name = ?",
      arguments: [source, kind, name])
    guard let id else { preconditionFailure("a column that was just noted must be there") }
    return id
  }
}

/// What is known of the columns of all exports so far; a few lines per source.
public struct ExportMemory: Sendable {
  public var columns: [ExportColumn] = []
  /// By source and kind.
  private var lengths: [[String]: [IDLength]] = [:]

  public init() {}

  init(_ database: Database) throws {
    columns = try Row.fetchAll(database, kept: "SELECT source, kind, name, is_new FROM export_columns").map {
      ExportColumn(source: $0[0], kind: $0[1], name: $0[2], isNew: $0[3])
    }
    for row in try Row.fetchAll(database, kept: "SELECT source, kind, column_name, digits FROM id_lengths") {
      lengths[[row[0], row[1]], default: []].append(IDLength(column: row[2], digits: row[3]))
    }
  }

  public func idLengths(of source: String, kind: String) -> [IDLength] { lengths[[source, kind]] ?? [] }
}

extension FileLoad {
  public func exportMemory() throws -> ExportMemory { try ExportMemory(database) }

  /// Of a column the newest file that shows a length holds.
  public func remember(_ lengths: [IDLength], of source: String, kind: String, batchID: Int64) throws {
    for length in lengths {
      try database.execute(
        kept: """
          INSERT INTO id_lengths (source, kind, column_name, digits, batch_id) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET digits = excluded.digits, batch_id = excluded.batch_id
          WHERE digits != excluded.digits
          """, arguments: [source, kind, length.column, length.digits, batchID])
    }
  }

  /// Which of these columns, of which nothing is taken, no earlier file of the source had. They are known from now on;
  /// of a source's first file none is new.
  func newColumns(
    among columns: [String], of source: String, kind: String, batchID: Int64
  ) throws -> [String] {
    let known = try Set(
      String.fetchAll(
        database,
        kept: """
          SELECT name FROM export_columns WHERE source = ? AND kind = ? AND batch_id IS NOT ?
          """, arguments: [source, kind, batchID]))
    let new = columns.filter { !known.contains($0) }
    for name in (known.isEmpty ? [""] : []) + new {
      _ = try ExportColumn.enter(
        name, isNew: !known.isEmpty, of: source, kind: kind, batchID: batchID, database)
    }
    return known.isEmpty ? [] : new
  }

  /// Columns of a table that the source's files had not before, of those from which nothing is taken; and those from
  /// which something was taken before and that are gone. They are known from now on; of a source's first file none is
  /// new or gone. Both are noted among the table's checks.
  ///
  /// - Parameter columns: all of them; nil where a table leaves out those that it has no value for.
  public func changedColumns(
    _ columns: [String]?, unused: [String], of source: String, kind: String, batchID: Int64
  ) throws -> (new: [String], missing: [String]) {
    let new = try newColumns(among: unused, of: source, kind: kind, batchID: batchID)
    var missing: [String] = []
    if let columns {
      let used = columns.filter { !unused.contains($0) }
      let earlier = try known("used columns of \(source)/\(kind)", adding: used)
      missing = earlier.filter { !columns.contains($0) }
    }
    for (rule, names) in [(Rule.unknownColumn, new), (.missingColumn, missing)] {
      for name in names {
        try database.execute(
          kept: """
            INSERT OR IGNORE INTO batch_checks (batch_id, code, field, weight, applied, failed)
            VALUES (?, ?, ?, ?, 1, 1)
            """, arguments: [batchID, rule.code, name, rule.weight])
      }
    }
    return (new, missing)
  }

  /// What was known under a name before; `columns` are known from now on too.
  private func known(_ name: String, adding columns: [String]) throws -> [String] {
    let stored = try String.fetchOne(
      database, kept: "SELECT value FROM shop_state WHERE name = ?", arguments: [name])
    let earlier = try stored.map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
    let new = columns.filter { !(earlier ?? []).contains($0) }
    if earlier == nil || !new.isEmpty {
      let all = try JSONEncoder().encode((earlier ?? []) + new)
      try database.execute(
        kept: "INSERT OR REPLACE INTO shop_state (name, value) VALUES (?, ?)",
        arguments: [name, String(decoding: all, as: UTF8.self)])
    }
    return earlier ?? []
  }
}
