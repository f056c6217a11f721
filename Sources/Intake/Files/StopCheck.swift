import Records

/// Asked before each piece of a file is read, so that reading stops soon also where no rows come of it.
public struct StopCheck: Sendable {
  private let mustStop: @Sendable () -> Bool

  /// - Parameter mustStop: asked very often, by the thread that reads.
  public init(_ mustStop: @escaping @Sendable () -> Bool) { self.mustStop = mustStop }

  /// Reading goes on to the end.
  public static let never = StopCheck { false }

  func check() throws(FileProblem) {
    guard mustStop() else { return }
    throw FileProblem(
      code: "file.stopped", message: "reading it was stopped", remedy: "it is read again the next time",
      canRetry: true)
  }
}
