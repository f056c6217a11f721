import ArgumentParser
import Foundation
import Ledger
import Pipeline
import Records

struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Answer from the books: a metric by day, week or month.",
    discussion: """
      EXAMPLES
        daybook query revenue --by month
        daybook query orders --from 2026-01-01 --to 2026-01-31 --by day --format csv
        daybook query unique_customers --by week --source market-stall --format json

      METRICS
        revenue              gross sales less discounts and returns
        orders               completed sales
        average_order_value  (gross sales - discounts) / orders
        units                quantity sold
        unique_customers     distinct customers with an order in the period
        conversion_rate      orders / sessions, where a traffic export covers every day
        returns              value of goods returned, on the day of the return
        fees                 what payment services kept, by their own exports
        payouts              what payment services sent to your bank
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case table, csv, json }

  @Argument(help: "What to ask for; see METRICS.", transform: Metric.named) var metric: Metric
  @Option(help: "First day, as 2026-01-31.") var from: Day?
  @Option(help: "Last day, included.") var to: Day?
  @Option(help: "One row per day, week or month.") var by = Granularity.day
  @Option(help: "Only this source.") var source: String?
  @Option(help: "Only this currency, as GBP.") var currency: Currency?
  @Option(help: "At most so many rows.") var limit: Int?
  @Option(help: "Leave out so many rows first.") var offset = 0
  @Option(help: "How to print: table, csv or json.") var format = Format.table
  @OptionGroup var options: ShopOptions

  func validate() throws {
    if let from, let to, to < from { throw ValidationError("--to \(to) is before --from \(from)") }
    if offset < 0 || limit ?? 0 < 0 { throw ValidationError("--limit and --offset cannot be negative") }
  }

  func run() throws {
    let shop = try options.openShop()
    guard let books = try shop.booksToRead() else {
      throw NoBooks(folder: shop.folder.root.display)
    }
    let now = Int64(Date.now.timeIntervalSince1970)
    let answer = try books.answer(
      metric, by: by, Selection(from: from, to: to, source: source, currency: currency),
      today: shop.configuration.settings.timeZone.day(at: now), limit: limit, offset: offset)
    switch options.json ? .json : format {
    case .table: printTable(answer)
    case .csv: printCSV(answer)
    case .json:
      try Terminal.sayJSON(
        AnswerDocument(
          answer, zone: shop.configuration.settings.timeZone, now: now, limit: limit, offset: offset))
    }
  }

  private func printTable(_ answer: MetricAnswer) {
    var table = TextTable([by.rawValue, "currency", metric.rawValue], numeric: [2])
    for row in answer.rows {
      table.add([row.first.iso, row.currency.code, Words.grouped(row.text ?? "no traffic data")])
    }
    table.lines.forEach(Terminal.say)
    if answer.rows.isEmpty { Terminal.warn("no sales in this selection") }
    if answer.rowsHeld > 0 {
      Terminal.warn(
        "\(Words.count(Int(answer.rowsHeld), "row", "rows")) of these days held back and not counted")
    }
  }

  private func printCSV(_ answer: MetricAnswer) {
    Terminal.say("\(by.rawValue),last_day,currency,\(metric.rawValue)")
    for row in answer.rows { Terminal.say("\(row.first),\(row.last),\(row.currency),\(row.text ?? "")") }
  }
}

extension Metric {
  /// - Throws: `ValidationError` that says what was perhaps meant.
  fileprivate static func named(_ name: String) throws -> Metric {
    if let metric = Metric(rawValue: name) { return metric }
    let known = allCases.map(\.rawValue)
    let hint = Names.nearest(to: name, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
    throw ValidationError("there is no metric \"\(name)\"\(hint); known are \(known.joined(separator: ", "))")
  }
}

/// No file was ever taken here.
struct NoBooks: Error, CustomStringConvertible {
  let folder: String

  var description: String { "\(folder) has no books yet; drop exports into Inbox/ and run `daybook run`" }
}

extension MetricRow {
  /// Exact decimals without grouping; nil where there is no answer.
  var text: String? {
    switch value {
    case .money(let minor): minor.map { Money(minor: $0, currency: currency).plain }
    case .count(let count): String(count)
    case .quantity(let thousandths): Self.quantity(thousandths)
    case .rate(let orders, let sessions): Self.rate(orders, sessions)
    }
  }

  private static func quantity(_ thousandths: Int64) -> String {
    thousandths % 1000 == 0 ? String(thousandths / 1000) : Money.plain(thousandths, digits: 3)
  }

  /// To the fourth decimal: 0.0213 is 2.13 %.
  private static func rate(_ orders: Int64, _ sessions: Int64?) -> String? {
    guard let sessions, sessions > 0 else { return nil }
    return Money.plain((orders * 20_000 + sessions) / (2 * sessions), digits: 4)
  }
}

/// An answer as JSON, with what it rests on.
struct AnswerDocument: Encodable {
  struct Metadata: Encodable {
    var metric: String
    var granularity: String
    var from: Day?
    var to: Day?
    var source: String?
    var currency: String?
    var generatedAt: String
    var dataUpTo: String?
    var rowsHeld: Int64
    var totalRows: Int
    var limit: Int?
    var offset: Int
  }

  struct Entry: Encodable {
    var start: Day
    var end: Day
    var currency: String
    /// Exact, as a JSON number; null where there is no answer.
    var value: Decimal?
  }

  var metadata: Metadata
  var data: [Entry]

  init(_ answer: MetricAnswer, zone: ShopZone, now: Int64, limit: Int? = nil, offset: Int = 0) {
    metadata = Metadata(
      metric: answer.metric.rawValue, granularity: answer.granularity.rawValue, from: answer.selection.from,
      to: answer.selection.to, source: answer.selection.source, currency: answer.selection.currency?.code,
      generatedAt: zone.iso(now), dataUpTo: answer.dataUpTo.map(zone.iso), rowsHeld: answer.rowsHeld,
      totalRows: answer.totalRows, limit: limit, offset: offset)
    data = answer.rows.map { row in
      Entry(
        start: row.first, end: row.last, currency: row.currency.code,
        value: row.text.flatMap { Decimal(string: $0) })
    }
  }
}
