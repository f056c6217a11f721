/// Every way to cut the rest of a line whose quotes are damaged, and how much damage each would mean.
///
/// A cell ends at a delimiter or at the line's end. A quote that no rule explains costs 1; a cell that begins with a
/// quote and is taken as it stands costs 2 for that quote; a damaged quoted cell over what looks like the border of two
/// others costs 2 for each. So the cheapest cut into the header's number of cells is what was most likely meant.
struct LineCuts {
  struct Cut {
    /// The delimiter, or the line's end, at which the cell is over.
    var mark: Int
    /// The byte before `mark` closes the cell; else it is text as it stands.
    var isQuoted: Bool
    var cost: Int
  }

  let lineEnd: Int
  /// Where cells may begin, and where each would end if it ended at its first delimiter.
  private var starts: [Int] = []
  private var marks: [Int] = []
  /// For each start, the least cost of cutting the line from there on into 1, 2, 3, … cells.
  private var least: [[Int]] = []
  /// Steps that were taken to find this out.
  private(set) var effort = 0

  static let mostBytes = 1 << 14
  private static let mostStarts = 160
  private static let never = Int.max / 4

  /// Nil if the line is too long, or has too many delimiters, to try everything.
  init?(_ view: ByteView, _ csv: CSVMarks, line: Range<Int>, mostCells: Int) {
    lineEnd = line.upperBound
    guard line.count <= Self.mostBytes else { return nil }
    starts.append(line.lowerBound)
    var at = line.lowerBound
    while at < lineEnd {
      if csv.escapes(view, at) {
        at += 2
      } else if csv.isDelimiter(view, at) {
        marks.append(at)
        at += csv.delimiter.count
        starts.append(at)
        guard starts.count <= Self.mostStarts else { return nil }
      } else {
        at += 1
      }
    }
    marks.append(lineEnd)
    least = Array(repeating: [], count: starts.count)
    for index in starts.indices.reversed() {
      let most = min(mostCells, starts.count - index)
      var costs = Array(repeating: Self.never, count: most + 1)
      for (cut, next) in cuts(view, csv, from: index) {
        effort += most
        if next == starts.count {
          if most > 0 { costs[1] = min(costs[1], cut.cost) }
        } else {
          for cells in least[next].indices.dropFirst() where cells + 1 <= most {
            costs[cells + 1] = min(costs[cells + 1], cut.cost + least[next][cells])
          }
        }
      }
      least[index] = costs
    }
  }

  /// The end of the cell that begins at `start` with the least damage to it and to what follows, if all of it is to be
  /// cut into `cells` cells. Nil if it cannot be, or no cell begins there.
  func best(_ view: ByteView, _ csv: CSVMarks, from start: Int, cells: ClosedRange<Int>) -> Cut? {
    guard let index = starts.firstIndex(of: start) else { return nil }
    var best: (cut: Cut, cost: Int)?
    for (cut, next) in cuts(view, csv, from: index) {
      for wanted in cells {
        let rest = wanted - 1
        let cost: Int
        if next == starts.count {
          cost = rest == 0 ? 0 : Self.never
        } else {
          cost = rest > 0 && rest < least[next].count ? least[next][rest] : Self.never
        }
        if cost < Self.never, cut.cost + cost < best?.cost ?? Self.never { best = (cut, cut.cost + cost) }
      }
    }
    return best?.cut
  }

  /// Every end that the cell from the start `index` on may have, and which start comes behind it.
  private func cuts(_ view: ByteView, _ csv: CSVMarks, from index: Int) -> [(cut: Cut, next: Int)] {
    let (start, mark) = (starts[index], marks[index])
    let inside = (start..<mark).count { view[$0] == csv.quote }
    guard start < lineEnd, view[start] == csv.quote else {
      return [(Cut(mark: mark, isQuoted: false, cost: inside), index + 1)]
    }
    var found = quotedCuts(view, csv, from: index)
    found.append((Cut(mark: mark, isQuoted: false, cost: 1 + inside), index + 1))
    return found
  }

  private func quotedCuts(_ view: ByteView, _ csv: CSVMarks, from index: Int) -> [(cut: Cut, next: Int)] {
    var found: [(cut: Cut, next: Int)] = []
    var (strays, borders) = (0, 0)
    var at = starts[index] + 1
    var next = index
    // Where the last quote stood, and whether it was the second of two.
    var last = (at: -1, isPair: false)
    while at <= lineEnd {
      while next < marks.count, marks[next] < at { next += 1 }
      if next < marks.count, marks[next] == at {
        if last.at == at - 1 {
          let odd = last.isPair ? strays + 1 : strays - 1
          found.append(
            (Cut(mark: at, isQuoted: true, cost: odd == 0 ? 0 : odd + 2 * borders), next + 1))
        }
        let behind = at + csv.delimiter.count
        if last.at == at - 1 || (behind < lineEnd && view[behind] == csv.quote) { borders += 1 }
        at = max(behind, at + 1)
      } else if csv.escapes(view, at) {
        at += 2
      } else if view[at] == csv.quote, at < lineEnd {
        let isPair = at + 1 < lineEnd && view[at + 1] == csv.quote
        if !isPair { strays += 1 }
        at += isPair ? 2 : 1
        last = (at - 1, isPair)
      } else {
        at += 1
      }
    }
    return found
  }
}
