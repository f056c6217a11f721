import ArgumentParser
import Foundation
import Ledger
import Pipeline
import Records

struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the database anew from the originals in Filed/.",
    discussion: """
      Reads every file again in the order in which they came, into a new database beside the old one, checks it, and
      puts it in the old one's place. The same files give the same facts and the same reports. Where today's Daybook or
      Config/ reads a file otherwise, the days that changed are listed and the old database is kept in Data/Aside/.

      EXAMPLES
        daybook rebuild
        daybook rebuild --json

      EXIT CODES
        0   the database is made anew
        65  an original is missing or cannot be taken again; the database stays as it is
      """)

  @OptionGroup var options: ShopOptions

  func run() throws {
    StopSignal.listen()
    let shop = try options.openShop()
    guard try shop.booksToRead() != nil else { throw NoBooks(folder: shop.folder.root.display) }
    let rebuilt = try shop.rebuild { done, all in Terminal.progress("\(done) of \(all) files") }
    Terminal.progress("")
    try shop.publish(options)
    if options.json { return try Terminal.sayJSON(rebuilt) }
    Terminal.say("made anew from \(Words.count(rebuilt.files, "file", "files")) in Filed/, and verified")
    Terminal.say(rebuilt.changes.isEmpty ? "every total is what it was" : "totals that are others now:")
    rebuilt.changes.table.forEach(Terminal.say)
    if let aside = rebuilt.setAside { Terminal.say("the database before is \(aside)") }
  }
}

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo", abstract: "Take a file out of the books, as if it had never been dropped.",
    discussion: """
      What the file had replaced stands again, and every total is that of the other files. The original goes to
      Undone/; dropping it into Inbox/ again takes the undo back. All other files are read again, which takes as long
      as `daybook rebuild`.

      EXAMPLES
        daybook undo june.csv
        daybook undo Filed/2026/11/22/june.csv
        daybook undo 12                            the batch number of its receipt

      EXIT CODES
        0   the file is out of the books
        65  another file's original is missing or cannot be taken again; the database stays as it is
        66  no such file is in the books
      """)

  @Argument(help: "The file's name in Inbox/, its path in Filed/, or its batch number.") var file: String
  @OptionGroup var options: ShopOptions

  func run() throws {
    StopSignal.listen()
    let shop = try options.openShop()
    guard try shop.booksToRead() != nil else { throw NoBooks(folder: shop.folder.root.display) }
    let undone = try shop.undo(file) { done, all in Terminal.progress("\(done) of \(all) files") }
    Terminal.progress("")
    try shop.publish(options)
    if options.json { return try Terminal.sayJSON(undone) }
    Terminal.say("\(undone.file) (batch \(undone.batch)) is out of the books")
    undone.movedTo.forEach { Terminal.say("the original is \($0)") }
    Terminal.say(undone.changes.isEmpty ? "no total of any day changed" : "totals that are others now:")
    undone.changes.table.forEach(Terminal.say)
  }
}

extension Shop {
  /// Renews the reports after the database was replaced.
  func publish(_ options: ShopOptions) throws {
    let open = try open()
    _ = try open.pipeline(log: options.log(.problems)).renewReports()
    try open.books.checkpoint()
  }
}

extension [DayChange] {
  fileprivate var table: [String] {
    guard !isEmpty else { return [] }
    var table = TextTable(["day", "currency", "orders", "", "", "net sales", "", ""], numeric: [2, 4, 5, 7])
    for day in self {
      table.add([
        day.day.iso, day.currency, Words.count(Int(day.ordersBefore)), "→", Words.count(Int(day.ordersAfter)),
        Words.grouped("\(day.netBefore)"), "→", Words.grouped("\(day.netAfter)"),
      ])
    }
    return table.lines.map { "  " + $0 }
  }
}
