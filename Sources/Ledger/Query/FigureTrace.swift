public import Records

import GRDB

/// A figure of `daily_sales` that can be followed to its rows, by its name there.
public enum TracedFigure: String, Sendable, CaseIterable {
  case orders, units, discounts, returns, shipping, tax, tips, fees
  case unitsReturned = "units_returned"
  case grossSales = "gross_sales"
  case netSales = "net_sales"
  case totalSales = "total_sales"
  case collected = "total_collected"
  case rowsAccepted = "rows_accepted"

  /// How it is counted: in minor units, by the piece, or in thousandths of a unit.
  public enum Unit: Sendable { case money, count, quantity }

  public var unit: Unit {
    switch self {
    case .orders, .rowsAccepted: .count
    case .units, .unitsReturned: .quantity
    default: .money
    }
  }

  /// From a row of `daily_sales`.
  fileprivate var stored: String {
    switch self {
    case .netSales: "gross_sales - discounts - returns"
    case .totalSales: "gross_sales - discounts - returns + shipping + tax"
    case .collected: "gross_sales - discounts - returns + shipping + tax + tips - fees"
    default: rawValue
    }
  }

  /// What a line adds to the figure of its day, as `CountedLine` and `DayTotals` have it.
  fileprivate var ofLine: String {
    switch self {
    case .orders: Self.isAnchor
    case .rowsAccepted: "sources.facts = 'lines' OR line_facts.kind <> 1"
    case .units: "iif(line_facts.kind = 0, quantity, 0)"
    case .unitsReturned: "iif(line_facts.kind = 1, quantity, 0)"
    case .grossSales: "gross"
    case .discounts: "discount"
    case .returns: "returned"
    case .netSales: "gross - discount - returned"
    case .totalSales: "gross - discount - returned + shipping + tax"
    case .collected: "gross - discount - returned + shipping + tax + tip - fee"
    case .shipping, .tax: rawValue
    case .tips: "tip"
    case .fees: "fee"
    }
  }

  /// Rows of cancelled and pending orders are rows, too; they add to nothing else.
  fileprivate var countsAllStatuses: Bool { self == .rowsAccepted }

  /// An order counts on the day of its earliest sale line.
  private static let isAnchor = """
    line_facts.kind = 0 AND NOT EXISTS (
      SELECT 1 FROM line_facts AS other
      WHERE other.source_id = line_facts.source_id AND other.transaction_id = line_facts.transaction_id
        AND other.kind = 0 AND other.status IN (0, 3)
        AND (other.happened_at, other.line_id) < (line_facts.happened_at, line_facts.line_id))
    """
}

/// One line's part of a figure, and where it was read.
public struct TracedAmount: Sendable {
  public var source: String
  public var transactionID: String
  /// Counted within the order; a number of no meaning where lines stand alone.
  public var lineID: Int64
  /// By the figure's unit.
  public var amount: Int64
  /// `Filed/2026/11/22/orders.csv`, with the member's name behind it for an archive.
  public var file: String
  public var row: Int
}

/// A figure of one day and currency with every line that makes it.
public struct FigureTrace: Sendable {
  public var currency: Currency
  public var lines: [TracedAmount]
  /// As `daily_sales` has it.
  public var stored: Int64
  public var sum: Int64 { lines.reduce(0) { $0 + $1.amount } }
}

extension Books {
  /// Follows a figure to its rows: one trace for each currency of the day.
  public func trace(_ figure: TracedFigure, on day: Day, source: String? = nil) throws -> [FigureTrace] {
    try queue.read { database in
      let selection = Selection(from: day, to: day, source: source)
      let (condition, arguments) = selection.condition
      let totals = try Row.fetchAll(
        database,
        sql: """
          SELECT currency, sum(\(figure.stored)) FROM daily_sales JOIN sources USING (source_id)
          WHERE \(condition) GROUP BY currency ORDER BY currency
          """, arguments: arguments)
      let statuses = figure.countsAllStatuses ? "" : "AND line_facts.status IN (0, 3)"
      let lines = try Row.fetchAll(
        database,
        sql: """
          SELECT currency, name, transaction_id, line_id, \(figure.ofLine) AS part, batches.file_name, source_row,
            batches.kept_at
          FROM line_facts JOIN sources USING (source_id)
            JOIN batches ON batches.batch_id = coalesce(told_by, last_batch_id)
          WHERE \(condition) \(statuses) AND part <> 0
          ORDER BY currency, name, transaction_id, line_id
          """, arguments: arguments)
      return totals.compactMap { total in
        guard let currency = Currency(total[0] as String) else { return nil }
        let own = lines.filter { $0[0] == currency.code }.map(TracedAmount.init)
        return FigureTrace(currency: currency, lines: own, stored: total[1])
      }
    }
  }
}

extension TracedAmount {
  fileprivate init(_ row: Row) {
    let (name, keptAt): (String, String?) = (row[5], row[7])
    let member = name.firstIndex(of: "/").map { String(name[$0...]) } ?? ""
    self.init(
      source: row[1], transactionID: row[2], lineID: row[3], amount: row[4],
      file: keptAt.map { $0 + member } ?? name,
      row: row[6])
  }
}
