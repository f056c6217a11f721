import Records

/// Reads numbers as people write them: `$8.00`, `(33.62)`, `-CA$4.42`, `€ 1.234,56`, `1'234.50`, `12.34-`.
///
/// What is left of a number without currency, sign and groups goes to `DecimalReader`.
struct AmountReader: Sendable {
  /// What stands at the amount beside its digits.
  private(set) var sign: CurrencySign?
  // Kept from cell to cell so that none of them asks for memory.
  private var plain: [UInt8] = []

  /// `mark` nil takes a point for the mark, and refuses what could be read both ways. Only money may carry a
  /// currency's sign.
  mutating func read(
    _ bytes: Span<UInt8>, _ range: ByteRange, digits: Int, mark: DecimalMark?, isMoney: Bool
  ) -> DecimalReading {
    sign = nil
    guard range.count <= 60 else { return .unreadable }
    var body = Body(bytes, range)
    guard body.peel(bytes, isMoney: isMoney) else { return .unreadable }
    sign = body.sign
    if mark == nil, digits > 0, AmountShape(bytes, body.range) == .undecided { return .undecidable }
    plain.removeAll(keepingCapacity: true)
    if body.isNegative { plain.append(UInt8(ascii: "-")) }
    guard ungroup(bytes, body.range, mark ?? .point) else { return .unreadable }
    return DecimalReader.read(plain.span, ByteRange(start: 0, end: plain.count), digits: digits)
  }

  /// Leaves out the groups of thousands and makes the mark a point; false if the groups are none.
  private mutating func ungroup(_ bytes: Span<UInt8>, _ range: ByteRange, _ mark: DecimalMark) -> Bool {
    let (point, other) =
      mark == .point ? (UInt8(ascii: "."), UInt8(ascii: ",")) : (UInt8(ascii: ","), UInt8(ascii: "."))
    var index = Int(range.start)
    let end = Int(range.end)
    var group: UInt8?
    var groups: [Int] = [0]
    while index < end, bytes[index] != point {
      if bytes[index] &- 0x30 < 10 {
        groups[groups.count - 1] += 1
        plain.append(bytes[index])
        index += 1
      } else {
        let (sign, length) = Self.groupSign(bytes, index, end, other)
        guard let sign, group == nil || group == sign else { return false }
        group = sign
        groups.append(0)
        index += length
      }
    }
    guard groups.count == 1 || Self.areThousands(groups, isComma: group == UInt8(ascii: ",")) else {
      return false
    }
    guard index < end else { return groups[0] > 0 }
    plain.append(UInt8(ascii: "."))
    index += 1
    guard index < end else { return false }
    while index < end {
      guard bytes[index] &- 0x30 < 10 else { return false }
      plain.append(bytes[index])
      index += 1
    }
    return true
  }

  /// All blanks are one sign, and so are the two apostrophes.
  private static func groupSign(
    _ bytes: Span<UInt8>, _ index: Int, _ end: Int, _ other: UInt8
  ) -> (UInt8?, length: Int) {
    if bytes[index] == other { return (other, 1) }
    if bytes[index] == 0x27 { return (0x27, 1) }
    if let length = bytes.spaceLength(at: index, before: end) { return (0x20, length) }
    let isCurly =
      index + 2 < end && bytes[index] == 0xE2 && bytes[index + 1] == 0x80 && bytes[index + 2] == 0x99
    return isCurly ? (0x27, 3) : (nil, 0)
  }

  /// `1,234,567`, and with commas as in India `12,34,567`.
  private static func areThousands(_ groups: [Int], isComma: Bool) -> Bool {
    guard let first = groups.first, let last = groups.last, last == 3, (1...3).contains(first) else {
      return false
    }
    let inner = groups.dropFirst().dropLast()
    return inner.allSatisfy { $0 == 3 } || isComma && first < 3 && inner.allSatisfy { $0 == 2 }
  }

  /// The digits with what stands between them, once everything around them is taken off.
  private struct Body {
    var range: ByteRange
    var isNegative = false
    var sign: CurrencySign?
    private var hasSign = false

    init(_ bytes: Span<UInt8>, _ range: ByteRange) {
      self.range = range
    }

    /// False if something stands there that belongs to no amount, or stands there twice.
    mutating func peel(_ bytes: Span<UInt8>, isMoney: Bool) -> Bool {
      trim(bytes)
      if range.count > 2, bytes[Int(range.start)] == UInt8(ascii: "("),
        bytes[Int(range.end) - 1] == UInt8(ascii: ")")
      {
        (isNegative, hasSign) = (true, true)
        range = ByteRange(start: range.start + 1, end: range.end - 1)
      }
      while true {
        trim(bytes)
        guard !range.isEmpty else { return false }
        if isDigitOrMark(bytes[Int(range.start)]), bytes[Int(range.end) - 1] &- 0x30 < 10 { return true }
        if let length = minus(bytes, Int(range.start)) {
          guard !hasSign else { return false }
          (isNegative, hasSign) = (bytes[Int(range.start)] != UInt8(ascii: "+"), true)
          range.start += UInt32(length)
        } else if bytes[Int(range.end) - 1] == UInt8(ascii: "-") {
          guard !hasSign else { return false }
          (isNegative, hasSign) = (true, true)
          range.end -= 1
        } else {
          guard isMoney, sign == nil, takeCurrency(bytes) else { return false }
        }
      }
    }

