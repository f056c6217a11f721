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
      Self.quote(Array(name.utf8).span, into: &quoted)
      return quoted
    }
  }

  mutating func begin() {
    switch format {
    case .csv:
      for (index, name) in columns.enumerated() {
        csvCell(Array(name.utf8).span, index, isOnly: columns.count == 1)
      }
      endRow(isEmpty: columns.isEmpty)
    case .json:
      bytes += "[".utf8
      isFirst = false
      bytes += "\n[".utf8
      for (index, name) in names.enumerated() { bytes += (index > 0 ? [UInt8(ascii: ",")] : []) + name }
      bytes += "]".utf8
    case .ndjson: break
    }
  }

  /// A row whose cells stand in `bytes`.
  mutating func row(_ cells: ArraySlice<ByteRange>, in bytes: Span<UInt8>) {
    let count = fillsRows ? max(cells.count, columns.count) : cells.count
    for index in 0..<count {
      let range = index < cells.count ? cells[cells.startIndex + index].indices : 0..<0
      let cell = bytes.extracting(range)
      switch format {
      case .csv: csvCell(cell, index, isOnly: count == 1)
      case .json: jsonCell(cell, index)
      case .ndjson: member(cell, index)
      }
    }
    endRow(isEmpty: count == 0)
  }

  mutating func end() { if format == .json { bytes += "\n]\n".utf8 } }

  mutating func take() -> [UInt8] {
    let taken = bytes
    bytes.removeAll(keepingCapacity: true)
    return taken
  }

  private mutating func endRow(isEmpty: Bool) {
    switch format {
    case .csv: bytes.append(0x0A)
    case .json: bytes += isEmpty ? ",\n[]".utf8 : "]".utf8
    case .ndjson: bytes += isEmpty ? "{}\n".utf8 : "}\n".utf8
    }
  }

  private mutating func member(_ cell: Span<UInt8>, _ index: Int) {
    bytes.append(index > 0 ? UInt8(ascii: ",") : UInt8(ascii: "{"))
    if index < names.count { bytes += names[index] } else { bytes += "\"column_\(index + 1)\"".utf8 }
    bytes.append(UInt8(ascii: ":"))
    Self.quote(cell, into: &bytes)
  }

  private mutating func jsonCell(_ cell: Span<UInt8>, _ index: Int) {
    bytes += index > 0 ? ",".utf8 : ",\n[".utf8
    Self.quote(cell, into: &bytes)
  }

  private mutating func csvCell(_ cell: Span<UInt8>, _ index: Int, isOnly: Bool) {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    // A row of one empty cell would be an empty line, which is no row.
    let isMarked = cell.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    guard isMarked || (isOnly && cell.isEmpty) else { return bytes.append(cell) }
    bytes.append(0x22)
    for index in cell.indices {
      if cell[index] == 0x22 { bytes.append(0x22) }
      bytes.append(cell[index])
    }
    bytes.append(0x22)
  }

  /// As a JSON text; what is no UTF-8 is replaced, for JSON has no other way.
  private static func quote(_ cell: Span<UInt8>, into bytes: inout [UInt8]) {
    bytes.append(0x22)
    let isPlain = !cell.contains { $0 < 0x20 || $0 >= 0x7F || $0 == 0x22 || $0 == 0x5C }
    if isPlain {
      bytes.append(cell)
    } else {
      for byte in String(decoding: cell.copy, as: UTF8.self).utf8 {
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

extension Span<UInt8> {
  fileprivate func contains(where isWanted: (UInt8) -> Bool) -> Bool {
    for index in indices where isWanted(self[index]) { return true }
    return false
  }

  fileprivate var copy: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(self)
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ span: Span<UInt8>) {
    unsafe span.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
