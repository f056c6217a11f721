#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The two clocks of a run, handed in so that a test can turn them.
public struct Clocks: Sendable {
  /// Nanoseconds since 1970 UTC.
  public var wall: @Sendable () -> Int64
  /// Nanoseconds of a clock that never jumps.
  public var steady: @Sendable () -> Int64

  public init(wall: @escaping @Sendable () -> Int64, steady: @escaping @Sendable () -> Int64) {
    self.wall = wall
    self.steady = steady
  }

  public static let system = Clocks(wall: { read(CLOCK_REALTIME) }, steady: { read(CLOCK_MONOTONIC) })

  /// UTC seconds.
  var now: Int64 { wall() / 1_000_000_000 }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
