import Foundation
import Logging
import Synchronization

/// How log lines are written to standard error.
public enum LogFormat: String, Sendable, CaseIterable { case text, json }

/// The log of one run of the program.
public struct RunLog: Sendable {
  /// What is written: only what stops work, or also what is done.
  public enum Level: Sendable { case problems, everything }

  let logger: Logger

  /// Lines carry a run id, so that those of one run can be told from another's.
  public init(format: LogFormat, level: Level) {
    var logger = Logger(label: "daybook") { _ in LogLines(format: format) }
    logger.logLevel = level == .everything ? .info : .error
    logger[metadataKey: "run"] = "\(UUID().uuidString.prefix(8).lowercased())"
    self.logger = logger
  }
}

/// Writes one line per message; never a value out of a row, only ids, names, counts and codes.
struct LogLines: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info
  private let format: LogFormat
  private let write: @Sendable (String) -> Void

  init(format: LogFormat, write: @escaping @Sendable (String) -> Void = Self.toStandardError) {
    self.format = format
    self.write = write
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    let time = Date.now.formatted(.iso8601)
    switch format {
    case .text:
      let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
      write("\(time) \(event.level): \(event.message)\(pairs)\n")
    case .json:
      var members = ["time": time, "level": "\(event.level)", "message": "\(event.message)"]
      for (key, value) in all { members[key] = "\(value)" }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // A dictionary of strings always has a JSON form.
      if let line = try? encoder.encode(members) { write(String(decoding: line, as: UTF8.self) + "\n") }
    }
  }

  static let toStandardError: @Sendable (String) -> Void = { StandardError.write($0) }
}
