import ArgumentParser
import Ledger
import Pipeline
import Records

struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Take a customer out of the shop's files, and leave every total as it is.",
    discussion: """
      Without --yes it says what it would do and changes nothing.

      The originals that name the customer are rewritten: id, e-mail, name, phone, address and notes in their records become
      other letters and digits, so that orders and customers are counted as before. The database is made anew from them,
      and reports, Fix/ and receipts with it. Copies of the database in Data/Backups/ and Data/Aside/ still name the
      customer: they are removed, and a new backup is made. The rewritten originals are still known by what they were: who
      drops one of them again drops a repeat. A new export that names the customer brings them back.

      EXAMPLES
        daybook forget ada@example.org            what would be done
        daybook forget CUST-00017 --yes

      EXIT CODES
        0   done, or told what would be done
        65  nothing was changed: files wait in Inbox/, an original cannot be rewritten, or a total would change
        66  no record names the customer
        74  done, but an e-mail of the customer is left in a file that is not Daybook's to change
      """)

  @Argument(help: "The customer's id or e-mail, as an export has it.") var customer: String
  @Flag(help: "Do it.") var yes = false
  @OptionGroup var options: ShopOptions

  func run() throws {
    StopSignal.listen()
    let shop = try options.openShop()
    guard try shop.booksToRead() != nil else { throw NoBooks(folder: shop.folder.root.display) }
    guard yes else { return try tell(shop.wouldForget(customer)) }
    var forgotten = try shop.forget(customer) { done, all in Terminal.progress("\(done) of \(all) files") }
    Terminal.progress("")
    try shop.publish(options)
    forgotten.backup = try shop.backUp()
    forgotten.left = try shop.files(naming: forgotten.names)
    try tell(forgotten)
    if !forgotten.left.isEmpty { throw ExitCode(74) }
  }

  private func tell(_ forgotten: Forgotten) throws {
    if options.json { return try Terminal.sayJSON(forgotten) }
    guard forgotten.records > 0 else {
      return Terminal.say("no record in Filed/, Failed/ or Undone/ names \(customer); nothing to do")
    }
    let records = Words.count(forgotten.records, "record names", "records name")
    let files = Words.count(forgotten.files.count, "file", "files")
    Terminal.say("\(records) this customer, in \(files), as: \(forgotten.names.joined(separator: ", "))")
    forgotten.files.prefix(20).forEach { Terminal.say("  \($0)") }
    guard forgotten.isDone else {
      return Terminal.say("nothing was changed; with --yes these are rewritten, and older backups removed")
    }
    Terminal.say(
      "all of them are rewritten; the database was made anew from them, and every total is what it was")
    forgotten.removed.forEach { Terminal.say("removed, since it named the customer: \($0)") }
    forgotten.backup.map { Terminal.say("a new backup is \($0)") }
    forgotten.left.forEach { Terminal.say("still names the customer, and is yours to change: \($0)") }
  }
}
