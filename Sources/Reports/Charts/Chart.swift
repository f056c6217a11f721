/// One place on the time axis of a chart, and its row in the table behind the chart.
struct ChartPoint {
  /// `January 2011`: heads the row in the table.
  var name: String
  /// Stands under the plot; empty where a label would crowd its neighbours.
  var label = ""
  /// A second line of the label, such as the year under January.
  var labelBelow = ""
  /// Nil where no data was received, which is not the same as nothing sold.
  var value: Int64?
  var before: Int64?
  /// False for a month that is not over: drawn hollow.
  var finished = true
  /// The cells of the table, as many as the chart has columns.
  var cells: [String]
}

/// A drawing with its finding in words before it and its numbers in a table behind it.
///
/// The drawing stretches with the page, so it holds no text; labels are HTML and keep their size on a phone.
struct Chart {
  enum Shape { case bars, line }

  /// Unique on its page.
  var id: String
  var title: String
  /// What the chart shows, in one or two sentences, for those who do not see it too.
  var finding: String
  var shape: Shape
  var points: [ChartPoint]
  /// What the filled bars or the solid line are, and the outlined or dashed comparison.
  var key: String
  var keyBefore: String?
  var columns: [HtmlTable.Column]
  /// The text of a tick on the value axis.
  var tick: (Int64) -> String
  /// Ticks are at least this far apart.
  var smallestStep: Int64 = 1
  /// Bars always start at zero; a line may start nearer to its values.
  var fromZero = true
  /// Small drawings of the same points, whose numbers stand in the same table.
  var sparklines: [Sparkline] = []

  var scale: Scale {
    let values = points.compactMap(\.value) + points.compactMap(\.before)
    return Scale(values, smallestStep: smallestStep, fromZero: fromZero || shape == .bars)
  }

  var html: Html {
    """
    <figure class="chart">
    <figcaption><h3>\(title)</h3><p>\(finding)</p></figcaption>
    <div class="picture">
    \(legend)
    <div class="plot">
    <div class="ticks" aria-hidden="true">\(scale.ticks.reversed().map { "<span>\(tick($0))</span>" })</div>
    \(drawing)
    <div class="labels\(crowded)" aria-hidden="true">\(points.map(label))</div>
    </div>
    \(sparks)
    </div>
    \(table)
    </figure>

    """
  }

  private var legend: Html {
    let unfinished: Html =
      points.contains { !$0.finished } ? "<span class=\"key open\">not over yet</span>" : ""
    return """
      <p class="legend"><span class="key \(shape == .bars ? "filled" : "solid")">\(key)</span>
      \(keyBefore.map { "<span class=\"key \(shape == .bars ? "outlined" : "dashed")\">\($0)</span>" })
      \(unfinished)</p>
      """
  }

  private func label(_ point: ChartPoint) -> Html { "<span>\(point.label)<br>\(point.labelBelow)</span>" }

  /// On a phone every other one of many labels is left out.
  private var crowded: Html {
    if points.count(where: { !$0.label.isEmpty }) > 8 { return " many" }
    return ""
  }

  private var sparks: Html {
    if sparklines.isEmpty { return "" }
    return "<div class=\"sparks\">\(sparklines.map(\.html))</div>"
  }

  private var drawing: Html {
    """
    <svg role="img" aria-labelledby="\(id)-title \(id)-finding" viewBox="0 0 1000 300" \
    preserveAspectRatio="none" data-points="\(points.count)">
    <title id="\(id)-title">\(title)</title><desc id="\(id)-finding">\(finding)</desc>
    \(Plot(points: points, scale: scale).drawing(shape))
    </svg>
    """
  }

  private var table: Html {
    let rows = points.map { point -> Html in
      "<tr><th scope=\"row\">\(point.name)</th>\(point.cells.map { "<td>\($0)</td>" })</tr>\n"
    }
    return HtmlTable(caption: title, columns: columns, rows: rows).folded
  }
}
