public import Ledger
internal import Records

/// A table for spreadsheets and dashboards: its columns, what they mean, and how a row fills them.
///
/// Names are stable and new columns only come at the end.
public struct ReportTable<Row: Sendable>: Sendable {
  /// Without ending: `daily_sales`.
  public let name: String
  let columns: [(name: String, meaning: String)]
  let cells: @Sendable (Row) -> [Cell]
}

/// A value of a table by its type, which alone decides how it is written.
enum Cell: Sendable {
  case text(String)
  case integer(Int64)
  /// Counted in units of 10^-digits.
  case decimal(Int64, digits: Int)
  case flag(Bool)
  case empty

  static func text(_ text: String?) -> Cell { text.map { .text($0) } ?? .empty }
  static func day(_ day: Day?) -> Cell { .text(day?.iso) }
  static func money(_ minor: Int64?, _ currency: Currency) -> Cell {
    minor.map { .decimal($0, digits: currency.minorDigits) } ?? .empty
  }
  /// Thousandths, written as a whole number where they are one.
  static func units(_ thousandths: Int64) -> Cell {
    thousandths % 1000 == 0 ? .integer(thousandths / 1000) : .decimal(thousandths, digits: 3)
  }
}

extension ReportTable where Row == DailySalesRow {
  /// One row for each day, source and currency.
  public static var dailySales: ReportTable {
    ReportTable(name: "daily_sales", columns: dailySalesColumns) { row in
      let sales = row.sales
      func money(_ minor: Int64?) -> Cell { .money(minor, row.currency) }
      return [
        .day(row.day), .text(row.source), .text(row.currency.code), .integer(sales.orders),
        .units(sales.units),
        money(sales.gross), money(sales.discounts), money(sales.returns), money(sales.net),
        money(sales.shipping),
        money(sales.tax), money(sales.total), money(sales.tips), money(sales.fees), money(sales.collected),
        money(sales.averageOrder), .integer(row.rowsAccepted), .integer(row.rowsHeld), .flag(row.complete),
      ]
    }
  }

  private static let dailySalesColumns = [
    ("date", "day on the shop's clock"),
    ("source", "shop, till or export the rows came from"),
    ("currency", "three letters, ISO 4217; amounts of unlike currencies must not be added"),
    ("orders", "completed orders of that day, those refunded later too"),
    ("units", "pieces sold"),
    ("gross_sales", "price x quantity, before anything is taken off"),
    ("discounts", "taken off, as a positive number"),
    ("returns", "goods brought back on that day, as a positive number"),
    ("net_sales", "gross_sales - discounts - returns"),
    ("shipping", "postage charged"),
    ("tax", "tax charged"),
    ("total_sales", "net_sales + shipping + tax"),
    ("tips", "given on top"),
    ("fees", "kept by the platform or the payment provider"),
    ("total_collected", "total_sales + tips - fees"),
    ("average_order", "(gross_sales - discounts) / orders; empty without orders"),
    ("rows_accepted", "rows of this day that are in the totals"),
    ("rows_held", "rows of this day that are held back"),
    ("complete", "false while the day is not over"),
  ]
}

extension ReportTable where Row == ProductFigures {
  /// One row for each product and currency.
  public static var products: ReportTable {
    ReportTable(name: "products", columns: productColumns) { row in
      func money(_ minor: Int64) -> Cell { .money(minor, row.currency) }
      return [
        .day(row.first), .day(row.last), .text(row.productID), .text(row.sku), .text(row.name),
        .text(row.category),
        .text(row.currency.code), .units(row.units), money(row.gross), money(row.discounts),
        money(row.returns),
        money(row.net), row.shareOfNet.map { .decimal($0, digits: 4) } ?? .empty, rate(row),
        .day(row.firstSold),
        .day(row.lastSold),
      ]
    }
  }

  /// Returns / (gross − discounts) in ten-thousandths.
  private static func rate(_ row: ProductFigures) -> Cell {
    let base = Int128(row.gross) - Int128(row.discounts)
    guard base > 0 else { return .empty }
    return .decimal(Int64(clamping: (Int128(row.returns) * 20_000 + base) / (2 * base)), digits: 4)
  }

  private static let productColumns = [
    ("period_start", "first day looked at"),
    ("period_end", "last day looked at"),
    ("product_id", "the source's own number of the product"),
    ("sku", "stock number, where the source has one"),
    ("name", "newest name"),
    ("category", "where the source has one"),
    ("currency", "three letters, ISO 4217"),
    ("units", "pieces sold"),
    ("gross_sales", "price x quantity"),
    ("discounts", "taken off, as a positive number"),
    ("returns", "goods brought back, as a positive number"),
    ("net_sales", "gross_sales - discounts - returns"),
    ("share_of_net", "part of all net sales in this currency; 0.1250 is 12.5 %"),
    ("refund_rate", "returns / (gross_sales - discounts); 0.0500 is 5 %"),
    ("first_sold", "day of the first sale"),
    ("last_sold", "day of the newest sale"),
  ]
}

extension ReportTable where Row == HeldProblem {
  /// One row for each problem of each row held back.
  public static var heldRows: ReportTable {
    ReportTable(name: "held_rows", columns: heldRowColumns) { row in
      let problem = row.problem
      return [
        .integer(row.batchID), .text(row.fileName), .integer(row.sourceRow), .text(problem.code),
        .text(problem.message), .text(problem.field), .text(problem.value), .text(problem.remedy),
        row.atStake.map { .money($0.minor, $0.currency) } ?? .empty,
      ]
    }
  }

  private static let heldRowColumns = [
    ("import_id", "Daybook's number of the file"),
    ("file_name", "the file as it was called in Inbox"),
    ("source_row", "line in that file; its header is line 1"),
    ("reason_code", "stable name of the check that failed"),
    ("reason", "what is wrong"),
    ("field", "the column meant, as the file calls it; empty where the whole row is meant"),
    ("value", "what stood there, cut to 200 characters"),
    ("how_to_fix", "what to do"),
    (
      "amount_at_stake",
      "what the row says it is worth; stands on each of its problems, so do not add them up"
    ),
  ]
}

extension ReportTable where Row == DailyMovementRow {
  /// One row for each day, source, kind of movement and currency.
  public static var moneyMovements: ReportTable {
    ReportTable(name: "money_movements", columns: movementColumns) { row in
      let measures = row.measures
      func money(_ minor: Int64) -> Cell { .money(minor, row.currency) }
      return [
        .day(row.day), .text(row.source), .text(row.currency.code), .text(row.kind.name),
        .integer(measures.movements), money(measures.amount), money(measures.fee), money(measures.tax),
        money(measures.net), .text(row.stream),
      ]
    }
  }

  private static let movementColumns = [
    ("date", "day on the shop's clock"),
    ("source", "payment service or marketplace the rows came from"),
    ("currency", "three letters, ISO 4217"),
    ("kind", "charge, refund, fee, payout, adjustment, dispute, tax, transfer or other"),
    ("movements", "how many; pending and failed ones are left out"),
    ("amount", "before fees; positive is money coming in. No sale: do not add it to net_sales"),
    ("fee", "kept by the service, as a positive number"),
    ("tax", "kept for tax, as a positive number"),
    ("net", "what changed the balance: amount - fee - tax, or as the export states it"),
    ("export", "kind of export it was told in; two that tell of the same money must not be added"),
  ]
}
