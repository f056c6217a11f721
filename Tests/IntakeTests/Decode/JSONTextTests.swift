import Records
import Testing

@testable import Intake

/// What RFC 8259 allows and what it does not.
struct JSONTextTests {
  private func fault(_ bytes: [UInt8], pieces: [Int] = [], chunk: Int = 4096) -> FileProblem? {
    problem {
      var window = ByteWindow(MemorySource(bytes, pieces: pieces), chunkBytes: chunk)
      var validator = JSONValidator(limits: DecodeOptions.Limits())
      var silence = JSONSilence()
      while !window.isComplete {
        try window.fill()
        let isComplete = window.isComplete
        let used = window.scan { view in
          Result { () throws(JSONFault) in
            try validator.run(view, isComplete: isComplete, listener: &silence)
          }
        }
        switch used {
        case .success(let used): window.drop(used)
        case .failure(let fault):
          throw fault.problem(line: validator.line, column: validator.column(of: fault.at))
        }
      }
    }
  }

  static let valid = [
    "[]", "{}", " [ ] ", "null", "true", "false", "0", "-0", "-1.5e+10", "1E5", "0.1", "\"\"",
    "\"é\u{1F600}\"",
    #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#, "[1,2]", #"{"a":{"b":[]}}"#, "\t\r\n[\n1\n,\n2\n]\n",
    "[\"\u{7F}\"]",
    #"{"a":1,"a":2}"#, "[1e400]", "[\"\u{2028}\"]", #""\u0000""#, "[[],{},[[]]]",
  ]

  @Test(arguments: valid)
  func `what RFC 8259 allows is accepted, in one piece and byte by byte`(text: String) {
    #expect(fault(Array(text.utf8)) == nil)
    #expect(fault(Array(text.utf8), pieces: Array(repeating: 1, count: 100)) == nil)
    #expect(fault(Array(text.utf8), chunk: 1) == nil)
  }

  static let invalid = [
    "[1,]", "{\"a\":1,}", "[,1]", "[1 2]", "{a:1}", "{'a':1}", "['a']", "[NaN]", "[Infinity]", "[-Infinity]",
    "[+1]",
    "[01]", "[-01]", "[1.]", "[.5]", "[1e]", "[1e+]", "[-]", "[0x1]", "[1]2", "[] []", "{}{}", "[1//c\n]",
    "[/**/]",
    "nul ", "tru]", "[True]", "[nullx]", "[\"\\x\"]", "[\"\\u12g4\"]", "[\"\\uD800\"]", "[\"\\uDC00\"]",
    "[\"\\uD800\\u0041\"]", "[\"\\uD800x\"]", "[\"a\nb\"]", "[\"a\tb\"]", "[\"\u{0}\"]", "{\"a\"}",
    "{\"a\" 1}",
    "{\"a\":}", "{1:2}", "{\"a\":1 \"b\":2}", "{\"a\":1]", "[1}", "]", "}", ",", ":", "[1]]", "[\u{A0}1]",
    "[\u{C}1]",
    "{\"a\":1,,\"b\":2}", "{,}", "[\"\\\u{0}\"]", "[--1]", "[1-]", "[1.2.3]", "[\\u0031]", "\u{FEFF}[]x",
  ]

  @Test(arguments: invalid)
  func `what RFC 8259 does not allow is refused, in one piece and byte by byte`(text: String) {
    #expect(fault(Array(text.utf8))?.code == "json.malformed")
    #expect(fault(Array(text.utf8), pieces: Array(repeating: 1, count: 100))?.code == "json.malformed")
  }

  @Test(arguments: [
    [0x80], [0xC3], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
    [0xF0, 0x80, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x28, 0xA1],
  ])
  func `a text that is not UTF-8 is refused`(bytes: [UInt8]) {
    let problem = fault([0x5B, 0x22] + bytes + [0x22, 0x5D])
    #expect(problem?.code == "json.malformed")
    #expect(problem?.column == 3)
  }

  @Test(arguments: [
    ("[1,\n 2,\n xyz]", 3, 2, "the character x was found where a value was expected"),
    ("[1,\r\n{\"a\" 1}]", 2, 6, "the character 1 was found where a colon was expected"),
    ("[1,]", 1, 4, "the character ] was found where a value was expected"),
    ("[1] x", 1, 5, "the character x was found where the end of the file was expected"),
    ("{\"a\":1,}", 1, 8, "the character } was found where a name in double quotes was expected"),
  ])
  func `the problem says where, what was found and what was expected`(
    text: String, line: Int, column: Int, message: String
  ) {
    for pieces in [[], Array(repeating: 1, count: 50)] {
      let problem = fault(Array(text.utf8), pieces: pieces)
      #expect(problem?.line == line)
      #expect(problem?.column == column)
      #expect(problem?.message == message)
    }
  }

  @Test func `every prefix of a document is refused as incomplete`() throws {
    let text = #"{"source_id":"w\u00e9\uD83D\uDE00é","data":[{"id":-1.5e+3,"x":[true,false,null]},{}],"n":0}"#
    let bytes = Array(text.utf8)
    #expect(try Reading(text).rows.count == 2)
    for length in 1..<bytes.count {
      let prefix = Array(bytes[..<length])
      let code = problem { _ = try Reading(MemorySource(prefix)) }?.code
      #expect(code == "file.incomplete", "\(length)")
    }
  }

  @Test func `64 levels are read, 65 are too deep, 100,000 do no harm`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth)
    }
    #expect(fault(nested(64)) == nil)
    #expect(fault(nested(65))?.code == "json.too_deep")
    #expect(fault(nested(100_000))?.code == "json.too_deep")
  }

  @Test func `texts and numbers have a limit`() {
    let text = [0x22] + [UInt8](repeating: 0x61, count: 1 << 20)
    #expect(fault(text + [0x22]) == nil)
    #expect(fault(text + [0x61, 0x22])?.code == "json.text_too_long")
    #expect(fault(text + text.dropFirst() + text.dropFirst())?.code == "json.text_too_long")
    #expect(fault([UInt8](repeating: 0x31, count: 1024)) == nil)
    #expect(fault([UInt8](repeating: 0x31, count: 1025))?.code == "json.number_too_long")
  }
}
