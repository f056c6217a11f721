import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Says which process owns a shop folder; the system gives the lock back even if the process is killed.
public final class ShopLock: Sendable {
  private let descriptor: Int32

  /// - Throws: `LockedShop` at once if another process has the lock.
  public init(_ shop: ShopFolder) throws {
    let path = shop.lock.bytes.map { CChar(bitPattern: $0) } + [0]
    let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard opened >= 0 else {
      throw FileProblem(
        code: "lock.cannot_open", message: "\(shop.lock.display) cannot be opened (error \(errno))",
        remedy: "check that you may write to the shop folder")
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw LockedShop(folder: shop.root.display)
    }
    descriptor = opened
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
