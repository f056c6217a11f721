import Records
import Testing

@testable import Inspection

private let till: Definition = {
  var till = Sample.till
  till.reading = Reading()
  return till
}()

/// Till lines with these dates and prices; cells may hold commas here.
private func batches(_ rows: [(date: String, price: String)], of size: Int = .max) -> [RowBatch] {
  let columns = ["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
  var batches: [RowBatch] = []
  for (index, row) in rows.enumerated() {
    if index % size == 0 { batches.append(RowBatch(columns: columns)) }
    batches[batches.count - 1].add(
      cells: ["\(index)", "mug", "1", row.date, row.price, "", ""], line: Int32(index + 2))
  }
  return batches
}

extension RowBatch {
  fileprivate mutating func add(cells texts: [String], line: Int32) {
    let (first, start) = (Int32(cells.count), bytes.count)
    for text in texts {
      let begin = bytes.count
      bytes += text.utf8
      cells.append(ByteRange(start: begin, end: bytes.count))
    }
    rows.append(
      Row(
        firstCell: first, cellCount: Int32(texts.count), raw: ByteRange(start: start, end: bytes.count),
        line: line,
        offset: 0, continuesRecord: false))
  }
}

private func survey(
  _ rows: [(date: String, price: String)], of size: Int = .max, known: [ColumnReading] = []
) throws(FileProblem) -> [ColumnReading] {
  var survey = ColumnSurvey(definition: till, known: known)
  for batch in batches(rows, of: size) { survey.look(at: batch) }
  return try survey.conclude(file: "till.csv", source: "stall")
}

private func code(_ body: () throws(FileProblem) -> [ColumnReading]) -> String {
  do throws(FileProblem) { return "\(try body())" } catch { return error.code }
}

private func known(_ column: String, _ order: DateOrder?, _ mark: DecimalMark? = nil, answered: Bool = false)
  -> ColumnReading
{
  ColumnReading(
    column: column, dateOrder: order, decimalMark: mark, origin: answered ? .answered : .found,
    evidence: "before")
}

@Test func `ISO dates and plain amounts leave no choice, whatever stands beside them`() throws {
  let plain = [
    ("2026-03-01", "1.50"), ("2026/6/12", "12"), ("05/05/2026", "0.5"), ("Jan 5, 2026", "1,234.50"),
    ("x", "0.125"),
  ]
  var survey = ColumnSurvey(definition: till)
  for batch in batches(plain) { survey.look(at: batch) }
  #expect(!survey.needsWholeTable)
  #expect(try survey.conclude().isEmpty)
}

@Test func `a date that may be two days is a question when alone, and none beside one that is clear`() throws
{
  do throws(FileProblem) {
    _ = try survey([("01/02/2026", "1.00")])
    Issue.record("nothing tells the day from the month")
  } catch {
    #expect(error.code == "date.order_undecidable")
    #expect(error.message.contains("InvoiceDate") && error.message.contains("\"01/02/2026\" (line 2)?"))
    #expect(error.remedy.contains("daybook answer till.csv dmy") && error.remedy.contains("stall"))
  }
  let reading = try survey([("01/02/2026", "1.00"), ("03/14/2026", "1.00")])
  #expect(reading.map(\.dateOrder) == [.monthFirst] && reading.map(\.origin) == [.found])
  #expect(reading[0].evidence == "\"03/14/2026\" in line 3: there is no month 14; 1 of 2 dates show it")
}

@Test func `an answer reads the date, and a file that shows otherwise is held all the same`() throws {
  let answer = [known("", .dayFirst, answered: true)]
  #expect(try survey([("01/02/2026", "1.00")], known: answer).map(\.origin) == [.answered])
  #expect(
    code { () throws(FileProblem) in try survey([("03/14/2026", "1.00")], known: answer) }
      == "date.order_undecidable")
  // Both ways in one file: the answer decides, and the contrary rows are held one by one.
  let both = [("03/14/2026", "1.00"), ("14/03/2026", "1.00")]
  #expect(code { () throws(FileProblem) in try survey(both) } == "date.order_undecidable")
  #expect(try survey(both, known: answer).map(\.dateOrder) == [.dayFirst])
}

@Test func `what an earlier file showed is remembered, and never flipped in silence`() throws {
  let earlier = [known("InvoiceDate", .monthFirst)]
  #expect(try survey([("01/02/2026", "1.00")], known: earlier).map(\.origin) == [.remembered])
  #expect(
    code { () throws(FileProblem) in try survey([("25/02/2026", "1.00")], known: earlier) }
      == "date.order_undecidable")
  #expect(
    code { () throws(FileProblem) in
      try survey([("2026-01-02", "1.5")], known: [known("UnitPrice", nil, .comma)])
    } == "decimal.undecidable")
}

@Test func `one slip in many rows is held alone, several hold the file`() throws {
  let good = Array(repeating: (date: "03/14/2026", price: "1.00"), count: 120)
  let reading = try survey(good + [("25/02/2026", "1.00")])
  #expect(reading.map(\.dateOrder) == [.monthFirst])
  #expect(reading[0].evidence.hasSuffix("1 contradict it and are held"))
  let bad = good + Array(repeating: (date: "25/02/2026", price: "1.00"), count: 2)
  #expect(code { () throws(FileProblem) in try survey(bad) } == "date.order_undecidable")
}

