import ArgumentParser
import Foundation
import Pipeline
import Records

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List everything that rows and files are checked for.",
    discussion: """
      EXAMPLES
        daybook rules
        daybook rules --json
        daybook rules --markdown > Docs/Rules.md
      """)

  @Flag(help: "Print the result as JSON.") var json = false
  @Flag(help: "Print the page Docs/Rules.md.") var markdown = false

  func validate() throws {
    if json && markdown { throw ValidationError("--json and --markdown cannot both be given") }
  }

  func run() throws {
    let list = RuleList()
    if json { return try Terminal.sayJSON(list) }
    if markdown { return Terminal.say(list.markdown) }
    for rule in list.rules {
      Terminal.say(
        "\(rule.code)  \(rule.severity.rawValue), \(rule.dimension.rawValue), weight \(rule.weight)")
      Terminal.say("  says: \(rule.sentence)")
      Terminal.say("  to do: \(rule.remedy)")
    }
    for file in list.files {
      Terminal.say("\(file.code)  whole file, \(file.kind.rawValue)")
      Terminal.say("  says: \(file.sentence)")
      Terminal.say("  to do: \(file.remedy)")
    }
  }
}
