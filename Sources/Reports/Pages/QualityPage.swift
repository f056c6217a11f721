internal import Ledger
internal import Records

/// `quality.html`: how far each source can be trusted, and what costs it its points.
struct QualityPage {
  var figures: ShopFigures
  var version: String

  var bytes: [UInt8] {
    let page = Page(figures: figures, version: version, name: .quality, heading: "Quality")
    guard !figures.sources.isEmpty else {
      return page.bytes(
        "\(Attention(figures).bar())<p>Nothing was checked yet. The first file brings the first score.</p>")
    }
    return page.bytes(
      """
      \(Attention(figures).bar())
      <p>Every row is checked before it counts. The \(Term.score.link) says how many of the checks the rows
      passed: 100 means all of them.</p>
      \(overview)
      \(figures.sources.enumerated().map { source($0.offset, $0.element) })
      """)
  }

  private var overview: Html {
    HtmlTable(
      caption: "Sources of this shop",
      columns: [
        .text("Source"), "Score of 100", "By value", "Rows read", "Accepted", "Held back", "Skipped",
        .text("Last file"),
      ],
      rows: figures.sources.map(overviewRow)
    ).html
  }

  private func overviewRow(_ source: SourceQuality) -> Html {
    """
    <tr><th scope="row">\(data: source.source, limit: 60)<small>\(data: source.kind, limit: 60)</small></th>\
    <td>\(Shown.hundredths(source.score))</td><td>\(Shown.shares(source.cleanShares) ?? "–")</td>\
    <td>\(Shown.count(source.rows))</td>\
    <td>\(Shown.count(source.accepted))</td><td>\(Shown.count(source.held))</td>\
    <td>\(Shown.count(source.skipped))</td><td class="text">\(data: source.lastFile, limit: 80)\
    <small>\(figures.zone.shortWords(source.lastReceivedAt))</small></td></tr>

    """
  }

  private func value(_ source: SourceQuality) -> Html {
    guard let shares = Shown.shares(source.cleanShares) else { return "" }
    return " Of the value in its files, <b>\(shares)</b> is clean; the rest is held back."
  }

  private func source(_ index: Int, _ source: SourceQuality) -> Html {
    """
    <h2>\(data: source.source, limit: 60)</h2>
    <p class="soft">Score <b>\(Shown.hundredths(source.score))</b> of 100.\(value(source))</p>
    \(TrendChart(source: source, id: "trend-\(index + 1)").html)
    \(PointsTable(source: source).html)
    \(DimensionTable(source: source).html)
    """
  }
}

/// The six questions behind a score, and what the rows answered.
struct DimensionTable {
  var source: SourceQuality

  var html: Html {
    guard !source.dimensions.isEmpty else { return "" }
    return HtmlTable(
      caption: "What was asked of \(source.source.prefixOfScalars(60))",
      columns: [.text("Question"), "Score of 100", "Points lost"],
      rows: Dimension.allCases.map(row)
    ).html
  }

  private func row(_ dimension: Dimension) -> Html {
    let found = source.dimensions.first { $0.dimension == dimension }
    let score = found.map { Shown.hundredths($0.score) } ?? "not asked"
    return """
      <tr><th scope="row">\(dimension.question)<small>\(dimension.rawValue)</small></th>\
      <td>\(score)</td><td>\(Shown.hundredths(found?.points ?? 0))</td></tr>

      """
  }
}

extension Dimension {
  fileprivate var question: String {
    switch self {
    case .completeness: "Is everything there that is needed?"
    case .validity: "Can every value be read, and is it possible?"
    case .uniqueness: "Does every record stand there once?"
    case .consistency: "Do the parts of a record agree?"
    case .timeliness: "Are the dates of this time?"
    case .accuracy: "Do the lines make the totals?"
    }
  }
}

/// What a source lost, check by check, down to the last hundredth.
struct PointsTable {
  var source: SourceQuality

  /// Longer lists end with one line for all the rest, so that the sum stays right.
  private static let shown = 20

  var html: Html {
    guard !source.lost.isEmpty else { return "<p>Every check was passed by every row.</p>" }
    let rest = source.lost.dropFirst(Self.shown)
    let restRow: Html =
      rest.isEmpty
      ? ""
      : row(
        "<th scope=\"row\">\(Shown.count(Int64(rest.count), "other check", "other checks"))</th>", Array(rest)
      )
    let lost = 10_000 - source.score
    return HtmlTable(
      caption: "Points lost in \(source.source.prefixOfScalars(60)): they add up to 100 − score",
      columns: [.text("What was wrong"), "Rows that failed", "Rows checked", "Points lost"],
      rows: source.lost.prefix(Self.shown).map { row(name($0), [$0]) } + [
        restRow,
        """
        <tr class="sum"><th scope="row">Lost in all</th><td></td><td></td>\
        <td>\(Shown.hundredths(lost))</td></tr>

        """,
      ]
    ).html
  }

  private func name(_ lost: SourceQuality.PointsLost) -> Html {
    let rule = Rule.catalogue.first { $0.code == lost.code }
    let sentence = rule?.sentence(of: lost.field) ?? lost.code.codeInWords
    return "<th scope=\"row\" class=\"wide\">\(data: sentence, limit: 120)<small>\(lost.code)</small></th>"
  }

  private func row(_ head: Html, _ lost: [SourceQuality.PointsLost]) -> Html {
    """
    <tr>\(head)<td>\(Shown.count(lost.reduce(0) { $0 + $1.failed }))</td>\
    <td>\(lost.count == 1 ? Shown.count(lost[0].applied) : "–")</td>\
    <td>\(Shown.hundredths(lost.reduce(0) { $0 + $1.points }))</td></tr>

    """
  }
}

/// The score of a source by day of arrival.
struct TrendChart {
  var source: SourceQuality
  var id: String

  var html: Html {
    guard let first = source.trend.first, let last = source.trend.last else { return "" }
    let every = max(1, (source.trend.count + 4) / 5)
    let points = source.trend.enumerated().map { index, point in
      ChartPoint(
        name: point.day.inWords,
        label: (source.trend.count - 1 - index) % every == 0 ? point.day.short : "", value: point.score,
        cells: [Shown.hundredths(point.score)])
    }
    let finding =
      source.trend.count == 1
      ? "Files arrived on one day so far: \(first.day.inWords), \(Shown.hundredths(first.score))."
      : "From \(Shown.hundredths(first.score)) on \(first.day.dayMonthYear) to "
        + "\(Shown.hundredths(last.score)) on \(last.day.dayMonthYear)."
    return Chart(
      id: id, title: "Score of \(source.source.prefixOfScalars(60)) by day of arrival", finding: finding,
      shape: .line, points: points, key: "Score", keyBefore: nil, columns: [.text("Day"), "Score of 100"],
      tick: { Shown.hundredths($0) }, smallestStep: 10, fromZero: false
    ).html
  }
}

extension String {
  /// `money.unreadable` as `money unreadable`: rule codes are chosen to read well.
  var codeInWords: String { replacing(".", with: " ").replacing("_", with: " ") }

  func prefixOfScalars(_ limit: Int) -> String {
    unicodeScalars.count > limit ? String(UnicodeScalarView(unicodeScalars.prefix(limit))) + "…" : self
  }
}
