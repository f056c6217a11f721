/// The rules of `CSVScanner` once more, byte by byte over the whole text, with nothing clever in it.
struct CSVReference {
  private let text: [UInt8]
  private var at = 0
  private var line = 1
  private(set) var rows: [Reading.Row] = []

  init(_ text: [UInt8]) {
    self.text = text
    while at < text.count { readRow() }
  }

  private enum Damage { case none, note, hold }

  private mutating func readRow() {
    let start = at
    var cells: [[UInt8]] = []
    var damage = Damage.none
    while true {
      let (cell, harm) = text.indices.contains(at) && text[at] == 0x22 ? quotedCell() : plainCell()
      cells.append(cell)
      if harm == .hold || damage == .none { damage = harm }
      if at < text.count, text[at] == 0x2C { at += 1 } else { break }
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

  private func isMark(_ index: Int) -> Bool {
    index >= text.count || [0x2C, 0x0A, 0x0D].contains(text[index])
  }

  private mutating func plainCell() -> ([UInt8], Damage) {
    let start = at
    while !isMark(at) { at += 1 }
    let cell = Array(text[start..<at])
    return (cell, cell.contains(0x22) ? .note : .none)
  }

  private mutating func quotedCell() -> ([UInt8], Damage) {
    let open = at
    var value: [UInt8] = []
    at += 1
    while at < text.count {
      if text[at] != 0x22 {
        value.append(text[at])
        at += 1
      } else if at + 1 < text.count, text[at + 1] == 0x22 {
        value.append(0x22)
        at += 2
      } else {
        at += 1
        if isMark(at) { return (value, .none) }
        if lineEnds(in: value) > 0 { break }
        while !isMark(at) { at += 1 }
        return (Array(text[open..<at]), .hold)
      }
    }
    at = open
    while at < text.count, text[at] != 0x0A, text[at] != 0x0D { at += 1 }
    return (Array(text[open..<at]), .hold)
  }

  private func lineEnds(in bytes: [UInt8]) -> Int {
    var count = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0D || (byte == 0x0A && !(index > 0 && bytes[index - 1] == 0x0D)) { count += 1 }
    }
    return count
  }
}
