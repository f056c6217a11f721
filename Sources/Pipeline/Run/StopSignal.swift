import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Interrupt and terminate signals, as something a loop can sleep on.
///
/// The handler writes one byte into a pipe; whoever sleeps polls the pipe, so a signal ends the sleep at once even
/// if it comes just before it.
public enum StopSignal {
  private static let received = Atomic<Int32>(0)
  private static let pipeEnd = Atomic<Int32>(-1)
  private static let listeningEnd = Atomic<Int32>(-1)

  /// From here on SIGINT and SIGTERM no longer end the process by themselves.
  public static func listen() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    listeningEnd.store(ends[0], ordering: .sequentiallyConsistent)
    pipeEnd.store(ends[1], ordering: .sequentiallyConsistent)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        StopSignal.received.store(number, ordering: .sequentiallyConsistent)
        var byte: UInt8 = 0
        _ = unsafe write(StopSignal.pipeEnd.load(ordering: .sequentiallyConsistent), &byte, 1)
      }
    }
    // Whoever started the program may have held them back, and that is inherited.
    var awaited = sigset_t()
    unsafe sigemptyset(&awaited)
    for number in [SIGINT, SIGTERM] { unsafe sigaddset(&awaited, number) }
    unsafe pthread_sigmask(SIG_UNBLOCK, &awaited, nil)
  }

  /// The signal that came; nil as long as none did.
  public static var number: Int32? {
    let number = received.load(ordering: .sequentiallyConsistent)
    return number == 0 ? nil : number
  }

  /// Sleeps, but not past a signal.
  public static func sleep(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    var waiting = pollfd(
      fd: listeningEnd.load(ordering: .sequentiallyConsistent), events: Int16(POLLIN), revents: 0)
    guard number == nil else { return }
    _ = unsafe poll(&waiting, 1, milliseconds)
  }
}

/// A signal asked the work to stop; what was under way is taken back.
public struct Interrupted: Error {
  public let signal: Int32

  public init(signal: Int32) { self.signal = signal }
}
