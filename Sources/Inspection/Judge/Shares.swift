/// Spreads a whole over parts so that the shares add up to it exactly (largest remainder).
struct Shares: Sendable {
  /// The shares last asked for.
  private(set) var values: [Int64] = []
  private var remainders: [UInt64] = []
  private var order: [Int] = []

  /// `weights` are not negative. Without any weight the first part takes all.
  mutating func spread(_ whole: Int64, over weights: [Int64]) {
    values.removeAll(keepingCapacity: true)
    let sum = weights.reduce(0) { $0 + UInt64(max(0, $1)) }
    guard weights.count > 1, sum > 0, whole != 0 else {
      for index in weights.indices { values.append(index == 0 ? whole : 0) }
      return
    }
    remainders.removeAll(keepingCapacity: true)
    var left = whole.magnitude
    for weight in weights {
      let product = whole.magnitude.multipliedFullWidth(by: UInt64(max(0, weight)))
      let (share, remainder) = sum.dividingFullWidth(product)
      values.append(Int64(share))
      remainders.append(remainder)
      left -= share
    }
    giveOut(left)
    if whole < 0 { for index in values.indices { values[index].negate() } }
  }

  /// One unit each to the largest remainders; of equal ones the first comes first.
  private mutating func giveOut(_ left: UInt64) {
    guard left > 0 else { return }
    order.removeAll(keepingCapacity: true)
    order.append(contentsOf: remainders.indices)
    order.sort { remainders[$0] != remainders[$1] ? remainders[$0] > remainders[$1] : $0 < $1 }
    for index in order.prefix(Int(left)) { values[index] += 1 }
  }
}
