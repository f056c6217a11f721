import Foundation
import GRDB

extension FileLoad {
  /// Which of these columns, of which nothing is taken, no earlier file of the source had. They are known from now on;
  /// of a source's first file none is new.
  public func newColumns(among columns: [String], of source: String, kind: String) throws -> [String] {
    let name = "columns of \(source)/\(kind)"
    let stored = try String.fetchOne(
      database, sql: "SELECT value FROM shop_state WHERE name = ?", arguments: [name])
    let known = try stored.map { try JSONDecoder().decode([String].self, from: Data($0.utf8)) }
    let new = columns.filter { !(known ?? []).contains($0) }
    guard known == nil || !new.isEmpty else { return [] }
    let all = try JSONEncoder().encode((known ?? []) + new)
    try database.execute(
      sql: "INSERT OR REPLACE INTO shop_state (name, value) VALUES (?, ?)",
      arguments: [name, String(decoding: all, as: UTF8.self)])
    return known == nil ? [] : new
  }
}
