#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Where messages go. One that cannot be written, to a full disk or a closed pipe, is no reason to stop.
public enum StandardError {
  public static func write(_ text: String) {
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
        #if canImport(Darwin)
          return unsafe Darwin.write(STDERR_FILENO, rest.baseAddress, rest.count)
        #else
          return unsafe Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
        #endif
      }
      if count < 0 && errno != EINTR { return }
      written += max(0, count)
    }
  }
}
