public import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The one owner of a file descriptor; it is closed when its owner goes.
public struct OpenFile: ~Copyable {
  public let descriptor: Int32
  /// For messages.
  public let path: BytePath

  /// Opens a regular file for reading: never follows a link, never waits on a pipe.
  public init(reading path: BytePath) throws(FileProblem) {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let opened = try Self.open(path, flags, mode: 0)
    var status = stat()
    guard unsafe fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = close(opened)
      throw .notRegular(path)
    }
    descriptor = opened
    self.path = path
  }

  /// Makes the file, or empties the one that is there.
  public init(writing path: BytePath, mode: UInt16 = 0o600) throws(FileProblem) {
    descriptor = try Self.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode: mode)
    self.path = path
  }

  /// Makes a file to write and read that has no name any more: whatever happens, nothing of it is left.
  init(unnamedIn folder: BytePath) throws(FileProblem) {
    let path = folder.appending(".gather-\(UInt64.random(in: 0...UInt64.max))")
    let opened = try Self.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode: 0o600)
    guard unsafe path.withCString({ unsafe unlink($0) }) == 0 else {
      let number = errno
      _ = close(opened)
      throw .system(number, "remove the name of \(path.display)")
    }
    descriptor = opened
    self.path = path
  }

  deinit { _ = close(descriptor) }

  private static func open(_ path: BytePath, _ flags: Int32, mode: UInt16) throws(FileProblem) -> Int32 {
    try systemCall("open \(path.display)") {
      unsafe path.withCString { name in
        #if canImport(Darwin)
          unsafe Darwin.open(name, flags, mode_t(mode))
        #else
          unsafe Glibc.open(name, flags, mode_t(mode))
        #endif
      }
    }
  }

  public func status() throws(FileProblem) -> FileStatus {
    var status = stat()
    _ = try systemCall("look at \(path.display)") { unsafe fstat(descriptor, &status) }
    return FileStatus(status)
  }

  /// How many bytes were put at the start of `buffer`; 0 at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try systemCall("read \(path.display)") {
      #if canImport(Darwin)
        unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
    }
  }

  /// As `read(into:)`, but from `offset` on and without moving the place where that goes on.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try systemCall("read \(path.display)") {
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
    }
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

  func rewind() throws(FileProblem) {
    _ = try systemCall("read \(path.display) again") { lseek(descriptor, 0, SEEK_SET) }
  }

  public func write(_ bytes: Span<UInt8>) throws(FileProblem) {
    var written = 0
    while written < bytes.count {
      written += try systemCall("write \(path.display)") {
        unsafe bytes.withUnsafeBytes { buffer in
          let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
          #if canImport(Darwin)
            return unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
          #else
            return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
          #endif
        }
      }
    }
  }

  /// Returns when the disk has the bytes. After an error they may be lost: write to a new file, never here again.
  public func synchronize() throws(FileProblem) {
    _ = try systemCall("save \(path.display)") { fsync(descriptor) }
  }
}

extension FileProblem {
  static func notRegular(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "file.not_regular", message: "\(path.display) is a pipe, a socket or a device, not a file",
      remedy: "put an ordinary file there")
  }
}
