import Foundation
import Intake
import Records
import Testing

@testable import Ledger
@testable import Pipeline

struct FilingTests {
  private let folder: TestFolder
  private let filing: Filing
  private let day = Day(number: 19_787)  // 2024-03-05

  init() throws {
    folder = try TestFolder()
    filing = Filing(shop: folder.shop)
  }

  private func file(_ name: [UInt8], receipt: String = "{}") throws -> BytePath {
    try filing.file(FilingOrder(original: folder.drop("x", as: name), receipt: receipt), on: day)
  }

  @Test func `originals of one name get numbers before their ending`() throws {
    let kept = try (1...3).map { _ in try file(Array("a.b.csv".utf8)) }
    let place = folder.shop.filed.display + "/2024/03/05/"
    #expect(kept.map(\.display) == [place + "a.b.csv", place + "a.b-2.csv", place + "a.b-3.csv"])
    #expect(try folder.names(in: kept[0].folder).count == 6)
    #expect(try folder.names(in: folder.shop.inbox).isEmpty)
  }

  @Test(arguments: [
    ("june.csv", 2, "june-2.csv"), ("june", 3, "june-3"), ("a.b.json", 10, "a.b-10.json"),
    ("june.", 2, "june-2."),
  ])
  func `a number stands before the ending, if there is one`(name: String, number: Int, numbered: String) {
    #expect(String(decoding: Filing.numbered(Array(name.utf8), number), as: UTF8.self) == numbered)
  }

  @Test func `names as long as can be are kept apart, each with a receipt of its own`() throws {
    let long = Array(repeating: UInt8(ascii: "x"), count: 251) + Array(".csv".utf8)
    let other = Array(repeating: UInt8(ascii: "x"), count: 250) + Array("y.csv".utf8)
    let kept = try [long, long, other].enumerated().map { try file($0.element, receipt: "\($0.offset)") }
    #expect(Set(kept).count == 3)
    for (index, path) in kept.enumerated() {
      #expect(path.name.count <= 255 && path.name.suffix(4) == Array(".csv".utf8)[...])
      #expect(try folder.text(BytePath(bytes: path.bytes + Array(".receipt.json".utf8))) == "\(index)")
    }
    let problem = FileProblem(code: "file.empty", message: "it is empty", remedy: "fill it")
    let failed = try filing.file(
      FilingOrder(original: folder.drop("x", as: long), problem: problem, receipt: "{}"), on: day)
    #expect(try folder.names(in: failed.folder).count == 3)
  }

  @Test func `a long name is not cut within a character`() {
    let name = Array(String(repeating: "é", count: 125).utf8) + Array(".csv".utf8)
    let cut = Filing.numbered(name, 2)
    #expect(cut.count <= Filing.longestName)
    #expect(String(validating: cut, as: UTF8.self) != nil)
  }

  @Test func `a name that is no text is filed under its own bytes`() throws {
    let name: [UInt8] = [0xFF, 0xE9] + Array(".csv".utf8)
    let kept = try file(name)
    #expect(kept.name == name)
    #expect(try folder.names(in: kept.folder) == [name, name + Array(".receipt.json".utf8)])
  }

  @Test func `an original that was moved is found again by the number in its receipt`() throws {
    #expect(try filing.original(of: 7, filedOn: day) == nil)
    var receipt = Receipt(status: .accepted, fileName: "a.csv", sha256: "", bytes: 1, seconds: 0)
    var kept: [BytePath] = []
    for batch in [6, 7] as [Int64] {
      receipt.batchId = batch
      kept.append(try file([0xFF] + Array("a.csv".utf8), receipt: receipt.json()))
    }
    #expect(try filing.original(of: 7, filedOn: day) == kept[1])
    #expect(try filing.original(of: 8, filedOn: day) == nil)
    // A receipt whose original never came does not count.
    try DurableFiles.onDisk.remove(kept[1])
    #expect(try filing.original(of: 7, filedOn: day) == nil)
  }

  @Test func `a cut-off entry is found by its name, and receipts of other names are not read`() throws {
    let moment = Int64(19_787) * 86_400
    func find(_ id: Int64, as name: String) throws -> BytePath? {
      try filing.original(
        of: UnfiledFile(fileID: id, status: .accepted, fileName: name, processedAt: moment), zone: .utc)
    }
    var receipt = Receipt(status: .accepted, fileName: "a.csv", sha256: "", bytes: 1, seconds: 0)
    var kept: [BytePath] = []
    for batch in 1...4 as ClosedRange<Int64> {
      receipt.batchId = batch
      kept.append(try file(Array("a.csv".utf8), receipt: receipt.json()))
    }
    receipt.batchId = 5
    let accepted = try file(Array("b.csv.accept".utf8), receipt: receipt.json())
    // Whoever reads this one fails.
    _ = try file(Array("c.csv".utf8), receipt: "no receipt")
    #expect(try find(4, as: "a.csv") == kept[3])
    #expect(try find(5, as: "b.csv") == accepted)
    #expect(try find(6, as: "a.csv") == nil && find(6, as: "d.csv") == nil)
    #expect(throws: (any Error).self) { try find(6, as: "c.csv") }
    // Somebody took two away meanwhile.
    try DurableFiles.onDisk.remove(kept[0])
    try DurableFiles.onDisk.remove(kept[2])
    #expect(try find(4, as: "a.csv") == kept[3] && find(3, as: "a.csv") == nil)
  }

