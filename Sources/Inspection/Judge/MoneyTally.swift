import Records

/// Money by currency, of which a batch has one or two.
struct MoneyTally: Sendable {
  private var splits: [(currency: Currency, split: MoneySplit)] = []

  subscript(currency: Currency) -> MoneySplit {
    get { splits.first { $0.currency == currency }?.split ?? MoneySplit() }
    set {
      for place in splits.indices where splits[place].currency == currency {
        splits[place].split = newValue
        return
      }
      splits.append((currency, newValue))
    }
  }

  /// Hands over what there is, and begins anew.
  mutating func give(to verdicts: inout VerdictBatch) {
    for (currency, split) in splits { verdicts.money[currency, default: MoneySplit()] += split }
    splits.removeAll(keepingCapacity: true)
  }
}
