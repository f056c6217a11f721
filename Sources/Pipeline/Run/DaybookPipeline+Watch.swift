import Ledger
import Logging
import Records

extension DaybookPipeline {
  /// Looks into the inbox every `interval` until a signal comes.
  ///
  /// - Parameter afterPass: told what each look led to.
  /// - Throws: only what stops the whole shop: a damaged database, a failed disk, `Interrupted` in the middle of a file.
  public mutating func watch(every interval: Duration, afterPass: (PassSummary) -> Void = { _ in }) throws {
    log.info("watching", metadata: ["inbox": "\(shop.inbox.display)"])
    var wasBusy = true
    while StopSignal.number == nil {
      do {
        let summary = try pass()
        afterPass(summary)
        // One file and no log beside it while nothing happens.
        if wasBusy && summary.files == 0 { try books.checkpoint() }
        wasBusy = summary.files > 0
      } catch {
        // It was told; the next look tries again.
        guard Standstill(shop: shop, settings: configuration.settings).problem(error) != nil else {
          throw error
        }
      }
      StopSignal.sleep(interval)
    }
    log.info("stopped")
  }

  /// Takes everything that is there now, waiting for files that have just been written to settle.
  ///
  /// A file that is still being written when the time to settle has passed twice is left for the next run.
  public mutating func runOnce(settle: Duration, whileWaiting: (Int) -> Void = { _ in }) throws -> PassSummary
  {
    var summary = try pass()
    var patience = 2
    while summary.waiting > 0, patience > 0, StopSignal.number == nil {
      whileWaiting(summary.waiting)
      StopSignal.sleep(settle + .milliseconds(100))
      summary.join(try pass())
      patience -= 1
    }
    do { try books.checkpoint() } catch {
      throw Standstill(shop: shop, settings: configuration.settings).explained(error)
    }
    return summary
  }
}

extension PassSummary {
  /// Adds what a later look led to; what waits and what cannot be taken is what the later look says.
  mutating func join(_ later: PassSummary) {
    accepted += later.accepted
    duplicates += later.duplicates
    failed += later.failed
    waiting = later.waiting
    postponed = later.postponed
    pagesWritten += later.pagesWritten.filter { !pagesWritten.contains($0) }
  }
}