  @Test func `the reason is told in words, with place and remedy`() {
    let problem = FileProblem(
      code: "json.malformed", message: "a comma is missing", remedy: "add it", line: 3, column: 9)
    let why = Filing.why(problem, name: "a.json")
    #expect(why.contains("Why: a comma is missing.") && why.contains("Where: line 3, byte 9 of that line."))
    #expect(why.contains("What to do: add it.") && why.contains("Code: json.malformed"))
  }

  @Test func `a file is renewed only if its bytes differ, and nothing is left beside it`() throws {
    let path = folder.shop.reports.appending("a.html")
    func renew(_ pieces: [String]) throws -> Bool {
      let file = try RenewedFile(path, on: .onDisk)
      for piece in pieces { try file.append(Array(piece.utf8)) }
      return try file.finish()
    }
    #expect(try renew(["one ", "two"]))
    let inode = try DurableFiles.onDisk.status(of: path).inode
    #expect(try !renew(["one", " two"]))
    #expect(try DurableFiles.onDisk.status(of: path).inode == inode)
    for longer in [["one two", "!"], ["one"], [], ["ONE"]] {
      #expect(try renew(longer))
      #expect(try folder.text(path) == longer.joined())
    }
    _ = try RenewedFile(path, on: .onDisk)
    #expect(try folder.text(path) == "ONE")
    #expect(try !folder.names(in: path.folder).contains(Array("a.html.tmp".utf8)))
  }
}

struct ReceiptTests {
  @Test func `a receipt is the same after it was written and read, and currencies stay as they are`() throws {
    var receipt = Receipt(
      status: .accepted, fileName: "a \"b\" é.csv", sha256: "00", bytes: 12, seconds: 0.125)
    receipt.batchId = 9_007_199_254_740_993
    receipt.recordsReceived = 2
    receipt.inserted = 2
    receipt.score = Decimal(string: "99.67")
    receipt.daysTouched = [Day(number: 19_787)]
    receipt.money = [
      "GBP": ["accepted": Decimal(string: "92233720368547758.07") ?? 0, "held": 0, "skipped": 0]
    ]
    receipt.heldByCause = ["key.contradicts_earlier": 1]
    receipt.skippedByReason = ["stock_adjustment": 2]
    receipt.problem = ReceiptProblem(
      FileProblem(code: "file.empty", message: "m", remedy: "r", line: 1, column: 2))
    let json = try receipt.json()
    #expect(try Receipt(json: json) == receipt)
    for text in [
      "\"GBP\"", "\"batch_id\"", "\"stock_adjustment\" : 2", "92233720368547758.07", "\"2024-03-05\"",
    ] {
      #expect(json.contains(text), "\(text) in \(json)")
    }
  }

  @Test func `progress is first told after a second, and then ten times a second`() {
    let file = SettledFile(
      original: BytePath("a"), displayName: "a.csv", source: nil, size: 1000, sha256: "", modifiedAt: 0,
      workingCopy: BytePath("a"))
    var meter = ProgressMeter(file: file, started: 0)
    var batch = VerdictBatch()
    batch.rowsRead = 10
    batch.origins = [RowOrigin(raw: .none, line: 1, offset: 500)]
    var told: [Pipeline.Progress] = []
    for time in stride(from: Int64(0), through: 2_000_000_000, by: 50_000_000) {
      meter.tell(batch, at: time) { told.append($0) }
    }
    #expect(told.count == 11)
    #expect(told.first?.rows == 210)
    #expect(told.last?.line == "Importing a.csv  50%  205 rows/s  about 2 s left")
  }
}

@Test(arguments: [
  (318, 2, 0, "318 of 320 orders: lines equal total; 2 differ by 0.01"),
  (1, 1, 1, "1 of 3 orders: lines equal total; 1 differs by 0.01; 1 does not add up"),
  (4, 0, 2, "4 of 6 orders: lines equal total; 2 do not add up"),
])
func `a receipt says how the lines of its orders make their totals`(
  agreed: Int, rounded: Int, differed: Int, text: String
) {
  var receipt = Receipt(status: .accepted, fileName: "june.csv", sha256: "", bytes: 0, seconds: 0)
  #expect(receipt.reconciled == nil)
  var sums = Reconciliation()
  (sums.agreed, sums.rounded, sums.differed) = (agreed, rounded, differed)
  receipt.reconciliation = sums
  receipt.money = ["EUR": [:]]
  #expect(receipt.reconciled == text)
  receipt.money = ["EUR": [:], "JPY": [:]]
  #expect(receipt.reconciled == text.replacing("0.01", with: "the smallest coin"))
}
