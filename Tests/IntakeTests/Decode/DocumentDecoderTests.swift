import Intake
import Records
import Testing

struct DocumentDecoderTests {
  private func code(_ bytes: [UInt8]) -> String? {
    problem { _ = try DocumentDecoder.open(MemorySource(bytes)) }?.code
  }

  @Test(arguments: ["", " \n\t\r\n ", "\u{FEFF}", String(repeating: " ", count: 200_000)])
  func `nothing but blanks is an empty file`(text: String) {
    #expect(code(Array(text.utf8)) == "file.empty")
  }

  @Test func `files that are no text are named for what they are`() {
    let zip = problem { _ = try DocumentDecoder.open(MemorySource([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00])) }
    #expect(zip?.code == "file.unrecognised")
    #expect(zip?.message == "this is a zip archive or an Excel workbook (.xlsx), not a table as text")
    #expect(code(Array("%PDF-1.7\n".utf8)) == "file.unrecognised")
    #expect(code([0x1F, 0x8B, 0x08]) == "file.unrecognised")
  }

  @Test func `bytes that no text has are refused with their place`() {
    let problem = problem { _ = try DocumentDecoder.open(MemorySource(Array("a,b\n1,".utf8) + [0])) }
    #expect(problem?.code == "text.binary")
    #expect(problem?.line == 2)
    #expect(problem?.column == 3)
  }

  @Test(arguments: [
    ("[]", DecodeFindings.Format.json), ("  \n{ \"a\": 1 }", .json), ("{\"a\":1}\n{\"a\":2}\n", .ndjson),
    ("[Orders],b\n1,2\n", .csv), ("{A1},b\n1,2\n", .csv), ("a\n1\n", .csv), ("[true]", .json),
    ("[total],b\n1,2\n", .csv), ("{\n\"a\":1\n}\n", .json), ("[{\"a\":1},\n{\"a\":2}]", .json),
    ("{\"orders\":[\n{\"a\":1}\n]}", .json), ("{\"order\":\n{\"a\":1}\n}", .json),
    ("{\"a\"\n{\"a\":1}\n", .ndjson),
  ])
  func `the format is told by the content`(text: String, format: DecodeFindings.Format) throws {
    for pieces in [[], Array(repeating: 1, count: 30)] {
      let reader = try DocumentDecoder.open(MemorySource(Array(text.utf8), pieces: pieces))
      #expect(reader.findings.format == format)
    }
  }
}
