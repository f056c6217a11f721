import Ledger
import Records
import Testing

@testable import Reports

private func text(_ path: String, _ figures: ShopFigures) -> String {
  figures.pages().first { $0.path == path }?.text ?? ""
}

struct QualityPageTests {
  @Test func `points lost are shown to the last hundredth with their sum`() {
    let page = text("Reports/quality.html", DemoShop().figures())
    #expect(page.contains("<bdi>email is empty</bdi><small>required.missing</small>"))
    #expect(page.contains("<bdi>unit_price is &quot;…&quot;, which is no amount</bdi>"))
    #expect(page.contains("<td>0.97</td>") && page.contains("<td>0.32</td>"))
    #expect(page.contains("Lost in all</th><td></td><td></td><td>1.29</td>"))
  }

  @Test func `all six questions are answered, and what they cost adds up to what was lost`() throws {
    let source = DemoShop().figures().sources[0]
    #expect(source.dimensions.reduce(0) { $0 + $1.points } == 10_000 - source.score)
    let page = Markup(DimensionTable(source: source).html).text
    for dimension in Dimension.allCases { #expect(page.contains("<small>\(dimension.rawValue)</small>")) }
    #expect(page.contains("not asked"))
  }

  @Test func `the share of value that is clean stands beside the score`() {
    let page = text("Reports/quality.html", DemoShop().figures())
    #expect(page.contains("<b>99.12%</b> is clean"))
  }

  @Test func `each card says what is not in its numbers`() {
    let page = text("Reports/index.html", DemoShop().figures())
    #expect(page.contains("No row of this day is held back."))
    #expect(page.contains("21 rows held back, about £315"))
  }

  @Test func `warnings and files that are late stand on the status page`() {
    let page = text("STATUS.html", DemoShop().figures())
    #expect(page.contains("2 warnings"))
    #expect(page.contains("web shop") && page.contains("low score") && page.contains("about £612 held back"))
    #expect(page.contains("missed") && page.contains("not due yet"))
  }

  @Test func `a long list of checks ends with one line for the rest`() {
    var source = DemoShop().figures().sources[0]
    source.score = 9_940
    source.lost = (0..<30).map { .init(code: "a.b\($0)", field: nil, failed: 1, applied: 9, points: 2) }
    let page = Markup(PointsTable(source: source).html).text
    #expect(page.contains("<th scope=\"row\">10 other checks</th><td>10</td><td>–</td><td>0.20</td>"))
  }

  @Test func `a perfect source and an empty shop have friendly words`() {
    var source = DemoShop().figures().sources[0]
    source.lost = []
    #expect(Markup(PointsTable(source: source).html).text.contains("Every check was passed"))
    #expect(text("Reports/quality.html", .empty()).contains("Nothing was checked yet"))
  }

  @Test func `the score of the shop weighs each source by its rows`() {
    var sources = DemoShop().figures().sources
    (sources[0].score, sources[0].accepted, sources[0].held) = (9_000, 300, 0)
    (sources[1].score, sources[1].accepted, sources[1].held) = (10_000, 50, 50)
    #expect(TrustScore(sources)?.score == 9_250)
    #expect(TrustScore([]) == nil)
  }
}

struct QuarantinePageTests {
  @Test func `each reason in each file has its words, its money and its remedy`() {
    let page = text("Reports/quarantine.html", DemoShop().figures())
    #expect(page.contains("“12,5o” is not an amount") && page.contains("£112.12"))
    #expect(page.contains("write digits, with a point for pence") && page.contains("line 1,041"))
    #expect(page.contains("The most frequent reason is “money unreadable”, in 24 rows."))
  }

  @Test func `nothing held is good news`() {
    #expect(text("Reports/quarantine.html", .empty()).contains("No row is held back."))
  }
}

struct ImportsPageTests {
  @Test func `a file says what became of its rows and where it is kept`() {
    let page = text("Reports/imports.html", DemoShop().figures())
    #expect(page.contains("kept in <bdi>Filed/2011/12/07</bdi>"))
    #expect(
      page.contains(
        "<td>1,774</td><td>1,734</td><td>31</td><td>0</td><td>0</td><td>0</td><td>7</td><td>2</td>"))
  }

  @Test func `a failed file says why and what to do, a repeat what it repeats`() {
    let page = text("Reports/imports.html", DemoShop().figures())
    #expect(page.contains("no known kind of export has the columns Datum, Betrag, Kunde"))
    #expect(page.contains("What to do: "))
    #expect(page.contains("the same bytes as orders-2011-11-20.csv"))
  }

  @Test func `a failed file needs nobody once it was taken, or after a month`() {
    var figures = DemoShop().figures()
    #expect(Attention(figures).failedFiles.count == 1)
    var again = figures.imports[0]
    again.fileName = figures.imports[4].fileName
    figures.imports.insert(again, at: 0)
    #expect(Attention(figures).failedFiles.isEmpty)
    figures.imports.removeFirst()
    figures.today = figures.today.advanced(by: 40)
    #expect(Attention(figures).failedFiles.isEmpty)
  }
}

struct StatusPageTests {
  private func heading(_ figures: ShopFigures) -> String {
    let page = text("STATUS.html", figures)
    return page.components(between: "<h1>", and: "</h1>")
  }

  @Test func `the heading says at once whether all is well`() {
    var figures = DemoShop().figures()
    #expect(heading(figures) == "Needs you: 41 rows, 1 file, 2 warnings")
    figures.alerts = []
    #expect(heading(figures) == "Needs you: 41 rows, 1 file")
    figures.heldRows = 0
    figures.imports.removeAll { $0.result == .failed }
    #expect(heading(figures) == "Everything is up to date")
    figures.filesWaiting = 3
    #expect(heading(figures) == "3 files waiting")
    figures.freeBytes = 200_000_000
    #expect(heading(figures) == "Needs you: the disk is nearly full")
    #expect(heading(.empty()) == "Ready for the first file")
  }

  @Test func `it lies beside the inbox and leads into the reports`() {
    let page = text("STATUS.html", DemoShop().figures())
    #expect(page.contains("href=\"Reports/index.html\"") && !page.contains("href=\"index.html\""))
    #expect(page.contains("48 GB") && page.contains("daybook watch"))
  }
}

struct GlossaryTests {
  @Test func `every number has a meaning and an example`() {
    #expect(Set(Term.all.map(\.id)).count == Term.all.count)
    #expect(Term.all.allSatisfy { !$0.meaning.isEmpty && !$0.example.isEmpty })
  }

  @Test func `the formulas are those of the ledger`() {
    var day = SalesMeasures()
    day.orders = 4
    day.gross = 12_000
    day.discounts = 1000
    day.returns = 1500
    day.shipping = 500
    day.tax = 1900
    day.tips = 200
    day.fees = 350
    let results = [
      (Term.netSales, day.net), (.totalSales, day.total), (.collected, day.collected),
      (.averageOrder, day.averageOrder ?? 0),
    ]
    for (term, result) in results { #expect(term.example.hasSuffix("= \(Shown.money(result, .pounds))")) }
  }
}
