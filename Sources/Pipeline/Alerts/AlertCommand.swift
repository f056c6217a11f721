import Dispatch
import Foundation
import Intake
import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A program of the owner's that is told of alerts: it mails, rings or writes.
struct AlertCommand {
  /// Why the program was of no use.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let words: [String]
  private let limit: DispatchTimeInterval

  /// Nil without a word.
  init?(_ words: [String], limit: DispatchTimeInterval = .seconds(10)) {
    guard !words.isEmpty else { return nil }
    self.words = words
    self.limit = limit
  }

  /// Runs the program with `text` as its input, and ends it when its time is over.
  ///
  /// The input is a file and not a pipe: a program that does not read it cannot hold up or end the run.
  func run(_ text: String, scratch: BytePath, on files: DurableFiles) throws {
    let input = scratch.appending("alert-command.json")
    try files.write(Array(text.utf8) + [0x0A], to: input)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--"] + words
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input.display))
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    let isInTime = ended.wait(timeout: .now() + limit) == .success
    if !isInTime {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    try files.remove(input)
    if !isInTime { throw Failure(description: "it took too long and was ended") }
    guard process.terminationStatus == 0 else {
      throw Failure(description: "it ended with \(process.terminationStatus)")
    }
  }
}
