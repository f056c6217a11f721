public import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Errors of the operating system in words, with what to do about them.
extension FileProblem {
  /// `action` completes "cannot …", such as `open june.csv`; `number` is an errno.
  public static func system(_ number: Int32, _ action: String) -> FileProblem {
    let cause =
      Cause.known[number] ?? Cause("file.system", unsafe String(cString: strerror(number)), "try again")
    return FileProblem(
      code: cause.code, message: "cannot \(action): \(cause.words) (error \(number))", remedy: cause.remedy,
      canRetry: true)
  }

  /// Of a call that only reads: a failing disk cannot have lost what was written before.
  var whileReading: FileProblem {
    var problem = self
    if code == "disk.failed" { problem.code = "disk.unreadable" }
    return problem
  }

  private struct Cause {
    let code: String
    let words: String
    let remedy: String

    init(_ code: String, _ words: String, _ remedy: String) {
      self.code = code
      self.words = words
      self.remedy = remedy
    }

    static let known: [Int32: Cause] = [
      ENOSPC: Cause("disk.full", "the disk is full", "make room on the disk; the work goes on by itself"),
      EDQUOT: Cause("disk.full", "the disk quota is used up", "make room; the work goes on by itself"),
      EFBIG: Cause("disk.full", "the file is larger than allowed here", "raise the limit on file sizes"),
      EIO: Cause(
        "disk.failed", "the disk reports an error", "check the disk and its cable, and your backups"),
      EROFS: Cause("disk.read_only", "the disk can only be read", "make the folder writable"),
      EACCES: Cause("file.unreadable", "permission is missing", "give Daybook's user the right to it"),
      EPERM: Cause("file.unreadable", "it is not permitted", "give Daybook's user the right to it"),
      ENOENT: Cause("file.vanished", "it is not there any more", "put it back if it was not meant to go"),
      ESTALE: Cause("file.vanished", "the network folder changed below it", "wait; it is tried again"),
      ELOOP: Cause("file.is_link", "it is a link, not a file", "put the file itself there"),
      ENOTDIR: Cause("file.not_folder", "a part of the path is not a folder", "move what is in the way"),
      EISDIR: Cause("file.not_regular", "it is a folder", "move what is in the way"),
      EEXIST: Cause("file.exists", "something of that name is already there", "move what is in the way"),
      EXDEV: Cause("file.other_disk", "it lies on another disk", "keep the shop folder on one disk"),
      EMFILE: Cause("system.busy", "too many files are open", "wait; it is tried again"),
      ENFILE: Cause("system.busy", "too many files are open", "wait; it is tried again"),
      ENOMEM: Cause("system.busy", "memory is short", "close other programs; it is tried again"),
      ENOLCK: Cause("system.busy", "there are too many locks", "wait; it is tried again"),
      ENAMETOOLONG: Cause("file.name", "the name is too long", "give it a shorter name"),
    ]
  }
}

/// Calls `body` until it is not interrupted by a signal; its result, or a problem if that is -1.
func systemCall<Number: FixedWidthInteger>(
  _ action: @autoclosure () -> String, _ body: () -> Number
) throws(FileProblem) -> Number {
  while true {
    let result = body()
    if result != -1 { return result }
    let number = errno
    if number != EINTR { throw .system(number, action()) }
  }
}

/// As `systemCall`, for one that only reads.
func readingCall<Number: FixedWidthInteger>(
  _ action: @autoclosure () -> String, _ body: () -> Number
) throws(FileProblem) -> Number {
  do throws(FileProblem) { return try systemCall(action(), body) } catch { throw error.whileReading }
}

extension BytePath {
  /// The path as C wants it.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe terminated.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("an ending NUL is always there") }
      return unsafe body(base)
    }
  }
}
