import Dispatch
import Synchronization

/// A short queue between two threads: the one that puts waits while it is full, the one that takes while it is empty.
///
/// What travels is bounded, so memory does not grow with the file however unlike the two paces are.
final class HandOver<Value: Sendable>: Sendable {
  private struct State {
    var values: [Value] = []
    var isFinished = false
    var failure: (any Error)?
    var isAbandoned = false
  }

  private let state = Mutex(State())
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  private let isBounded: Bool

  /// - Parameter capacity: nil where all of it is put before any is taken.
  init(capacity: Int?) {
    isBounded = capacity != nil
    // Counted up from 0: a semaphore made with a value may not be let go below it.
    for _ in 0..<(capacity ?? 0) { free.signal() }
  }

  /// False once nobody will take any more.
  func put(_ value: Value) -> Bool {
    if isBounded { free.wait() }
    let goesOn = state.withLock { state in
      state.values.append(value)
      return !state.isAbandoned
    }
    filled.signal()
    return goesOn
  }

  /// Ends the queue, after a failure if there was one.
  func finish(_ failure: (any Error)? = nil) {
    state.withLock { state in
      state.isFinished = true
      state.failure = failure
    }
    filled.signal()
  }

  /// Nil at the end; throws what the other side failed with.
  func take() throws -> Value? {
    filled.wait()
    let (value, failure) = state.withLock { state -> (Value?, (any Error)?) in
      guard !state.values.isEmpty else { return (nil, state.failure) }
      return (state.values.removeFirst(), nil)
    }
    // The end stays the end, however often it is asked for.
    if value != nil { free.signal() } else { filled.signal() }
    if let failure { throw failure }
    return value
  }

  /// Nobody will take any more.
  var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

  /// Lets the other side stop early.
  func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.values = []
    }
    free.signal()
  }
}
