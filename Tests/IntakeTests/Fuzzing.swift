import Foundation
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

extension Fuzzing {
  /// Delimited texts of the bytes that matter, cut as the reference cuts them however they come in pieces; and, read
  /// from dialect to footer, the same in windows of every size.
  static func runText(seed: UInt64, for duration: Duration, report: ([UInt8]) -> Void) throws -> Int {
    var generator = SeededGenerator(seed: seed)
    let clock = ContinuousClock()
    let end = clock.now + duration
    var count = 0
    while clock.now < end {
      let style = CSVReferenceTests.styles[Int(generator.next() % UInt64(CSVReferenceTests.styles.count))]
      let alphabet = Array((style.alphabet + "b1 ").utf8)
      let length = Int(generator.next() % 200)
      let text = (0..<length).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
      let pieces = (0..<length).map { _ in 1 + Int(generator.next() % 32) }
      let rows = try CSVReferenceTests.scan(text, style.marks, pieces: pieces)
      if rows != CSVReference(text, marks: style.marks).rows { report(text) }
      let table = Array("id,name,total\n1,\"a\",2\n".utf8) + text
      if outcome(table, DecodeOptions()) != outcome(table, small(1 + length % 64)) { report(table) }
      count += 1
    }
    return count
  }
}

/// `make fuzz` sets how long to go on and begins with another seed each time; the suite itself only has a short look.
struct FuzzingTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seed = UInt64(environment["FUZZ_SEED"] ?? "") ?? 1
  /// Of each target.
  private static let duration = Duration.milliseconds(
    (Int(environment["FUZZ_SECONDS"] ?? "") ?? 2) * 1000 / 2)

  @Test func `damaged documents and archives do no harm`() {
    print("fuzzing documents and archives with seed \(Self.seed)")
    let count = Fuzzing.run(seed: Self.seed, for: Self.duration) { bytes in
      Issue.record("seed \(Self.seed): rows differ with the window: \(bytes)")
    }
    #expect(count > 0)
  }

  @Test func `delimited text of any kind does no harm and is cut as the reference cuts it`() throws {
    print("fuzzing delimited text with seed \(Self.seed)")
    let count = try Fuzzing.runText(seed: Self.seed, for: Self.duration) { bytes in
      Issue.record("seed \(Self.seed): rows differ: \(bytes)")
    }
    #expect(count > 0)
  }
}
