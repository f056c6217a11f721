import GRDB

extension FileLoad {
  /// Gives the file's first batch this number, if it was not given to another file; the one after the highest else.
  ///
  /// The row that holds the place goes with the file's last step, so that it is never seen.
  public func number(first batchID: Int64, _ body: () throws -> Void) throws {
    let next = try BatchLoad.nextBatchID(database)
    guard batchID > next else { return try body() }
    try database.execute(
      kept: """
        INSERT INTO batches (batch_id, file_id, status, file_name, sha256, bytes, exported_at, processed_at)
        VALUES (?1, ?1, 'failed', '', '', 0, 0, 0)
        """, arguments: [batchID - 1])
    try body()
    try database.execute(kept: "DELETE FROM batches WHERE batch_id = ?", arguments: [batchID - 1])
  }

  /// Notes where the original lies, in the same transaction as the file.
  public func keep(at path: String, fileID: Int64) throws {
    try database.execute(
      kept: "UPDATE batches SET kept_at = ? WHERE file_id = ?", arguments: [path, fileID])
  }
}
