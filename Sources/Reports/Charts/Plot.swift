/// The marks of a chart, in a box of 1000 × 300 that is stretched to the width of the page.
struct Plot {
  static let width = Tenths(10_000)
  static let height = Tenths(3000)

  var points: [ChartPoint]
  var scale: Scale

  func drawing(_ shape: Chart.Shape) -> Html {
    switch shape {
    case .bars: "\(grid)\(points.indices.map(bar))\(baseline)"
    case .line: "\(grid)\(baseline)\(line(\.before, "before"))\(line(\.value, "now"))\(endPoint)"
    }
  }

  private var grid: Html {
    "<path class=\"grid\" d=\"\(scale.ticks.map { "M0 \(y($0))H\(Self.width)" })\"/>\n"
  }

  private var baseline: Html {
    guard scale.low <= 0, scale.high >= 0 else { return "" }
    return "<path class=\"baseline\" d=\"M0 \(y(0))H\(Self.width)\"/>\n"
  }

  private func bar(_ index: Int) -> Html {
    let point = points[index]
    let name: Html = "<title>\(point.name): \(point.cells.first ?? "")</title>"
    let now: Html? = point.value.map {
      "<rect class=\"now\(point.finished ? "" : " open")\" \(box(index, $0, inset: 22))>\(name)</rect>\n"
    }
    let before: Html? = point.before.map {
      "<rect class=\"before\" \(box(index, $0, inset: 12))/>\n"
    }
    return "\(before)\(now)"
  }

  /// From the zero line to the value; `inset` is the gap to the neighbours in hundredths of the slot.
  private func box(_ index: Int, _ value: Int64, inset: Int) -> Html {
    let gap = Tenths(Self.width.value * inset / (100 * points.count))
    let left = slot(index) + gap
    let right = slot(index + 1) - gap
    let top = min(y(value), y(0))
    let bottom = max(y(value), y(0))
    return "x=\"\(left)\" y=\"\(top)\" width=\"\(right - left)\" height=\"\(bottom - top)\""
  }

  /// A path through the points that have a value; a point without data breaks it.
  private func line(_ value: KeyPath<ChartPoint, Int64?>, _ name: Html) -> Html {
    var path: [Html] = []
    var drawing = false
    for (index, point) in points.enumerated() {
      guard let value = point[keyPath: value] else {
        drawing = false
        continue
      }
      // A point between two gaps shows as a dot: a line of no length with round ends.
      let alone = !drawing && (index + 1 == points.count || points[index + 1].value == nil)
      path.append("\(drawing ? "L" : "M")\(middle(index)) \(y(value))\(alone ? "h0" : "")")
      drawing = true
    }
    return path.isEmpty ? "" : "<path class=\"\(name)\" d=\"\(path)\"/>\n"
  }

  /// The newest value, as a dot that stays round however the drawing is stretched; hollow if it is not final.
  private var endPoint: Html {
    guard let index = points.lastIndex(where: { $0.value != nil }), let value = points[index].value else {
      return ""
    }
    let spot: Html = "M\(middle(index)) \(y(value))h0"
    let hollow: Html = points[index].finished ? "" : "<path class=\"hole\" d=\"\(spot)\"/>"
    return "<path class=\"spot\" d=\"\(spot)\"/>\(hollow)\n"
  }

  private func y(_ value: Int64) -> Tenths { scale.y(value, in: Self.height) }

  /// The left edge of the slot of a point.
  private func slot(_ index: Int) -> Tenths { Tenths(Self.width.value * index / points.count) }

  private func middle(_ index: Int) -> Tenths {
    Tenths(Self.width.value * (2 * index + 1) / (2 * points.count))
  }
}
