import ArgumentParser
import Foundation
import Ledger
import Pipeline

struct QuarantineSuggest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suggest", abstract: "Say what one line in a definition would take many held rows.",
    discussion: """
      EXAMPLES
        daybook quarantine suggest
        daybook quarantine suggest --apply               all that are sure
        daybook quarantine suggest 2 --apply
        daybook quarantine suggest 3 --as completed --apply

      How many rows a line would take is found out by judging them again, without keeping anything. Applying writes
      the line into the shop's own copy of the definition in Config/Sources/ and judges the rows for good.
      """)

  @Argument(help: "The number of a suggestion; all of them if left out.") var number: Int?
  @Flag(help: "Write it into the definition and judge the held rows again.") var apply = false
  @Option(name: .customLong("as"), help: ArgumentHelp("What its word means.", valueName: "meaning"))
  var meaning: String?
  @OptionGroup var options: ShopOptions

  func run() throws {
    let open = try options.openShop().open()
    let log = options.log(.problems)
    guard apply else { return try list(open.suggestions(log: log)) }
    let (applied, receipts) = try open.applySuggestions(number, meaning: meaning, log: log)
    _ = try open.pipeline(log: log).renewReports()
    if options.json { return try Terminal.sayJSON(receipts) }
    if applied.isEmpty { return Terminal.say("nothing to apply") }
    for line in applied { Terminal.say("written into \(line)") }
    for receipt in receipts { receipt.lines.forEach(Terminal.say) }
  }

  private func list(_ suggestions: [Suggestion]) throws {
    let suggestions = suggestions.filter { number == nil || $0.number == number }
    if options.json { return try Terminal.sayJSON(suggestions) }
    if suggestions.isEmpty { return Terminal.say("nothing that would take several held rows at once") }
    for suggestion in suggestions {
      let rows = Words.count(suggestion.rows, "row", "rows")
      if let line = suggestion.line {
        Terminal.say("\(suggestion.number). \(rows) would be taken with this line in \(suggestion.file):")
        Terminal.say("     \(line)")
        Terminal.say(
          "   \(suggestion.evidence); apply it: daybook quarantine suggest \(suggestion.number) --apply")
      } else {
        Terminal.say(
          "\(suggestion.number). \(rows): what does \"\(suggestion.value)\" mean? (\(suggestion.kind))")
        Terminal.say(
          "   say it: daybook quarantine suggest \(suggestion.number) --apply --as MEANING, one of "
            + (suggestion.meanings ?? []).joined(separator: ", "))
      }
    }
  }
}
