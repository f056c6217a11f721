import Foundation
import Intake
import Records
import Synchronization

/// Every beginning of a whole file: none of them may be taken for a whole one. Only JSON and XML are whole without the
/// line end behind their last bracket.
enum Prefixes {
  private static let bytes = 65_536

  /// Prints a line for each format; false if a beginning was taken.
  static func areRefused(in folder: URL) throws -> Bool {
    var areRefused = true
    for format in [Sample.Format.json, .xml] {
      let sample = try Sample(format, bytes: bytes, in: folder)
      areRefused = try report(format.rawValue, sample.path, endsWithLineEnd: true) && areRefused
      try FileManager.default.removeItem(atPath: sample.path)
    }
    for packer in packers {
      let sample = try Sample(.csv, bytes: packer.bytes, in: folder)
      let packed = folder.appending(path: "packed." + packer.name).path
      try shell(packer.command, sample.path, packed)
      areRefused = try report(packer.name, packed) && areRefused
      try FileManager.default.removeItem(atPath: packed)
      try FileManager.default.removeItem(atPath: sample.path)
    }
    return areRefused
  }

  /// How many bytes of rows make about as many packed ones as are wanted; where each beginning is unpacked slowly,
  /// fewer.
  private static let packers: [(name: String, command: String, bytes: Int)] = [
    ("zip", "zip -q -j \"$2\" \"$1\"", bytes * 5),
    ("gz", "gzip -c \"$1\" > \"$2\"", bytes * 5), ("bz2", "bzip2 -c \"$1\" > \"$2\"", bytes),
    ("xz", "xz -c \"$1\" > \"$2\"", bytes), ("zst", "zstd -q -c --check \"$1\" > \"$2\"", bytes),
    ("tar.gz", "tar -C / -czf \"$2\" \"${1#/}\"", bytes),
  ]

  private static func report(
    _ name: String, _ path: String, endsWithLineEnd: Bool = false
  ) throws -> Bool {
    let whole = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    guard whole > 0, isTaken(path) else {
      print("\(name): the whole file is not taken")
      return false
    }
    let start = ContinuousClock.now
    let longest = endsWithLineEnd ? whole - 2 : whole - 1
    let workers = max(1, ProcessInfo.processInfo.activeProcessorCount)
    let outcomes = Mutex<[Result<Int, any Error>]>([])
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      let outcome = Result { try countTaken(of: path, from: longest - worker, by: workers) }
      outcomes.withLock { $0.append(outcome) }
    }
    let taken = try outcomes.withLock { try $0.reduce(0) { try $0 + $1.get() } }
    let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
    print("\(name): \(longest + 1) beginnings, \(taken) taken, \(String(format: "%.1f", seconds)) s")
    return taken == 0
  }

  /// How many beginnings are taken of every length from `longest` down in steps, each cut off from the one before.
  private static func countTaken(of path: String, from longest: Int, by step: Int) throws -> Int {
    let copy = path + "-\(longest)"
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    var taken = 0
    for length in stride(from: longest, through: 0, by: -step) {
      guard unsafe truncate(copy, off_t(length)) == 0 else { throw NothingDone() }
      if isTaken(copy) { taken += 1 }
    }
    return taken
  }

  /// At least one of its documents is read to its end.
  private static func isTaken(_ path: String) -> Bool {
    do throws(FileProblem) {
      var documents = try Documents(BytePath(path))
      while let document = try documents.next() {
        guard case .success(var reader) = document.rows else { return false }
        while try reader.next() != nil {}
      }
      return true
    } catch {
      return false
    }
  }

  private static func shell(_ command: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command, "sh"] + arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw NothingDone() }
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
