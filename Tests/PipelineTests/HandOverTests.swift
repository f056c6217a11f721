import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Pipeline

struct HandOverTests {
  private struct Broken: Error {}

  /// Runs on a thread of its own, as the reading of a file does.
  private func background(_ work: @escaping @Sendable () -> Void) -> DispatchSemaphore {
    let done = DispatchSemaphore(value: 0)
    Thread {
      work()
      done.signal()
    }.start()
    return done
  }

  @Test func `what is put is taken, in order, and never more is under way than fits`() throws {
    let queue = HandOver<Int>(capacity: 3)
    let put = Atomic<Int>(0)
    let done = background { [queue] in
      for value in 0..<1000 where queue.put(value) { put.add(1, ordering: .sequentiallyConsistent) }
      queue.finish()
    }
    var taken: [Int] = []
    while let value = try queue.take() {
      taken.append(value)
      // Three lie in the queue, and the one that is being put may be counted a moment late.
      let sent = put.load(ordering: .sequentiallyConsistent)
      #expect(sent <= taken.count + 3)
    }
    #expect(taken == Array(0..<1000))
    #expect(done.wait(timeout: .now() + 5) == .success)
    #expect(try queue.take() == nil)
  }

  @Test func `a failure comes after what was put before it, and stays`() throws {
    let queue = HandOver<Int>(capacity: 3)
    #expect(queue.put(1))
    queue.finish(Broken())
    #expect(try queue.take() == 1)
    #expect(throws: Broken.self) { try queue.take() }
    #expect(throws: Broken.self) { try queue.take() }
  }

  @Test func `when nobody takes any more, whoever waits to put goes on`() {
    let queue = HandOver<Int>(capacity: 1)
    let refused = Atomic<Bool>(false)
    let done = background { [queue] in
      while queue.put(0) {}
      refused.store(true, ordering: .sequentiallyConsistent)
      queue.finish()
    }
    queue.abandon()
    #expect(done.wait(timeout: .now() + 5) == .success)
    let wasRefused = refused.load(ordering: .sequentiallyConsistent)
    #expect(wasRefused)
  }
}
