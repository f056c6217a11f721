import GRDB

extension FileLoad {
  /// A word that is kept with the books.
  public func value(for name: String) throws -> String? {
    try String.fetchOne(database, kept: "SELECT value FROM shop_state WHERE name = ?", arguments: [name])
  }

  public func set(_ value: String, for name: String) throws {
    try database.execute(
      kept: "INSERT OR REPLACE INTO shop_state (name, value) VALUES (?, ?)", arguments: [name, value])
  }

  /// Whether a row of any file is in the books.
  public func hasTakenFiles() throws -> Bool {
    try Bool.fetchOne(database, kept: "SELECT 1 FROM batches WHERE status = 'accepted' LIMIT 1") ?? false
  }
}
