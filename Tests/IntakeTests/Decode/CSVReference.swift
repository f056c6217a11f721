@testable import Intake

/// The rules of `CSVScanner` once more, byte by byte over the whole text, with nothing clever in it.
struct CSVReference {
  private let text: [UInt8]
  private let marks: CSVMarks
  private var at = 0
  private var line = 1
  private(set) var rows: [Reading.Row] = []

  init(_ text: [UInt8], marks: CSVMarks = CSVMarks()) {
    self.text = text
    self.marks = marks
    while at < text.count { readRow() }
  }

  private enum Damage { case none, note, hold }

  private mutating func readRow() {
    let start = at
    var cells: [[UInt8]] = []
    var damage = Damage.none
    while true {
      let (cell, harm) = isQuote(at) ? quotedCell() : plainCell()
      cells.append(cell)
      if harm == .hold || damage == .none { damage = harm }
      if isDelimiter(at) { at += marks.delimiter.count } else { break }
    }
    let raw = Array(text[start..<at])
    let rowLine = line
    line += lineEnds(in: raw) + 1
    at += at + 1 < text.count && text[at] == 0x0D && text[at + 1] == 0x0A ? 2 : 1
    at = min(at, text.count)
    if raw.isEmpty { return }
    rows.append(
      Reading.Row(
        cells: cells, raw: raw, line: rowLine, offset: start, continues: false,
        codes: damage == .none ? [] : ["row.damaged_quotes"]))
  }

  private func isQuote(_ index: Int) -> Bool { index < text.count && text[index] == marks.quote }

  private func isDelimiter(_ index: Int) -> Bool {
    index < text.count && text[index...].starts(with: marks.delimiter)
  }

  private func isLineEnd(_ index: Int) -> Bool {
    index < text.count && (text[index] == 0x0A || text[index] == 0x0D)
  }

  private func isMark(_ index: Int) -> Bool {
    index >= text.count || isLineEnd(index) || isDelimiter(index)
  }

  /// How many bytes what a backslash at `index` protects has; 0 if there is none or it protects nothing.
  private func protected(_ index: Int) -> Int {
    guard marks.escape == .backslash, text[index] == 0x5C, index + 1 < text.count else { return 0 }
    if isDelimiter(index + 1) { return marks.delimiter.count }
    if text[index + 1] == 0x0D, index + 2 < text.count, text[index + 2] == 0x0A { return 2 }
    return isLineEnd(index + 1) || isQuote(index + 1) || text[index + 1] == 0x5C ? 1 : 0
  }

  private func behindBlanks(_ index: Int) -> Int {
    var index = index
    while index < text.count, text[index] == 0x20 || text[index] == 0x09, !isDelimiter(index) { index += 1 }
    return index
  }

  private mutating func plainCell() -> ([UInt8], Damage) {
    var cell: [UInt8] = []
    var damage = Damage.none
    while !isMark(at) {
      let count = protected(at)
      if count > 0 {
        cell += text[(at + 1)...(at + count)]
        at += 1 + count
      } else {
        if isQuote(at) { damage = .note }
        cell.append(text[at])
        at += 1
      }
    }
    return (cell, damage)
  }

  private mutating func quotedCell() -> ([UInt8], Damage) {
    let open = at
    var value: [UInt8] = []
    at += 1
    while at < text.count {
      let count = protected(at)
      if count > 0 {
        value += text[(at + 1)...(at + count)]
        at += 1 + count
      } else if !isQuote(at) {
        value.append(text[at])
        at += 1
      } else if isQuote(at + 1) {
        value.append(text[at])
        at += 2
      } else {
        at += 1
        if isMark(at) { return (value, .none) }
        let mark = behindBlanks(at)
        if isMark(mark) {
          at = mark
          return (value, .note)
        }
        if lineEnds(in: value) > 0 { break }
        return damagedCell(open)
      }
    }
    at = open
    while at < text.count, !isLineEnd(at) { at += 1 }
    return (Array(text[open..<at]), .hold)
  }

  /// `at` is behind a closing quote, on text.
  private mutating func damagedCell(_ open: Int) -> ([UInt8], Damage) {
    var mark: Int?
    let lineEnd = text.indices.first { $0 >= at && isLineEnd($0) } ?? text.count
    var look = at
    while look < lineEnd {
      let count = protected(look)
      if count > 0 {
        look += 2
      } else if isDelimiter(look) {
        mark = mark ?? look
        look += marks.delimiter.count
        if isQuote(look) { break }
      } else if isQuote(look), isMark(look + 1) {
        at = look + 1
        return (withoutPairs((open + 1)..<look), .hold)
      } else {
        look += 1
      }
    }
    at = mark ?? lineEnd
    return (Array(text[open..<at]), .hold)
  }

  /// Quotes that stand twice are one, and backslashes that protect something are gone.
  private func withoutPairs(_ range: Range<Int>) -> [UInt8] {
    var value: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if protected(index) > 0 || (isQuote(index) && index + 1 < range.upperBound && isQuote(index + 1)) {
        index += 1
      }
      value.append(text[index])
      index += 1
    }
    return value
  }

  private func lineEnds(in bytes: [UInt8]) -> Int {
    var count = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D || (byte == 0x0A && !(index > 0 && bytes[index - 1] == 0x0D)) { count += 1 }
    }
    return count
  }
}
