import Foundation

/// `thresholds.txt`: what each step may cost in instructions per byte, and by how many percent it may differ.
struct Thresholds {
  struct Entry {
    var instructionsPerByte: Double
    var percent: Double
  }

  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "thresholds.txt")
  private var entries: [String: Entry] = [:]

  init() throws {
    guard FileManager.default.fileExists(atPath: Self.file.path) else { return }
    for line in try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3, let count = Double(words[1]), let percent = Double(words[2]) else { continue }
      entries[words[0]] = Entry(instructionsPerByte: count, percent: percent)
    }
  }

  subscript(step: Step) -> Entry? { entries[step.rawValue] }

  mutating func set(_ figures: Figures) {
    guard let count = figures.instructionsPerByte else { return }
    // The database's work depends on the order in which two threads come to it.
    entries[figures.step.rawValue] = Entry(
      instructionsPerByte: count, percent: figures.step == .wholeJob ? 6 : 3)
  }

  func write() throws {
    var text =
      "# Step, instructions per byte, percent that it may differ. Written by `make bench RECORD=1`.\n"
    for step in Step.allCases {
      guard let entry = self[step] else { continue }
      text += String(format: "%@ %.2f %.0f\n", step.rawValue, entry.instructionsPerByte, entry.percent)
    }
    try text.write(to: Self.file, atomically: true, encoding: .utf8)
  }
}
