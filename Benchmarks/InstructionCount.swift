import Foundation

/// Instructions, counted by callgrind while a copy of this program does one step.
///
/// Two sizes are counted and set against each other, so that starting the program and finding out what the file is cost
/// nothing.
enum InstructionCount {
  /// An encoding is looked for in up to 8 MiB.
  private static let sizes = (small: 10_000_000, large: 14_000_000)
  /// Counting is fifty times slower than working.
  private static let sizesOfWholeJob = (small: 2_000_000, large: 6_000_000)

  /// Nil where there is no valgrind.
  static func perByte(_ step: Step, in folder: URL) throws -> Double? {
    let sizes = step == .wholeJob ? sizesOfWholeJob : sizes
    guard let small = try count(step, bytes: sizes.small, in: folder),
      let large = try count(step, bytes: sizes.large, in: folder)
    else { return nil }
    return Double(large.instructions - small.instructions) / Double(large.bytes - small.bytes)
  }

  private static func count(
    _ step: Step, bytes: Int, in folder: URL
  ) throws -> (bytes: Int, instructions: Int)? {
    let sample = try Sample(step.format, bytes: bytes, in: folder)
    defer { try? FileManager.default.removeItem(atPath: sample.path) }
    let program = try stripped(in: folder)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "count",
      step.rawValue, sample.path, folder.path,
    ]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus != 127 else { return nil }
    let words = output.split { $0 == " " || $0 == "\n" }.map(String.init)
    guard process.terminationStatus == 0, let place = words.lastIndex(of: "Collected"),
      place + 2 < words.count, let instructions = Int(words[place + 2])
    else { throw CountingFailed(output: output) }
    return (sample.bytes, instructions)
  }

  /// This program without what is said in it for debuggers, on which valgrind stumbles.
  private static func stripped(in folder: URL) throws -> String {
    let target = folder.appending(path: "counted").path
    guard !FileManager.default.fileExists(atPath: target) else { return target }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["strip", "--strip-debug", "-o", target, CommandLine.arguments[0]]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? target : CommandLine.arguments[0]
  }
}

struct CountingFailed: Error, CustomStringConvertible {
  let output: String

  var description: String { "callgrind counted nothing:\n\(output)" }
}