    private func isDigitOrMark(_ byte: UInt8) -> Bool {
      byte &- 0x30 < 10 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
    }

    private mutating func trim(_ bytes: Span<UInt8>) {
      while range.count > 0, let length = bytes.spaceLength(at: Int(range.start), before: Int(range.end)) {
        range.start += UInt32(length)
      }
      while range.count > 0 {
        let end = Int(range.end)
        let length = [1, 2, 3].first { length in
          range.count >= length && bytes.spaceLength(at: end - length, before: end) == length
        }
        guard let length else { return }
        range.end -= UInt32(length)
      }
    }

    /// A hyphen, a plus or the typographer's minus.
    private func minus(_ bytes: Span<UInt8>, _ index: Int) -> Int? {
      if bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") { return 1 }
      let isMinus =
        index + 2 < Int(range.end) && bytes[index] == 0xE2 && bytes[index + 1] == 0x88
        && bytes[index + 2] == 0x92
      return isMinus ? 3 : nil
    }

    private mutating func takeCurrency(_ bytes: Span<UInt8>) -> Bool {
      var end = Int(range.start)
      while end < Int(range.end), isOfName(bytes, end) { end += 1 }
      if end > Int(range.start) {
        sign = CurrencySign(bytes, ByteRange(start: Int(range.start), end: end))
        range.start = UInt32(end)
        return sign != nil
      }
      var start = Int(range.end)
      while start > Int(range.start), isOfName(bytes, start - 1) { start -= 1 }
      guard start < Int(range.end) else { return false }
      sign = CurrencySign(bytes, ByteRange(start: start, end: Int(range.end)))
      range.end = UInt32(start)
      return sign != nil
    }

    /// Letters, `$`, and what is more than ASCII except blanks and the minus.
    private func isOfName(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
      let byte = bytes[index]
      if byte.smallLetter &- 0x61 < 26 || byte == UInt8(ascii: "$") { return true }
      guard byte >= 0x80 else { return false }
      for back in 0..<3 where index - back >= Int(range.start) {
        if let length = bytes.spaceLength(at: index - back, before: Int(range.end)), length > back {
          return false
        }
        if minus(bytes, index - back).map({ $0 > back }) ?? false { return false }
      }
      return true
    }
  }
}

/// What a number's signs tell of its decimal mark.
enum AmountShape: Sendable {
  /// Neither point nor comma.
  case whole
  case point
  case comma
  /// `1,234` or `1.234`.
  case undecided

  init(_ bytes: Span<UInt8>, _ range: ByteRange) {
    var (points, commas) = (0, 0)
    var (before, after) = (0, 0)
    var letters = 0
    // A name, a time or a date between digits, `1O.00`, shows nothing of how numbers are written.
    var (isCut, isNumber) = (false, true)
    var last: UInt8 = 0
    var startsWithZero = false
    for index in range.indices {
      let byte = bytes[index]
      if byte &- 0x30 < 10 {
        if points + commas == 0 {
          if before == 0 { startsWithZero = byte == 0x30 }
          before += 1
        }
        after += 1
        if isCut { isNumber = false }
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
        if points + commas > 0, after != 3, after != 2 { isNumber = false }
        if byte == UInt8(ascii: ".") { points += 1 } else { commas += 1 }
        (last, after) = (byte, 0)
      } else if byte.smallLetter &- 0x61 < 26 {
        letters += 1
        isCut = before + after > 0
      } else if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "/") {
        isNumber = false
      }
    }
    let ofLast: AmountShape = last == UInt8(ascii: ".") ? .point : .comma
    let ofOther: AmountShape = last == UInt8(ascii: ".") ? .comma : .point
    if points + commas == 0 || letters > 4 || !isNumber {
      self = .whole
    } else if points > 0, commas > 0 {
      self = (last == UInt8(ascii: ".") ? points : commas) == 1 ? ofLast : .whole
    } else if points + commas > 1 {
      // Nothing but groups, and the last of them has three digits: `1.234.567`, which `12.30.45` is not.
      self = after == 3 ? ofOther : .whole
    } else {
      self =
        after == 3 && (1...3).contains(before) && !startsWithZero ? .undecided : after == 0 ? .whole : ofLast
    }
  }
}
