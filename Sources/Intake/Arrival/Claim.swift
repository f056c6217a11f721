public import Records

/// Takes a settled file: copies it to where nobody else writes, hashing it on the way.
public enum Claim {
  /// The copy is `working/name`, whole if this returns. What a crash leaves of it is nobody's: the original stays where
  /// it is, untouched, and the disk is told to begin to save it.
  ///
  /// Throws `file.changed` if the file is not what `arrival` says, or does not stay so until the last byte.
  public static func take(
    _ arrival: Arrival, into working: BytePath, as name: String, on files: DurableFiles,
    stop: StopCheck = .never
  ) throws(FileProblem) -> SettledFile {
    try take(arrival, into: working, as: name, on: files) { () throws(FileProblem) in try stop.check() }
  }

  /// Waits until the disk has the original: what the books are about to say of it must outlast a power cut.
  ///
  /// Throws `file.changed` if it is no longer what was copied.
  public static func secure(_ arrival: Arrival, on files: DurableFiles) throws(FileProblem) {
    let original = try files.open(arrival.path)
    try original.synchronize()
    guard try original.status() == arrival.status else { throw .changed(arrival.path) }
  }

  /// `afterEachChunk` lets a test meddle while the copy is under way.
  static func take(
    _ arrival: Arrival, into working: BytePath, as name: String, on files: DurableFiles,
    afterEachChunk: () throws(FileProblem) -> Void
  ) throws(FileProblem) -> SettledFile {
    let copy = working.appending(name)
    let sha256: String
    do throws(FileProblem) {
      sha256 = try copyAndHash(arrival, to: copy, on: files, afterEachChunk: afterEachChunk)
    } catch {
      do { try files.remove(copy) } catch { /* The first problem is the one to tell. */  }
      throw error
    }
    let seconds =
      arrival.status.modified / 1_000_000_000 - (arrival.status.modified % 1_000_000_000 < 0 ? 1 : 0)
    return SettledFile(
      original: arrival.path, displayName: BytePath.display(arrival.name),
      source: arrival.source.map { BytePath.display($0) }, size: arrival.status.size, sha256: sha256,
      modifiedAt: seconds, workingCopy: copy, doneMarker: arrival.doneMarker)
  }

  private static func copyAndHash(
    _ arrival: Arrival, to target: BytePath, on files: DurableFiles,
    afterEachChunk: () throws(FileProblem) -> Void
  ) throws(FileProblem) -> String {
    let input = try files.open(arrival.path)
    guard try input.status() == arrival.status else { throw .changed(arrival.path) }
    let output = try files.make(target)
    var digest = Digest()
    var chunk = [UInt8](repeating: 0, count: Int(min(256 * 1024, max(4096, arrival.status.size + 1))))
    var total: Int64 = 0
    while true {
      let count = try input.read(into: &chunk)
      if count == 0 { break }
      digest.update(chunk.span.extracting(first: count))
      try output.write(chunk.span.extracting(first: count))
      total += Int64(count)
      try afterEachChunk()
    }
    guard try input.status() == arrival.status, total == arrival.status.size else {
      throw .changed(arrival.path)
    }
    input.beginToSynchronize()
    return digest.hexadecimal()
  }
}

extension FileProblem {
  static func changed(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "file.changed", message: "\(path.display) changed while it was read",
      remedy: "wait until it is written; it is tried again", canRetry: true)
  }
}
