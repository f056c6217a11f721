public import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Names in folders by the C calls, which keep names that are not text.
public enum Folder {
  /// Without `.` and `..`, in the order of their bytes.
  public static func names(in folder: BytePath) throws(FileProblem) -> [[UInt8]] {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
      throw .system(errno, "list \(folder.display)")
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      let name = unsafe bytes(of: entry)
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
    }
    // A listing cut short would make files vanish and come back.
    if errno != 0 { throw .system(errno, "list \(folder.display)") }
    return names.sorted { $0.lexicographicallyPrecedes($1) }
  }

  static func canRead(_ path: BytePath) -> Bool {
    unsafe path.withCString { unsafe faccessat(AT_FDCWD, $0, R_OK, AT_EACCESS) } == 0
  }

  private static func bytes(of entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
    unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
      let start = unsafe UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
      return unsafe Array(UnsafeBufferPointer(start: start, count: strlen(start)))
    }
  }
}

extension Folder {
  /// The length of the text that ends with NUL.
  private static func strlen(_ start: UnsafePointer<UInt8>) -> Int {
    var length = 0
    while unsafe start[length] != 0 { length += 1 }
    return length
  }
}
