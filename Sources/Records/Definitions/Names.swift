/// Names as people write them: equal in spite of case, spaces, underscores, hyphens and accents.
public enum Names {
  /// The form in which two spellings of one name are equal: `Order-ID`, `order id` and `order_id`; `Währung` and
  /// `Wahrung`.
  public static func plain(_ name: String) -> String {
    let meaningless = " _-\u{FEFF}\u{A0}".unicodeScalars
    var plain = String.UnicodeScalarView()
    for scalar in name.lowercased().unicodeScalars where !meaningless.contains(scalar) {
      if scalar.isASCII { plain.append(scalar) } else { plain.append(contentsOf: withoutAccent(scalar)) }
    }
    return String(plain)
  }

  /// The letter under an accent, which Unicode's name of it tells: `LATIN SMALL LETTER E WITH ACUTE`.
  private static func withoutAccent(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    if scalar.properties.generalCategory == .nonspacingMark { return .init() }
    let start = "LATIN SMALL LETTER "
    guard let name = scalar.properties.name, name.hasPrefix(start) else { return .init([scalar]) }
    let words = name.dropFirst(start.count).split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[1] == "WITH", words[0].count <= 2 else { return .init([scalar]) }
    return words[0].lowercased().unicodeScalars
  }

  /// The known name nearest to `name`, if it is near enough to be a slip of the pen.
  public static func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(plain(name).utf8)
    let limit = max(1, min(3, wanted.count / 3))
    var best: (name: String, distance: Int)?
    for candidate in known {
      let distance = editDistance(wanted, Array(plain(candidate).utf8))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var cost = min(
          last[column + 1] + 1, current[column] + 1, last[column] + (byte == other ? 0 : 1))
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
