import Dispatch
import Foundation
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// What a run of the program left behind.
struct Outcome: CustomStringConvertible {
  var arguments: [String]
  var code: Int32
  var output: String
  var errors: String
  var seconds: Double

  /// Everything, for a test that fails.
  var description: String {
    """
    daybook \(arguments.joined(separator: " "))
    ended in \(code) after \(seconds) s
    --- standard output
    \(output)--- standard error
    \(errors)---
    """
  }

  /// Standard output as JSON; a list or an object.
  func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }

  func object() throws -> [String: Any] { try #require(json() as? [String: Any], "\(self)") }

  func list() throws -> [[String: Any]] { try #require(json() as? [[String: Any]], "\(self)") }
}

/// The program itself, as it was built beside the tests, started as a process of its own.
final class Program {
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let arguments: [String]
  private let output: URL
  private let errors: URL
  private let started = ContinuousClock.now

  /// - Parameter scratch: a folder for what it prints.
  init(_ arguments: [String], in folder: String, scratch: String, mask: Int? = nil) throws {
    self.arguments = arguments
    let name = UUID().uuidString
    output = URL(filePath: scratch).appending(path: name + ".out")
    errors = URL(filePath: scratch).appending(path: name + ".err")
    for file in [output, errors] { try Data().write(to: file) }
    let program = try Self.path()
    if let mask {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", "umask \(String(mask, radix: 8)); exec \"$0\" \"$@\"", program] + arguments
    } else {
      process.executableURL = URL(filePath: program)
      process.arguments = arguments
    }
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  var isRunning: Bool { process.isRunning }

  /// Waits for its end; one that hangs is killed and fails the test.
  func outcome(within seconds: Double = 30) throws -> Outcome {
    let isHanging = ended.wait(timeout: .now() + seconds) == .timedOut
    if isHanging {
      send(SIGKILL)
      ended.wait()
    }
    let elapsed = (ContinuousClock.now - started) / .seconds(1)
    let signal = process.terminationReason == .uncaughtSignal
    let outcome = Outcome(
      arguments: arguments, code: signal ? -process.terminationStatus : process.terminationStatus,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8), seconds: elapsed)
    try #require(!isHanging, "still running after \(seconds) s: \(outcome)")
    return outcome
  }

  /// What it has said on standard error so far.
  var errorsSoFar: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

  /// The build folder is the one that the test bundle lies in.
  static func path() throws -> String {
    let bundle = Bundle(for: Program.self).bundleURL
    let places = [bundle, bundle.deletingLastPathComponent(), Bundle.main.bundleURL]
    let found = places.map { $0.appending(path: "daybook").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return try #require(found, "no program beside \(bundle.path)")
  }
}

/// Asks again and again until it is so; false if it is not in time.
func eventually(within seconds: Double = 10, _ condition: () throws -> Bool) rethrows -> Bool {
  let end = ContinuousClock.now + .milliseconds(Int(seconds * 1000))
  while true {
    if try condition() { return true }
    if ContinuousClock.now >= end { return false }
    usleep(5_000)
  }
}
