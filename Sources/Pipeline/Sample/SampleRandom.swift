/// Numbers that look random and are the same for a seed on every machine (SplitMix64, Steele, Lea and Flood 2014).
///
/// Not for secrets.
struct SampleRandom {
  private var state: UInt64

  /// `salts` tell one use of a seed from another: a day, a customer, a file.
  init(seed: UInt64, _ salts: Int...) {
    state = seed
    for salt in salts { state = next() ^ UInt64(bitPattern: Int64(salt)) }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 ..< `bound`.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True in `share` of all cases.
  mutating func chance(_ share: Double) -> Bool {
    Double(next() >> 11) / 9_007_199_254_740_992 < share
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
