internal import Ledger
internal import Records

/// `quarantine.html`: the rows held back, one line for each reason in each file.
struct QuarantinePage {
  var figures: ShopFigures
  var version: String

  /// Keeps the page below 150 KB; `held_rows.csv` has them all.
  private static let shown = 120

  var bytes: [UInt8] {
    let page = Page(figures: figures, version: version, name: .quarantine, heading: "Rows held back")
    guard figures.heldRows > 0 else {
      return page.bytes(
        "<p>No row is held back. Everything that was read is in the totals or was never data.</p>")
    }
    return page.bytes(
      """
      \(summary)
      <h2>What to do</h2>
      <ol class="steps">
      <li>Correct these rows where they come from: in your shop, in your till, or in the exported file.</li>
      <li>Drop the corrected file into <b>Inbox</b>. Rows that are in the totals already are not counted
      twice.</li>
      </ol>
      <p class="soft">Every single row, with its line in the file:
      <a href="csv/held_rows.csv">held_rows.csv</a>, which opens in a spreadsheet.</p>
      \(reasons)
      \(table)
      """)
  }

  private var summary: Html {
    let money = Shown.amounts(figures.heldAtStake).map { " They say they are worth \($0)." } ?? ""
    return """
      <p>\(Shown.count(figures.heldRows, "row is", "rows are")) in no total, because something in
      \(figures.heldRows == 1 ? "it" : "them") cannot be trusted.\(money) Nothing is lost: the files they came
      from are kept as they were.</p>
      """
  }

  private var reasons: Html {
    var rows: [String: Int64] = [:]
    for group in figures.heldGroups { rows[group.code, default: 0] += group.rows }
    let sorted = rows.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    guard let first = sorted.first else { return "" }
    let bars = sorted.prefix(8).map { code, rows in
      Ranking.Bar(name: code.codeInWords, value: rows, cells: [Shown.count(rows)])
    }
    return Ranking(
      id: "reasons", title: "Reasons",
      finding:
        "The most frequent reason is “\(first.key.codeInWords)”, in "
        + "\(Shown.count(first.value, "row", "rows")). A row can have several.",
      columns: [.text("Reason"), "Rows"], bars: bars
    ).html
  }

  private var table: Html {
    let groups = figures.heldGroups.prefix(Self.shown)
    let cut: Html =
      figures.heldGroups.count > groups.count
      ? """
      <p class="soft">These are the \(groups.count) largest groups;
      <a href="csv/held_rows.csv">held_rows.csv</a> has
      every row.</p>
      """ : ""
    let table = HtmlTable(
      caption: "Held rows by reason and file, most rows first",
      columns: [
        .text("What is wrong"), "Rows", "At stake", .text("For example"), .text("How to fix it"),
        .text("File"),
      ],
      rows: groups.map(row))
    return "<h2>Reason by reason</h2>\n\(table.html)\(cut)"
  }

  private func row(_ group: HeldGroup) -> Html {
    let field: Html? = group.field.map { "<small>\(data: $0, limit: 60)</small>" }
    let value: Html = group.exampleValue.map { "<code>\(data: $0, limit: 60)</code>" } ?? "–"
    return """
      <tr><th scope="row" class="wide">\(data: group.message, limit: 200)\(field)</th>\
      <td>\(Shown.count(group.rows))</td><td>\(Shown.amounts(group.atStake) ?? "–")</td>\
      <td class="text">\(value)<small>line \(Shown.count(group.exampleLine))</small></td>\
      <td class="text wide">\(data: group.remedy, limit: 200)</td>\
      <td class="text name">\(data: group.fileName, limit: 80)\
      <small>since \(figures.zone.day(at: group.firstSeen).shortWithYear)</small></td></tr>

      """
  }
}
