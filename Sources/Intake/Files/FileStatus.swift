import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What tells one state of a file from another: if none of it changed, neither did the bytes.
public struct FileStatus: Sendable, Hashable {
  public enum Kind: Sendable { case regular, folder, link, other }

  public var kind: Kind
  public var size: Int64
  /// Nanoseconds since 1970 of the last change of the bytes, and of the last change of anything.
  public var modified: Int64
  public var changed: Int64
  public var inode: UInt64

  public init(kind: Kind = .regular, size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
    self.kind = kind
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }

  /// A link is described itself, not what it points to.
  init(of path: BytePath) throws(FileProblem) {
    var status = stat()
    _ = try readingCall("look at \(path.display)") {
      unsafe path.withCString { unsafe lstat($0, &status) }
    }
    self.init(status)
  }

  init(_ status: stat) {
    #if canImport(Darwin)
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #endif
    self.init(
      kind: Self.kind(of: status.st_mode), size: Int64(status.st_size), modified: Self.nanoseconds(modified),
      changed: Self.nanoseconds(changed), inode: UInt64(status.st_ino))
  }

  private static func kind(of mode: mode_t) -> Kind {
    switch mode & S_IFMT {
    case S_IFREG: .regular
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  /// A time beyond the year 2262 stands still there rather than overflow.
  private static func nanoseconds(_ time: timespec) -> Int64 {
    let (product, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return time.tv_sec < 0 ? .min : .max }
    let (sum, beyond) = product.addingReportingOverflow(Int64(time.tv_nsec))
    return beyond ? .max : sum
  }
}
