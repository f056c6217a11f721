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
  /// Per grain, for each day the slot of the period it is in: asked of the calendar once, not for every customer.
  private var periods: [[Int32]] = Array(repeating: [], count: Grain.allCases.count)

  /// Makes room for every period that has one of the days.
  mutating func cover(_ days: ClosedRange<Day>) {
    let count = Int32(slots[0].count)
    if count > 0, days.lowerBound.number - 38 >= first, days.upperBound.number < first + count { return }
    // A month and a week before, where the periods of the first day may begin.
    let wanted = days.lowerBound.number - 38
    let low = count == 0 ? wanted : min(first, wanted)
    let high = max(days.upperBound.number, first + count - 1)
    let shift = count == 0 ? 0 : Int(first - low)
    for (grain, kind) in Grain.allCases.enumerated() {
      var wider = [CustomerCount](repeating: CustomerCount(), count: Int(high - low) + 1)
      for (index, slot) in slots[grain].enumerated() { wider[index + shift] = slot }
      slots[grain] = wider
      periods[grain] = (low...high).map { max(kind.start(of: Day(number: $0)).number - low, 0) }
    }
    first = low
  }

  /// Adds (`sign` 1) or takes back (−1) what one customer counts for: once in each day, week and month with an
  /// order, and as new in those of the first order ever. `days` are in order and covered.
  mutating func count(_ days: some Collection<Day>, times sign: Int64) {
    for grain in slots.indices {
      var last: Int32 = -1
      for day in days {
        let period = periods[grain][Int(day.number - first)]
        if period == last { continue }
        slots[grain][Int(period)].customers += sign
        if last < 0 { slots[grain][Int(period)].new += sign }
        last = period
      }
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
