import ArgumentParser
import Foundation
import Pipeline

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make a shop folder: Inbox/, Config/ and the rest.",
    discussion: """
      EXAMPLES
        daybook init --name "Corner Gifts" --time-zone Europe/London
        daybook init --shop ~/Books

      What is there already stays as it is.
      """)

  @OptionGroup var options: ShopOptions
  @Option(help: "The shop's name, for the head of the reports.") var name: String?
  @Option(help: "Where the shop's days begin and end: Europe/London. Default: UTC.") var timeZone: String?

  func run() throws {
    let folder = options.shop ?? FileManager.default.currentDirectoryPath
    let made = try NewShop.make(at: folder, name: name, zone: timeZone)
    if options.json { return try Terminal.sayJSON(["made": made]) }
    made.forEach { Terminal.say("made \($0)") }
    if name != nil || timeZone != nil, !made.contains("Config/daybook.yaml") {
      Terminal.warn("Config/daybook.yaml was there already and was not changed; edit it to set name and zone")
    }
    Terminal.say(
      "The shop folder is ready. Drop exports into \(folder)/Inbox, then: daybook run --shop \(folder)")
  }
}
