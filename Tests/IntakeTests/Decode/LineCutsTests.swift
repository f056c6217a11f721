import Intake
import Records
import Testing

/// Lines with damaged quotes, cut as they were most likely meant.
struct LineCutsTests {
  @Test(arguments: [
    (#"7,""Cap, "b""",3"#, ["7", #""Cap, "b""#, "3"]),
    (#"7,""Cap ""b""""#, ["7", #""Cap "b""#]),
    (#"7,"10"","x "y" z""#, ["7", #"10""#, #"x "y" z"#]),
    (#""7,"b, c",3"#, [#""7"#, "b, c", "3"]),
    (#"7,"b, c","3"#, ["7", "b, c", #""3"#]),
    (#"7,"b ""c"" d"e,3"#, ["7", #""b ""c"" d"e"#, "3"]),
  ])
  func `a damaged line has as many cells as the header, and no quote more is left unexplained than must be`(
    line: String, cells: [String]
  ) throws {
    let reading = try Reading("a,b,c\n1,2,3\n" + line + "\n4,\"5\",6\n")
    #expect(reading.texts == [["1", "2", "3"], cells, ["4", "5", "6"]])
    #expect(reading.codes[1].contains("row.damaged_quotes"))
    #expect(reading.codes[0].isEmpty && reading.codes[2].isEmpty)
  }

  /// One quote more, at every place of a sound row.
  @Test func `a quote too many anywhere in a row harms no other and shifts no cell`() throws {
    let cells = ["2026-01-02", "12.50", "Mug, 10\"", "red", ""]
    let row = #"2026-01-02,12.50,"Mug, 10""","red","#
    for place in row.indices {
      var damaged = row
      damaged.insert("\"", at: place)
      let text = "day,total,name,color,note\n\(row)\n\(damaged)\n\(row)\n\(row)\n"
      let reading = try Reading(text)
      #expect(reading.rows.count == 4, "\(damaged)")
      for index in [0, 2, 3] { #expect(reading.texts[index] == cells, "\(damaged)") }
      #expect(reading.texts[1].count <= 5, "\(damaged)")
    }
  }

  @Test func `a damaged line of very many cells is flagged all the same and harms no other`() throws {
    let header = (0..<300).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<300).map { "\($0)" }.joined(separator: ",")
    let reading = try Reading("\(header)\n\(row)\n\"x\"y\(row.dropFirst())\n\(row)\n")
    #expect(reading.rows.count == 3)
    #expect(reading.codes == [[], ["row.damaged_quotes"], []])
  }

  @Test(arguments: [
    // The fourth cell of a column that is empty elsewhere, and a word among numbers.
    ("1,a,,5,\n", true), ("1,,a,5,\n", true), ("1,a,5,,\n", false),
  ])
  func `a row with an empty cell too many is held if it may be shifted`(row: String, isHeld: Bool) throws {
    let rows = String(repeating: "1,a,5,\n", count: 4)
    let reading = try Reading("id,name,qty,note\n" + rows + row)
    #expect(reading.codes[4] == (isHeld ? ["row.too_many_cells"] : []))
    #expect(reading.codes.prefix(4).joined().isEmpty)
  }
}
