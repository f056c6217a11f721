public import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The disk of this computer, by the C calls, which keep names that are not text.
public struct Disk: FileSystem {
  public init() {}

  public func open(_ path: BytePath, for use: FileUse) throws(FileProblem) -> any OpenFile {
    switch use {
    case .reading: try DiskFile(reading: path)
    case .writing(let mode): try DiskFile(writing: path, mode: mode)
    }
  }

  public func makeUnnamed(in folder: BytePath) throws(FileProblem) -> any OpenFile {
    try DiskFile(unnamedIn: folder)
  }

  public func rename(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    _ = try systemCall("move \(path.display) to \(target.display)") {
      unsafe path.withCString { from in
        unsafe target.withCString { to in
          #if canImport(Darwin)
            unsafe Darwin.rename(from, to)
          #else
            unsafe Glibc.rename(from, to)
          #endif
        }
      }
    }
  }

  public func unlink(_ path: BytePath) throws(FileProblem) {
    _ = try systemCall("remove \(path.display)") {
      unsafe path.withCString {
        #if canImport(Darwin)
          unsafe Darwin.unlink($0)
        #else
          unsafe Glibc.unlink($0)
        #endif
      }
    }
  }

  public func makeFolder(_ path: BytePath, mode: UInt16) throws(FileProblem) {
    _ = try systemCall("make the folder \(path.display)") {
      unsafe path.withCString { unsafe mkdir($0, mode_t(mode)) }
    }
  }

  public func synchronize(folder: BytePath) throws(FileProblem) {
    let descriptor = try systemCall("open \(folder.display)") {
      unsafe folder.withCString {
        #if canImport(Darwin)
          unsafe Darwin.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        #else
          unsafe Glibc.open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        #endif
      }
    }
    defer { _ = close(descriptor) }
    _ = try systemCall("save \(folder.display)") { fsync(descriptor) }
  }

  public func names(in folder: BytePath) throws(FileProblem) -> [[UInt8]] {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
      throw FileProblem.system(errno, "list \(folder.display)").whileReading
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe Self.bytes(of: entry)
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
    }
    // A listing cut short would make files vanish and come back.
    if errno != 0 { throw FileProblem.system(errno, "list \(folder.display)").whileReading }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func bytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
      let start = unsafe UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
      var length = 0
      while unsafe start[length] != 0 { length += 1 }
      return unsafe Array(UnsafeBufferPointer(start: start, count: length))
    }
  }

  public func status(of path: BytePath) throws(FileProblem) -> FileStatus { try FileStatus(of: path) }

  public func isReadable(_ path: BytePath) -> Bool {
    unsafe path.withCString { unsafe faccessat(AT_FDCWD, $0, R_OK, AT_EACCESS) } == 0
  }

  public func freeBytes(at path: BytePath) throws(FileProblem) -> Int64 {
    var status = statvfs()
    _ = try readingCall("ask for free space at \(path.display)") {
      unsafe path.withCString { unsafe statvfs($0, &status) }
    }
    return Int64(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0)
  }
}
