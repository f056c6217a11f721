public import Records

/// What Daybook asks of a disk; a test puts one in its place that fails, forgets and tears by a seed.
///
/// Nothing here waits for the disk unless it says so; what must outlast a power cut goes through `DurableFiles`.
public protocol FileSystem: Sendable {
  /// Never follows a link, never waits on a pipe.
  func open(_ path: BytePath, for use: FileUse) throws(FileProblem) -> any OpenFile
  /// A file to write and read that has no name any more: whatever happens, nothing of it is left.
  func makeUnnamed(in folder: BytePath) throws(FileProblem) -> any OpenFile
  /// Replaces what is at `target`; between disks it throws `file.other_disk`.
  func rename(_ path: BytePath, to target: BytePath) throws(FileProblem)
  func unlink(_ path: BytePath) throws(FileProblem)
  /// Throws `file.exists` if something of that name is there.
  func makeFolder(_ path: BytePath, mode: UInt16) throws(FileProblem)
  /// Returns when the disk has the names in the folder.
  func synchronize(folder: BytePath) throws(FileProblem)
  /// As `OpenFile.synchronize` for each, in whatever order.
  func synchronize(_ files: [any OpenFile]) throws(FileProblem)
  /// Without `.` and `..`, in the order of their bytes.
  func names(in folder: BytePath) throws(FileProblem) -> [[UInt8]]
  /// A link is described itself, not what it points to.
  func status(of path: BytePath) throws(FileProblem) -> FileStatus
  func isReadable(_ path: BytePath) -> Bool
  /// Bytes that Daybook may still write on the disk of `path`.
  func freeBytes(at path: BytePath) throws(FileProblem) -> Int64
}

extension FileSystem {
  public func synchronize(_ files: [any OpenFile]) throws(FileProblem) {
    for file in files { try file.synchronize() }
  }
}

/// What a file is opened for.
public enum FileUse: Sendable {
  /// A regular file that is there.
  case reading
  /// Makes the file, or empties the one that is there.
  case writing(mode: UInt16)
}

/// A file that is open until nobody holds it any more.
public protocol OpenFile: AnyObject {
  func status() throws(FileProblem) -> FileStatus
  /// How many bytes were put at the start of `buffer`; 0 at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int
  /// As `read(into:)`, but from `offset` on and without moving the place where that goes on.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int
  /// Starts again with the first byte.
  func rewind() throws(FileProblem)
  /// All of it, or it throws.
  func write(_ bytes: Span<UInt8>) throws(FileProblem)
  /// Returns when the disk has the bytes. After an error they may be lost: write to a new file, never here again.
  func synchronize() throws(FileProblem)
  /// Has the disk begin with what it has not yet, so that `synchronize` waits less later on.
  func beginToSynchronize()
}

extension OpenFile {
  public func beginToSynchronize() {}

  /// Fills `chunk` from its start, without changing its length.
  func read(into chunk: inout [UInt8]) throws(FileProblem) -> Int {
    var outcome: Result<Int, FileProblem> = .success(0)
    unsafe chunk.withUnsafeMutableBytes { buffer in
      do throws(FileProblem) {
        outcome = .success(try unsafe read(into: buffer))
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }

  /// Up to so many bytes from `offset` on; none at the end.
  func bytes(at offset: Int64, count: Int) throws(FileProblem) -> [UInt8] {
    var problem: FileProblem?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileProblem) {
        filled = try unsafe read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
      } catch { problem = error }
    }
    if let problem { throw problem }
    return bytes
  }
}
