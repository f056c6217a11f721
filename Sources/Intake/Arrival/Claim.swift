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

  /// As `take` for a small file, with the copy in memory: a disk makes and forgets files more slowly than it reads them.
  ///
  /// - Parameter copy: the path by which the copy goes; nothing is ever written there.
  public static func hold(
    _ arrival: Arrival, as copy: BytePath, on files: DurableFiles
  ) throws(FileProblem) -> HeldFile {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(arrival.status.size))
    let sha256 = try read(arrival, on: files) { chunk throws(FileProblem) in
      unsafe chunk.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
    return HeldFile(settled(arrival, sha256, copy), bytes: bytes, status: arrival.status)
  }

  /// Waits until the disk has the originals: what the books are about to say of them must outlast a power cut.
  ///
  /// Throws `file.changed` if one is no longer what was copied.
  public static func secure(_ arrivals: [Arrival], on files: DurableFiles) throws(FileProblem) {
    var originals: [any OpenFile] = []
    for arrival in arrivals { originals.append(try files.open(arrival.path)) }
    try files.system.synchronize(originals)
    for (arrival, original) in zip(arrivals, originals) {
      guard try original.status() == arrival.status else { throw .changed(arrival.path) }
    }
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
    return settled(arrival, sha256, copy)
  }

  private static func settled(_ arrival: Arrival, _ sha256: String, _ copy: BytePath) -> SettledFile {
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
    let output = try files.make(target)
    return try read(arrival, on: files) { chunk throws(FileProblem) in
      try output.write(chunk)
      try afterEachChunk()
    }
  }

  /// The hash of the original, once it was read to its end without changing.
  private static func read(
    _ arrival: Arrival, on files: DurableFiles, _ body: (Span<UInt8>) throws(FileProblem) -> Void
  ) throws(FileProblem) -> String {
    let input = try files.open(arrival.path)
    guard try input.status() == arrival.status else { throw .changed(arrival.path) }
    var digest = Digest()
    var chunk = [UInt8](repeating: 0, count: Int(min(256 * 1024, max(4096, arrival.status.size + 1))))
    var total: Int64 = 0
    while true {
      let count = try input.read(into: &chunk)
      if count == 0 { break }
      digest.update(chunk.span.extracting(first: count))
      try body(chunk.span.extracting(first: count))
      total += Int64(count)
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
