import Foundation
import GRDB
import Records

extension FileLoad {
  /// Columns of a table that the source's files had not before, of those from which nothing is taken; and those from
  /// which something was taken before and that are gone. They are known from now on; of a source's first file none is
  /// new or gone. Both are noted among the table's checks.
  ///
  /// - Parameter columns: all of them; nil where a table leaves out those that it has no value for.
  public func changedColumns(
    _ columns: [String]?, unused: [String], of source: String, kind: String, batchID: Int64
  ) throws -> (new: [String], missing: [String]) {
    let new = try known("columns of \(source)/\(kind)", adding: unused).new
    var missing: [String] = []
    if let columns {
      let used = columns.filter { !unused.contains($0) }
      let earlier = try known("used columns of \(source)/\(kind)", adding: used).earlier
      missing = earlier.filter { !columns.contains($0) }
    }
    for (rule, names) in [(Rule.unknownColumn, new), (.missingColumn, missing)] {
      for name in names {
        try database.execute(
          sql: """
            INSERT OR IGNORE INTO batch_checks (batch_id, code, field, weight, applied, failed)
            VALUES (?, ?, ?, ?, 1, 1)
            """, arguments: [batchID, rule.code, name, rule.weight])
      }
    }
    return (new, missing)
  }

  /// What was known under a name before, and what of `columns` was not; all of it is known from now on.
  private func known(_ name: String, adding columns: [String]) throws -> (earlier: [String], new: [String]) {
    let stored = try String.fetchOne(
      database, sql: "SELECT value FROM shop_state WHERE name = ?", arguments: [name])
    let earlier = try stored.map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
    let new = columns.filter { !(earlier ?? []).contains($0) }
    if earlier == nil || !new.isEmpty {
      let all = try JSONEncoder().encode((earlier ?? []) + new)
      try database.execute(
        sql: "INSERT OR REPLACE INTO shop_state (name, value) VALUES (?, ?)",
        arguments: [name, String(decoding: all, as: UTF8.self)])
    }
    return (earlier ?? [], earlier == nil ? [] : new)
  }
}
