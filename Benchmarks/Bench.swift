import Foundation

/// Measures every step of a file's way, each alone, and holds what it costs against what it cost before.
///
/// Times depend on the machine and on what else it does, so they are shown beside their floors and no more.
/// Instructions do not: more of them than `thresholds.txt` allows is a failure. `--record` writes that file anew;
/// `--only NAME` measures one step.
/// With the word `prefixes` it tries every beginning of a whole file instead.
@main
struct Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.count == 4, arguments[0] == "count", let step = Step(rawValue: arguments[1]) {
      return try step.run(on: arguments[2], in: arguments[3])
    }
    // Not from within, for what is left behind must be cleared away first.
    if try !isWell(arguments) { exit(1) }
  }

  private static func isWell(_ arguments: [String]) throws -> Bool {
    let only = arguments.firstIndex(of: "--only").flatMap { at in
      at + 1 < arguments.count ? Step(rawValue: arguments[at + 1]) : nil
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "daybook-benchmarks-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    if arguments.first == "prefixes" { return try Prefixes.areRefused(in: folder) }
    let steps = only.map { [$0] } ?? Step.allCases
    let measured = try steps.map { try Figures.measure($0, in: folder) }
    var thresholds = try Thresholds()
    if arguments.contains("--record") {
      for one in measured { thresholds.set(one) }
      try thresholds.write()
    }
    let table = Table(measured, thresholds)
    print(table.text, terminator: "")
    return !table.hasFailed
  }
}

/// What one step costs.
struct Figures {
  let step: Step
  var megabytesPerSecond = 0.0
  var rowsPerSecond = 0.0
  /// Nil where they cannot be counted.
  var instructionsPerByte: Double?

  private static let timedBytes = 64_000_000

  static func measure(_ step: Step, in folder: URL) throws -> Figures {
    var figures = Figures(step: step)
    let sample = try Sample(step.format, bytes: timedBytes, in: folder)
    let seconds = try (0..<step.tries).map { _ in try step.seconds(on: sample.path, in: folder.path) }.min()
    figures.megabytesPerSecond = Double(sample.bytes) / 1_000_000 / (seconds ?? .infinity)
    figures.rowsPerSecond = Double(sample.rows) / (seconds ?? .infinity)
    try FileManager.default.removeItem(atPath: sample.path)
    figures.instructionsPerByte = try InstructionCount.perByte(step, in: folder)
    return figures
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
