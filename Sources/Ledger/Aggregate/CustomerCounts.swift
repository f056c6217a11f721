import Records

/// A stretch of days over which distinct customers are counted.
enum Grain: String, CaseIterable {
  case day, week, month

  func start(of day: Day) -> Day {
    switch self {
    case .day: day
    case .week: day.weekStart
    case .month: day.monthStart
    }
  }
}

struct CustomerCount: Equatable {
  var customers: Int64 = 0
  var new: Int64 = 0
}

/// Customer counts of one currency by grain and first day, as differences to what the database holds.
///
/// One slot per day number, so that counting a customer costs no look-up.
struct CustomerCounts {
  private var first: Int32 = 0
  private var slots: [[CustomerCount]] = Array(repeating: [], count: Grain.allCases.count)

  /// Makes room for every period that has one of the days.
  mutating func cover(_ days: ClosedRange<Day>) {
    let low = days.lowerBound.monthStart.number - 7
    let high = days.upperBound.number
    if slots[0].isEmpty { first = low }
    for grain in slots.indices {
      if low < first {
        slots[grain].insert(contentsOf: Array(repeating: CustomerCount(), count: Int(first - low)), at: 0)
      }
      let missing = Int(high - min(first, low)) + 1 - slots[grain].count
      if missing > 0 { slots[grain].append(contentsOf: repeatElement(CustomerCount(), count: missing)) }
    }
    first = min(first, low)
  }

  /// Adds (`sign` 1) or takes back (−1) what one customer counts for: once in each day, week and month with an
  /// order, and as new in those of the first order ever. `days` are in order and covered.
  mutating func count(_ days: [Day], times sign: Int64) {
    guard let earliest = days.first else { return }
    for (index, grain) in Grain.allCases.enumerated() {
      var last: Day?
      for day in days {
        let start = grain.start(of: day)
        if start == last { continue }
        slots[index][Int(start.number - first)].customers += sign
        last = start
      }
      slots[index][Int(grain.start(of: earliest).number - first)].new += sign
    }
  }

  /// The periods that changed.
  func changes() -> [(grain: Grain, start: Day, count: CustomerCount)] {
    Grain.allCases.enumerated().flatMap { index, grain in
      slots[index].enumerated().filter { $0.element != CustomerCount() }
        .map { (grain, Day(number: first + Int32($0.offset)), $0.element) }
    }
  }
}
