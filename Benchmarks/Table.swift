import Foundation

/// Figures for people, and whether any step has become dearer than it may.
struct Table {
  private(set) var text = ""
  private(set) var hasFailed = false

  init(_ figures: [Figures], _ thresholds: Thresholds) {
    line(["step", "MB/s", "floor", "rows/s", "× before", "× decode", "instr/byte", "committed", ""])
    for one in figures {
      let before = figures.first { $0.step == one.step.before }
      let decode = one.step.before == nil ? nil : figures.first { $0.step == .decodeCSV }
      let verdict = Self.verdict(one, thresholds[one.step])
      if verdict.isFailure { hasFailed = true }
      line([
        one.step.rawValue, Self.number(one.megabytesPerSecond, 0),
        one.step.floor.map { Self.number($0, 0) } ?? "",
        Self.number(one.rowsPerSecond, 0),
        before.map { Self.number($0.rowsPerSecond / one.rowsPerSecond, 2) } ?? "",
        decode.map { Self.number($0.rowsPerSecond / one.rowsPerSecond, 2) } ?? "",
        one.instructionsPerByte.map { Self.number($0, 2) } ?? "-",
        thresholds[one.step].map { Self.number($0.instructionsPerByte, 2) } ?? "-", verdict.words,
      ])
    }
  }

  private mutating func line(_ cells: [String]) {
    let widths = [-12, 6, 6, 10, 9, 9, 11, 10, 0]
    let padded = zip(cells, widths).map { cell, width in
      let blanks = String(repeating: " ", count: max(0, abs(width) - cell.count))
      return width < 0 ? cell + blanks : blanks + cell
    }
    text += padded.joined(separator: " ") + "\n"
  }

  private static func verdict(
    _ figures: Figures, _ threshold: Thresholds.Entry?
  ) -> (words: String, isFailure: Bool) {
    let isSlow = figures.step.floor.map { figures.megabytesPerSecond < $0 } ?? false
    let slow = isSlow ? "under the floor; " : ""
    guard let count = figures.instructionsPerByte else {
      return (slow + "not counted: no valgrind here", false)
    }
    guard let threshold else { return (slow + "no threshold", true) }
    let percent = 100 * (count / threshold.instructionsPerByte - 1)
    if percent > threshold.percent { return (slow + "DEARER by \(number(percent, 1)) %", true) }
    if percent < -threshold.percent {
      return (slow + "cheaper by \(number(-percent, 1)) %: record it", false)
    }
    return (slow + "ok", false)
  }

  private static func number(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
