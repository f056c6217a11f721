/// How the orders of a table came out whose lines were added up against the total they state.
public struct Reconciliation: Sendable, Hashable, Codable {
  /// The lines make the total exactly.
  public var agreed = 0
  /// By all but one minor unit.
  public var rounded = 0
  /// They do not; such an order is held.
  public var differed = 0
  /// Of those that state a tax and whose lines make the total: the prices contain it, or it comes on top.
  public var taxInside = 0
  public var taxOnTop = 0

  public init() {}

  public var orders: Int { agreed + rounded + differed }

  public static func += (left: inout Reconciliation, right: Reconciliation) {
    left.agreed += right.agreed
    left.rounded += right.rounded
    left.differed += right.differed
    left.taxInside += right.taxInside
    left.taxOnTop += right.taxOnTop
  }
}
