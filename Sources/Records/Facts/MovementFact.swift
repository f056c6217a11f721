/// What happened to the shop's money at a payment service or marketplace. The raw value is what the database keeps.
public enum MovementKind: UInt8, Sendable, Codable, CaseIterable {
  /// Money taken from a customer.
  case charge = 0
  case refund = 1
  /// What the service keeps, where it is a row of its own.
  case fee = 2
  /// Sent to the shop's bank.
  case payout = 3
  case adjustment = 4
  /// A charge taken back by the customer's bank, and what came of it.
  case dispute = 5
  /// Tax collected or paid by the service.
  case tax = 6
  /// Between the shop's own balances: conversions, holds, deposits.
  case transfer = 7
  case other = 8

  public var name: String {
    switch self {
    case .charge: "charge"
    case .refund: "refund"
    case .fee: "fee"
    case .payout: "payout"
    case .adjustment: "adjustment"
    case .dispute: "dispute"
    case .tax: "tax"
    case .transfer: "transfer"
    case .other: "other"
    }
  }
}

/// One movement of money, minor units of its currency. It is no sale: what was sold, the orders tell.
public struct MovementFact: Sendable {
  /// The service's own id of the row; where it has none, `contentHash` and how often it stood in the file tell it.
  public var movementID = ByteRange.none
  public var kind = MovementKind.other
  /// The order it belongs to, as the service names it.
  public var transactionID = ByteRange.none
  /// The sale that it gives back, where the export has nothing but refunds.
  public var saleID = ByteRange.none
  public var customerID = ByteRange.none
  public var payoutID = ByteRange.none
  public var details = ByteRange.none
  /// UTC seconds, and the shop's day.
  public var happenedAt: Int64 = 0
  public var day = Day(number: 0)
  public var currency: Currency
  /// Before fees; positive is money coming in.
  public var amount: Int64 = 0
  /// What the service kept, as a cost: positive, or negative where it was given back.
  public var fee: Int64 = 0
  public var tax: Int64 = 0
  /// What changed the balance: amount − fee − tax where the export does not state it.
  public var net: Int64 = 0
  public var status = SaleStatus.completed
  public var contentHash: Int64 = 0
  public var score: Int32 = 10_000
  /// Its row in `VerdictBatch.origins`.
  public var origin: Int32 = 0
  /// False for a second movement of one row, which is not counted again.
  public var isRow = true

  public init(currency: Currency) { self.currency = currency }
}
