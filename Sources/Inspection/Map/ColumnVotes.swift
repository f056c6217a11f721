import Records

/// A question that a column's cells leave open one by one, with two answers.
enum ReadingQuestion: Sendable, CaseIterable {
  case dates, amounts
}

/// One of the two answers: day before month or a point before decimals; month before day or a comma.
enum ReadingSide: Sendable, Hashable, CaseIterable {
  case first, second

  var dateOrder: DateOrder { self == .first ? .dayFirst : .monthFirst }
  var decimalMark: DecimalMark { self == .first ? .point : .comma }

  init?(_ reading: ColumnReading, _ question: ReadingQuestion) {
    switch (question, reading.dateOrder, reading.decimalMark) {
    case (.dates, .dayFirst, _), (.amounts, _, .point): self = .first
    case (.dates, .monthFirst, _), (.amounts, _, .comma): self = .second
    default: return nil
    }
  }
}

/// How often something was seen in a column, and where first.
struct ReadingVotes: Sendable {
  struct Example: Sendable {
    var text: String
    var line: Int32
  }

  private(set) var count = 0
  private(set) var example: Example?

  mutating func add(_ bytes: Span<UInt8>, _ range: ByteRange, line: Int32) {
    count += 1
    if example == nil { example = Example(text: bytes.text(range), line: line) }
  }
}

/// What the cells of one column say.
struct ColumnVotes: Sendable {
  let question: ReadingQuestion
  var first = ReadingVotes()
  var second = ReadingVotes()
  /// Cells that can be read both ways.
  var open = ReadingVotes()
  /// Of those, how many must not be read without an answer: `1.000` of a quantity may well be one.
  var asking = 0
  /// Cells that raise no question, as most numbers of a column of whole ones.
  var settled = 0
  /// Of the dates that can be read both ways, those with points between their numbers and a whole year.
  var pointed = 0

  init(_ question: ReadingQuestion) { self.question = question }

  func votes(_ side: ReadingSide) -> ReadingVotes { side == .first ? first : second }

  /// The side with more votes and next to none against it; nil without a vote, and where the few amounts of a column
  /// that have one contradict each other: they are damage, and each is judged for itself.
  ///
  /// Of dates one in a hundred may contradict, for others that do may look right; an amount shows its own mark.
  enum Outcome: Sendable {
    case nothing
    case clear(ReadingSide)
    case contradiction
  }

  var outcome: Outcome {
    let total = first.count + second.count
    guard total > 0 else { return .nothing }
    let side = first.count >= second.count ? ReadingSide.first : .second
    let (most, fewest) = (max(first.count, second.count), min(first.count, second.count))
    let allowed = max(1, total / (question == .dates ? 100 : 20))
    if fewest == 0 || most >= 20 && fewest <= allowed { return .clear(side) }
    return question == .amounts && total * 20 <= settled ? .nothing : .contradiction
  }

  /// `"25/12/2026" in line 4: there is no month 25; 318 of 411 dates show it`.
  func evidence(for side: ReadingSide) -> String {
    guard let example = votes(side).example else { return "" }
    let seen = votes(side).count
    let all = first.count + second.count + open.count
    let against = first.count + second.count - seen
    var words = "\"\(example.text)\" in line \(example.line): "
    switch question {
    case .dates:
      let numbers = DateShape.leading(example.text)
      words +=
        "there is no month \(side == .first ? numbers.first : numbers.second); \(seen) of \(all) dates show it"
    case .amounts:
      words += "the \(side.decimalMark) begins the decimals; \(seen) of \(all) amounts show it"
    }
    if against > 0 { words += ", \(against) contradict it and are held" }
    return words
  }
}

/// What the numbers of a date tell of their order.
enum DateShape: Sendable {
  /// No such date, or one that is clear without an order.
  case settled
  case either, dayFirst, monthFirst

  /// Looks at `d/m/y` at the beginning, with one or two digits twice and then two or four.
  init(_ bytes: Span<UInt8>, _ range: ByteRange) {
    var index = Int(range.start)
    let end = Int(range.end)
    func number(_ most: Int) -> (value: Int, digits: Int) {
      var (value, digits) = (0, 0)
      while index < end, digits <= most, bytes[index] &- 0x30 < 10 {
        value = value * 10 + Int(bytes[index] &- 0x30)
        (index, digits) = (index + 1, digits + 1)
      }
      return (value, digits)
    }
    self = .settled
    let first = number(2)
    guard (1...2).contains(first.digits), index < end else { return }
    let sign = bytes[index]
    guard sign == UInt8(ascii: "/") || sign == UInt8(ascii: ".") || sign == UInt8(ascii: "-") else { return }
    index += 1
    let second = number(2)
    guard (1...2).contains(second.digits), index < end, bytes[index] == sign else { return }
    index += 1
    let year = number(4)
    guard year.digits == 2 || year.digits == 4, (1...31).contains(first.value),
      (1...31).contains(second.value)
    else {
      return
    }
    switch (first.value > 12, second.value > 12) {
    case (true, false): self = .dayFirst
    case (false, true): self = .monthFirst
    case (false, false): self = first.value == second.value ? .settled : .either
    case (true, true): return
    }
  }

  /// `03.02.2026`: wherever dates are written so, the day stands first.
  static func hasPointsAndYear(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    var (points, digits) = (0, 0)
    for index in range.indices {
      if bytes[index] == UInt8(ascii: ".") {
        (points, digits) = (points + 1, 0)
      } else if bytes[index] &- 0x30 < 10 {
        digits += 1
      } else {
        break
      }
    }
    return points == 2 && digits == 4
  }

  /// The first two numbers of a date as it was written.
  static func leading(_ text: String) -> (first: Int, second: Int) {
    let numbers = text.utf8.split { !(0x30...0x39).contains($0) }.map {
      $0.reduce(0) { $0 * 10 + Int($1 & 0xF) }
    }
    return (numbers.first ?? 0, numbers.dropFirst().first ?? 0)
  }
}
