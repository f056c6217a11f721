public import Records

/// What was sold in some stretch of days, in minor units of one currency.
public struct SalesMeasures: Sendable, Hashable {
  public var orders: Int64 = 0
  /// Thousandths of a unit, sold and returned.
  public var units: Int64 = 0
  public var unitsReturned: Int64 = 0
  public var gross: Int64 = 0
  public var discounts: Int64 = 0
  public var returns: Int64 = 0
  public var shipping: Int64 = 0
  public var tax: Int64 = 0
  public var tips: Int64 = 0
  public var fees: Int64 = 0

  public init() {}

  public var net: Int64 { gross - discounts - returns }
  public var total: Int64 { net + shipping + tax }
  public var collected: Int64 { total + tips - fees }

  /// (gross − discounts) / orders, rounded half away from zero; nil without orders.
  public var averageOrder: Int64? {
    guard orders > 0 else { return nil }
    let value = gross - discounts
    return (value.magnitude * 2 + UInt64(orders)) / (2 * UInt64(orders)) > UInt64(Int64.max)
      ? nil : Int64((value.magnitude * 2 + UInt64(orders)) / (2 * UInt64(orders))) * value.signum()
  }

  public static func += (left: inout SalesMeasures, right: SalesMeasures) {
    left.orders += right.orders
    left.units += right.units
    left.unitsReturned += right.unitsReturned
    left.gross += right.gross
    left.discounts += right.discounts
    left.returns += right.returns
    left.shipping += right.shipping
    left.tax += right.tax
    left.tips += right.tips
    left.fees += right.fees
  }
}

/// Sales of one stretch of days with what a plain sum cannot give.
public struct PeriodFigures: Sendable, Hashable {
  public var first: Day
  /// Inclusive.
  public var last: Day
  public var sales = SalesMeasures()
  /// Distinct customers with an order in the period, and those of them whose first order ever lies in it.
  public var customers: Int64 = 0
  public var newCustomers: Int64 = 0
  /// Visits of the whole shop; nil where a traffic export does not cover every day of the period.
  public var sessions: Int64?
  /// What payment services kept and what they paid out, where their exports are asked.
  public var kept: Int64 = 0
  public var paidOut: Int64 = 0
  /// Days of the period on which at least one row arrived.
  public var daysWithData = 0
  /// Rows of these days that are held back, and what they say they are worth.
  public var heldRows: Int64 = 0
  public var heldValue: Int64 = 0

  public init(first: Day, last: Day) {
    self.first = first
    self.last = last
  }

  public var returningCustomers: Int64 { customers - newCustomers }
}

/// One day of one source in one currency, as `daily_sales.csv` shows it.
public struct DailySalesRow: Sendable, Hashable {
  public var day: Day
  public var source: String
  public var currency: Currency
  public var sales = SalesMeasures()
  public var rowsAccepted: Int64 = 0
  public var rowsHeld: Int64 = 0
  /// The day was over when the figures were made.
  public var complete = true

  public init(day: Day, source: String, currency: Currency) {
    self.day = day
    self.source = source
    self.currency = currency
  }
}

/// A product over a period.
public struct ProductFigures: Sendable, Hashable {
  public var first: Day
  public var last: Day
  public var productID: String
  public var sku: String?
  public var name: String?
  public var category: String?
  public var currency: Currency
  public var units: Int64 = 0
  public var unitsReturned: Int64 = 0
  public var gross: Int64 = 0
  public var discounts: Int64 = 0
  public var returns: Int64 = 0
  /// Share of the period's net sales in this currency, in hundredths of a percent; nil if those are not positive.
  public var shareOfNet: Int64?
  public var firstSold: Day?
  public var lastSold: Day?

  public init(first: Day, last: Day, productID: String, currency: Currency) {
    self.first = first
    self.last = last
    self.productID = productID
    self.currency = currency
  }

  public var net: Int64 { gross - discounts - returns }
}

/// Everything the overview says about one currency.
public struct CurrencyFigures: Sendable {
  public var currency: Currency
  /// The newest complete day with data, against the same weekday a week before.
  public var newestDay: Comparison
  /// The 7 and the 30 days that end on the newest complete day, against the same number of days moved back by whole
  /// weeks (7 and 35 days), so that weekdays match.
  public var last7: Comparison
  public var last30: Comparison
  /// The last 35 days up to the newest complete one, oldest first, each day present; and the 35 days before those.
  public var days: [PeriodFigures]
  public var daysBefore: [PeriodFigures]
  /// 13 calendar months, oldest first, the newest one perhaps unfinished; and each one's same month a year before.
  public var months: [PeriodFigures]
  public var monthsLastYear: [PeriodFigures]
  /// Best sellers by net sales over the last 30 days, at most 20.
  public var topProducts: [ProductFigures]

  public struct Comparison: Sendable, Hashable {
    public var current: PeriodFigures
    public var before: PeriodFigures

    public init(current: PeriodFigures, before: PeriodFigures) {
      self.current = current
      self.before = before
    }
  }

  public init(
    currency: Currency, newestDay: Comparison, last7: Comparison, last30: Comparison, days: [PeriodFigures],
    daysBefore: [PeriodFigures], months: [PeriodFigures], monthsLastYear: [PeriodFigures],
    topProducts: [ProductFigures]
  ) {
    self.currency = currency
    self.newestDay = newestDay
    self.last7 = last7
    self.last30 = last30
    self.days = days
    self.daysBefore = daysBefore
    self.months = months
    self.monthsLastYear = monthsLastYear
    self.topProducts = topProducts
  }
}

/// One file as the ledger remembers it.
public struct ImportFigures: Sendable, Hashable {
  public enum Result: String, Sendable, Codable { case accepted, duplicate, failed }

