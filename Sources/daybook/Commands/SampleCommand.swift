import ArgumentParser
import Foundation
import Pipeline
import Records

struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Put demo exports into Inbox/, or write one large export.",
    discussion: """
      EXAMPLES
        daybook sample                                     a small gift shop's last 90 days, into Inbox/
        daybook sample --days 400 --seed 7
        daybook sample --rows 1000000 --faults 0.02 --out million.csv
        daybook sample --rows 20000 --faults 0.05 --key --out measured
          every kind of export into measured/Inbox/, and what must become of each row in measured/answer-key.csv

      The same seed and last day always give the same bytes.
      """)

  @OptionGroup var options: ShopOptions
  @Option(help: "Days of the demo shop.") var days = 90
  @Option(help: "Another seed is another shop.") var seed: UInt64 = 1
  @Option(help: "The last day with sales, as 2026-01-31. Default: yesterday.") var until: Day?
  @Option(help: "Write one CSV with so many rows in place of the demo shop; needs --out.") var rows: Int?
  @Flag(
    help:
      "With --rows: write exports of every kind and an answer key; --out names a folder, or it is the shop's."
  )
  var key = false
  @Option(help: "With --rows: the share of rows that are damaged, as 0.02.") var faults = 0.0
  @Option(help: ArgumentHelp("With --rows: the file to write.", valueName: "file")) var out: String?

  func validate() throws {
    if !(1...3_660).contains(days) { throw ValidationError("--days must be between 1 and 3660") }
    if !(0...1).contains(faults) { throw ValidationError("--faults must be between 0 and 1") }
    if let rows, rows < 1 { throw ValidationError("--rows must be at least 1") }
    if key {
      if rows == nil { throw ValidationError("--key needs --rows") }
    } else if (rows == nil) != (out == nil) {
      throw ValidationError("--rows and --out belong together")
    }
  }

  func run() throws {
    if key { return try makeKeyed() }
    guard let rows, let out else { return try makeShop() }
    let last = until ?? yesterday(in: .utc)
    let export = SampleExport(seed: seed, rows: rows, faults: faults, endingOn: last)
    try SampleFiles.write(to: out) { write in try export.write(write) }
    Terminal.say("wrote \(out): \(Words.count(rows, "row", "rows"))")
  }

  private func makeShop() throws {
    let shop = try options.openShop()
    let last = until ?? yesterday(in: shop.configuration.settings.timeZone)
    let made = try SampleFiles.write(
      SampleShop(seed: seed, days: days, endingOn: last), into: shop.folder)
    if options.json { return try Terminal.sayJSON(["made": made]) }
    made.forEach { Terminal.say("made \($0)") }
  }

  /// Into a folder of its own, which then is a shop, or into the shop's inbox.
  private func makeKeyed() throws {
    let made: [String]
    if let out {
      made = try KeyedSample.write(rows: rows ?? 0, faults: faults, seed: seed, newShop: out)
    } else {
      let shop = try options.openShop()
      let sample = KeyedSample(
        seed: seed, rows: rows ?? 0, faults: faults, kinds: shop.configuration.kinds)
      made = try sample.write(into: shop.folder.root)
    }
    if options.json { return try Terminal.sayJSON(["made": made]) }
    made.forEach { Terminal.say("made \($0)") }
  }

  private func yesterday(in zone: ShopZone) -> Day {
    zone.day(at: Int64(Date.now.timeIntervalSince1970)).advanced(by: -1)
  }
}
