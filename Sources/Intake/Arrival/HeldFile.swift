public import Records

/// A small file that was read whole: it stays what it was, whatever becomes of the one on the disk.
public struct HeldFile: Sendable {
  public let file: SettledFile
  /// It holds others, or is compressed, so that there may be far more in it than it is large.
  public let isPacked: Bool
  private let bytes: [UInt8]
  private let status: FileStatus

  init(_ file: SettledFile, bytes: [UInt8], status: FileStatus) {
    (self.file, self.bytes, self.status) = (file, bytes, status)
    isPacked = Container(Array(bytes.prefix(Container.headBytes))) != nil
  }

  /// The same disk, on which the file's working copy is what was read.
  public func copied(to files: DurableFiles) -> DurableFiles {
    DurableFiles(on: DiskWithFile(below: files.system, path: file.workingCopy, bytes: bytes, status: status))
  }
}

/// A disk that has one more file, in memory.
private struct DiskWithFile: FileSystem {
  let below: any FileSystem
  let path: BytePath
  let bytes: [UInt8]
  let status: FileStatus

  func open(_ path: BytePath, for use: FileUse) throws(FileProblem) -> any OpenFile {
    if case .reading = use, path == self.path { return BytesInMemory(bytes, status) }
    return try below.open(path, for: use)
  }

  func status(of path: BytePath) throws(FileProblem) -> FileStatus {
    path == self.path ? status : try below.status(of: path)
  }

  func makeUnnamed(in folder: BytePath) throws(FileProblem) -> any OpenFile {
    try below.makeUnnamed(in: folder)
  }
  func rename(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    try below.rename(path, to: target)
  }
  func unlink(_ path: BytePath) throws(FileProblem) { try below.unlink(path) }
  func makeFolder(_ path: BytePath, mode: UInt16) throws(FileProblem) {
    try below.makeFolder(path, mode: mode)
  }
  func synchronize(folder: BytePath) throws(FileProblem) { try below.synchronize(folder: folder) }
  func synchronize(_ files: [any OpenFile]) throws(FileProblem) { try below.synchronize(files) }
  func names(in folder: BytePath) throws(FileProblem) -> [[UInt8]] { try below.names(in: folder) }
  func isReadable(_ path: BytePath) -> Bool { below.isReadable(path) }
  func freeBytes(at path: BytePath) throws(FileProblem) -> Int64 { try below.freeBytes(at: path) }
}

/// For reading only.
private final class BytesInMemory: OpenFile {
  private let bytes: [UInt8]
  private let known: FileStatus
  private var position: Int64 = 0

  init(_ bytes: [UInt8], _ status: FileStatus) { (self.bytes, known) = (bytes, status) }

  func status() throws(FileProblem) -> FileStatus { known }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let count = try unsafe read(at: position, into: buffer)
    position += Int64(count)
    return count
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    guard offset >= 0, offset < Int64(bytes.count) else { return 0 }
    let count = min(bytes.count - Int(offset), buffer.count)
    unsafe buffer.copyBytes(from: bytes[Int(offset)..<Int(offset) + count])
    return count
  }

  func rewind() throws(FileProblem) { position = 0 }
  func write(_ bytes: Span<UInt8>) throws(FileProblem) { preconditionFailure("opened for reading") }
  func synchronize() throws(FileProblem) {}
}
