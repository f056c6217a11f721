internal import Ledger
internal import Records

/// Days that are others now than they were first reported, and which file changed them.
struct RestatedTable {
  var figures: ShopFigures

  /// Keeps the page short.
  private static let shown = 60

  var html: Html {
    guard !figures.restated.isEmpty else { return "" }
    let days = figures.restated.prefix(Self.shown)
    let cut = figures.restated.count > days.count ? " Below are the \(days.count) newest." : ""
    return """
      <h2 id="restated">Changed since first reported</h2>
      <p>These days were over and in a report when a later file changed them: it brought orders that were missing, or a
      correction. The numbers of today are the right ones.\(cut) Every change stands in csv/restatements.csv.</p>
      \(table(Array(days)))
      """
  }

  private func table(_ days: [RestatedDay]) -> Html {
    HtmlTable(
      caption: "Changed days, newest first",
      columns: [
        .text("Day"), "Orders then", "Orders now", "Net sales then", "Net sales now", .text("Changed by"),
      ],
      rows: days.map(row)
    ).html
  }

  private func row(_ day: RestatedDay) -> Html {
    let change: Html =
      day.file.map { "\(data: $0, limit: 80)" } ?? "a file was taken out of the books"
    let time: Html? = day.restatedAt.map { "<small>\(figures.zone.shortWords($0))</small>" }
    func money(_ minor: Int64) -> String { Shown.money(minor, day.currency) }
    return """
      <tr><th scope="row">\(day.day.shortWithYear)<small>first reported \(day.reportedOn.shortWithYear)</small></th>\
      <td>\(Shown.count(day.before.orders))</td><td>\(Shown.count(day.now.orders))</td>\
      <td>\(money(day.before.net))</td><td>\(money(day.now.net))</td>\
      <td class="text">\(change)\(time)</td></tr>

      """
  }
}
