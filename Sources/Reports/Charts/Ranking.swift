/// Horizontal bars, longest first, each under its own words, with the table behind them.
struct Ranking {
  struct Bar {
    var name: String
    var value: Int64
    var cells: [String]
  }

  var id: String
  var title: String
  var finding: String
  /// The heads of the table: of the names, then of the cells.
  var columns: [HtmlTable.Column]
  var bars: [Bar]

  /// Height of one entry: its words above, its bar below. The style sheet gives list entries the same.
  private static let rowHeight = 48

  var html: Html {
    """
    <figure class="chart">
    <figcaption><h3>\(title)</h3><p>\(finding)</p></figcaption>
    <div class="ranking picture">
    <ol aria-hidden="true">\(bars.map(words))</ol>
    <svg role="img" aria-labelledby="\(id)-title \(id)-finding" height="\(bars.count * Self.rowHeight)" \
    viewBox="0 0 1000 \(bars.count * Self.rowHeight)" preserveAspectRatio="none" data-points="\(bars.count)">
    <title id="\(id)-title">\(title)</title><desc id="\(id)-finding">\(finding)</desc>
    \(bars.indices.map(bar))</svg>
    </div>
    \(table)
    </figure>

    """
  }

  private func words(_ bar: Bar) -> Html {
    "<li><span>\(data: bar.name)</span> <b>\(Shown.count(bar.value))</b></li>"
  }

  private func bar(_ index: Int) -> Html {
    let scale = Scale(bars.map(\.value))
    let width = Tenths(10_000) - scale.y(max(0, bars[index].value), in: Tenths(10_000))
    return """
      <rect class="now" x="0" y="\(index * Self.rowHeight + 30)" width="\(width)" height="8"/>

      """
  }

  private var table: Html {
    let rows = bars.map { bar -> Html in
      "<tr><th scope=\"row\">\(data: bar.name)</th>\(bar.cells.map { "<td>\($0)</td>" })</tr>\n"
    }
    return HtmlTable(caption: title, columns: columns, rows: rows).folded
  }
}
