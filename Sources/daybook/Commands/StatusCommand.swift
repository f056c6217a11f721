import ArgumentParser
import Foundation
import Ledger
import Pipeline
import Records

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say whether all is well, and if not, what to do.",
    discussion: """
      EXAMPLES
        daybook status
        daybook status --json
      """)

  @OptionGroup var options: ShopOptions

  func run() throws {
    let status = try ShopStatus(of: options.openShop())
    if options.json { return try Terminal.sayJSON(status) }
    Terminal.say(status.sentence)
    status.alerts.forEach { Terminal.say("warning: \($0)") }
    status.notices.forEach(Terminal.say)
    if let last = status.lastImport { Terminal.say("last file: \(last)") }
    if let upTo = status.dataUpTo { Terminal.say("data up to: \(upTo)") }
    Terminal.say("files taken: \(Words.count(Int(status.filesAccepted)))")
    Terminal.say("rows held: \(Words.count(Int(status.rowsHeld)))" + status.atStakeInWords)
    Terminal.say("disk free: \(Words.count(Int(status.diskFreeBytes >> 20))) MB")
  }
}

extension ShopStatus {
  fileprivate var atStakeInWords: String {
    let amounts = atStake.sorted { $0.key < $1.key }.map { "\($0.key) \(Words.grouped("\($0.value)"))" }
    return amounts.isEmpty ? "" : ", about \(amounts.joined(separator: ", ")) at stake"
  }
}

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write all reports anew and say where they are.",
    discussion: """
      EXAMPLES
        daybook report
      """)

  @OptionGroup var options: ShopOptions

  func run() throws {
    let open = try options.openShop().open()
    let written = try open.pipeline(log: options.log(.problems)).renewReports()
    try open.books.checkpoint()
    if options.json { return try Terminal.sayJSON(["written": written]) }
    Terminal.say(
      written.isEmpty ? "nothing had changed" : "renewed \(Words.count(written.count, "file", "files"))")
    Terminal.say("report: \(open.shop.folder.reports.appending("index.html").display)")
  }
}
