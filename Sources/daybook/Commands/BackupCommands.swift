import ArgumentParser
import Foundation
import Ledger
import Pipeline
import Records

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the database, and check the copy.",
    discussion: """
      Copies go to Data/Backups/, where those of the last 7 days, 4 weeks and 12 months are kept. `daybook run` and
      `daybook watch` make one a day by themselves, unless Config/daybook.yaml says `backups: false`. The originals in
      Filed/ are not copied. May run beside `daybook watch`.

      EXAMPLES
        daybook backup
        daybook backup --to /media/stick/shop.sqlite
      """)

  @OptionGroup var options: ShopOptions
  @Option(help: "Where to write the copy instead; what lies there is replaced.") var to: String?

  func run() throws {
    let shop = try options.openShop()
    guard let books = try shop.booksToRead() else { throw NoBooks(folder: shop.folder.root.display) }
    let backups = Backups(shop)
    let made: BytePath
    if let to {
      made = BytePath(URL(filePath: to).standardizedFileURL.path)
      try backups.make(of: books, to: made)
    } else {
      made = try backups.make(of: books, at: Int64(Date.now.timeIntervalSince1970))
    }
    if options.json { return try Terminal.sayJSON(["backup": made.display]) }
    Terminal.say("\(made.display): copied, checked and safe on the disk")
  }
}

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Put a backup in the place of the database.",
    discussion: """
      The present database is kept in Data/Aside/. Files taken after the backup still lie in Filed/: they are listed,
      and with --replay read again.

      EXAMPLES
        daybook restore --replay                  the newest sound backup, and all that came after it
        daybook restore Data/Backups/daybook-2026-11-01T031500.sqlite
      """)

  @Argument(help: "The backup. Default: the newest sound one in Data/Backups/.") var file: String?
  @Flag(help: "Read files that were taken after the backup again from Filed/.") var replay = false
  @OptionGroup var options: ShopOptions

  func run() throws {
    StopSignal.listen()
    let shop = try options.openShop()
    let restored = try shop.restore(file, replay: replay)
    let open = try shop.open()
    _ = try open.pipeline(log: options.log(.problems)).renewReports()
    try open.books.checkpoint()
    if options.json { return try Terminal.sayJSON(restored) }
    Terminal.say("\(restored.backup ?? "") is the database now")
    if let aside = restored.setAside { Terminal.say("the one before is \(aside)") }
    if !restored.readAgain.isEmpty {
      Terminal.say(
        "read again: \(Words.count(restored.readAgain.count, "file", "files")) taken after the backup")
    }
    restored.problems.forEach { Terminal.warn("not read again: \($0)") }
    guard !restored.notReadAgain.isEmpty else { return }
    Terminal.say(
      "taken after the backup and not in the books now: \(Words.count(restored.notReadAgain.count, "file", "files"))"
    )
    restored.notReadAgain.forEach { Terminal.say("  \($0)") }
    if !replay {
      Terminal.say("read them again with `daybook restore --replay`, or drop copies of them into Inbox/")
    }
  }
}