@Test(arguments: [
  (["1.234,56"], DecimalMark.comma), (["12,5", "1.234"], .comma), (["12,50"], .comma),
  (["1,234", "1,234.50"], .point),
  (["1,234", "0.5"], .point), (["1,234,567", "1,234"], .point), (["-1.234,00 €", "1.234"], .comma),
])
func `the mark of decimals is found by the cells that show it`(prices: [String], mark: DecimalMark) throws {
  let readings = try survey(prices.map { ("2026-03-01", $0) })
  #expect(readings.map(\.decimalMark) == [mark])
}

@Test(arguments: [["1,234"], ["1.234"], ["1,234", "12"], ["12,50", "12.50"]])
func `a mark that nothing shows is a question`(prices: [String]) {
  #expect(
    code { () throws(FileProblem) in try survey(prices.map { ("2026-03-01", $0) }) } == "decimal.undecidable")
}

@Test func `a column without evidence follows the others`() throws {
  var orders = Sample.orders
  orders.reading = Reading()
  let table = Table("transaction_id,timestamp,updated_at,amount\na,01/02/2026,25/02/2026,1.00")
  var survey = ColumnSurvey(definition: orders)
  for batch in table.batches() { survey.look(at: batch) }
  let readings = try survey.conclude()
  #expect(readings.map(\.column) == ["timestamp", "updated_at"])
  #expect(
    readings.map(\.origin) == [.neighbours, .found] && readings.allSatisfy { $0.dateOrder == .dayFirst })
}

@Test func `shuffled rows and other batches never change a reading`() throws {
  let dates = ["01/02/2026", "03/14/2026", "25/12/2026", "2026-01-05", "05/05/2026", "1 Mar 2026"]
  let prices = ["1.00", "12,50", "1,234", "1.234,56", "7", "1,234.50"]
  var random = SplitMix(state: 7)
  for _ in 0..<400 {
    let count = Int.random(in: 1...40, using: &random)
    let mostly = (dates.randomElement(using: &random) ?? "", prices.randomElement(using: &random) ?? "")
    var rows = (0..<count).map { _ in
      Bool.random(using: &random)
        ? mostly : (dates.randomElement(using: &random) ?? "", prices.randomElement(using: &random) ?? "")
    }
    let wanted = outcome(rows, of: .max)
    for size in [1, 2, 7] { #expect(outcome(rows, of: size) == wanted) }
    rows.shuffle(using: &random)
    #expect(outcome(rows, of: 3) == wanted)
  }
}

/// The readings without the lines that a shuffle moves, or the code of the question.
private func outcome(_ rows: [(String, String)], of size: Int) -> String {
  do throws(FileProblem) {
    return try survey(rows.map { (date: $0.0, price: $0.1) }, of: size).map {
      "\($0.column) \($0.dateOrder?.rawValue ?? "") \($0.decimalMark?.rawValue ?? "") \($0.origin)"
    }.joined(separator: ", ")
  } catch {
    return error.code
  }
}

/// The same numbers on every run.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Test func `readings reach the rows: the same cells are other days and other amounts`() throws {
  let rows = [(date: "01/02/2026", price: "1.234"), (date: "04/05/2026", price: "1.234")]
  var days: [[Day]] = []
  for (order, mark) in [(DateOrder.dayFirst, DecimalMark.comma), (.monthFirst, .comma)] {
    var inspector = Inspector(definition: till, zone: .utc, currency: nil, now: 1_800_000_000)
    inspector.read(by: [known("InvoiceDate", order), known("UnitPrice", nil, mark)])
    let verdicts = batches(rows, of: 1).map { inspector.inspect($0) } + [inspector.finish()]
    #expect(verdicts.flatMap(\.lines).map(\.gross) == [123_400, 123_400])
    days.append(verdicts.flatMap(\.lines).map(\.day))
  }
  #expect(
    days
      == [
        [Day(iso: "2026-02-01"), Day(iso: "2026-05-04")], [Day(iso: "2026-01-02"), Day(iso: "2026-04-05")],
      ].map { $0.compactMap { $0 } })
  var inspector = Inspector(definition: till, zone: .utc, currency: nil, now: 1_800_000_000)
  let undecided = [inspector.inspect(batches(rows)[0]), inspector.finish()]
  #expect(undecided.flatMap(\.held).count == 2)
}

@Test func `a row's own zone, blanks, guards, signs and HTML are honoured`() throws {
  var sales = Sample.till
  sales.reading.blanks = ["--", "none"]
  sales.rowClasses = []
  for (index, field) in sales.fields.enumerated() {
    if field.target == .timestamp { sales.fields[index].zoneColumns = ["Zone"] }
    if field.target == .quantity { sales.fields[index].sign = .positive }
  }
  sales.fields.append(Sample.field(.productName, ["Description"]) { $0.isHTML = true })
  let table = """
    InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,Zone,Description
    A1,'0012,-2,2026-07-01 10:00,$1.00,--,None,Eastern Time (US & Canada),Tea &amp; Toast
    A2,0013,2,2026-07-01 10:00,£1.00,,,BST,Mug
    A3,0013,2,2026-07-01 10:00,£1.00,,,Atlantis,Mug
    A4,0013,2,2026-07-01 10:00Z,£1.00,,,Atlantis,Mug
    """
  let outcome = Outcome(sales, table)
  #expect(outcome.codes == [["currency.contradicts"], ["zone.unknown"]])
  #expect(outcome.lines.map(\.happenedAt) == [1_782_896_400, 1_782_900_000])
  #expect(outcome.failed("text.apostrophe") == 1)
}
