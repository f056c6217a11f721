public import Records

/// Takes a settled file: copies it to where nobody else writes, hashing it on the way.
public enum Claim {
  /// The copy is `working/name`, there only when it is whole and safe on the disk. The original stays untouched.
  ///
  /// A hasty copy is whole, too, if this returns, and what a crash leaves of it is nobody's: the original is still there.
  ///
  /// Throws `file.changed` if the file is not what `arrival` says, or does not stay so until the last byte.
  public static func take(
    _ arrival: Arrival, into working: BytePath, as name: String, on files: DurableFiles,
    hastily isHasty: Bool = false, stop: StopCheck = .never
  ) throws(FileProblem) -> SettledFile {
    try take(arrival, into: working, as: name, on: files, hastily: isHasty) { () throws(FileProblem) in
      try stop.check()
    }
  }

  /// `afterEachChunk` lets a test meddle while the copy is under way.
  static func take(
    _ arrival: Arrival, into working: BytePath, as name: String, on files: DurableFiles,
    hastily isHasty: Bool = false, afterEachChunk: () throws(FileProblem) -> Void
  ) throws(FileProblem) -> SettledFile {
    let copy = working.appending(name)
    let beginning = isHasty ? copy : working.appending(name + ".tmp")
    let sha256: String
    do throws(FileProblem) {
      sha256 = try copyAndHash(
        arrival, to: beginning, on: files, isHasty: isHasty, afterEachChunk: afterEachChunk)
      if !isHasty { try files.rename(beginning, to: copy) }
    } catch {
      do { try files.remove(beginning) } catch { /* The first problem is the one to tell. */  }
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
    _ arrival: Arrival, to target: BytePath, on files: DurableFiles, isHasty: Bool,
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
    if !isHasty { try output.synchronize() }
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
