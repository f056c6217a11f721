import Foundation
import Pipeline
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Whole files that cannot be taken: each is set aside with a reason, and the others go on.
struct BadFileTests {
  static let bad: [(name: String, bytes: [UInt8], code: String, word: String)] = [
    ("empty.csv", [], "file.empty", "nothing in it"),
    ("blanks.csv", Array(" \n\n \n".utf8), "file.empty", "nothing"),
    (
      "picture.csv", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13], "file.unrecognised",
      "a picture"
    ),
    ("noise.csv", (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 37) }, "text.binary", "not text"),
    ("half.json", Array(threeOrders.jsonArray.utf8.prefix(500)), "file.incomplete", "ends before"),
    (
      "half-envelope.json", Array(threeOrders.envelope(source: "till").utf8.prefix(400)), "file.incomplete",
      "ends before"
    ),
    ("none.json", Array("[]".utf8), "file.unrecognised", "columns"),
    ("number.json", Array("[1,2,3]".utf8), "file.unrecognised", "one column only"),
    (
      "unknown.csv", Array("when,what,how many\n2024-01-01,Mug,3\n".utf8), "file.unrecognised",
      "when, what, how many"
    ),
    (
      "short-source.json", Array([threeOrders[0]].envelope(source: "ab").utf8), "file.envelope",
      "3 to 50 characters"
    ),
  ]

  @Test(arguments: bad.indices)
  func `a file that cannot be read is set aside with its reason, and the others go on`(index: Int) throws {
    let (name, bytes, code, word) = Self.bad[index]
    let shop = try TestShop()
    try shop.write(bytes, to: "Inbox/" + name)
    try shop.drop(threeOrders.csv, as: "good.csv")
    let outcome = try shop.run()
    #expect(shop.inbox.isEmpty, "\(outcome)")
    #expect(try shop.receipt(of: "good.csv").inserted == 4)
    let failure = try shop.failure(of: name)
    #expect(failure.status == .failed && failure.inserted == 0 && failure.fileName == name)
    let problem = try #require(failure.problem)
    #expect(code.isEmpty || problem.code == code, "\(problem)")
    #expect(problem.message.contains(word), "\(problem)")
    #expect(problem.message.count > 10 && problem.remedy.count > 5)
    let words = try shop.text("Failed/\(name).why.txt")
    #expect(
      words.contains(name) && words.contains("What to do: \(problem.remedy)") && words.contains(problem.code))
    #expect(outcome.output.contains("\(name): not taken:"), "\(outcome)")
    #expect(try Data(contentsOf: URL(filePath: shop.root + "/Failed/" + name)) == Data(bytes))
  }

  @Test func `an unknown export is told its columns, the nearest kind and what differs`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv.replacing("transaction_id", with: "transactoin_id"), as: "typo.csv")
    try shop.run()
    let problem = try #require(try shop.failure(of: "typo.csv").problem)
    #expect(problem.code == "file.unrecognised")
    #expect(problem.message.contains("transactoin_id, customer_id, email, timestamp"))
    #expect(problem.message.contains("nearest is transactions"))
    #expect(problem.message.contains("transaction_id is missing (is it \"transactoin_id\"?)"))
  }

  @Test func `every beginning of a document is refused or waits for its end, none is taken as a whole`()
    throws
  {
    let shop = try TestShop()
    let text = Array(threeOrders.envelope(source: "till").utf8)
    let lengths = stride(from: 1, to: text.count, by: 23)
    for length in lengths { try shop.write(Array(text.prefix(length)), to: "Inbox/cut-\(length).json") }
    try shop.run()
    #expect(shop.inbox.isEmpty)
    #expect(shop.files(below: "Failed").filter { $0.hasSuffix(".why.json") }.count == Array(lengths).count)
    #expect(try shop.receipts().isEmpty)
    let isTaken = try shop.dump().contains("ORDER-")
    #expect(!isTaken)
  }

  @Test func `folders, links, pipes and files that may not be read are named and left, never fatal`() throws {
    let shop = try TestShop()
    try FileManager.default.createDirectory(
      atPath: shop.root + "/Inbox/folder.csv", withIntermediateDirectories: true)
    let outside = try shop.write(threeOrders.csv, to: "outside.csv")
    try FileManager.default.createSymbolicLink(
      atPath: shop.root + "/Inbox/link.csv", withDestinationPath: outside)
    try FileManager.default.createSymbolicLink(atPath: shop.root + "/Inbox/loop", withDestinationPath: ".")
    try #require(unsafe mkfifo(shop.root + "/Inbox/pipe.csv", 0o600) == 0)
    try shop.drop(threeOrders.csv, as: "good.csv")
    let outcome = try shop.run()
    #expect(try shop.receipt(of: "good.csv").inserted == 4)
    #expect(outcome.output.contains("link.csv: left in Inbox/") && outcome.output.contains("[file.is_link]"))
    #expect(
      outcome.output.contains("pipe.csv: left in Inbox/") && outcome.output.contains("[file.not_regular]"))
    #expect(outcome.output.contains("loop: left in Inbox/"), "\(outcome)")
    #expect(shop.exists("outside.csv") && shop.exists("Inbox/link.csv") && shop.exists("Inbox/folder.csv"))
  }

  @Test(.enabled(if: getuid() != 0)) func `a file without permission is named and tried again`() throws {
    let shop = try TestShop()
    let file = try shop.drop(threeOrders.csv, as: "secret.csv")
    _ = unsafe chmod(file, 0)
    let outcome = try shop.run()
    #expect(outcome.output.contains("secret.csv: left in Inbox/"), "\(outcome)")
    _ = unsafe chmod(file, 0o600)
    try shop.run()
    #expect(try shop.receipt(of: "secret.csv").inserted == 4)
  }

  @Test func `a name that is no text is taken like any other`() throws {
    let shop = try TestShop()
    let names: [[UInt8]] = [
      Array("caf".utf8) + [0xE9] + Array(".csv".utf8), Array("cafe\u{301}.csv".utf8), Array("café.csv".utf8),
      Array("two\nlines.csv".utf8), Array("\u{202E}vsc.csv".utf8), Array("'\"$(x) .csv".utf8),
      Array(repeating: 0x78, count: 251) + Array(".csv".utf8),
    ]
    for (index, name) in names.enumerated() {
      let path = Array((shop.root + "/Inbox/").utf8) + name
      let file = unsafe open(path.map { CChar(bitPattern: $0) } + [0], O_CREAT | O_WRONLY, 0o600)
      try #require(file >= 0)
      let bytes = Array(Order.many(1, firstID: index + 1).csv.utf8)
      #expect(unsafe write(file, bytes, bytes.count) == bytes.count)
      close(file)
    }
    let receipts = try shop.run("--json").list()
    #expect(receipts.count == names.count)
    #expect(receipts.allSatisfy { $0["status"] as? String == "accepted" })
    let shown = receipts.compactMap { $0["file_name"] as? String }
    #expect(shown.contains("caf⟨?⟩.csv") && shown.contains("two⟨U+000A⟩lines.csv"), "\(shown)")
    let filed = try shop.receiptCount()
    #expect(filed == names.count)
    #expect(shop.inbox.isEmpty)
  }

  @Test func `a file of which too much is wrong is set aside whole`() throws {
    let shop = try TestShop()
    let rows = Order.many(20)
    var text = rows.csv
    for number in 1...12 {
      text += Order(id: "ORDER-90\(number)000", lines: threeOrders[0].lines).csv
        .replacing("29.99", with: "30.99")
    }
    try shop.drop(text, as: "wrong.csv")
    try shop.run()
    let problem = try #require(try shop.failure(of: "wrong.csv").problem)
    #expect(problem.code == "budget.exceeded")
    #expect(
      problem.message.contains("24 of ") && problem.message.contains("12 × amount.mismatch"), "\(problem)")
    let isTaken = try shop.dump().contains("ORDER-")
    #expect(!isTaken)
    #expect(try shop.text("STATUS.html").contains("wrong.csv"))
    // Raised, the budget lets the good rows in.
    try shop.write("error_budget: {share: 0.9}\n", to: "Config/daybook.yaml")
    try shop.drop(text, as: "wrong.csv")
    try shop.run()
    #expect(try shop.receipt(of: "wrong.csv").held == 24)
  }
}

extension TestShop {
  /// Originals in `Filed/` that have a receipt, told by names that need not be text.
  func receiptCount() throws -> Int {
    var count = 0
    for case let path as String in FileManager.default.enumerator(atPath: root + "/Filed") ?? .init()
    where path.hasSuffix(".receipt.json") { count += 1 }
    return count
  }
}
