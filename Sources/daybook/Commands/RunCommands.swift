import ArgumentParser
import Foundation
import Pipeline
import Records

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Take what lies in Inbox/, renew the reports, and stop.",
    discussion: """
      EXAMPLES
        daybook run
        daybook run --settle 0      do not wait for files just written to settle
        daybook run --json          one receipt per file, as JSON

      Held rows are normal and end in exit code 0; with --strict they end in 65.
      """)

  @OptionGroup var options: ShopOptions
  @OptionGroup var settle: SettleOptions
  @Flag(help: "End with exit code 65 if a row was held or a file could not be taken.")
  var strict = false

  func run() throws {
    StopSignal.listen()
    let open = try options.openShop().open()
    let duration = settle.duration(default: open.shop.configuration.settings.settleSeconds)
    var pipeline = open.pipeline(settle: duration, log: options.log(.problems))
    var held = 0
    var isFirst = true
    pipeline.progress = { Terminal.progress($0.line) }
    pipeline.report = { receipt in
      held += receipt.held
      Terminal.progress("")
      guard options.json else { return receipt.lines.forEach(Terminal.say) }
      Terminal.say((isFirst ? "[" : ",") + ((try? receipt.json()) ?? "null"))
      isFirst = false
    }
    let summary = try pipeline.runOnce(settle: duration) { waiting in
      if !options.json {
        Terminal.warn("waiting \(duration) for \(Words.count(waiting, "file", "files")) to settle")
      }
    }
    if options.json {
      Terminal.say(isFirst ? "[]" : "]")
    } else {
      tell(summary, open.shop.folder)
    }
    if let signal = StopSignal.number { throw Interrupted(signal: signal) }
    if summary.postponed.contains(where: { $0.problem.code.hasPrefix("disk.") }) { throw ExitCode(74) }
    if strict && (held > 0 || summary.failed > 0) { throw ExitCode(65) }
  }

  private func tell(_ summary: PassSummary, _ folder: ShopFolder) {
    for entry in summary.postponed {
      Terminal.say("\(entry.file): left in Inbox/: \(entry.problem.message) [\(entry.problem.code)]")
      Terminal.say("  what to do: \(entry.problem.remedy)")
    }
    if summary.waiting > 0 {
      Terminal.say(
        "\(Words.count(summary.waiting, "file is", "files are")) still being written; run again later")
    }
    if summary.files == 0 && summary.waiting == 0 && summary.postponed.isEmpty {
      Terminal.say("Inbox/ is empty")
    }
    Terminal.say("report: \(folder.reports.appending("index.html").display)")
  }
}

struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Look into Inbox/ every two seconds until stopped.",
    discussion: """
      EXAMPLES
        daybook watch
        daybook watch --poll 10 --log-format json

      Stop it with Ctrl-C; a file under way is taken back and read again next time.
      """)

  @OptionGroup var options: ShopOptions
  @OptionGroup var settle: SettleOptions
  @Option(help: ArgumentHelp("Seconds between two looks. Default: poll_seconds.", valueName: "seconds"))
  var poll: Double?

  func validate() throws {
    if let poll, !(0.1...86_400).contains(poll) {
      throw ValidationError("--poll must be between 0.1 and 86400 seconds")
    }
  }

  func run() throws {
    StopSignal.listen()
    let shop = try options.openShop()
    let settings = shop.configuration.settings
    let interval = Duration.milliseconds(Int((poll ?? Double(settings.pollSeconds)) * 1000))
    let log = options.log(.everything)
    let open = try shop.open(every: interval, log: log)
    var pipeline = open.pipeline(settle: settle.duration(default: settings.settleSeconds), log: log)
    pipeline.report = { receipt in
      if options.json { Terminal.say((try? receipt.json()) ?? "null") }
    }
    try pipeline.watch(every: interval)
    if let signal = StopSignal.number { throw ExitCode(128 + signal) }
  }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what would happen to a file, and write nothing.",
    discussion: """
      EXAMPLES
        daybook check ~/Downloads/orders.csv
        daybook check orders.csv --source market-stall --json
      """)

  @Argument(help: "The export to look at.") var file: String
  @OptionGroup var options: ShopOptions
  @Option(
    help: ArgumentHelp(
      "The source it would come from, as if dropped into Inbox/<source>/.", valueName: "source"))
  var source: String?

  func run() throws {
    let check = try FileCheck(shop: options.openShop())
    let receipt = try check.receipt(of: file, source: source)
    if options.json { Terminal.say(try receipt.json()) } else { tell(receipt) }
    if receipt.status == .failed { throw ExitCode(65) }
  }

  private func tell(_ receipt: Receipt) {
    Terminal.say("If it were dropped into Inbox/ now:")
    receipt.lines.forEach { Terminal.say("  " + $0) }
    for table in receipt.tables ?? [receipt] {
      if receipt.tables != nil { Terminal.say("  \(table.fileName): \(table.kind ?? "not taken")") }
      for (key, value) in (table.decided ?? [:]).sorted(by: { $0.key < $1.key }) {
        Terminal.say("  \(key): " + (key == "kind" ? "\(table.kind ?? ""): " : "") + value)
      }
      if let ignored = table.ignoredColumns {
        Terminal.say("  not taken: \(ignored.joined(separator: ", "))")
      }
    }
    for reading in receipt.readings ?? [] {
      let way = reading.dateOrder?.rawValue ?? reading.decimalMark?.rawValue ?? ""
      Terminal.say("  column \(reading.column): \(way) (\(reading.origin.rawValue)): \(reading.evidence)")
    }
    tellCauses(receipt)
    tellDays(receipt)
  }

  private func tellCauses(_ receipt: Receipt) {
    guard let causes = receipt.heldByCause, !causes.isEmpty else { return }
    var table = TextTable(["held because of", "rows"], numeric: [1])
    for (cause, rows) in causes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      table.add([cause, Words.count(rows)])
    }
    table.lines.forEach { Terminal.say("  " + $0) }
  }

  /// The totals of each day that would be others: before and after.
  private func tellDays(_ receipt: Receipt) {
    guard let days = receipt.dayChanges else { return }
    if days.isEmpty { return Terminal.say("  no sales of any day would change") }
    var table = TextTable(
      ["day", "currency", "orders", "", "", "net sales", "", ""], numeric: [2, 4, 5, 7])
    for day in days {
      table.add([
        day.day.iso, day.currency, Words.count(Int(day.ordersBefore)), "→",
        Words.count(Int(day.ordersAfter)), amount(day.netBefore, day), "→", amount(day.netAfter, day),
      ])
    }
    table.lines.forEach { Terminal.say("  " + $0) }
  }

  private func amount(_ value: Decimal, _ day: DayChange) -> String {
    let digits = Currency(day.currency)?.minorDigits ?? 2
    var parts = "\(value)".split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if digits > 0 {
      let decimals = parts.count > 1 ? parts[1] : ""
      parts = [parts[0], decimals + String(repeating: "0", count: max(0, digits - decimals.count))]
    }
    return Words.grouped(parts.joined(separator: "."))
  }
}
