import ArgumentParser
import Ledger
import Pipeline
import Records

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Follow a figure of a day to the rows it is made of.",
    discussion: """
      Prints every line that adds to the figure, with the original in Filed/ and the row it was read from, and at the
      end their sum, which is the figure of Reports/csv/daily_sales.csv to the last penny.

      EXAMPLES
        daybook trace net_sales 2026-03-05
        daybook trace orders 2026-03-05 --source till --json

      FIGURES
        \(TracedFigure.allCases.map(\.rawValue).joined(separator: ", "))

      EXIT CODES
        0   the rows add up to the figure
        1   they do not; see `daybook verify`
      """)

  @Argument(help: "What to follow; see FIGURES.", transform: TracedFigure.named) var figure: TracedFigure
  @Argument(help: "The shop's day, as 2026-01-31.") var date: Day
  @Option(help: "Only this source.") var source: String?
  @OptionGroup var options: ShopOptions

  func run() throws {
    let shop = try options.openShop()
    guard let books = try shop.booksToRead() else { throw NoBooks(folder: shop.folder.root.display) }
    let traces = try books.trace(figure, on: date, source: source)
    if options.json {
      try Terminal.sayJSON(traces.map { TraceDocument($0, figure, date) })
    } else {
      traces.forEach(tell)
      if traces.isEmpty { Terminal.warn("no sales on \(date)") }
    }
    if traces.contains(where: { $0.sum != $0.stored }) { throw ExitCode(1) }
  }

  private func tell(_ trace: FigureTrace) {
    var table = TextTable(["source", "transaction", "line", figure.rawValue, "read from"], numeric: [3])
    for line in trace.lines {
      let ordinal = (1...9999).contains(line.lineID) ? String(line.lineID) : ""
      table.add([
        line.source, line.transactionID, ordinal, figure.text(line.amount, trace.currency),
        "\(line.file):\(line.row)",
      ])
    }
    table.add(["", "", "", figure.text(trace.sum, trace.currency), "\(trace.currency.code), the sum"])
    table.lines.forEach(Terminal.say)
    guard trace.sum != trace.stored else { return }
    Terminal.say("the figure is \(figure.text(trace.stored, trace.currency)): see `daybook verify`")
  }
}

/// A trace as JSON, amounts as exact texts.
private struct TraceDocument: Encodable {
  struct Line: Encodable {
    var source: String
    var transactionId: String
    var amount: String
    var file: String
    var row: Int
  }

  var figure: String
  var date: Day
  var currency: String
  var lines: [Line]
  var sum: String
  var stored: String

  init(_ trace: FigureTrace, _ figure: TracedFigure, _ date: Day) {
    (self.figure, self.date, currency) = (figure.rawValue, date, trace.currency.code)
    lines = trace.lines.map {
      Line(
        source: $0.source, transactionId: $0.transactionID, amount: figure.text($0.amount, trace.currency),
        file: $0.file, row: $0.row)
    }
    (sum, stored) = (figure.text(trace.sum, trace.currency), figure.text(trace.stored, trace.currency))
  }
}

extension TracedFigure {
  /// - Throws: `ValidationError` that says what was perhaps meant.
  fileprivate static func named(_ name: String) throws -> TracedFigure {
    if let figure = TracedFigure(rawValue: name) { return figure }
    let known = allCases.map(\.rawValue)
    let hint = Names.nearest(to: name, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
    throw ValidationError("there is no figure \"\(name)\"\(hint); known are \(known.joined(separator: ", "))")
  }

  fileprivate func text(_ amount: Int64, _ currency: Currency) -> String {
    switch unit {
    case .money: Money(minor: amount, currency: currency).plain
    case .count: String(amount)
    case .quantity: amount % 1000 == 0 ? String(amount / 1000) : Money.plain(amount, digits: 3)
    }
  }
}
