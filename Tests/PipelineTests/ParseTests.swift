import Foundation
import Pipeline
import Records
import Testing

/// What `parse` shows of a file, and how it ends.
struct ParseTests {
  /// 0, 3 or the code of the problem, what was shown, and what was said of it.
  private func parse(
    _ bytes: [UInt8], as name: String, table: Int? = nil, format: FileParse.Format = .csv
  ) throws -> (end: String, output: String, report: [String]) {
    let folder = try TestFolder()
    let path = folder.shop.inbox.appending(name)
    try Data(bytes).write(to: URL(filePath: path.display))
    var output: [UInt8] = []
    var report: [String] = []
    let parse = FileParse(
      path, stated: StatedDialect(), format: format, table: table,
      output: { output += $0 }, report: { report.append($0) })
    let end =
      switch parse.run() {
      case .table: "table"
      case .noTable: "no table"
      case .refused(let problem): problem.code
      }
    return (end, String(decoding: output, as: UTF8.self), report)
  }

  static let records = [
    "[1]", "[1,2.50,\"a\",true,null,[3],{\"b\":4}]", "[[1,2],[3]]", "[[]]", "[null]", "{\"a\":1}", "{\"\":0}",
    "{\"a\":1,\"a\":2}", "\t[\r\n1\n]\n", "[\"\u{7F}\"]", "[-0]",
    "[1E+2]",
    "[0e1]", "[0.\(String(repeating: "0", count: 90))1]", "[\"\\ud83d\\ude00\\u0000\"]",
    "[\"\u{FFFF}\u{2028}é\"]",
    "\u{FEFF}[1]", "{\"a\":1}\n{\"a\":2}", "[\"[1,]\"]",
  ]

  @Test(arguments: records) func `any JSON with a value in a list or object is a table`(text: String) throws {
    let parsed = try parse(Array(text.utf8), as: "a.json")
    #expect(parsed.end == "table" && !parsed.output.isEmpty, "\(parsed)")
  }

  @Test(arguments: [
    ("42", "value\n42\n"), ("-0.5e1\n", "value\n-0.5e1\n"), ("\"as\\nd\"", "value\n\"as\nd\"\n"),
    (" true ", "value\ntrue\n"), ("null", "value\n"), ("\"\"", "value\n\"\"\n"), ("[]", ""), ("{}", ""),
    ("[{}]", ""), ("{\"a\":[]}", ""),
  ])
  func `JSON without records is shown and is no table`(text: String, shown: String) throws {
    let parsed = try parse(Array(text.utf8), as: "a.json")
    #expect(parsed.end == "no table", "\(parsed)")
    #expect(parsed.output == shown || text == "null")
    #expect(parsed.report.last?.contains("file.no_table") == true, "\(parsed)")
  }

  static let damaged: [String] = [
    "[1,]", "[1 true]", "[,1]", "[1,,2]", "[1:2]", "[1", "[\"x\"", "[3[4]]", "[nul]", "nul", "[NaN]", "NaN",
    "[-]", "[+1]", "+1", "[01]", "01", "[-012]", "[1.]", "1.", "[.5]", ".5", "[2.e3]", "2.e3", "[0x1]", "0x1",
    "[1e]", "[1eE2]", "[- 1]", "-foo", "[１]", "{1:1}", "{a:1}", "{'a':1}", "{\"a\"}", "{\"a\" 1}",
    "{\"a\"::1}",
    "{\"a\":1,}", "{\"a\":1,,\"b\":2}", "{\"a\":1}/**/", "{\"a\":1}#", "{\"a\":\"b\"}#{}", "[1]//", "{}{}",
    "[][]", "[1]x", "[1]]", "{}}", "{\"a\": true} \"x\"", "\"\"x", "abc", "aé", "*", "]", ":", ",", "a,b",
    "\"a\",\"b\"", "[\"\\x00\"]", "[\"\\u00A\"]", "[\"\\uD800\\u\"]", "[\"\\uD800\"]", "[\"a\nb\"]",
    "[\"\t\"]",
    "['a']", "[\u{C}]", "\u{2060}[]", " ", "", "\u{FEFF}", "<null>", "<.>", "[\u{0}]", "123\u{0}", "\u{0}",
    "1\n2", "[1]\n[2]", "{\"a\":1}\n[2]", "// x\n[1]", "# x\n[1]", "{\"a\":1}\n{\"a\":", "[\"x\",\n4\n,1,",
  ]

