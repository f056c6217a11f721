import Foundation
import Intake
import Ledger
import Logging
import Records
import Synchronization
import Testing

@testable import Pipeline

/// A shop whose clocks stand until they are turned.
struct AlertTests {
  private let folder: TestFolder
  private let books: Books
  private let turned = Turned()

  private final class Turned: Sendable {
    let by = Atomic<Int64>(0)
    let start = Int64(Date.now.timeIntervalSince1970) * 1_000_000_000
    var now: Int64 { start + by.load(ordering: .sequentiallyConsistent) }
    func turn(days: Int64) { by.add(days * 86_400_000_000_000, ordering: .sequentiallyConsistent) }
  }

  init() throws {
    folder = try TestFolder()
    books = try Books(path: folder.shop.database.display)
  }

  private func pipeline(_ settings: String) throws -> DaybookPipeline {
    DaybookPipeline(
      shop: folder.shop,
      configuration: try Configuration.load(
        embedded: EmbeddedConfig.files, overrides: [("daybook.yaml", settings)]),
      books: books, settle: .zero,
      clocks: Clocks(wall: { [turned] in turned.now }, steady: { [turned] in turned.now }),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  private static let columns =
    "transaction_id,customer_id,timestamp,currency,status,product_id,quantity,unit_price,amount\n"

  private static func order(
    _ id: Int, on day: String = "2024-03-05", customer: String = "CUST-1", price: String = "12.50"
  )
    -> String
  {
    "ORDER-1\(String(id + 100_000)),\(customer),\(day)T10:15:00Z,GBP,completed,MUG,1,\(price),12.50\n"
  }

  private static func orders(_ ids: Range<Int>, on day: String = "2024-03-05", customer: String = "CUST-1")
    -> String
  {
    columns + ids.map { order($0, on: day, customer: customer) }.joined()
  }

  private var open: [AlertCause] {
    get throws { try books.alerts(closedSince: Int64.max).map(\.cause) }
  }

  private func listed() throws -> [AlertNotice] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(AlertPage.self, from: Data(folder.text(folder.shop.alerts).utf8)).alerts
  }

  @Test func `a low score opens one alert, on every page and in a file, and a good file closes it`() throws {
    var pipeline = try pipeline("alerts: {score_below: 99}")
    try folder.drop(Self.orders(0..<5, customer: ""), as: "bad.csv")
    _ = try pipeline.pass()
    let alert = try #require(try open.first)
    #expect(alert.kind == .scoreBelow && alert.subject == "transactions")
    #expect(alert.message.contains("mostly because customer_id is empty"), "\(alert.message)")
    #expect(try listed().map(\.code) == [.scoreBelow])
    #expect(try folder.text(folder.shop.status).contains("low score"))
    #expect(try folder.text(folder.shop.reports.appending("index.html")).contains("low score"))
    try folder.drop(Self.orders(10..<15), as: "good.csv")
    _ = try pipeline.pass()
    #expect(try open.isEmpty)
    #expect(try listed().first?.note == "a newer file has a good score again")
    #expect(try !folder.text(folder.shop.status).contains("low score"))
  }

  @Test func `a file held whole is told until it is taken`() throws {
    var pipeline = try pipeline("shop_name: Mugs")
    let bad = Self.columns + (0..<10).map { Self.order($0, price: "12,5o") }.joined()
    try folder.drop(bad, as: "a.csv")
    _ = try pipeline.pass()
    #expect(try open.map(\.kind) == [.budgetExceeded])
    try folder.drop(Self.orders(0..<10), as: "a.csv")
    _ = try pipeline.pass()
    #expect(try open.isEmpty)
  }

  @Test
  func
    `a file that is due is told when its day is over, again when it has doubled, and closed when it comes`()
    throws
  {
    var pipeline = try pipeline("sources: {web: {expects: daily}}")
    try DurableFiles.onDisk.makeFolders(folder.shop.inbox.appending("web"))
    try DurableFiles.onDisk.make(folder.shop.inbox.appending("web").appending("a.csv")).write(
      Array(Self.orders(0..<2).utf8).span)
    _ = try pipeline.pass()
    turned.turn(days: 1)
    _ = try pipeline.pass()
    #expect(try open.isEmpty)
    #expect(try folder.text(folder.shop.status).contains("due today"))
    turned.turn(days: 1)
    _ = try pipeline.pass()
    #expect(try open.map(\.count) == [1])
    #expect(try folder.text(folder.shop.status).contains("web: file missing"))
    #expect(try folder.text(folder.shop.reports.appending("imports.html")).contains("late"))
    turned.turn(days: 1)
    let causes = try AlertCauses(pipeline).all()
    #expect(try books.renewAlerts(causes, at: pipeline.clocks.now).map(\.event) == [.doubled])
    turned.turn(days: 1)
    #expect(try books.renewAlerts(AlertCauses(pipeline).all(), at: pipeline.clocks.now).isEmpty)
    try DurableFiles.onDisk.make(folder.shop.inbox.appending("web").appending("b.csv")).write(
      Array(Self.orders(5..<7).utf8).span)
    _ = try pipeline.pass()
    #expect(try open.isEmpty)
  }

  @Test func `a weekday that brings far less than usual is told, after four weeks of it and not before`()
    throws
  {
    let today = ShopZone.utc.day(at: turned.now / 1_000_000_000)
    let last = today.advanced(by: -1)
    func history(_ weeks: Int) -> String {
      Self.columns
        + (1...weeks).flatMap { week in
          (0..<30).map { Self.order(week * 100 + $0, on: last.advanced(by: -7 * week).iso) }
        }.joined() + (0..<3).map { Self.order($0, on: last.iso) }.joined()
    }
    var pipeline = try pipeline("shop_name: Mugs")
    try folder.drop(history(3), as: "three.csv")
    _ = try pipeline.pass()
    #expect(try open.isEmpty)
    try folder.drop(history(5), as: "five.csv")
    _ = try pipeline.pass()
    let alert = try #require(try open.first)
    #expect(alert.kind == .volumeUnusual && alert.count == 27)
    #expect(alert.message == "3 orders on \(last.iso); that weekday usually has about 30")
    #expect(try books.figures(pipeline.context(waiting: 0)).heldRows == 0)
  }

  @Test func `reports that were not renewed for a day are told, and closed once they are`() throws {
    var pipeline = try pipeline("shop_name: Mugs")
    try folder.drop(Self.orders(0..<2), as: "a.csv")
    _ = try pipeline.pass()
    // As if a file had come in and the pages could not be written.
    _ = try books.write { load in
      try load.enter(
        BatchHeader(
          source: "", kind: "", facts: .lines, fileName: "b.csv", sha256: "b", bytes: 1, format: "",
          exportedAt: 0, processedAt: pipeline.clocks.now),
        UnloadedFile(status: .failed, counts: RowCounts()), milliseconds: 0)
    }
    turned.turn(days: 2)
    #expect(try AlertCauses(pipeline).all().map(\.kind) == [.reportsStale])
    _ = try pipeline.pass()
    #expect(try open.isEmpty)
    #expect(try listed().map(\.code) == [.reportsStale])
  }

  @Test func `each alert can be switched off`() throws {
    var pipeline = try pipeline(
      "alerts: {score_below: off, budget_exceeded: off, volume_unusual: off, expected_file_missing: off, reports_stale: off}"
    )
    try folder.drop(Self.columns + (0..<10).map { Self.order($0, price: "12,5o") }.joined(), as: "a.csv")
    _ = try pipeline.pass()
    #expect(try open.isEmpty)
  }

  @Test func `the alert command is given what is new as JSON, once`() throws {
    let heard = folder.shop.root.appending("heard.txt").display
    var pipeline = try pipeline("alert_command: [sh, -c, 'cat >> \(heard)']\nalerts: {score_below: 99}")
    try folder.drop(Self.orders(0..<5, customer: ""), as: "bad.csv")
    _ = try pipeline.pass()
    _ = try pipeline.pass()
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let page = try decoder.decode(AlertPage.self, from: Data(contentsOf: URL(filePath: heard)))
    #expect(page.alerts.map(\.event) == [.opened])
    #expect(page.alerts.first?.nextStep.isEmpty == false)
  }

  @Test(arguments: [("[false]", "it ended with 1"), ("[no-such-program-here]", "it ended with 127")])
  func `an alert command that fails stops nothing`(command: String, cause: String) throws {
    var pipeline = try pipeline("alert_command: \(command)\nalerts: {score_below: 99}")
    try folder.drop(Self.orders(0..<5, customer: ""), as: "bad.csv")
    #expect(try pipeline.pass().accepted == 1)
    #expect(try open.count == 1)
    let words = pipeline.configuration.settings.alertCommand
    let failure = try #require(throws: AlertCommand.Failure.self) {
      try AlertCommand(words)?.run("{}", scratch: folder.shop.working, on: .onDisk)
    }
    #expect(failure.description == cause)
  }

  @Test func `an alert command that takes too long is ended`() throws {
    let failure = try #require(throws: AlertCommand.Failure.self) {
      try AlertCommand(["sleep", "60"], limit: .milliseconds(200))?.run(
        "{}", scratch: folder.shop.working, on: .onDisk)
    }
    #expect(failure.description == "it took too long and was ended")
  }

  @Test(arguments: [
    ("alerts: {score_bellow: 3}", "score_below"), ("alerts: {score_below: often}", nil),
    ("alerts: {budget_exceeded: 3}", nil), ("sources: {web: {expects: dayly}}", "daily"),
    ("sources: {web: {holidays: [Christmas]}}", nil),
  ])
  func `settings of alerts that are not understood are refused with their line`(
    text: String, suggestion: String?
  )
    throws
  {
    let problem = try #require(throws: ConfigProblem.self) { try pipeline(text) }
    #expect(problem.line == 1 && problem.suggestion == suggestion, "\(problem)")
  }
}
