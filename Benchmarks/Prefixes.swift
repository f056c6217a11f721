import Foundation
import Intake
import Records

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
    for (name, command) in packers {
      let sample = try Sample(.csv, bytes: bytes * 3, in: folder)
      let packed = folder.appending(path: "packed." + name).path
      try shell(command, sample.path, packed)
      areRefused = try report(name, packed) && areRefused
      try FileManager.default.removeItem(atPath: packed)
      try FileManager.default.removeItem(atPath: sample.path)
    }
    return areRefused
  }

  private static let packers = [
    ("zip", "zip -q -j \"$2\" \"$1\""), ("gz", "gzip -c \"$1\" > \"$2\""),
    ("bz2", "bzip2 -c \"$1\" > \"$2\""),
    ("xz", "xz -c \"$1\" > \"$2\""), ("zst", "zstd -q -c --check \"$1\" > \"$2\""),
    ("tar.gz", "tar -C / -czf \"$2\" \"${1#/}\""),
  ]

  private static func report(
    _ name: String, _ path: String, endsWithLineEnd: Bool = false
  ) throws -> Bool {
    let whole = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    guard whole > 0, isTaken(path) else {
      print("\(name): the whole file is not taken")
      return false
    }
    var (tried, taken) = (0, 0)
    for length in stride(from: whole - 1, through: 0, by: -1) {
      guard unsafe truncate(path, off_t(length)) == 0 else { throw NothingDone() }
      if endsWithLineEnd && length == whole - 1 { continue }
      tried += 1
      if isTaken(path) { taken += 1 }
    }
    print("\(name): \(tried) beginnings, \(taken) taken")
    return taken == 0
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
