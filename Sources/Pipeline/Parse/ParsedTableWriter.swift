import Records

/// Writes the cells of a table as text: CSV after RFC 4180, JSON arrays, or JSON records.
struct ParsedTableWriter {
  let format: FileParse.Format
  let columns: [String]
  /// Short rows get empty cells up to the last column: records of JSON leave out what they do not have.
  let fillsRows: Bool
  private(set) var bytes: [UInt8] = []
  private var isFirst = true
  private let names: [[UInt8]]

  init(format: FileParse.Format, columns: [String], fillsRows: Bool) {
    self.format = format
    self.columns = columns
    self.fillsRows = fillsRows
    names = columns.map { name in
      var quoted: [UInt8] = []
      Self.quote(Array(name.utf8)[...], into: &quoted)
      return quoted
    }
  }

  mutating func begin() {
    switch format {
    case .csv: csvRow(columns.map { Array($0.utf8)[...] })
    case .json:
      bytes += "[".utf8
      isFirst = false
      bytes += "\n[".utf8
      for (index, name) in names.enumerated() { bytes += (index > 0 ? [UInt8(ascii: ",")] : []) + name }
      bytes += "]".utf8
    case .ndjson: break
    }
  }

  mutating func row(_ cells: some Collection<ArraySlice<UInt8>>) {
    var cells = Array(cells)
    if fillsRows && cells.count < columns.count {
      cells += Array(repeating: [][...], count: columns.count - cells.count)
    }
    switch format {
    case .csv: csvRow(cells)
    case .json:
      bytes += ",\n[".utf8
      for (index, cell) in cells.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.quote(cell, into: &bytes)
      }
      bytes += "]".utf8
    case .ndjson: record(cells)
    }
  }

  mutating func end() { if format == .json { bytes += "\n]\n".utf8 } }

  mutating func take() -> [UInt8] {
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    return taken
  }

  private mutating func record(_ cells: [ArraySlice<UInt8>]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if index < names.count { bytes += names[index] } else { bytes += "\"column_\(index + 1)\"".utf8 }
      bytes.append(UInt8(ascii: ":"))
      Self.quote(cell, into: &bytes)
    }
    bytes += "}\n".utf8
  }

  private mutating func csvRow(_ cells: [ArraySlice<UInt8>]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      // A row of one empty cell would be an empty line, which is no row.
      let isMarked = cell.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
      guard isMarked || (cells.count == 1 && cell.isEmpty) else {
        bytes += cell
        continue
      }
      bytes.append(0x22)
      for byte in cell {
        if byte == 0x22 { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(0x22)
    }
    bytes.append(0x0A)
  }

  /// As a JSON text; what is no UTF-8 is replaced, for JSON has no other way.
  private static func quote(_ cell: ArraySlice<UInt8>, into bytes: inout [UInt8]) {
    bytes.append(0x22)
    let isPlain = cell.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
    if isPlain {
      bytes += cell
    } else {
      for byte in String(decoding: cell, as: UTF8.self).utf8 {
        switch byte {
        case 0x22, 0x5C: bytes += [0x5C, byte]
        case 0x0A: bytes += "\\n".utf8
        case 0x0D: bytes += "\\r".utf8
        case 0x09: bytes += "\\t".utf8
        case 0..<0x20: bytes += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
        default: bytes.append(byte)
        }
      }
    }
    bytes.append(0x22)
  }
}