  @Test(arguments: damaged)
  func `what is named as JSON and is none is refused, and nothing of it shown`(text: String) throws {
    let parsed = try parse(Array(text.utf8), as: "a.json")
    #expect(parsed.end != "table" && parsed.end != "no table" && parsed.output.isEmpty, "\(parsed)")
  }

  @Test(arguments: [
    [0xE5], [0x61, 0xE5], [0xEF, 0xBB], [0xEF, 0xBB, 0x7B, 0x7D], [0x5B, 0x31, 0x5D, 0xFF],
  ])
  func `bytes that are no text are refused where JSON was promised`(bytes: [UInt8]) throws {
    let parsed = try parse(bytes, as: "a.json")
    #expect(parsed.end == "json.malformed" && parsed.output.isEmpty, "\(parsed)")
  }

  @Test func `JSON that is too deep is refused by the limit`() throws {
    let text = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
    #expect(try parse(Array(text.utf8), as: "a.json").end == "json.too_deep")
    #expect(try parse([UInt8](repeating: 0x5B, count: 100_000), as: "a.json").end == "json.too_deep")
  }

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16])
  func `JSON in UTF-16 is read`(encoding: String.Encoding) throws {
    let bytes = Array(try #require("[{\"a\":\"é\"}]".data(using: encoding)))
    #expect(try parse(bytes, as: "a.json").output == "a\né\n")
  }

  @Test func `a damaged line is told with its place, and nothing is shown of the others`() throws {
    let parsed = try parse(Array("{\"a\":1}\n{\"a\":}\n{\"a\":3}\n".utf8), as: "a.ndjson")
    #expect(parsed.end == "json.malformed" && parsed.output.isEmpty, "\(parsed)")
    #expect(parsed.report.contains { $0.contains("a.ndjson:2:6: json.malformed") }, "\(parsed)")
  }

  @Test(arguments: [
    ("a.json", "id,name\n1,x\n", "id,name\n1,x\n"), ("a.ndjson", "id;name\n1;x\n", "id,name\n1,x\n"),
    ("a.xml", "\"id\",\"name\"\n1,x\n", "id,name\n1,x\n"), ("a.csv", "[{\"id\":1}]", "id\n1\n"),
    ("a.csv", "[1,2]\n[3,4]\n", "value\n\"[1,2]\"\n\"[3,4]\"\n"), ("a.jsonl", "1\n\"x\"\n", "value\n1\nx\n"),
    ("a.jsonl", "[\n{\"id\":1}\n]\n", "id\n1\n"), ("a.xml", "[{\"id\":1}]", "id\n1\n"),
    ("a.json", "<l><r><id>1</id></r><r><id>2</id></r></l>", "id\n1\n2\n"),
    ("a.csv", "42\n", "column_1\n42\n"),
  ])
  func `content decides what a file is, and its name only where content does not`(
    name: String, text: String, shown: String
  ) throws {
    let parsed = try parse(Array(text.utf8), as: name)
    #expect(parsed.output == shown, "\(parsed)")
  }

  @Test(arguments: ["x<a/>", "&#32;<a/>", "< a/>", "<1/>", "doc", "a,b", "<a>,<b>", "]]>", "{a}"])
  func `what is named as XML and does not begin so is malformed`(text: String) throws {
    let parsed = try parse(Array(text.utf8), as: "a.xml")
    #expect(["xml.malformed", "file.incomplete"].contains(parsed.end) && parsed.output.isEmpty, "\(parsed)")
  }

  @Test(arguments: [("<a/>", "value\n"), ("<a>text</a>", "value\ntext\n")])
  func `an XML document without records is shown and is no table`(text: String, shown: String) throws {
    let parsed = try parse(Array(text.utf8), as: "a.xml")
    #expect(parsed.end == "no table" && parsed.output.hasPrefix(shown), "\(parsed)")
  }

  @Test func `a table that is not there is no table`() throws {
    let bytes = Array("a,b\n1,2\n".utf8)
    #expect(try parse(bytes, as: "a.csv", table: 2).end == "no table")
    #expect(try parse(Array("[{\"a\":1}]".utf8), as: "a.json", table: 2).end == "no table")
  }
}
