import Foundation
import Intake
import Ledger
import Records

/// Measures the judge: a sample with an answer key goes through the real pipeline in a shop of its own, and what the
/// books say of every row is compared with what is true.
public struct SelfTest: Sendable {
  let rows: Int
  let seed: UInt64
  let faults: Double
  let kinds: Set<String>

  /// - Parameter kinds: of the exports to measure; empty: all that are known.
  public init(rows: Int = 20_000, seed: UInt64 = 1, faults: Double = 0.05, kinds: Set<String> = []) {
    self.kinds = kinds
    self.rows = rows
    self.seed = seed
    self.faults = faults
  }

  /// Makes the shop in a temporary folder, which is gone afterwards.
  public func run() throws -> SelfTestReport {
    let base = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath()
    let root = base.appending(path: "daybook-selftest-\(UUID().uuidString.prefix(13))")
    try DurableFiles.onDisk.makeFolders(BytePath(root.path).appending("Config"))
    defer { try? FileManager.default.removeItem(at: root) }
    return try run(in: root)
  }

  func run(in root: URL) throws -> SelfTestReport {
    let folder = BytePath(root.path)
    try DurableFiles.onDisk.write(
      Array(KeyedSample.settings.utf8), to: folder.appending("Config").appending("daybook.yaml"))
    let shop = try Shop(at: root.path)
    let known = shop.configuration.kinds
    let sample = KeyedSample(
      seed: seed, rows: rows, faults: faults, kinds: kinds.isEmpty ? known : known.intersection(kinds))
    _ = try sample.write(into: folder)
    let open = try shop.open()
    var pipeline = open.pipeline(settle: .zero, log: RunLog(format: .text, level: .problems))
    let clock = ContinuousClock()
    var report = SelfTestReport()
    report.duration = try clock.measure { _ = try pipeline.runOnce(settle: .zero) }
    for export in sample.exports {
      var grader = try FileGrader(export, books: open.books)
      // Written a second time for its answers only: neither bytes nor key need be kept or read back.
      let grading = Grading(grader)
      try sample.write(export, chunk: { _ in }, answer: { grading.grade($0) })
      grading.gradeRepeats()
      grader = grading.grader
      report.add(grader.finish(), export)
    }
    return report
  }

  /// The grader where a closure that outlives its call can reach it.
  private final class Grading {
    var grader: FileGrader

    private var repeats: [SampleAnswer] = []

    init(_ grader: FileGrader) { self.grader = grader }

    func grade(_ answer: SampleAnswer) {
      if answer.verdict == .duplicate { repeats.append(answer) } else { grader.grade(answer) }
    }

    /// A repeat may share its line with what it repeats, whose facts are not its own.
    func gradeRepeats() {
      for answer in repeats { grader.grade(answer) }
    }
  }
}
