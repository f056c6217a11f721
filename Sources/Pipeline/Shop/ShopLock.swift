import Intake
import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Says which process owns a shop folder; the system gives the lock back even if the process is killed.
public final class ShopLock: Sendable {
  private let descriptor: Int32
  /// `F_OFD_SETLK`, which the C headers show only on request.
  #if canImport(Darwin)
    private static let setLock: Int32 = 90
  #else
    private static let setLock: Int32 = 37
  #endif

  /// - Throws: `LockedShop` at once if another process has the lock.
  public init(_ shop: ShopFolder) throws {
    let path = shop.lock.bytes.map { CChar(bitPattern: $0) } + [0]
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else { throw FileProblem.system(errno, "open \(shop.lock.display)") }
    descriptor = opened
    // Of the open file and not of the process, so that a second one in this process is refused, too.
    var whole = flock()
    whole.l_type = Int16(F_WRLCK)
    whole.l_whence = Int16(SEEK_SET)
    guard unsafe fcntl(opened, Self.setLock, &whole) != 0 else { return }
    guard errno == EAGAIN || errno == EACCES else {
      throw FileProblem.system(errno, "lock \(shop.lock.display)")
    }
    throw LockedShop(folder: shop.root.display)
  }

  deinit { close(descriptor) }
}

/// Another Daybook is at work in the folder.
public struct LockedShop: Error, CustomStringConvertible {
  public let folder: String

  public var description: String {
    "another Daybook is at work in \(folder); wait until it is done, or stop `daybook watch` first"
  }
}
