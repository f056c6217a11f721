import GRDB

/// A file that was entered, and of which it was not noted where its original went: its filing was cut off.
public struct UnfiledFile: Sendable {
  public enum Status: String, Sendable { case accepted, duplicate, failed }

  public var fileID: Int64
  public var status: Status
  /// As it was called in the inbox.
  public var fileName: String
  /// UTC seconds.
  public var processedAt: Int64
}

extension Books {
  /// Every file whose filing was cut off, or those with these bytes.
  public func unfiled(sha256: String? = nil) throws -> [UnfiledFile] {
    try queue.read { try $0.unfiled(sha256: sha256) }
  }
}

extension Database {
  func unfiled(sha256: String?) throws -> [UnfiledFile] {
    try Row.fetchAll(
      self,
      kept: """
        SELECT batch_id, status, coalesce(json_extract(receipt, '$.file_name'), file_name), processed_at FROM batches
        WHERE kept_at IS NULL AND batch_id = file_id \(sha256 == nil ? "" : "AND sha256 = ?") ORDER BY batch_id
        """, arguments: sha256.map { [$0] } ?? []
    ).compactMap { row in
      UnfiledFile.Status(rawValue: row[1]).map {
        UnfiledFile(fileID: row[0], status: $0, fileName: row[2], processedAt: row[3])
      }
    }
  }
}
