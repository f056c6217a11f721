import GRDB

/// Several files being written in one transaction: all of the group is in the books or nothing.
public final class GroupLoad {
  private let database: Database

  init(_ database: Database) { self.database = database }

  /// One file of the group. If `body` throws, nothing of this file remains, and the others are not touched.
  public func file<Value>(_ body: (FileLoad) throws -> Value) throws -> Value {
    var value: Value?
    try database.inSavepoint {
      value = try body(FileLoad(database))
      return .commit
    }
    guard let value else { preconditionFailure("a file that does not throw has a value") }
    return value
  }

  /// As `Books.knownFile`, with those of the group.
  public func knownFile(sha256: String) throws -> KnownFile? { try database.knownFile(sha256: sha256) }

  /// As `Books.unfiled`, with those of the group.
  public func unfiled(sha256: String) throws -> [UnfiledFile] { try database.unfiled(sha256: sha256) }
}

extension Books {
  /// Writes many small files in one transaction; if `body` throws, nothing of any remains.
  public func writeGroup<Value>(_ body: (GroupLoad) throws -> Value) throws -> Value {
    try settingAsideInMemory {
      try transaction { database in
        let value = try body(GroupLoad(database))
        try database.execute(
          kept: "INSERT OR REPLACE INTO shop_state (name, value) VALUES ('reports_stale', '1')")
        return (value, .commit)
      }
    }
  }

  /// Pages that a savepoint may have to bring back are few with small files: some thirty for one of ten rows, which
  /// would each be written to a file that is thrown away.
  private func settingAsideInMemory<Value>(_ body: () throws -> Value) throws -> Value {
    func set(_ place: String) throws {
      try queue.writeWithoutTransaction { try $0.execute(kept: "PRAGMA temp_store = \(place)") }
    }
    try set("MEMORY")
    let outcome = Result { try body() }
    try set("FILE")
    return try outcome.get()
  }

  /// As `setKept` for each, in one transaction.
  public func setKept(_ places: [(fileID: Int64, path: String)]) throws {
    try queue.write { database in
      for place in places {
        try database.execute(
          kept: "UPDATE batches SET kept_at = ? WHERE file_id = ?", arguments: [place.path, place.fileID])
      }
    }
  }
}
