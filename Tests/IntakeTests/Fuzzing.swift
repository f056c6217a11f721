import PackingSupport
import Records
import Testing

@testable import Intake

/// Damages documents and archives at random. A finding is an end of the process, or rows that differ with the size of
/// the windows; being refused is none.
enum Fuzzing {
  static let seeds: [[UInt8]] =
    [
      #"{"source":"é","data":[{"id":1,"i":[{"q":"\u00e9\uD83D\uDE00"},{"q":[1,[2]]}],"x":{"y":null}}],"n":-1.5e3}"#,
      "{\"a\":1,\"b\":\"x\"}\n{\"a\":[{\"c\":true}]}\n[1]\n", XMLReaderTests.orders,
      "<!DOCTYPE l SYSTEM 'x'><l xmlns:a='u'><a:r b='1&lt;'>x</a:r><a:r><![CDATA[y]]></a:r></l>",
    ].map { Array($0.utf8) } + archives

  private static let archives: [[UInt8]] = {
    let entries = [Packing.Entry("june.csv", "id\n1\n"), Packing.Entry("may.xml", XMLReaderTests.orders)]
    return [
      Packing.zip(entries), Packing.sevenZip(entries), Packing.tar(entries), Packing.tar(entries, .gzip),
      Packing.tar(entries, .xz), Packing.tar(entries, .bzip2), Packing.tar(entries, .zstd),
      Packing.zip([.init("in.zip", Packing.zip(entries))]),
    ]
  }()

  /// Goes on until the time is over; the number of documents tried. `report` gets those whose rows differ.
  static func run(seed: UInt64, for duration: Duration, report: ([UInt8]) -> Void) -> Int {
    var generator = SeededGenerator(seed: seed)
    let clock = ContinuousClock()
    let end = clock.now + duration
    var count = 0
    while clock.now < end {
      let bytes = damaged(&generator)
      _ = Unpacked.all(bytes)
      if Container(Array(bytes.prefix(Container.headBytes))) == nil {
        let window = 1 + Int(generator.next() % 64)
        if outcome(bytes, DecodeOptions()) != outcome(bytes, small(window)) { report(bytes) }
      }
      count += 1
    }
    return count
  }

  private static func damaged(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = seeds[Int(generator.next() % UInt64(seeds.count))]
    for _ in 0...Int(generator.next() % 4) where !bytes.isEmpty {
      let at = Int(generator.next() % UInt64(bytes.count))
      switch generator.next() % 5 {
      case 0: bytes[at] = UInt8(truncatingIfNeeded: generator.next())
      case 1: bytes[at] ^= 1 << UInt8(generator.next() % 8)
      case 2: bytes.insert(bytes[Int(generator.next() % UInt64(bytes.count))], at: at)
      case 3: bytes.remove(at: at)
      default: bytes.removeLast(Int(generator.next() % UInt64(bytes.count - at)))
      }
    }
    return bytes
  }

  private static func outcome(_ bytes: [UInt8], _ options: DecodeOptions) -> String {
    do {
      return "\(try Reading(MemorySource(bytes), options: options))"
    } catch { return (error as? FileProblem)?.code ?? "unknown error" }
  }
}

struct FuzzingTests {
  @Test func `damaged documents and archives do no harm`() {
    let count = Fuzzing.run(seed: 1, for: .seconds(2)) { bytes in
      Issue.record("rows differ with the window: \(String(decoding: bytes, as: UTF8.self))")
    }
    #expect(count > 0)
  }
}
