import Intake
import Records
import Testing

/// What footers state as sums, and whether the columns add up to it.
struct StatedSumTests {
  private static let rows = "day,item,qty,total\n2026-01-02,Mug,2,\"1,200.50\"\n2026-01-03,Cap,1,34.00\n"

  /// The text read twice, as a file is whose footers state sums.
  private func disagreement(_ text: String) throws -> FileProblem? {
    func open() throws -> any RowReader {
      try DocumentDecoder.open(MemorySource(Array(text.utf8)), options: small(64))
    }
    var reader = try open()
    while try reader.next() != nil {}
    guard var check = StatedSumCheck(reader.findings.statedSums, columns: reader.columns) else { return nil }
    reader = try open()
    while let rows = try reader.next() { check.add(rows) }
    return check.disagreement
  }

  @Test(arguments: [
    ("Total,,3,1234.50\n", true), ("Total,,,\"1,234.50\"\n", true), ("Total: 1,234.50\n", true),
    ("Summe;;;\n", true), ("Total,,3,\n", true),
    ("Total,,,1234.00\n", false), ("Total: 1,200.50\n", false), ("Total,,4,\n", false),
    // One of two agrees: the other may count what is no column.
    ("Total,,3,1300.00\n", true),
    // A price with a postage, an average: no word for a total.
    ("Average,,1.5,617.25\n", true), ("Subtotal,,,5.00\n", true),
  ])
  func `a stated sum must be what its column adds up to`(footer: String, agrees: Bool) throws {
    let problem = try disagreement(Self.rows + footer)
    #expect((problem == nil) == agrees)
    if let problem { #expect(problem.code == "footer.disagrees" && problem.line == 4) }
  }

  @Test func `the words name both numbers and the column`() throws {
    let problem = try disagreement(Self.rows + "Total,,4,\n")
    #expect(problem?.message == "the file states a total of 4, but qty adds up to 3")
  }

  @Test func `commas before the decimals are read as well as points`() throws {
    let rows = "tag;summe\n02.01.2026;1.200,50\n03.01.2026;34,00\n04.01.2026;-4,50 EUR\n"
    #expect(try disagreement(rows + "Summe;1.230,00 EUR\n") == nil)
    #expect(try disagreement(rows + "Summe;1.230,50 EUR\n") != nil)
  }

  @Test func `rounding is no difference, unless a row could be that small`() throws {
    let rows = "day,item,total\n" + (1...9).map { "2026-01-0\($0),Mug,3.33\n" }.joined()
    #expect(try disagreement(rows + "Total,,30.00\n") == nil)
    #expect(try disagreement(rows + "Total,,33.30\n") != nil)
  }

  @Test func `nothing is said where a row is damaged or a cell is no number`() throws {
    #expect(try disagreement(Self.rows + "2026-01-04,Pen\nTotal,,,9.00\n") == nil)
    #expect(try disagreement(Self.rows + "2026-01-04,Pen,1,free\nTotal,,,9.00\n") == nil)
  }

  @Test func `sums between the rows are not added up again`() throws {
    let rows = "day,item,qty,total\n2026-01-02,Mug,2,5.00\nTotal,,2,5.00\n2026-01-03,Cap,1,4.00\n"
    #expect(try disagreement(rows + "Grand total,,3,9.00\n") == nil)
  }
}
