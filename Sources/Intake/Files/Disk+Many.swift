import Dispatch
import Foundation
public import Records
import Synchronization

extension Disk {
  /// A disk has many files safe almost as soon as one: they are waited for side by side.
  public func synchronize(_ files: [any OpenFile]) throws(FileProblem) {
    guard files.count >= Self.manyFiles else {
      for file in files { try file.synchronize() }
      return
    }
    let first = Mutex<FileProblem?>(nil)
    let done = DispatchGroup()
    // Each file is waited for by one of them, and nobody else has it meanwhile.
    nonisolated(unsafe) let shared = files
    for lane in 0..<Self.lanes {
      done.enter()
      Thread.detachNewThread {
        for index in stride(from: lane, to: unsafe shared.count, by: Self.lanes) {
          do throws(FileProblem) { try unsafe shared[index].synchronize() } catch {
            first.withLock { $0 = $0 ?? error }
          }
        }
        done.leave()
      }
    }
    done.wait()
    if let problem = first.withLock({ $0 }) { throw problem }
  }

  /// Fewer are done before threads are begun.
  private static let manyFiles = 16
  private static let lanes = 8
}
