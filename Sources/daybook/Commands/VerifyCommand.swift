import ArgumentParser
import Ledger
import Pipeline
import Records

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check that totals are their facts, and that every original is there.",
    discussion: """
      Counts every total anew from the facts and compares it with what is stored, checks the database's own structure,
      that every row of every file is accounted for, and that every original in Filed/ is the file that was read.
      Changes nothing, and may run beside `daybook watch`.

      EXAMPLES
        daybook verify
        daybook verify --json

      EXIT CODES
        0   all agree
        1   something differs; it is listed
      """)

  @OptionGroup var options: ShopOptions

  func run() throws {
    let shop = try options.openShop()
    guard let found = try shop.verify() else { throw NoBooks(folder: shop.folder.root.display) }
    if options.json { try Terminal.sayJSON(found) } else { found.lines.forEach(Terminal.say) }
    if !found.agrees { throw ExitCode(1) }
  }
}

extension Verification {
  var lines: [String] {
    var lines: [String] = []
    for check in checks {
      let count = Words.count(check.checked)
      lines.append(
        check.differing == 0
          ? "\(count) \(check.name): agree" : "\(count) \(check.name): \(Words.count(check.differing)) differ"
      )
      lines += check.differences.map { "  " + $0 }
      let untold = check.differing - check.differences.count
      if untold > 0 { lines.append("  and \(Words.count(untold)) more") }
    }
    return lines + [agrees ? "all agree" : "NOT ALL AGREE: " + remedy]
  }

  private var remedy: String {
    "`daybook rebuild` makes the database anew from Filed/; keep a copy of the shop folder before"
  }
}
