internal import Ledger
internal import Records

/// The best sellers of the last 30 days.
struct TopProducts {
  var figures: CurrencyFigures

  var html: Html {
    guard !figures.topProducts.isEmpty else { return "" }
    let period = figures.last30.current
    let table = HtmlTable(
      caption: "Best sellers, \(Day.words(from: period.first, to: period.last)), \(figures.currency.code)",
      columns: [.text("Product"), "Units", "Net sales", "Share of net sales", "Returned"],
      rows: figures.topProducts.map(row))
    return "<h2>Best sellers</h2>\n\(table.html)"
  }

  private func row(_ product: ProductFigures) -> Html {
    let name: Html =
      if let name = product.name, !name.isEmpty {
        "\(data: name, limit: 80)<small>\(data: product.sku ?? product.productID, limit: 40)</small>"
      } else {
        "\(data: product.productID, limit: 80)"
      }
    let share = product.shareOfNet.map { Shown.percent(tenths: $0 >= 0 ? ($0 + 5) / 10 : ($0 - 5) / 10) }
    return """
      <tr><th scope="row">\(name)</th><td>\(Shown.units(product.units))</td>\
      <td>\(Shown.money(product.net, figures.currency))</td><td>\(share ?? "–")</td>\
      <td>\(Shown.money(product.returns, figures.currency))</td></tr>

      """
  }
}

/// From what was asked to what was collected, step by step.
struct Bridge {
  var figures: CurrencyFigures

  var html: Html {
    let period = figures.last30.current
    let table = HtmlTable(
      caption: "\(Day.words(from: period.first, to: period.last)), and the 30 days five weeks earlier",
      columns: [.text("\(figures.currency.code)"), "These 30 days", "Five weeks earlier"],
      rows: steps.map(row))
    return "<h2>From gross sales to money collected</h2>\n\(table.html)"
  }

  private struct Step {
    var term: Term
    var sign = ""
    var amount: KeyPath<SalesMeasures, Int64>
    var isSum = false
  }

  private var steps: [Step] {
    [
      Step(term: .grossSales, amount: \.gross),
      Step(term: .discounts, sign: "−", amount: \.discounts),
      Step(term: .returns, sign: "−", amount: \.returns),
      Step(term: .netSales, sign: "=", amount: \.net, isSum: true),
      Step(term: .shipping, sign: "+", amount: \.shipping),
      Step(term: .tax, sign: "+", amount: \.tax),
      Step(term: .totalSales, sign: "=", amount: \.total, isSum: true),
      Step(term: .tips, sign: "+", amount: \.tips),
      Step(term: .fees, sign: "−", amount: \.fees),
      Step(term: .collected, sign: "=", amount: \.collected, isSum: true),
    ]
  }

  private func row(_ step: Step) -> Html {
    let isSum: Html = step.isSum ? " class=\"sum\"" : ""
    func money(_ period: PeriodFigures) -> String {
      Shown.money(period.sales[keyPath: step.amount], figures.currency)
    }
    let sign = step.sign.isEmpty ? "" : step.sign + " "
    return """
      <tr\(isSum)><th scope="row">\(sign)\(step.term.link)</th>\
      <td>\(money(figures.last30.current))</td><td>\(money(figures.last30.before))</td></tr>

      """
  }
}
