/// Where a row came from: its bytes in `VerdictBatch.bytes`, its line and byte offset in the file.
public struct RowOrigin: Sendable {
  public var raw: ByteRange
  public var line: Int32
  public var offset: Int64

  public init(raw: ByteRange, line: Int32, offset: Int64) {
    self.raw = raw
    self.line = line
    self.offset = offset
  }
}

/// A row that is not loaded, with every problem found in it.
public struct HeldRow: Sendable {
  public var origin: RowOrigin
  /// At least one with severity hold.
  public var problems: [Problem]
  /// What the row would have added to the totals, as far as it can be read; minor units.
  public var amountAtStake: Int64?
  public var currency: Currency?
  public var day: Day?
  /// The order it belongs to, where that can be read: a later export that tells it cleanly answers the row.
  public var transactionID = ByteRange.none
  /// The sale it waits for; none where it does not.
  public var saleID = ByteRange.none
  /// The row in the quarantine of which this is another attempt; nil for a row that is new there.
  public var heldRowID: Int64?
  /// Its cells (`CellCode`), where they cannot be cut from its bytes again or are no longer the same.
  public var cells: [UInt8] = []

  public init(
    origin: RowOrigin, problems: [Problem], amountAtStake: Int64? = nil, currency: Currency? = nil,
    day: Day? = nil, transactionID: ByteRange = .none
  ) {
    self.transactionID = transactionID
    self.origin = origin
    self.problems = problems
    self.amountAtStake = amountAtStake
    self.currency = currency
    self.day = day
  }
}

/// One rule on one field: how often it was checked and how often it failed.
public struct CheckTally: Sendable, Hashable, Codable {
  public var code: String
  /// The column as the definition names it; nil for a rule about the whole row.
  public var field: String?
  public var weight: Int
  public var applied: Int
  public var failed: Int

  public init(code: String, field: String?, weight: Int, applied: Int = 0, failed: Int = 0) {
    self.code = code
    self.field = field
    self.weight = weight
    self.applied = applied
    self.failed = failed
  }
}

/// Signed money that stood in a file, by what became of its rows; minor units of one currency.
public struct MoneySplit: Sendable, Hashable, Codable {
  /// What the totals have of it.
  public var accepted: Int64 = 0
  /// Taken into the books, but in no total: pending, cancelled and failed transactions.
  public var uncounted: Int64 = 0
  public var held: Int64 = 0
  public var skipped: Int64 = 0

  public init() {}

  /// Share of the value that came in clean, in hundredths of a percent; nil where nothing had a value.
  ///
  /// Returns count as much as sales: a held refund is as wrong a number as a held sale.
  public var cleanShare: Int64? {
    let (taken, held) = (Int128((accepted + uncounted).magnitude), Int128(held.magnitude))
    return taken + held > 0 ? Int64(taken * 10_000 / (taken + held)) : nil
  }

  /// Adds what a transaction that is taken collects.
  public mutating func accept(_ amount: Int64, as status: SaleStatus) {
    if status.countsAsSale { accepted += amount } else { uncounted += amount }
  }

  public static func += (left: inout MoneySplit, right: MoneySplit) {
    left.accepted += right.accepted
    left.uncounted += right.uncounted
    left.held += right.held
    left.skipped += right.skipped
  }
}

/// What Inspection made of a stretch of rows: facts to load, rows to hold, rows that never were data.
///
/// Text values and raw rows are ranges of `bytes`, which begins with the row batch's own buffer. Of the five
/// kinds of fact only those of the definition are filled. `rowsRead` counts every row once:
/// `rowsRead` = rows of transactions + customers + products + sessions + movements + held + skipped + repeated.
public struct VerdictBatch: Sendable {
  public var bytes: [UInt8] = []
  /// The rows behind the facts, in file order.
  public var origins: [RowOrigin] = []
  /// Cells (`CellCode`) of rows that may yet be held and cannot be cut from their bytes again, by the row's origin.
  public var cells: [Int32: [UInt8]] = [:]
  public var transactions: [TransactionFact] = []
  public var lines: [LineFact] = []
  public var customers: [CustomerFact] = []
  public var products: [ProductFact] = []
  public var sessions: [SessionFact] = []
  public var movements: [MovementFact] = []
  public var held: [HeldRow] = []
  /// From rows of every kind, whatever becomes of them.
  public var rescued: [RescuedValue] = []
  public var rescuedColumns: [String] = []
  /// Rows skipped, by reason: `padding`, `test_order`, `stock_adjustment`.
  public var skipped: [String: Int] = [:]
  /// Rows of an order that stand in it twice, and of which its total counts one.
  public var repeated = 0
  public var rowsRead = 0
  public var money: [Currency: MoneySplit] = [:]

  public init() {}
}

/// What a source's rows are, and so how the ledger keeps them apart.
public enum FactKind: String, Sendable, Codable {
  /// Orders that come whole, with all their lines: a newer version replaces the older one.
  case orders
  /// Lines that stand alone, as on a till roll: equal lines may both be real and are counted per file.
  case lines
  case customers
  case products
  case sessions
  /// What a payment service or marketplace did with the shop's money: charges, fees, payouts.
  case movements
}
