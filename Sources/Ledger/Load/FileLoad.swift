import Records

import GRDB

/// One file being written, in the one transaction that is the file: a batch for each of its tables.
public final class FileLoad {
  let database: Database
  /// The first batch of the file; nil until there is one.
  public private(set) var fileID: Int64?

  init(_ database: Database) { self.database = database }

  /// Loads one table. If `body` throws, nothing of this table remains; the file's other tables are not touched.
  ///
  /// - Parameter known: the batch of a table that was taken before, and of which rows are taken now that waited.
  public func table(
    _ header: BatchHeader, again known: Int64? = nil, _ body: (BatchLoad) throws -> BatchClosing
  ) throws -> BatchOutcome {
    var outcome: BatchOutcome?
    try database.inSavepoint {
      let load = try BatchLoad(header, fileID: fileID, known: known, database: database)
      outcome = try load.finish(body(load))
      return .commit
    }
    guard let outcome else { preconditionFailure("a table that does not throw has an outcome") }
    if known == nil { fileID = fileID ?? outcome.batchID }
    return outcome
  }

  /// Enters a file or table of which no row is loaded, and returns its batch id.
  ///
  /// - Parameter replaced: the entry of the same file that was cut off before its original moved; its number stays.
  public func enter(
    _ header: BatchHeader, _ file: UnloadedFile, milliseconds: Int64, insteadOf replaced: Int64? = nil
  ) throws -> Int64 {
    let sourceID = header.kind.isEmpty ? nil : try BatchLoad.sourceID(header, database: database)
    if let replaced {
      try database.execute(kept: "DELETE FROM batches WHERE batch_id = ?", arguments: [replaced])
    }
    let batchID = try replaced ?? BatchLoad.nextBatchID(database)
    try database.execute(
      kept: """
        INSERT INTO batches (batch_id, file_id, source_id, kind, status, file_name, sha256, bytes, format, exported_at,
          processed_at, milliseconds, records_received, duplicate, held, skipped, repeats_batch_id, code, message,
          remedy)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        batchID, fileID ?? batchID, sourceID, header.kind, file.status.rawValue, header.fileName,
        header.sha256,
        header.bytes,
        header.format, header.exportedAt, header.processedAt, milliseconds, file.counts.received,
        file.counts.duplicate, file.counts.held, file.counts.skipped, file.repeats?.fileID,
        file.problem?.code,
        file.problem?.message, file.problem?.remedy,
      ])
    fileID = fileID ?? batchID
    return batchID
  }

  /// What became of the rows of a file's tables.
  public func counts(ofFile fileID: Int64) throws -> (taken: Int, held: Int) {
    let row = try Row.fetchOne(
      database,
      kept: "SELECT sum(inserted + updated + unchanged), sum(held) FROM batches WHERE file_id = ?",
      arguments: [fileID])
    return (row?[0] ?? 0, row?[1] ?? 0)
  }

  /// Keeps the file's receipt with its first batch.
  public func keep(receipt: String) throws {
    try database.execute(
      kept: "UPDATE batches SET receipt = ? WHERE batch_id = ?", arguments: [receipt, fileID])
  }
}
