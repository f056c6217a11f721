import Intake
import Records
import Testing

/// Input made to do harm: it may be refused, and must be cut the same however it arrives, but never end the process.
struct HostileInputTests {
  private static let seeds = [
    #"{"source":"é","data":[{"id":1,"i":[{"q":"\u00e9\uD83D\uDE00"},{"q":[1,[2]]}],"x":{"y":null}}],"n":-1.5e3}"#,
    "{\"a\":1,\"b\":\"x\"}\n{\"a\":[{\"c\":true}]}\n[1]\n\"x\"\n",
    "id;name;note\r\n1;\"a \"\"b\"\"\";x\r\n2;\"c\nd\";\r\n3;é;\"z\"\r\n",
    "[[1,2],[3],{\"a\":{\"a\":{\"a\":[{\"a\":1}]}}}]",
  ]

  /// What became of it, in a form that can be compared.
  private func outcome(_ bytes: [UInt8], _ options: DecodeOptions) -> String {
    do {
      let reading = try Reading(MemorySource(bytes), options: options)
      return "\(reading)"
    } catch { return "\((error as? FileProblem)?.code ?? "unknown error")" }
  }

  @Test(arguments: 0..<4)
  func `damaged documents are read or refused alike in large and small windows`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let original = Array(Self.seeds[seed].utf8)
    let marks = Array("{}[],:;\"\\\n\r u0eE-.\u{1}".utf8) + [0xC3, 0xED, 0xFF]
    for round in 0..<1500 {
      var bytes = original
      for _ in 0...Int(generator.next() % 3) {
        let at = Int(generator.next() % UInt64(bytes.count))
        switch generator.next() % 3 {
        case 0: bytes[at] = marks[Int(generator.next() % UInt64(marks.count))]
        case 1: bytes.insert(marks[Int(generator.next() % UInt64(marks.count))], at: at)
        default: bytes.remove(at: at)
        }
      }
      let whole = outcome(bytes, DecodeOptions())
      for size in [1, 13] where outcome(bytes, small(size)) != whole {
        Issue.record("round \(round), windows of \(size): \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }

  @Test func `a document that changes between the two looks at it is noticed`() {
    for replacement in ["[", "\"", "{", "\\", " "] {
      let source = ChangingSource(
        first: Array(#"[{"a":"x"},{"a":"\u00e9"}]"#.utf8),
        then: Array(("[" + String(repeating: replacement, count: 5000)).utf8))
      #expect(problem { _ = try Reading(source) } != nil)
    }
    let nested = String(repeating: "{\"a\":", count: 50_000)
    let source = ChangingSource(first: Array("[{}]".utf8), then: Array(("[" + nested).utf8))
    #expect(problem { _ = try Reading(source) }?.code == "file.changed")
  }

  @Test(.timeLimit(.minutes(1)))
  func `a file damaged in every row takes no longer per row`() throws {
    let text = "a,b\n" + String(repeating: "\"x\n\"\"\n", count: 40_000)
    #expect(try Reading(text).rows.count == 80_000)
  }

  @Test func `marks behind the end of a sample are not taken for the sample's`() {
    let header = (1...18).map { "c\($0)" }.joined(separator: ",")
    for extra in 0..<9 {
      let text = header + "\n" + String(repeating: "\"a\"\"\",", count: 60_000 + extra)
      #expect(problem { _ = try Reading(text) }?.code == "row.too_long" || text.utf8.count < 4 << 20)
    }
  }

  @Test func `a record of very many wide parts is refused before it takes memory`() {
    let names = (0..<900).map { "\"k\($0)\":1" }.joined(separator: ",")
    let parts = Array(repeating: "{\"k899\":1}", count: 2000).joined(separator: ",")
    let text = "[{\"i\":[{\(names)},\(parts)]}]"
    #expect(problem { _ = try Reading(text) }?.code == "row.too_long")
  }
}

/// Gives other bytes the second time.
private final class ChangingSource: ByteSource {
  private var current: MemorySource
  private let second: MemorySource

  init(first: [UInt8], then: [UInt8]) {
    current = MemorySource(first)
    second = MemorySource(then)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    try unsafe current.read(into: buffer)
  }

  func rewind() throws(FileProblem) { current = second }
}
