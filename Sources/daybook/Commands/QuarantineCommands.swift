import ArgumentParser
import Foundation
import Ledger
import Pipeline

struct QuarantineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine", abstract: "Look after the rows that are held.",
    discussion: """
      EXAMPLES
        daybook quarantine list
        daybook quarantine show held-12-9f3a
        daybook quarantine retry money.unreadable        after a definition was changed
        daybook quarantine discard orders.csv --reason "till test"
        daybook quarantine accept held-12-9f3a           as it is, where something can be made of it
        daybook quarantine suggest                       one line in a definition for many rows
        daybook quarantine accept Failed/orders.csv      a file with more held rows than its budget

      Rows are named by their id, by their cause (its code) or by their file. To mend rows edit the file in Fix/ and
      save it into Inbox/.
      """,
    subcommands: [
      QuarantineList.self, QuarantineShow.self, QuarantineRetry.self, QuarantineDiscard.self,
      QuarantineAccept.self, QuarantineSuggest.self,
    ], defaultSubcommand: QuarantineList.self)
}

struct QuarantineList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Say why rows are held, most rows first.")

  @OptionGroup var options: ShopOptions

  func run() throws {
    let causes = try options.openShop().heldCauses()
    if options.json { return try Terminal.sayJSON(causes) }
    if causes.isEmpty { return Terminal.say("no row is held") }
    for cause in causes {
      let atStake = cause.atStake.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      let place = cause.field.map { " in \($0)" } ?? ""
      let files = cause.files > 1 ? " of \(Words.count(cause.files)) files" : ""
      Terminal.say(
        "\(Words.count(cause.rows, "row", "rows"))\(files): \(cause.code)\(place)"
          + (atStake.isEmpty ? "" : ", about \(atStake.joined(separator: ", "))"))
      Terminal.say("  such as \(cause.exampleFile), line \(cause.exampleLine): \(shown(cause.message))")
      Terminal.say(
        "  what to do: \(shown(cause.nextStep)); show it: daybook quarantine show \(cause.example)")
    }
  }
}

struct QuarantineShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a held row as it came, and all that became of it.")

  @Argument(help: "The row's id, as in daybook_ref.") var row: String
  @OptionGroup var options: ShopOptions

  func run() throws {
    let held = try options.openShop().heldRow(row)
    if options.json { return try Terminal.sayJSON(held) }
    Terminal.say("\(held.reference): \(held.state.rawValue)")
    Terminal.say("\(held.file), line \(held.line), byte \(held.byteOffset)")
    Terminal.say(
      "first seen \(held.firstSeen), judged \(Words.count(held.attempts, "time", "times"))")
    Terminal.say("")
    Terminal.say(held.bytes)
    Terminal.say("")
    for problem in held.problems {
      Terminal.say(
        "\(problem.severity) \(problem.code): \(shown(problem.message)) (\(shown(problem.remedy)))")
    }
    for change in held.changes {
      Terminal.say("\(change.at) \(change.state.rawValue): \(change.cause.rawValue) \(shown(change.reason))")
    }
  }
}

struct QuarantineRetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Judge held rows again, with the definitions of today.",
    discussion:
      "All open rows of the files concerned are judged, since rows of one order stand or fall together.")

  @Argument(help: "A row's id, a cause or a file.") var which: String
  @OptionGroup var options: ShopOptions

  func run() throws {
    let open = try options.openShop().open()
    let log = options.log(.problems)
    try tell(open.retryHeld(which, log: log), in: open, log, options)
  }
}

struct QuarantineDiscard: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "discard", abstract: "Close held rows for good; they are not taken into the books.")

  @Argument(help: "A row's id, a cause or a file.") var which: String
  @Option(help: ArgumentHelp("Why; kept with the rows.", valueName: "text")) var reason = ""
  @OptionGroup var options: ShopOptions

  func run() throws {
    let open = try options.openShop().open()
    let log = options.log(.problems)
    let rows = try open.discardHeld(which, reason: reason, log: log)
    _ = try open.pipeline(log: log).renewReports()
    if options.json { return try Terminal.sayJSON(["discarded": rows]) }
    Terminal.say("\(Words.count(rows, "row", "rows")) discarded; the bytes are kept")
  }
}

struct QuarantineAccept: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept", abstract: "Take held rows as they are, or a file with too many of them.",
    discussion: """
      A row is taken if every value of it can be read and only what they say together is odd: a refund
      above its sale, a return with a value above nothing. Any other must be mended. Of a file in Failed/ the good rows are taken
      and the bad ones held.
      """)

  @Argument(help: "A row's id, a cause or a file.") var which: String
  @OptionGroup var options: ShopOptions

  func run() throws {
    let open = try options.openShop().open()
    let log = options.log(.problems)
    if let file = try open.acceptFailed(which) {
      if options.json { return try Terminal.sayJSON(["file": file]) }
      return Terminal.say(
        "the file is back in \(file); `daybook run` takes it, or a running `daybook watch` does")
    }
    try tell(open.acceptHeld(which, log: log), in: open, log, options)
  }
}

/// What became of rows that were judged again, once the reports show it.
private func tell(_ receipts: [Receipt], in open: OpenShop, _ log: RunLog, _ options: ShopOptions) throws {
  _ = try open.pipeline(log: log).renewReports()
  if options.json { return try Terminal.sayJSON(receipts) }
  for receipt in receipts { receipt.lines.forEach(Terminal.say) }
}

/// Words from a file, without what would move the cursor.
private func shown(_ text: String) -> String {
  String(
    String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "·" : $0 })
  )
}
