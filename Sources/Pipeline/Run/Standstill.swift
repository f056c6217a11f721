import Foundation
import Intake
import Ledger
import Logging
public import Records

/// Tells what is worth waiting for, a full disk before all, from what ends the run.
struct Standstill {
  let shop: ShopFolder
  let settings: ShopSettings
  /// Bytes of the largest file that waits.
  var largest: Int64 = 0

  /// How `STATUS.html` begins to say so.
  static let words = "Daybook waits: "

  /// Nil where waiting is of no use.
  func problem(_ error: any Error) -> FileProblem? {
    let problem: FileProblem
    if let found = error as? FileProblem ?? FileProblem(system: error) {
      problem = found
    } else if let found = error as? LedgerProblem ?? LedgerProblem(error), found.mayPass {
      problem = FileProblem(code: found.code, message: found.message, remedy: found.remedy, canRetry: true)
    } else {
      return nil
    }
    guard problem.canRetry, !problem.endsTheRun else { return nil }
    return problem.code == "disk.full" ? withSizes(problem) : problem
  }

  /// What is thrown in place of an error, so that whoever reads it knows how much room is needed.
  func explained(_ error: any Error) -> any Error { problem(error) ?? error }

  static func endsTheRun(_ error: any Error) -> Bool {
    (error as? FileProblem)?.endsTheRun ?? (LedgerProblem(error)?.code == "disk.failed")
  }

  private func withSizes(_ problem: FileProblem) -> FileProblem {
    guard !problem.message.contains(" needed"), let free = try? shop.files.freeBytes(at: shop.root) else {
      return problem
    }
    let needed = max(Int64(settings.freeSpace), 3 * largest)
    var told = problem
    told.message +=
      free < needed
      ? "; \(FileProblem.size(free)) are free and \(FileProblem.size(needed)) are needed"
      : "; \(FileProblem.size(free)) are free and more is needed"
    return told
  }
}

extension FileProblem {
  /// A failed disk may have lost what it acknowledged: nothing more is written until someone has looked.
  var endsTheRun: Bool { code == "disk.failed" }

  static func fullDisk(
    free: Int64, needed: Int64, _ remedy: String = "make room; the work goes on by itself"
  ) -> FileProblem {
    FileProblem(
      code: "disk.full", message: "\(size(free)) are free on the shop's disk and \(size(needed)) are needed",
      remedy: remedy, canRetry: true)
  }

  /// `12 MB`, or below that `340 kB`.
  static func size(_ bytes: Int64) -> String { bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(bytes >> 10) kB" }
}

extension DaybookPipeline {
  /// Says once in the log and in `STATUS.html` what the shop waits for, or that it waits no more. A full disk may not
  /// let it.
  mutating func tell(_ problem: FileProblem?) throws {
    let isNews = problem?.code != told.log
    if let problem, isNews {
      log.warning("waiting", metadata: ["code": "\(problem.code)", "why": "\(problem.message)"])
    }
    told.log = problem?.code
    do {
      guard try problem?.code != inStatus() else { return }
      var figures = try books.figures(context(waiting: scanner.look().arrivals.count))
      figures.notices = try RecoveryNote(shop: shop).all()
      if let problem {
        figures.notices.append("\(Standstill.words)\(problem.message). What to do: \(problem.remedy).")
      }
      try Publisher(shop: shop, version: Self.version).writeStatus(figures)
      told.status = .some(problem?.code)
    } catch {
      if Standstill.endsTheRun(error) { throw error }
      guard isNews else { return }
      log.warning("STATUS.html is not renewed", metadata: ["why": "\(Standstill.reason(error))"])
    }
  }

  /// The code of what the status page says that the shop waits for; an empty one if another run said it.
  private mutating func inStatus() throws -> String? {
    if let said = told.status { return said }
    let waits =
      try shop.files.exists(shop.status)
      && Filing(shop: shop).text(of: shop.status).contains(Standstill.words)
    told.status = .some(waits ? "" : nil)
    return waits ? "" : nil
  }
}

/// The code of what the shop waits for, as it was told last; nil for nothing.
struct ToldStandstill {
  var log: String?
  /// Nil before the page was looked at.
  var status: String??
}

extension Standstill {
  /// For the log.
  static func reason(_ error: any Error) -> String {
    LedgerProblem(error)?.message ?? (error as? FileProblem)?.message ?? "\(error)"
  }
}

extension FileProblem {
  /// Nil unless the error is one of Foundation's for a call that the system refused.
  public init?(system error: any Error) {
    let whole = error as NSError
    guard let cause = whole.userInfo[NSUnderlyingErrorKey] as? NSError, cause.domain == NSPOSIXErrorDomain
    else {
      return nil
    }
    let path = whole.userInfo[NSFilePathErrorKey] as? String ?? "a file of the shop"
    self = .system(Int32(clamping: cause.code), "reach \(path)")
  }
}
