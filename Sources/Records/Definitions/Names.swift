import Foundation

/// Names as people write them: equal in spite of case, accents, spaces, underscores and hyphens.
public enum Names {
  /// The form in which two spellings of one name are equal: `Order-ID`, `order id` and `order_id`, `Währung` and
  /// `wahrung`.
  public static func plain(_ name: String) -> String {
    let meaningless = " _-\u{FEFF}\u{A0}".unicodeScalars
    return String(
      String.UnicodeScalarView(folded(name).unicodeScalars.filter { !meaningless.contains($0) }))
  }

  /// Small letters without the accents above and below them.
  public static func folded(_ name: String) -> String {
    let small = name.lowercased()
    guard small.utf8.contains(where: { $0 >= 0x80 }) else { return small }
    let accents: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"
    let letters = small.decomposedStringWithCanonicalMapping.unicodeScalars.filter { !accents.contains($0) }
    return String(String.UnicodeScalarView(letters))
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
