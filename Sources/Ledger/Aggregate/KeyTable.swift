/// Gives equal 64-bit keys one small number, counted from 0 in the order in which they came.
///
/// Open addressing with linear probing, kept at most half full; the key asked for last is not looked for again.
struct KeyTable {
  private(set) var keys: [UInt64] = []
  private var slots: [Int32] = Array(repeating: -1, count: 1024)
  private var last: (key: UInt64, index: Int)?

  var count: Int { keys.count }

  mutating func index(of key: UInt64) -> Int {
    if let last, last.key == key { return last.index }
    let index = search(key)
    last = (key, index)
    return index
  }

  private mutating func search(_ key: UInt64) -> Int {
    var slot = Self.slot(of: key, among: slots.count)
    while slots[slot] >= 0 {
      if keys[Int(slots[slot])] == key { return Int(slots[slot]) }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = Int32(keys.count)
    keys.append(key)
    if keys.count * 2 > slots.count { grow() }
    return keys.count - 1
  }

  /// Neighbouring keys are spread by a multiplication, of which the high bits are the best.
  private static func slot(of key: UInt64, among count: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count - 1)
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (index, key) in keys.enumerated() {
      var slot = Self.slot(of: key, among: slots.count)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(index)
    }
  }
}
