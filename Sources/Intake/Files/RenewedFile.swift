public import Records

/// A file written anew beside the old one, which it replaces only if its bytes differ.
///
/// Written piece by piece, so that its size is no matter; compared on the way with what is there.
public final class RenewedFile {
  private let path: BytePath
  private let beside: BytePath
  private let output: any OpenFile
  private let files: DurableFiles
  private let old: OldBytes
  private var isFinished = false
  /// Not written yet.
  private var pending: [UInt8] = []

  /// - Parameter unfinished: what is added to the name until the file is whole.
  public init(
    _ path: BytePath, on files: DurableFiles, unfinished: String = DurableFiles.unfinished
  ) throws(FileProblem) {
    self.path = path
    self.files = files
    beside = BytePath(bytes: path.bytes + Array(unfinished.utf8))
    old = OldBytes(path, on: files)
    output = try files.make(beside)
  }

  public func append(_ bytes: [UInt8]) throws(FileProblem) {
    pending += bytes
    if pending.count >= 1 << 16 { try writePending() }
  }

  private func writePending() throws(FileProblem) {
    let bytes = pending
    pending = []
    try output.write(bytes.span)
    try old.compare(bytes)
  }

  /// True if the file was replaced, and then it is safe on the disk; false if it was the same already.
  public func finish() throws(FileProblem) -> Bool {
    try writePending()
    isFinished = true
    guard try !old.isSame() else {
      try files.discard(beside)
      return false
    }
    try output.synchronize()
    try files.rename(beside, to: path)
    return true
  }

  deinit {
    guard !isFinished else { return }
    // Whatever stopped the writing is being told already; the next writing starts afresh anyway.
    do throws(FileProblem) { try files.discard(beside) } catch {}
  }
}

/// The bytes of an earlier file, compared with new ones as they come.
private final class OldBytes {
  private let file: (any OpenFile)?
  private var chunk: [UInt8] = []
  private var differs: Bool

  init(_ path: BytePath, on files: DurableFiles) {
    var opened: (any OpenFile)?
    do throws(FileProblem) { opened = try files.open(path) } catch {
      // Nothing readable there: the new file differs from it.
    }
    file = opened
    differs = opened == nil
  }

  func compare(_ bytes: [UInt8]) throws(FileProblem) {
    guard !differs, let file else { return }
    var position = 0
    while position < bytes.count {
      let count = try read(from: file, upTo: min(bytes.count - position, 1 << 18))
      guard count > 0, chunk[..<count].elementsEqual(bytes[position..<(position + count)]) else {
        differs = true
        return
      }
      position += count
    }
  }

  /// The old file has been matched to its last byte.
  func isSame() throws(FileProblem) -> Bool {
    guard !differs, let file else { return false }
    return try read(from: file, upTo: 1) == 0
  }

  private func read(from file: any OpenFile, upTo count: Int) throws(FileProblem) -> Int {
    if chunk.count < count { chunk = [UInt8](repeating: 0, count: count) }
    var outcome: Result<Int, FileProblem> = .success(0)
    unsafe chunk.withUnsafeMutableBytes { buffer in
      do throws(FileProblem) {
        outcome = .success(
          try unsafe file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }
}
