/// How a table was written, so that its rows can be cut again and written out in their own form.
public struct TableForm: Sendable, Hashable, Codable {
  /// `csv`, `json`, `ndjson` or `xml`.
  public var format: String
  /// As the file names them, or the paths of its members.
  public var columns: [String]
  /// Of delimited text only.
  public var text: TextForm?

  public init(format: String, columns: [String], text: TextForm? = nil) {
    self.format = format
    self.columns = columns
    self.text = text
  }
}

/// The marks and the encoding of delimited text.
public struct TextForm: Sendable, Hashable, Codable {
  public enum Layout: String, Sendable, Codable { case plain, aligned, drawn }

  public var delimiter: [UInt8] = [0x2C]
  /// Nil where quotes are text like any other.
  public var quote: UInt8? = 0x22
  public var escapesWithBackslash = false
  public var layout = Layout.plain
  public var encoding = "UTF-8"
  /// A byte order mark stands in front.
  public var hasMark = false
  /// A row needs so many cells.
  public var required = 0
  /// The table's rows are padded with empty cells to so many; nil in forms that were kept before this was.
  public var padded: Int?

  public init() {}
}

/// The cells of one record, of one or several rows, as one stretch of bytes.
public enum CellCode {
  public static func encode(_ rows: [[[UInt8]]]) -> [UInt8] {
    var bytes: [UInt8] = []
    put(rows.count, into: &bytes)
    for row in rows {
      put(row.count, into: &bytes)
      for cell in row {
        put(cell.count, into: &bytes)
        bytes += cell
      }
    }
    return bytes
  }

  /// Nil if the bytes were not written by `encode`.
  public static func decode(_ bytes: [UInt8]) -> [[[UInt8]]]? {
    var at = 0
    guard let count = number(bytes, &at) else { return nil }
    var rows: [[[UInt8]]] = []
    for _ in 0..<count {
      guard let width = number(bytes, &at) else { return nil }
      var row: [[UInt8]] = []
      for _ in 0..<width {
        guard let length = number(bytes, &at), length <= bytes.count - at else { return nil }
        row.append(Array(bytes[at..<at + length]))
        at += length
      }
      rows.append(row)
    }
    return at == bytes.count ? rows : nil
  }

  private static func put(_ number: Int, into bytes: inout [UInt8]) {
    for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  private static func number(_ bytes: [UInt8], _ at: inout Int) -> Int? {
    guard at + 4 <= bytes.count else { return nil }
    defer { at += 4 }
    return bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
