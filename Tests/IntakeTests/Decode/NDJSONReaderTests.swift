import Intake
import Records
import Testing

struct NDJSONReaderTests {
  @Test func `one record per line, with its line and its bytes`() throws {
    let reading = try Reading("{\"a\":1}\r\n\n  {\"a\":\"x\",\"b\":[{\"c\":2}]} \n{\"b\":3}")
    #expect(reading.columns == ["a", "b[].c", "b"])
    #expect(reading.texts == [["1"], ["x"], ["", "2"], ["", "", "3"]])
    #expect(reading.lines == [1, 3, 3, 4])
    #expect(String(decoding: reading.rows[1].raw, as: UTF8.self) == #"{"a":"x","b":[{"c":2}]}"#)
  }

  @Test func `a bad line is a damaged row with its bytes, the others go on`() throws {
    let reading = try Reading("{\"a\":1}\n{\"a\":2,}\nnonsense\n{\"a\":3}\n")
    #expect(reading.texts == [["1"], [], [], ["3"]])
    #expect(reading.codes == [[], ["json.malformed"], ["json.malformed"], []])
    #expect(String(decoding: reading.rows[1].raw, as: UTF8.self) == "{\"a\":2,}")
    var reader = try DocumentDecoder.open(MemorySource(Array("{\"a\":1}\n{\"a\":2,}\n".utf8)))
    let problem = try #require(try reader.next()?.problems.first?.problem)
    #expect(
      problem.message
        == "the line is not JSON: the character } was found where a name in double quotes was expected, at column 8"
    )
  }

  @Test func `a bad first line does not hide that there is one record per line`() throws {
    #expect(try Reading("{\"a\":1,}\n{\"a\":2}\n").codes == [["json.malformed"], []])
  }

  @Test func `a last line cut short makes the file incomplete`() {
    let problem = problem { _ = try Reading("{\"a\":1}\n{\"a\":2}\n{\"a\":") }
    #expect(problem?.code == "file.incomplete")
    #expect(problem?.line == 3)
    #expect(problem?.column == 6)
  }

  @Test(arguments: [("x.jsonl", DecodeFindings.Format.ndjson), ("x.NDJSON", .ndjson), ("x.json", .json)])
  func `the name decides where one line could be either`(name: String, format: DecodeFindings.Format) throws {
    let reader = try DocumentDecoder.open(MemorySource(Array("{\"a\":1}\n".utf8)), name: Array(name.utf8))
    #expect(reader.findings.format == format)
  }

  @Test func `numbers and words at the very end of a file are records too`() throws {
    #expect(
      try Reading("{\"a\":1}\n{}\n[1]\n17", name: "x.jsonl").texts == [["1"], [], ["", "[1]"], ["", "17"]])
  }

  @Test func `rows do not depend on how the bytes arrive`() throws {
    let text = (0..<300).map { #"{"id":\#($0),"t":"é\u00e9","i":[{"q":1}]}"# + ($0 % 7 == 0 ? ",\n" : "\n") }
      .joined()
    let expected = try Reading(text)
    #expect(expected.rows.count == 300 + 300 - 43)
    for size in [1, 3, 50, 1000] { #expect(try Reading(text, options: small(size)) == expected) }
  }

  @Test func `very long first lines still show that there is one record per line`() throws {
    let long = "{\"a\":\"" + String(repeating: "x", count: 300_000) + "\"}\n"
    #expect(try Reading(long + long + long).rows.count == 3)
  }
}
