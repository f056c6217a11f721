import GRDB

/// Statements that the connection keeps, for what is asked with every file: with files of ten rows the parsing of SQL
/// is most of the work. The text must be a single statement, and one of few.
extension Database {
  func execute(kept sql: String, arguments: StatementArguments = []) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}

extension Row {
  static func fetchOne(
    _ database: Database, kept sql: String, arguments: StatementArguments = []
  ) throws -> Row? {
    try fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
  }

  static func fetchAll(
    _ database: Database, kept sql: String, arguments: StatementArguments = []
  ) throws -> [Row] {
    try fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
  }
}

extension DatabaseValueConvertible {
  static func fetchOne(
    _ database: Database, kept sql: String, arguments: StatementArguments = []
  ) throws -> Self? {
    try fetchOne(database.cachedStatement(sql: sql), arguments: arguments)
  }

  static func fetchAll(
    _ database: Database, kept sql: String, arguments: StatementArguments = []
  ) throws -> [Self] {
    try fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
  }
}
