/// A line the size of a word; its numbers stand in the table of the chart it belongs to.
struct Sparkline {
  var id: String
  var name: String
  /// The newest value as text.
  var newest: String
  var finding: String
  var values: [Int64?]

  private static let width = 2000
  private static let height = Tenths(400)

  var html: Html {
    """
    <div class="spark"><p>\(name) <b>\(newest)</b></p>
    <svg role="img" aria-labelledby="\(id)-title \(id)-finding" viewBox="0 0 200 40" \
    preserveAspectRatio="none" data-points="\(values.count)">
    <title id="\(id)-title">\(name)</title><desc id="\(id)-finding">\(finding)</desc>
    \(path)</svg></div>

    """
  }

  private var path: Html {
    let scale = Scale(values.compactMap(\.self), fromZero: false)
    var spots: [Html] = []
    var drawing = false
    for (index, value) in values.enumerated() {
      if let value {
        let x = Tenths(Self.width * (2 * index + 1) / (2 * values.count))
        spots.append("\(drawing ? "L" : "M")\(x) \(scale.y(value, in: Self.height))\(drawing ? "" : "h0")")
      }
      drawing = value != nil
    }
    return spots.isEmpty ? "" : "<path class=\"now\" d=\"\(spots)\"/>"
  }
}
