import Records

/// A piece of a date as people write it.
struct MomentToken: Sendable {
  enum Kind: Sendable { case number, word, sign }

  var kind: Kind
  /// Of a number, its value; of a sign, its byte.
  var value: Int
  var range: ByteRange
  /// A blank stands before it.
  var isApart: Bool

  var digits: Int { kind == .number ? range.count : 0 }

  func isSign(_ byte: UInt8) -> Bool { kind == .sign && value == Int(byte) }
}

/// All forms but ISO 8601. A date is cut into numbers, words and signs, and then it is looked what they make:
/// `09/07/2026 3:22 PM`, `16.12.2015 03:27:08 UTC`, `Dec 1, 2017`, `31 July, 2026`, `Sep-07-26`, `20260826`.
extension MomentReader {
  private struct Date {
    var year: Int
    var month: Int
    var day: Int
    /// How many pieces it took.
    var end: Int
  }

  /// Not inlined: exports that write ISO 8601 never come here.
  @inline(never)
  mutating func readFreely(_ bytes: Span<UInt8>, _ range: ByteRange, order: DateOrder?) -> MomentReading {
    guard range.count <= 80, cut(bytes, range) else { return .unreadable }
    var start = 0
    // The name of a day of the week says nothing new.
    if tokens.count > 3, tokens[0].kind == .word, DateWords.month(bytes, tokens[0]) == nil {
      guard DateWords.isWeekday(bytes, tokens[0].range) else { return .unreadable }
      start = 1
      while start < tokens.count, tokens[start].isSign(0x2C) || tokens[start].isSign(0x2E) { start += 1 }
    }
    let date: Date
    switch dateWithName(bytes, at: start) ?? .failure(.unreadable) {
    case .success(let found): date = found
    case .failure(.unreadable):
      switch dateOfNumbers(at: start, order: order) {
      case .success(let found): date = found
      case .failure(let reason): return reason.reading
      }
    case .failure(let reason): return reason.reading
    }
    return moment(of: date, bytes, Int(range.end))
  }

  private enum Refusal: Error {
    case unreadable, undecidable

    var reading: MomentReading { self == .unreadable ? .unreadable : .undecidable }
  }

  /// False if there is too much of it to be a date.
  private mutating func cut(_ bytes: Span<UInt8>, _ range: ByteRange) -> Bool {
    tokens.removeAll(keepingCapacity: true)
    var index = Int(range.start)
    let end = Int(range.end)
    var isApart = false
    while index < end {
      let start = index
      let byte = bytes[index]
      var value = Int(byte)
      var kind = MomentToken.Kind.sign
      if byte &- 0x30 < 10 {
        (kind, value) = (.number, 0)
        while index < end, bytes[index] &- 0x30 < 10 {
          value = value * 10 + Int(bytes[index] &- 0x30)
          index += 1
          if index - start > 9 { return false }
        }
      } else if let length = bytes.spaceLength(at: index, before: end) {
        isApart = true
        index += length
        continue
      } else if DateWords.isLetter(byte) {
        kind = .word
        while index < end, DateWords.isLetter(bytes[index]), bytes.spaceLength(at: index, before: end) == nil
        {
          index += 1
        }
      } else {
        index += 1
      }
      guard tokens.count < 24 else { return false }
      tokens.append(
        MomentToken(kind: kind, value: value, range: ByteRange(start: start, end: index), isApart: isApart))
      isApart = false
    }
    return !tokens.isEmpty
  }

  /// `3 September 2026`, `September 3, 2026`, `Sep-07-26`, `1. März 2026`; nil if no month is named.
  private func dateWithName(_ bytes: Span<UInt8>, at start: Int) -> Result<Date, Refusal>? {
    let places = start..<min(start + 3, tokens.count)
    guard let place = places.first(where: { DateWords.month(bytes, tokens[$0]) != nil }),
      let month = DateWords.month(bytes, tokens[place])
    else { return nil }
    var index = place + 1
    let dayPlace = place == start ? number(after: &index) : start
    guard let dayPlace, tokens[dayPlace].kind == .number, tokens[dayPlace].digits <= 2,
      place - start < 2 || isBetween(tokens[start + 1])
    else { return .failure(.unreadable) }
    guard let yearPlace = number(after: &index), let year = year(tokens[yearPlace]) else {
      return .failure(.unreadable)
    }
    return .success(Date(year: year, month: month, day: tokens[dayPlace].value, end: index))
  }

  /// The next number behind at most one sign and one word that may stand between; `index` moves behind it.
  private func number(after index: inout Int) -> Int? {
    var between: [MomentToken.Kind] = []
    while index < tokens.count {
      let token = tokens[index]
      index += 1
      if token.kind == .number { return index - 1 }
      guard isBetween(token), !between.contains(token.kind) else { return nil }
      between.append(token.kind)
    }
    return nil
  }

  /// A sign, the end of an ordinal, or a `de`.
  private func isBetween(_ token: MomentToken) -> Bool {
    token.kind == .word && token.range.count == 2 || [0x2D, 0x2E, 0x2C, 0x2F].contains { token.isSign($0) }
  }

