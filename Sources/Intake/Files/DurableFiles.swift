public import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Changes to files and folders that a power cut cannot undo once the call has returned.
public enum DurableFiles {
  /// Readers see the old content or the new one, never a part: written beside as `NAME.tmp`, then renamed.
  public static func write(_ bytes: [UInt8], to path: BytePath, mode: UInt16 = 0o600) throws(FileProblem) {
    let beside = BytePath(bytes: path.bytes + Array(".tmp".utf8))
    do {
      let file = try OpenFile(writing: beside, mode: mode)
      try file.write(bytes.span)
      try file.synchronize()
      try rename(beside, to: path)
    } catch {
      _ = unsafe beside.withCString { unsafe unlink($0) }
      throw error
    }
  }

  /// Replaces what is at `target`. Both must lie on one disk, else `file.other_disk`.
  public static func rename(_ path: BytePath, to target: BytePath) throws(FileProblem) {
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
    try synchronize(folder: target.folder)
    if path.folder != target.folder { try synchronize(folder: path.folder) }
  }

  /// Like `rename`, and between disks a copy that is safe before the original goes.
  public static func move(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    do {
      try rename(path, to: target)
    } catch  where error.code == "file.other_disk" {
      let beside = BytePath(bytes: target.bytes + Array(".tmp".utf8))
      try copy(path, to: beside)
      try rename(beside, to: target)
      try remove(path)
    }
  }

  /// A missing file is no error, so that the step can be repeated after a crash.
  public static func remove(_ path: BytePath) throws(FileProblem) {
    do {
      _ = try systemCall("remove \(path.display)") { unsafe path.withCString { unsafe unlink($0) } }
    } catch  where error.code == "file.vanished" {
      return
    }
    try synchronize(folder: path.folder)
  }

  /// Removes a file that nobody will miss, without waiting for the disk. A missing file is no error.
  static func discard(_ path: BytePath) throws(FileProblem) {
    do {
      _ = try systemCall("remove \(path.display)") { unsafe path.withCString { unsafe unlink($0) } }
    } catch  where error.code == "file.vanished" {
      return
    }
  }

  public static func synchronize(folder: BytePath) throws(FileProblem) {
    let descriptor = try systemCall("open \(folder.display)") {
      unsafe folder.withCString { unsafe open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }
    defer { _ = close(descriptor) }
    _ = try systemCall("save \(folder.display)") { fsync(descriptor) }
  }

  /// Waits until a file that somebody else wrote is safe on the disk.
  public static func synchronize(file path: BytePath) throws(FileProblem) {
    try OpenFile(reading: path).synchronize()
  }

  /// Makes the folder and those above it that are missing, readable by the owner only.
  public static func makeFolders(_ path: BytePath, mode: UInt16 = 0o700) throws(FileProblem) {
    if unsafe path.withCString({ unsafe mkdir($0, mode_t(mode)) }) == 0 {
      return try synchronize(folder: path.folder)
    }
    switch errno {
    case EEXIST:
      var status = stat()
      _ = try systemCall("look at \(path.display)") { unsafe path.withCString { unsafe stat($0, &status) } }
      if status.st_mode & S_IFMT != S_IFDIR { throw .system(ENOTDIR, "make the folder \(path.display)") }
    case ENOENT where path.folder != path:
      try makeFolders(path.folder, mode: mode)
      try makeFolders(path, mode: mode)
    case let number: throw .system(number, "make the folder \(path.display)")
    }
  }

  /// Bytes that Daybook may still write on the disk of `path`.
  public static func freeBytes(at path: BytePath) throws(FileProblem) -> Int64 {
    var status = statvfs()
    _ = try systemCall("ask for free space at \(path.display)") {
      unsafe path.withCString { unsafe statvfs($0, &status) }
    }
    return Int64(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).0)
  }

  /// A copy whose bytes are safe on the disk; its name is so once the folder is synchronized.
  public static func copy(_ path: BytePath, to target: BytePath) throws(FileProblem) {
    let input = try OpenFile(reading: path)
    let output = try OpenFile(writing: target)
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = try input.read(into: &chunk)
      if count == 0 { break }
      try output.write(chunk.span.extracting(first: count))
    }
    try output.synchronize()
  }
}

extension OpenFile {
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
}
