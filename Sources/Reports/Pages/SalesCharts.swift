internal import Ledger
internal import Records

/// The two charts of one currency: thirteen months by month, five weeks by day.
struct SalesCharts {
  var figures: CurrencyFigures
  var today: Day

  private var currency: Currency { figures.currency }

  var months: Chart {
    let points = zip(figures.months, figures.monthsLastYear).map { month, lastYear in
      let isOver = month.first.adding(months: 1) <= today
      let name = month.first.monthYear + (isOver ? "" : ", not over yet")
      let showsYear = month.first.civil.month == 1 || month.first == figures.months.first?.first
      return ChartPoint(
        name: name, label: month.first.shortMonth,
        labelBelow: showsYear ? String(month.first.civil.year) : "", value: net(month), before: net(lastYear),
        finished: isOver, cells: cells(month, lastYear))
    }
    return chart(
      "months", title: "Net sales by month", finding: monthsFinding(points), shape: .bars, points: points,
      before: "same month a year before")
  }

  var days: Chart {
    let count = figures.days.count
    let points = zip(figures.days, figures.daysBefore).enumerated().map { index, pair in
      let (day, before) = pair
      return ChartPoint(
        name: day.first.inWords, label: (count - 1 - index) % 7 == 0 ? day.first.short : "", value: net(day),
        before: net(before), cells: cells(day, before))
    }
    var chart = chart(
      "days", title: "Net sales by day, last \(count) days", finding: daysFinding(points), shape: .line,
      points: points, before: "\(count) days earlier, same weekday")
    chart.sparklines = sparklines
    return chart
  }

  private func chart(
    _ id: String, title: String, finding: String, shape: Chart.Shape, points: [ChartPoint], before: String
  ) -> Chart {
    let currency = currency
    return Chart(
      id: "\(currency.code)-\(id)", title: "\(title), \(currency.code)", finding: finding, shape: shape,
      points: points, key: "Net sales",
      keyBefore: points.contains { $0.before != nil } ? before : nil,
      columns: [
        .text(shape == .bars ? "Month" : "Day"), "Net sales",
        HtmlTable.Column(shape == .bars ? "A year before" : "\(points.count) days earlier"), "Orders",
        "Average order", "Returns",
      ],
      tick: { Shown.axisMoney($0, currency) }, smallestStep: currency.minorPerMajor)
  }

  private func net(_ period: PeriodFigures) -> Int64? { period.daysWithData > 0 ? period.sales.net : nil }

  private func money(_ period: PeriodFigures) -> String {
    net(period).map { Shown.money($0, currency) } ?? "no data received"
  }

  private func cells(_ period: PeriodFigures, _ before: PeriodFigures) -> [String] {
    let sales = period.sales
    let hasData = period.daysWithData > 0
    return [
      money(period), money(before), hasData ? Shown.count(sales.orders) : "–",
      sales.averageOrder.map { Shown.money($0, currency) } ?? "–",
      hasData ? Shown.money(sales.returns, currency) : "–",
    ]
  }

  private func monthsFinding(_ points: [ChartPoint]) -> String {
    let over = points.filter { $0.finished && $0.value != nil }
    guard let best = over.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }) else {
      return "No month is complete yet."
    }
    let text = "The best complete month was \(best.name) with \(best.cells[0])."
    guard let newest = over.last, newest.before != nil else { return text }
    return text
      + " \(newest.name) came to \(newest.cells[0]), the same month a year before to \(newest.cells[1])."
  }

  private func daysFinding(_ points: [ChartPoint]) -> String {
    let filled = points.filter { $0.value != nil }
    guard let best = filled.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }), let newest = filled.last else {
      return "No data was received in these days."
    }
    let gaps = points.count - filled.count
    let gap = gaps > 0 ? " No data was received on \(Shown.count(Int64(gaps), "day", "days"))." : ""
    return "The newest day, \(newest.name), came to \(newest.cells[0]); the best was \(best.name) with "
      + "\(best.cells[0])." + gap
  }

  private var sparklines: [Sparkline] {
    let currency = currency
    let measures: [(String, Measure?)] = [
      ("Orders", Measure.others(currency).first { $0.term.id == Term.orders.id }),
      ("Average order", Measure.others(currency).first { $0.term.id == Term.averageOrder.id }),
      ("Returns", Measure.others(currency).first { $0.term.id == Term.returns.id }),
    ]
    return measures.compactMap { name, measure in
      measure.map { measure in
        let values = figures.days.map { $0.daysWithData > 0 ? measure.value($0) : nil }
        return sparkline(name, values, show: measure.show)
      }
    }
  }

  private func sparkline(_ name: String, _ values: [Int64?], show: (Int64) -> String) -> Sparkline {
    let known = values.compactMap(\.self)
    let newest = known.last.map(show) ?? "no data"
    let range = known.min().flatMap { least in known.max().map { "between \(show(least)) and \(show($0))" } }
    let id = name.lowercased().replacing(" ", with: "-")
    return Sparkline(
      id: "\(currency.code)-\(id)", name: "\(name), newest day", newest: newest,
      finding: "\(name) by day, \(range ?? "no data"), newest \(newest).", values: values)
  }
}