  public var batchID: Int64
  /// UTC seconds.
  public var receivedAt: Int64
  public var fileName: String
  public var source: String
  public var kind: String
  public var sha256: String
  public var bytes: Int64
  /// `csv`, `json`, `ndjson`.
  public var format: String
  public var result: Result
  public var rows: Int64 = 0
  public var inserted: Int64 = 0
  public var updated: Int64 = 0
  public var unchanged: Int64 = 0
  public var superseded: Int64 = 0
  public var duplicate: Int64 = 0
  public var held: Int64 = 0
  public var skipped: Int64 = 0
  public var firstDay: Day?
  public var lastDay: Day?
  /// Hundredths: 9,690 is 96.9; nil where nothing was judged.
  public var score: Int64?
  /// Share of the value that is clean, in hundredths of a percent, by currency.
  public var cleanShares: [Currency: Int64] = [:]
  public var milliseconds: Int64 = 0
  /// For a failed file: code, sentence and remedy. For a duplicate: the file it repeats.
  public var code: String?
  public var message: String?
  public var remedy: String?
  /// Where the original lies now, below the shop folder.
  public var keptAt: String?

  public init(
    batchID: Int64, receivedAt: Int64, fileName: String, source: String, kind: String, sha256: String,
    bytes: Int64,
    format: String, result: Result
  ) {
    self.batchID = batchID
    self.receivedAt = receivedAt
    self.fileName = fileName
    self.source = source
    self.kind = kind
    self.sha256 = sha256
    self.bytes = bytes
    self.format = format
    self.result = result
  }

  public var accepted: Int64 { inserted + updated + unchanged }
}

/// Held rows with one cause in one file: one line of the quarantine page.
public struct HeldGroup: Sendable, Hashable {
  public var batchID: Int64
  public var fileName: String
  public var code: String
  public var field: String?
  public var rows: Int64
  /// Money at stake in these rows, by currency.
  public var atStake: [Currency: Int64]
  /// The first such row.
  public var exampleLine: Int64
  public var exampleValue: String?
  public var message: String
  public var remedy: String
  /// UTC seconds.
  public var firstSeen: Int64

  public init(
    batchID: Int64, fileName: String, code: String, field: String?, rows: Int64, atStake: [Currency: Int64],
    exampleLine: Int64, exampleValue: String?, message: String, remedy: String, firstSeen: Int64
  ) {
    self.batchID = batchID
    self.fileName = fileName
    self.code = code
    self.field = field
    self.rows = rows
    self.atStake = atStake
    self.exampleLine = exampleLine
    self.exampleValue = exampleValue
    self.message = message
    self.remedy = remedy
    self.firstSeen = firstSeen
  }
}

/// One problem of one held row, a line of `held_rows.csv`.
public struct HeldProblem: Sendable, Hashable {
  public var batchID: Int64
  public var fileName: String
  public var sourceRow: Int64
  public var problem: Problem
  public var atStake: Money?

  public init(batchID: Int64, fileName: String, sourceRow: Int64, problem: Problem, atStake: Money?) {
    self.batchID = batchID
    self.fileName = fileName
    self.sourceRow = sourceRow
    self.problem = problem
    self.atStake = atStake
  }
}

/// Everything the pages show, read from the ledger in one go. Lists that can be long are cut; `heldRows` is not.
public struct ShopFigures: Sendable {
  public var shopName: String
  public var zone: ShopZone
  /// The shop's day when the figures were made: days before it are complete.
  public var today: Day
  /// UTC seconds of the newest sale; nil in an empty shop.
  public var dataUpTo: Int64?
  /// Largest net sales first.
  public var currencies: [CurrencyFigures]
  /// What payment services did, newest month first, at most 13 months; empty without such exports.
  public var movements: [MovementMonth]
  public var sources: [SourceQuality]
  /// Newest first, at most 500.
  public var imports: [ImportFigures]
  /// Most rows first, at most 500.
  public var heldGroups: [HeldGroup]
  public var heldRows: Int64
  /// Money at stake in all held rows.
  public var heldAtStake: [Currency: Int64]
  public var filesAccepted: Int64
  public var filesFailed: Int64
  /// Bytes free on the shop's disk, and files still in the inbox: not the ledger's, said by the pipeline.
  public var freeBytes: Int64?
  public var filesWaiting: Int
  /// Open ones, newest first.
  public var alerts: [Alert] = []
  /// Files that come regularly, by source.
  public var expected: [ExpectedFile] = []
  /// Days whose figures are others than a report first had them, newest first.
  public var restated: [RestatedDay] = []
  /// What else its owner should know, in sentences; said by the pipeline.
  public var notices: [String] = []

  public init(
    shopName: String, zone: ShopZone, today: Day, dataUpTo: Int64?, currencies: [CurrencyFigures],
    movements: [MovementMonth] = [], sources: [SourceQuality], imports: [ImportFigures],
    heldGroups: [HeldGroup], heldRows: Int64,
    heldAtStake: [Currency: Int64], filesAccepted: Int64, filesFailed: Int64, freeBytes: Int64?,
    filesWaiting: Int
  ) {
    self.shopName = shopName
    self.zone = zone
    self.today = today
    self.dataUpTo = dataUpTo
    self.currencies = currencies
    self.movements = movements
    self.sources = sources
    self.imports = imports
    self.heldGroups = heldGroups
    self.heldRows = heldRows
    self.heldAtStake = heldAtStake
    self.filesAccepted = filesAccepted
    self.filesFailed = filesFailed
    self.freeBytes = freeBytes
    self.filesWaiting = filesWaiting
  }
}
