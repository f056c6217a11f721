import ArgumentParser
import Foundation
import Pipeline
import Records

struct SourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", abstract: "List the exports that Daybook knows, and what came as each.",
    discussion: """
      EXAMPLES
        daybook sources
        daybook sources --json
      """)

  @OptionGroup var options: ShopOptions

  func run() throws {
    let known = try KnownExport.all(of: options.openShop())
    if options.json { return try Terminal.sayJSON(known) }
    for export in known {
      Terminal.say("\(export.kind)  \(export.title)")
      Terminal.say("  becomes: \(export.facts)")
      Terminal.say("  known by: \(export.recognisedBy.joined(separator: ", "))")
      if !export.without.isEmpty { Terminal.say("  and not: \(export.without.joined(separator: ", "))") }
      let verified = export.verified.isEmpty ? ["nothing noted"] : export.verified
      verified.forEach { Terminal.say("  verified: \($0)") }
      for arrived in export.arrived {
        let files = Words.count(arrived.files, "file", "files")
        Terminal.say("  from \(arrived.source): \(files), last \(arrived.lastFile) at \(arrived.lastAt)")
      }
    }
  }
}

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Draft a description of an export that Daybook does not know.",
    discussion: """
      The draft goes into Config/Sources/; what is to be checked stands in it. Nothing is ever written over.

      EXAMPLES
        daybook learn Failed/invoices.csv
        daybook learn invoices.csv --name market-stall
        daybook learn invoices.csv --print
      """)

  @Argument(help: "The export to look at.") var file: String
  @OptionGroup var options: ShopOptions
  @Option(help: "What the kind of export is to be called. Default: the file's name.") var name: String?
  @Flag(help: "Show the draft and write nothing.") var print = false

  func run() throws {
    let shop = try options.openShop()
    let draft = try DefinitionDraft(of: file, name: name, for: shop)
    if print { return Terminal.say(draft.text) }
    let path = try draft.write(into: shop)
    if options.json { return try Terminal.sayJSON(["made": path, "kind": draft.kind]) }
    Terminal.say("made \(path)")
    draft.questions.forEach { Terminal.say("  check: \($0)") }
    Terminal.say("then: daybook check \(file)")
  }
}
