import Records
import Testing

@Test func `a hash is new once and seen ever after, over many tables`() {
  var seen = SeenHashes()
  var hash: UInt64 = 1
  var hashes: [UInt64] = []
  for _ in 0..<300_000 {
    hash = hash &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    hashes.append(hash ^ hash >> 29)
  }
  let falseAlarms = hashes.count { !seen.insert($0) }
  // Two in ten thousand, each of which costs a look and changes nothing.
  #expect(falseAlarms <= 60)
  #expect(seen.count == hashes.count - falseAlarms && !seen.isFull)
  #expect(hashes.allSatisfy { seen.contains($0) } && !SeenHashes().contains(hash))
  #expect(hashes.allSatisfy { !seen.insert($0) })
}

@Test func `hashes that differ only above or only below are told apart`() {
  var seen = SeenHashes()
  #expect([0, 1, 2, 1 << 32, 1 << 33, 1 << 63].allSatisfy { seen.insert($0 as UInt64 | 5 << 40) })
}
