/// What an order's money is made of, in minor units: by it money that is given back is told apart.
public struct OrderParts: Sendable, Hashable {
  /// Goods without tax, less their discounts.
  public var goods: Int64
  public var shipping: Int64
  public var tax: Int64
  public var tip: Int64

  public init(goods: Int64 = 0, shipping: Int64 = 0, tax: Int64 = 0, tip: Int64 = 0) {
    (self.goods, self.shipping, self.tax, self.tip) = (goods, shipping, tax, tip)
  }

  public var total: Int64 { goods + shipping + tax + tip }

  /// What the first `given` units that are given back are taken for: goods with their share of the tax, then shipping
  /// with the rest of it, then the tip. All of the order gives back each part exactly; what is beyond it, or of an
  /// order that is made otherwise, is goods.
  public func part(of given: Int64) -> OrderParts {
    guard given > 0, goods >= 0, shipping >= 0, tax >= 0, tip >= 0, goods + shipping > 0 else {
      return OrderParts(goods: given)
    }
    let goodsTax = Self.share(tax, goods, of: goods + shipping)
    var (left, part) = (given, OrderParts())
    func take(_ value: Int64, _ valueTax: Int64) -> (value: Int64, tax: Int64) {
      let taken = min(left, value + valueTax)
      left -= taken
      let taxed = Self.share(taken, valueTax, of: value + valueTax)
      return (taken - taxed, taxed)
    }
    let (returned, shipped) = (take(goods, goodsTax), take(shipping, tax - goodsTax))
    (part.goods, part.shipping, part.tax) = (returned.value, shipped.value, returned.tax + shipped.tax)
    part.tip = min(left, tip)
    part.goods += left - part.tip
    return part
  }

  /// `whole` × `part` / `parts`, rounded half up.
  private static func share(_ whole: Int64, _ part: Int64, of parts: Int64) -> Int64 {
    parts == 0 ? 0 : Int64((Int128(whole) * Int128(part) * 2 + Int128(parts)) / (Int128(parts) * 2))
  }

  public static func - (left: OrderParts, right: OrderParts) -> OrderParts {
    OrderParts(
      goods: left.goods - right.goods, shipping: left.shipping - right.shipping, tax: left.tax - right.tax,
      tip: left.tip - right.tip)
  }
}
