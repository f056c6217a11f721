/// What a line of an order or a till roll stands for. The raw value is what the database keeps.
public enum LineKind: UInt8, Sendable, Codable {
  case sale = 0
  /// Goods returned: an event on its own day.
  case `return` = 1
  /// Postage and the like charged to the customer.
  case shipping = 2
  /// What the shop pays: bank charges, marketplace fees.
  case fee = 3
  /// A discount written as a line of its own.
  case discount = 4
}

/// How far a transaction got. Only `completed` and `refunded` count as sales; a refunded sale also has return lines.
public enum SaleStatus: UInt8, Sendable, Codable, CaseIterable {
  case completed = 0
  case pending = 1
  case cancelled = 2
  case refunded = 3
  case failed = 4

  @inlinable public var countsAsSale: Bool { self == .completed || self == .refunded }

  public var name: String {
    switch self {
    case .completed: "completed"
    case .pending: "pending"
    case .cancelled: "cancelled"
    case .refunded: "refunded"
    case .failed: "failed"
    }
  }
}

/// One line of a transaction, in minor units of the transaction's currency.
///
/// Each measure is this line's own share: discounts and taxes stated for the whole order are spread over its lines
/// (largest remainder, so the shares add up exactly); shipping and tips stand on the first line. A day's total is
/// therefore the plain sum over its lines.
public struct LineFact: Sendable {
  /// Identity within the transaction: 1, 2, 3… for an order that comes whole, else `StableHash.lineID`.
  public var lineID: Int64 = 0
  public var kind = LineKind.sale
  /// UTC seconds and the shop's day of the event: of the sale, or of the return.
  public var happenedAt: Int64 = 0
  public var day = Day(number: 0)
  public var productID = ByteRange.none
  public var productName = ByteRange.none
  /// Thousandths of a unit; positive, for returns too.
  public var quantity: Int64 = 0
  public var unitPrice: Int64 = 0
  /// Unit price × quantity of goods sold, without tax.
  public var gross: Int64 = 0
  public var discount: Int64 = 0
  /// Value of goods returned, positive.
  public var returned: Int64 = 0
  public var shipping: Int64 = 0
  public var tax: Int64 = 0
  public var tip: Int64 = 0
  public var fee: Int64 = 0
  /// Row score in hundredths, of a line that stands alone; lines of an order have the order's.
  public var score: Int32 = 10_000
  /// Line in the original file.
  public var sourceRow: Int32 = 0

  public init() {}

  /// What the line adds to what the shop collects: net sales + shipping + tax + tip − fee.
  public var collected: Int64 { gross - discount - returned + shipping + tax + tip - fee }
}

/// A transaction as one export tells it; its lines stand in `VerdictBatch.lines`.
public struct TransactionFact: Sendable {
  public var transactionID = ByteRange.none
  /// Empty for a guest.
  public var customerID = ByteRange.none
  public var channel = ByteRange.none
  public var country = ByteRange.none
  public var status = SaleStatus.completed
  public var currency: Currency
  /// The source's own clock for this version, UTC seconds; 0 where the export has none.
  public var updatedAt: Int64 = 0
  /// Of everything mapped: two versions with one hash are the same.
  public var contentHash: Int64 = 0
  /// What was given back so far, minor units, where the export gives no day for it; nil where it says nothing.
  /// Its lines have no returns then: the ledger books what came on top since the export before.
  public var refunded: Int64?
  /// The sale that it gives back; none for a sale, or where the export does not name it.
  public var saleID = ByteRange.none
  /// Row score in hundredths: 10,000 is perfect.
  public var score: Int32 = 10_000
  /// The transaction's lines in `VerdictBatch.lines`, at least one.
  public var lines: Range<Int32> = 0..<0
  /// Its rows in `VerdictBatch.origins`; as many rows are accounted for with it.
  public var origins: Range<Int32> = 0..<0

  public init(currency: Currency) { self.currency = currency }
}
