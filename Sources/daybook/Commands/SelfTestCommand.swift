import ArgumentParser
import Foundation
import Pipeline

struct SelfTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "selftest", abstract: "Measure how well rows are judged, on a sample whose truth is known.",
    discussion: """
      EXAMPLES
        daybook selftest
        daybook selftest --rows 200000 --seed 7
        daybook selftest --surprises 50    show the first rows that were judged wrongly

      Exports of every kind are written into a temporary shop with faults among their rows, read by the real
      pipeline, and compared row by row with what is true. Exit code 0 if verdicts and values are right in 99.5 % of
      the rows, every kind of fault is caught in 95 %, and fewer than 0.1 % of the clean rows are refused; else 1.
      """)

  @Option(help: "About so many rows in all.") var rows = 20_000
  @Option(help: "Another seed is another sample.") var seed: UInt64 = 1
  @Option(help: "The share of records that are damaged or unusual, as 0.05.") var faults = 0.05
  @Option(help: ArgumentHelp("Show so many rows that were judged wrongly.", valueName: "rows"))
  var surprises = 10

  @Option(help: ArgumentHelp("Measure only exports of this kind; may be given again.", valueName: "kind"))
  var kind: [String] = []

  func validate() throws {
    if rows < 100 { throw ValidationError("--rows must be at least 100") }
    if !(0...1).contains(faults) { throw ValidationError("--faults must be between 0 and 1") }
  }

  func run() throws {
    let report = try SelfTest(rows: rows, seed: seed, faults: faults, kinds: Set(kind)).run()
    tell(report)
    if !report.isGoodEnough { throw ExitCode(1) }
  }

  private func tell(_ report: SelfTestReport) {
    var faults = TextTable(["fault", "sown", "caught", "missed", "share"], numeric: [1, 2, 3, 4])
    for row in report.faultRows {
      faults.add([
        row.name, "\(row.sown)", "\(row.caught)", "\(row.sown - row.caught)", Self.percent(row.share),
      ])
    }
    faults.lines.forEach(Terminal.say)
    Terminal.say("")
    var files = TextTable(
      ["export", "kind", "rows", "verdicts", "values", "false alarms"], numeric: [2, 3, 4, 5])
    for row in report.fileRows {
      files.add([
        row.file, row.kind, "\(row.rows)", Self.percent(row.verdicts), Self.percent(row.values),
        "\(row.alarms)",
      ])
    }
    files.lines.forEach(Terminal.say)
    Terminal.say("")
    report.surprises.prefix(surprises).forEach(Terminal.say)
    if report.surprises.count > surprises {
      Terminal.say("and \(report.surprises.count - surprises) more; see --surprises")
    }
    summarise(report)
  }

  private func summarise(_ report: SelfTestReport) {
    let weak = report.weakFaults
    if !weak.isEmpty { Terminal.say("under 95 %: " + weak.joined(separator: ", ")) }
    Terminal.say(
      "false alarms: \(report.falseAlarmRows) of \(report.cleanRows) clean rows, \(Self.percent(report.falseAlarms))"
    )
    Terminal.say("verdict accuracy: \(Self.percent(report.verdictAccuracy)) of \(report.rows) rows")
    Terminal.say("value accuracy: \(Self.percent(report.valueAccuracy)) of accepted rows")
    let seconds =
      Double(report.duration.components.seconds) + Double(report.duration.components.attoseconds) / 1e18
    Terminal.say(
      "\(report.isGoodEnough ? "good enough" : "not good enough"): \(report.rows) rows in "
        + "\(String(format: "%.1f", seconds)) s, at most \(SelfTestReport.peakMegabytes) MB of memory")
  }

  private static func percent(_ share: Double) -> String { String(format: "%.2f %%", share * 100) }
}
