import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The one owner of a file descriptor; it is closed when its owner goes.
final class DiskFile: OpenFile {
  private let descriptor: Int32
  /// For messages.
  private let path: BytePath

  /// Opens a regular file for reading: never follows a link, never waits on a pipe.
  init(reading path: BytePath) throws(FileProblem) {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let opened = try Self.open(path, flags, mode: 0)
    descriptor = opened
    self.path = path
    guard try status().kind == .regular else { throw .notRegular(path) }
  }

  /// Makes the file, or empties the one that is there.
  init(writing path: BytePath, mode: UInt16) throws(FileProblem) {
    descriptor = try Self.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode: mode)
    self.path = path
  }

  init(unnamedIn folder: BytePath) throws(FileProblem) {
    let path = folder.appending(".gather-\(UInt64.random(in: 0...UInt64.max))")
    let opened = try Self.open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode: 0o600)
    descriptor = opened
    self.path = path
    try Disk().unlink(path)
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

  func status() throws(FileProblem) -> FileStatus {
    var status = stat()
    _ = try readingCall("look at \(path.display)") { unsafe fstat(descriptor, &status) }
    return FileStatus(status)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try readingCall("read \(path.display)") {
      #if canImport(Darwin)
        unsafe Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
    }
  }

  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try readingCall("read \(path.display)") {
      unsafe pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
    }
  }

  func rewind() throws(FileProblem) {
    _ = try readingCall("read \(path.display) again") { lseek(descriptor, 0, SEEK_SET) }
  }

  func write(_ bytes: Span<UInt8>) throws(FileProblem) {
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

  func synchronize() throws(FileProblem) {
    _ = try systemCall("save \(path.display)") { fsync(descriptor) }
  }

  #if os(Linux)
    // Linux begins to write what it is told to drop from memory. If it does not, `synchronize` does all of it.
    func beginToSynchronize() { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) }
  #endif
}

extension FileProblem {
  static func notFolder(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "file.not_folder", message: "\(path.display) is a file, not a folder",
      remedy: "move what is in the way", canRetry: true)
  }

  static func notRegular(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "file.not_regular", message: "\(path.display) is a pipe, a socket or a device, not a file",
      remedy: "put an ordinary file there")
  }
}
