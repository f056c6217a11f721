import Intake
import Records
import Testing

struct CSVReaderTests {
  @Test func `a plain file gives its header, rows, lines and offsets`() throws {
    let reading = try Reading("id,name\n1,Mug\n2,\"Blue, large\"\n")
    #expect(reading.columns == ["id", "name"])
    #expect(reading.texts == [["1", "Mug"], ["2", "Blue, large"]])
    #expect(reading.lines == [2, 3])
    #expect(reading.rows.map(\.offset) == [8, 14])
    #expect(reading.rows[1].raw == Array("2,\"Blue, large\"".utf8))
    #expect(reading.codes == [[], []])
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `all line ends are understood, also inside quotes and with none after the last line`(end: String)
    throws
  {
    let text = ["a,b", "1,\"x", "y \"\"z\"\"\"", "2,w"].joined(separator: end)
    let reading = try Reading(text)
    #expect(reading.texts == [["1", "x\(end)y \"z\""], ["2", "w"]])
    #expect(reading.lines == [2, 4])
  }

  @Test func `a byte order mark is no part of the first name`() throws {
    let reading = try Reading("\u{FEFF}id,n\n1,2\n")
    #expect(reading.columns == ["id", "n"])
    #expect(reading.rows[0].offset == 8)
  }

  @Test(arguments: [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")])
  func `the delimiter is the one that stands most often in the header`(delimiter: String, name: String) throws
  {
    let text = "\"a,;b\"\(delimiter)c\(delimiter)d\n1\(delimiter)2\(delimiter)3\n"
    let reading = try Reading(text)
    #expect(reading.columns == ["a,;b", "c", "d"])
    #expect(reading.texts == [["1", "2", "3"]])
    let reader = try DocumentDecoder.open(MemorySource(Array(text.utf8)))
    #expect(reader.findings.notes.contains(.init("delimiter", "\(name): 3 columns in 2 of 2 rows")))
  }

  @Test func `a stated delimiter is obeyed`() throws {
    var options = DecodeOptions()
    options.delimiter = [0x3B]
    #expect(try Reading("a,b,c;d\n1,2;3\n", options: options).texts == [["1,2", "3"]])
  }

  @Test func `empty lines are no rows, padding rows are rows without a problem`() throws {
    let reading = try Reading("\n\na,b\n\n1,2\n,\n  \n\n3,4\n")
    #expect(reading.columns == ["a", "b"])
    #expect(reading.texts == [["1", "2"], ["", ""], ["  "], ["3", "4"]])
    #expect(reading.lines == [5, 6, 7, 9])
    #expect(reading.codes == [[], [], [], []])
  }

  @Test func `rows with too few or too many cells are flagged and harm no other`() throws {
    let reading = try Reading("a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n1,2,3\n")
    #expect(reading.codes == [["row.too_few_cells"], ["row.too_many_cells"], [], []])
    #expect(reading.texts.last == ["1", "2", "3"])
    #expect(reading.texts[2] == ["1", "2", "3"])
  }

  @Test func `the problem says how many cells there are and how many there should be`() throws {
    var reader = try DocumentDecoder.open(MemorySource(Array("a,b,c\n1,2\n".utf8)))
    let problem = try #require(try reader.next()?.problems.first?.problem)
    #expect(problem.message == "the row has 2 cells, the header has 3")
  }

  @Test func `a header that ends with a delimiter asks for no cell there`() throws {
    #expect(try Reading("a,b,\n1,2\n1,2,\n").codes == [[], []])
  }

  @Test(arguments: [
    ("1,\"open\n2,y\n3,z\n", [["1", "\"open"], ["2", "y"], ["3", "z"]], [true, false, false]),
    ("1,\"open\n2,\"y\"\n", [["1", "\"open"], ["2", "y"]], [true, false]),
    ("1,\"a\"b\n2,y\n", [["1", "\"a\"b"], ["2", "y"]], [true, false]),
    ("1,5\" nail\n2,y\n", [["1", "5\" nail"], ["2", "y"]], [true, false]),
    ("\"1\" ,\"y\"  \n2,y\n", [["1", "y"], ["2", "y"]], [true, false]),
  ])
  func `damaged quotes are flagged and the next row is whole`(
    rows: String, cells: [[String]], flagged: [Bool]
  ) throws {
    let reading = try Reading("a,b\n" + rows)
    #expect(reading.texts == cells)
    #expect(reading.codes.map { $0.contains("row.damaged_quotes") } == flagged)
  }

  @Test(arguments: [
    ("1,\"open,2\n", ["1", "\"open", "2"]), ("\"1,open,2\n", ["\"1", "open", "2"]),
    ("1,\"open,\"2\"\n", ["1", "\"open", "2"]), ("\"1,x\",2\n", ["1,x", "2"]),
    ("1,\"open\"x,2,\n", ["1", "\"open\"x", "2"]), ("1,\"a \"b\", c\",2\n", ["1", "a \"b\", c", "2"]),
  ])
  func `a quote that is never closed ends where the row then fits the header`(row: String, cells: [String])
    throws
  {
    let reading = try Reading("a,b,c\n7,8,9\n" + row + "4,\"5\",6\n")
    #expect(reading.texts == [["7", "8", "9"], cells, ["4", "5", "6"]])
  }

  @Test func `a quote that is never closed does not swallow a large file`() throws {
    let rows = (0..<60_000).map { "\($0),some text that is long enough for more than one window" }
    let reading = try Reading("a,b\n0,\"open\n" + rows.joined(separator: "\n") + "\n")
    #expect(reading.rows.count == 60_001)
    #expect(reading.codes.first == ["row.damaged_quotes"])
    #expect(reading.codes.dropFirst().joined().isEmpty)
    #expect(reading.lines.last == 60_002)
  }

  @Test func `only the rows that are not UTF-8 are flagged, their bytes stay`() throws {
    let bytes = Array("a,b\n1,Café\n2,Caf".utf8) + [0xE9] + Array("\n3,ok\n".utf8)
    let reading = try Reading(MemorySource(bytes))
    #expect(reading.codes == [[], ["row.encoding"], []])
    #expect(reading.rows[1].cells[1] == Array("Caf".utf8) + [0xE9])
  }

  @Test func `a small window gives the same rows as a large one`() throws {
    var text = "a,b,c\r\n"
    for index in 0..<200 {
      text += "\(index),\"x\"\"\(index)\r\ny\",\(String(repeating: "z", count: index % 50))\r\n"
    }
    let expected = try Reading(text)
    #expect(expected.rows.count == 200)
    for size in [1, 2, 3, 7, 64, 1000] { #expect(try Reading(text, options: small(size)) == expected) }
    #expect(try Reading(text, pieces: Array(repeating: 5, count: 3000)) == expected)
  }

  @Test func `limits on cells, rows and columns hold, each with its code`() throws {
    var options = small(64)
    options.limits.cellBytes = 100
    options.limits.rowBytes = 1000
    options.limits.columns = 5
    let long = String(repeating: "x", count: 200)
    let reading = try Reading("a,b\n1,\(long)\n2,ok\n", options: options)
    #expect(reading.codes == [["row.cell_too_long"], []])
    let row = problem {
      _ = try Reading("a,b\n1,2\n" + String(repeating: "x", count: 5000), options: options)
    }
    #expect(row?.code == "row.too_long")
    #expect(row?.line == 3)
    let header = problem { _ = try Reading("1,2,3,4,5,6\n", options: options) }
    #expect(header?.code == "columns.too_many")
    #expect(try Reading("1,2,3,4,5\n", options: options).columns.count == 5)
    options.delimiter = [0x2C]
    #expect(
      try Reading("a\n" + String(repeating: ",", count: 90) + "x\n", options: options).codes
        == [["row.too_many_cells"]])
  }

  @Test func `a line without an end is refused long before it fills memory`() {
    let endless = EndlessSource()
    #expect(problem { _ = try Reading(endless) }?.code == "row.too_long")
    #expect(endless.given < 20 << 20)
  }

  @Test func `a last line without line end is noted`() throws {
    var reader = try DocumentDecoder.open(MemorySource(Array("a\n1".utf8)))
    while try reader.next() != nil {}
    #expect(reader.findings.notes.contains(.init("last_line", "has no line end")))
  }
}

/// A file of one letter that never ends.
final class EndlessSource: ByteSource {
  private(set) var given = 0

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0x78)
    given += buffer.count
    return buffer.count
  }

  func rewind() throws(FileProblem) {}
}
