/// How often a source's files come.
public enum Rhythm: String, Sendable, Codable, CaseIterable {
  case daily, weekdays, weekly, never

  /// The first day after `day` on which a file is expected; nil where none is.
  public func next(after day: Day, holidays: Set<Day> = []) -> Day? {
    switch self {
    case .never: return nil
    case .weekly:
      // On a holiday the file may come a day later, as often as that is one too.
      var next = day.advanced(by: 7)
      while holidays.contains(next) { next = next.advanced(by: 1) }
      return next
    case .daily, .weekdays:
      var next = day.advanced(by: 1)
      while holidays.contains(next) || self == .weekdays && next.weekday > 5 { next = next.advanced(by: 1) }
      return next
    }
  }

  /// What four weeks of arrivals show; nil where they show nothing regular. One day may be missing.
  public static func learned(from arrivals: Set<Day>) -> Rhythm? {
    guard let last = arrivals.max() else { return nil }
    let window = (0..<28).map { last.advanced(by: -$0) }
    guard arrivals.contains(where: { $0 <= last.advanced(by: -27) }) else { return nil }
    let came = window.filter(arrivals.contains)
    if came.count >= 27 { return .daily }
    let onWeekdays = came.count { $0.weekday <= 5 }
    if onWeekdays >= 19, came.count - onWeekdays <= 1 { return .weekdays }
    let weeks = (0...4).map { last.advanced(by: -7 * $0) }
    if weeks.allSatisfy(arrivals.contains), came.count <= 5 { return .weekly }
    return nil
  }
}

/// Whether the next file of a source has come.
public struct ExpectedFile: Sendable, Hashable {
  public enum State: String, Sendable, Codable {
    /// Its day has not come yet.
    case pending
    /// It is to come today.
    case due
    /// Its day is over.
    case late
    /// The one after it is overdue too.
    case missed
  }

  public var source: String
  public var rhythm: Rhythm
  /// False where the settings say it.
  public var isLearned: Bool
  /// Nil where none has ever come.
  public var lastArrival: Day?
  public var due: Day
  public var state: State
  /// How many should have come since the last one.
  public var missing: Int64

  /// Nil where nothing is expected.
  public init?(
    source: String, rhythm: Rhythm, isLearned: Bool = false, holidays: Set<Day> = [], lastArrival: Day?,
    today: Day
  ) {
    guard rhythm != .never else { return nil }
    (self.source, self.rhythm, self.isLearned) = (source, rhythm, isLearned)
    self.lastArrival = lastArrival
    guard let lastArrival, let due = rhythm.next(after: lastArrival, holidays: holidays) else {
      (self.due, state, missing) = (today, .due, 0)
      return
    }
    self.due = due
    var missing: Int64 = 0
    var next = due
    while next < today, missing < 1000 {
      missing += 1
      guard let later = rhythm.next(after: next, holidays: holidays) else { break }
      next = later
    }
    self.missing = missing
    state = missing > 1 ? .missed : missing == 1 ? .late : due == today ? .due : .pending
  }
}
