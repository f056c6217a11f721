/// A customer as a customers export tells it.
public struct CustomerFact: Sendable {
  public var customerID = ByteRange.none
  public var email = ByteRange.none
  public var name = ByteRange.none
  public var country = ByteRange.none
  public var phone = ByteRange.none
  /// UTC seconds; 0 where not stated.
  public var createdAt: Int64 = 0
  public var updatedAt: Int64 = 0
  public var contentHash: Int64 = 0
  public var score: Int32 = 10_000
  /// Its row in `VerdictBatch.origins`.
  public var origin: Int32 = 0

  public init() {}
}

/// A product as a products export tells it; `price` in minor units of `currency`.
public struct ProductFact: Sendable {
  public var productID = ByteRange.none
  public var sku = ByteRange.none
  public var name = ByteRange.none
  public var category = ByteRange.none
  public var price: Int64?
  public var cost: Int64?
  public var currency: Currency?
  public var createdAt: Int64 = 0
  public var updatedAt: Int64 = 0
  public var contentHash: Int64 = 0
  public var score: Int32 = 10_000
  public var origin: Int32 = 0
  /// False for a further product of one row, which is not counted again.
  public var isRow = true

  public init() {}
}

/// Visits: one session, or a day's count of them where the export only counts.
public struct SessionFact: Sendable {
  /// The session's id; for a day's count, the day and the channel.
  public var sessionID = ByteRange.none
  public var customerID = ByteRange.none
  public var channel = ByteRange.none
  public var country = ByteRange.none
  /// UTC seconds.
  public var startedAt: Int64 = 0
  public var day = Day(number: 0)
  /// 1, or the day's count.
  public var sessions: Int64 = 1
  public var updatedAt: Int64 = 0
  public var contentHash: Int64 = 0
  public var score: Int32 = 10_000
  public var origin: Int32 = 0

  public init() {}
}