  private func dateOfNumbers(at start: Int, order: DateOrder?) -> Result<Date, Refusal> {
    guard start < tokens.count, tokens[start].kind == .number else { return .failure(.unreadable) }
    let first = tokens[start]
    if first.digits == 8 {
      let date = Date(
        year: first.value / 10_000, month: first.value / 100 % 100, day: first.value % 100, end: start + 1)
      return (1900...2199).contains(date.year) ? .success(date) : .failure(.unreadable)
    }
    guard tokens.count >= start + 5, tokens[start + 1].kind == .sign,
      [0x2F, 0x2D, 0x2E].contains(tokens[start + 1].value), tokens[start + 3].kind == .sign,
      tokens[start + 3].value == tokens[start + 1].value, tokens[start + 2].kind == .number,
      tokens[start + 4].kind == .number, tokens[start + 2].digits <= 2
    else { return .failure(.unreadable) }
    let (second, third) = (tokens[start + 2], tokens[start + 4])
    if first.digits == 4 || order == .yearFirst && first.digits == 2 && third.digits <= 2 {
      guard third.digits <= 2, let year = year(first) else { return .failure(.unreadable) }
      return .success(Date(year: year, month: second.value, day: third.value, end: start + 5))
    }
    guard first.digits <= 2, let year = year(third), order != .yearFirst else { return .failure(.unreadable) }
    guard order != nil || first.value == second.value else { return .failure(.undecidable) }
    let isDayFirst = order == .dayFirst
    return .success(
      Date(
        year: year, month: isDayFirst ? second.value : first.value,
        day: isDayFirst ? first.value : second.value, end: start + 5))
  }

  /// Four digits, or two: those below 70 are of this century.
  private func year(_ token: MomentToken) -> Int? {
    switch token.digits {
    case 4: token.value
    case 2: token.value < 70 ? 2000 + token.value : 1900 + token.value
    default: nil
    }
  }

  /// Reads what stands behind the date: a time, and a zone.
  private mutating func moment(of date: Date, _ bytes: Span<UInt8>, _ end: Int) -> MomentReading {
    var index = date.end
    if index < tokens.count, tokens[index].isSign(0x2C) { index += 1 }
    if index < tokens.count, tokens[index].kind == .word, DateWords.introducesTime(bytes, tokens[index].range)
    {
      index += 1
      guard index < tokens.count else { return .unreadable }
    }
    var second: Int? = 0
    if index < tokens.count {
      guard tokens[index].kind == .number, tokens[index].digits <= 2 else { return .unreadable }
      guard let time = time(bytes, &index) else { return .unreadable }
      second = time.seconds
    }
    guard (1...12).contains(date.month), date.day >= 1, let second,
      date.day <= Day.length(ofMonth: date.month, year: date.year)
    else { return .impossible }
    let day = Day.daysSinceEpoch(year: date.year, month: date.month, day: date.day)
    let local = Int64(day) * 86_400 + Int64(second)
    guard index < tokens.count else {
      guard let rowZone else { return .value(clock.instant(ofLocal: local)) }
      return instant(ofLocal: local, in: rowZone)
    }
    let zone = zones.find(bytes, ByteRange(start: Int(tokens[index].range.start), end: end))
    return instant(ofLocal: local, in: zone)
  }

  /// `14:05`, `3:22:08.5 PM`; nil if it is none, `seconds` nil if no clock shows it.
  private func time(_ bytes: Span<UInt8>, _ index: inout Int) -> (seconds: Int?, Void)? {
    var parts: [Int] = []
    repeat {
      guard parts.count < 3, index < tokens.count, tokens[index].kind == .number,
        tokens[index].digits <= 2
      else { return nil }
      parts.append(tokens[index].value)
      index += 1
    } while take(0x3A, &index)
    if parts.count == 3, index + 1 < tokens.count, tokens[index].isSign(0x2E) || tokens[index].isSign(0x2C),
      tokens[index + 1].kind == .number, !tokens[index + 1].isApart
    {
      index += 2
    }
    var hour = parts[0]
    if let half = half(bytes, &index) {
      // A clock of 24 hours needs no half of the day, and where both stand the clock is believed.
      if half == .morning, hour > 12 { return (nil, ()) }
      if hour <= 12 { hour = hour % 12 + (half == .evening ? 12 : 0) }
    } else if parts.count < 2 {
      return nil
    }
    let (minute, second) = (parts.count > 1 ? parts[1] : 0, parts.count > 2 ? parts[2] : 0)
    guard hour < 24, minute < 60, second < 60 else { return (nil, ()) }
    return (hour * 3600 + minute * 60 + second, ())
  }

  private enum Half { case morning, evening }

  /// `AM`, `pm`, `a.m.`
  private func half(_ bytes: Span<UInt8>, _ index: inout Int) -> Half? {
    guard index < tokens.count, tokens[index].kind == .word else { return nil }
    let word = tokens[index].range
    if bytes.matches(word, smallLetters: Array("am".utf8)) {
      index += 1
      return .morning
    }
    if bytes.matches(word, smallLetters: Array("pm".utf8)) {
      index += 1
      return .evening
    }
    guard word.count == 1, index + 2 < tokens.count, tokens[index + 1].isSign(0x2E),
      bytes.matches(tokens[index + 2].range, smallLetters: Array("m".utf8))
    else { return nil }
    let letter = bytes[Int(word.start)].smallLetter
    guard letter == 0x61 || letter == 0x70 else { return nil }
    index += 3
    _ = take(0x2E, &index)
    return letter == 0x61 ? .morning : .evening
  }

  private func take(_ byte: UInt8, _ index: inout Int) -> Bool {
    guard index < tokens.count, tokens[index].isSign(byte) else { return false }
    index += 1
    return true
  }
}
