import Foundation
import Records
import Testing

@testable import Pipeline

/// How a source's files are cut, remembered for those that leave it open.
struct DialectMemoryTests {
  private let folder: TestFolder
  private static let list = """
    kind: article-list
    title: A list of articles
    facts: products
    recognise: {columns: [article, "name,plain"]}
    fields:
      product_id: {columns: [article], presence: required}
      product_name: {columns: ["name,plain"]}
    """

  init() throws { folder = try TestFolder() }

  private func take(_ text: String, as name: String, from source: String) throws -> Receipt? {
    let inbox = folder.shop.inbox.appending(source)
    try FileManager.default.createDirectory(atPath: inbox.display, withIntermediateDirectories: true)
    try text.write(toFile: inbox.display + "/" + name, atomically: false, encoding: .utf8)
    let sources = folder.shop.config.display + "/Sources"
    try FileManager.default.createDirectory(atPath: sources, withIntermediateDirectories: true)
    try Self.list.write(toFile: sources + "/article-list.yaml", atomically: false, encoding: .utf8)
    let open = try Shop(at: folder.shop.root.display).open()
    var pipeline = open.pipeline(settle: .zero, log: RunLog(format: .text, level: .problems))
    var receipts: [Receipt] = []
    pipeline.report = { receipts.append($0) }
    _ = try pipeline.pass()
    return receipts.first
  }

  @Test func `a file that could be cut in two ways is cut as the ones before it, and the receipt says so`()
    throws
  {
    let open = "article;name,plain\npen;Pen,blue\nbag;Bag,big\n"
    #expect(try take(open, as: "first.csv", from: "stall")?.status == .failed)
    let clear = "article;\"name,plain\"\nmug;\"Mug,blue\"\ncap;\"Cap,red\"\n"
    #expect(try take(clear, as: "clear.csv", from: "stall")?.status == .accepted)
    let later = try take(open + "cup;Cup,green\n", as: "later.csv", from: "stall")
    #expect(later?.status == .accepted && later?.inserted == 3)
    #expect(later?.decided?["delimiter"]?.contains("as in earlier files of this source") == true)
    #expect(try take(open + "jar;Jar,red\n", as: "other.csv", from: "shed")?.status == .failed)
  }
}
