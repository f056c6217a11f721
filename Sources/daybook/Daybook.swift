import ArgumentParser
import CMalloc
import Foundation
import Ledger
import Pipeline
import Records

/// The command line: arguments in, exit code out.
@main
struct Daybook: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Turns a folder of shop exports into totals you can trust.",
    discussion: """
      EXAMPLES
        daybook init --name "Corner Gifts" --time-zone Europe/London
        daybook run                      take what lies in Inbox/ and renew the reports
        daybook watch                    do so every two seconds until stopped
        daybook check Inbox/orders.csv   say what would happen to a file, and write nothing
        daybook learn invoices.csv       draft a description of an export that is not known yet
        daybook parse orders.csv         show the rows of a file before any mapping
        daybook query revenue --by month --from 2026-01-01

      Drop exports into Inbox/, read Reports/index.html. STATUS.html says whether all is well.
      """,
    version: DaybookPipeline.version,
    subcommands: [
      InitCommand.self, WatchCommand.self, RunCommand.self, CheckCommand.self, AnswerCommand.self,
      ParseCommand.self, SourcesCommand.self, LearnCommand.self, StatusCommand.self, QuarantineCommand.self,
      ReportCommand.self, QueryCommand.self, TraceCommand.self, RulesCommand.self, VerifyCommand.self,
      BackupCommand.self, RestoreCommand.self, RebuildCommand.self, UndoCommand.self, ForgetCommand.self,
      SampleCommand.self,
      SelfTestCommand.self,
    ])

  static func main() {
    // What a shop earns is its own business; the database's files get whatever the mask leaves.
    umask(0o077)
    daybook_return_memory()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      guard let failure = Failure(error) ?? Failure(unforeseen: error) else { exit(withError: error) }
      Terminal.warn("daybook: \(failure.sentence)")
      Foundation.exit(failure.code)
    }
  }
}

/// An error that ends the program, as a sentence and an exit code of sysexits.h.
struct Failure {
  let sentence: String
  let code: Int32

  /// Nil for errors that the argument parser words itself.
  init?(_ error: any Error) {
    switch error {
    case let problem as ConfigProblem: (sentence, code) = (problem.description, 78)
    case let locked as LockedShop: (sentence, code) = (locked.description, 75)
    case let missing as NoShop: (sentence, code) = (missing.description, 66)
    case let nothing as NothingToUndo: (sentence, code) = (nothing.description, 66)
    case let failed as RebuildFailed: (sentence, code) = (failed.description, 65)
    case let cannot as CannotForget: (sentence, code) = (cannot.description, 65)
    case let missing as NoBackup: (sentence, code) = (missing.description, 66)
    case let empty as NoBooks: (sentence, code) = (empty.description, 66)
    case let interrupted as Interrupted:
      (sentence, code) = ("stopped; the file under way was left as it was", 128 + interrupted.signal)
    case let problem as FileProblem:
      (sentence, code) = ("\(problem.message) (\(problem.remedy))", Self.code(of: problem))
    case let problem as LedgerProblem: (sentence, code) = ("\(problem.message) (\(problem.remedy))", 74)
    case let error:
      guard let problem = LedgerProblem(error) else { return nil }
      (sentence, code) = ("\(problem.message) (\(problem.remedy))", 74)
    }
  }

  /// Nil for what the argument parser ends the program with: help, usage, an exit code.
  init?(unforeseen error: any Error) {
    guard !(error is ExitCode), Daybook.exitCode(for: error) == .failure else { return nil }
    if let problem = FileProblem(system: error) {
      (sentence, code) = ("\(problem.message) (\(problem.remedy))", Self.code(of: problem))
    } else {
      (sentence, code) = ("\(error)", 70)
    }
  }

  static func code(of problem: FileProblem) -> Int32 {
    switch problem.code {
    case "file.vanished": 66
    case "file.unreadable": 77
    case let code where ["disk.", "system.", "database."].contains(where: code.hasPrefix): 74
    default: 65
    }
  }
}
