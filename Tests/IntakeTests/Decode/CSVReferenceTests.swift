import Records
import Testing

@testable import Intake

/// Every text of up to six of the bytes that matter, read by the scanner and by a slow, obvious reference.
struct CSVReferenceTests {
  struct Style: Sendable, CustomTestStringConvertible {
    var name: String
    var alphabet: String
    var marks: CSVMarks
    var testDescription: String { name }

    init(
      _ name: String, _ alphabet: String, delimiter: String = ",", quote: Character? = "\"",
      escape: CSVMarks.Escape = .doubled
    ) {
      self.name = name
      self.alphabet = alphabet
      marks = CSVMarks(delimiter: Array(delimiter.utf8), quote: quote?.asciiValue, escape: escape)
    }
  }

  static let styles = [
    Style("RFC 4180", "a,\"\n\r"),
    Style("blanks", "a, \"\n"),
    Style("single quotes", "a,'\n\"", quote: "'"),
    Style("no quotes", "a,\"\n\r", quote: nil),
    Style("backslashes", "a,\"\n\\", escape: .backslash),
    Style("backslashes without quotes", "a,\r\n\\", quote: nil, escape: .backslash),
    Style("two-letter delimiter", "a|\"\n", delimiter: "||"),
    Style("two-letter delimiter and backslashes", "|\"\n\\", delimiter: "||", escape: .backslash),
  ]

  /// All texts of `length` bytes, counted through like a number.
  private static func texts(of length: Int, _ alphabet: [UInt8]) -> [[UInt8]] {
    var texts: [[UInt8]] = [[]]
    for _ in 0..<length { texts = texts.flatMap { text in alphabet.map { text + [$0] } } }
    return texts
  }

  static func scan(_ text: [UInt8], _ marks: CSVMarks, pieces: [Int]) throws -> [Reading.Row] {
    var window = ByteWindow(MemorySource(text, pieces: pieces), chunkBytes: 16)
    var scanner = CSVScanner(marks: marks, limits: DecodeOptions.Limits())
    var reading = Reading(columns: [], rows: [])
    while !window.isComplete {
      try window.fill()
      let (offset, isComplete) = (window.offset, window.isComplete)
      let used = window.scan { scanner.scan($0, offset: offset, isComplete: isComplete) }
      var batch = RowBatch(columns: [])
      batch.cells = scanner.cells.copy(movingFrom: window.count, by: window.count - used)
      batch.rows = scanner.rows
      batch.problems = scanner.problems
      batch.bytes = window.take(used) + scanner.rewritten
      reading.add(batch)
    }
    #expect(window.count == 0)
    return reading.rows
  }

  @Test(arguments: styles, 0...6)
  func `every short text is cut as the reference cuts it, whole and in two pieces`(
    style: Style, length: Int
  ) throws {
    for text in Self.texts(of: length, Array(style.alphabet.utf8)) {
      let expected = CSVReference(text, marks: style.marks).rows
      let whole = try Self.scan(text, style.marks, pieces: [])
      if whole != expected { Issue.record("\(String(decoding: text, as: UTF8.self).debugDescription)") }
      for split in 1..<max(1, length) {
        let parts = try Self.scan(text, style.marks, pieces: [split])
        if parts != expected {
          Issue.record("\(String(decoding: text, as: UTF8.self).debugDescription) cut at \(split)")
        }
      }
    }
  }

  @Test(arguments: styles)
  func `longer random texts are cut the same in windows of every size`(style: Style) throws {
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array(style.alphabet.utf8)
    for _ in 0..<300 {
      let text = (0..<40).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))] }
      let expected = CSVReference(text, marks: style.marks).rows
      for split in [nil, 1, 8, 17, 33] {
        let rows = try Self.scan(text, style.marks, pieces: split.map { [$0] } ?? [])
        #expect(rows == expected, "\(text)")
      }
    }
  }
}

/// SplitMix64, for the same choices in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
