public import Records

/// A document being read: bounded batches of raw rows, in file order, until there are no more.
public protocol RowReader {
  /// What was found out so far, and how.
  var findings: DecodeFindings { get }
  /// The columns known so far; the same list as the newest batch has.
  var columns: [String] { get }
  /// Nil after the last row. After a problem was thrown, nothing of the document may be kept.
  mutating func next() throws(FileProblem) -> RowBatch?
  /// After `next` has returned nil: goes on with another table of the same document, which has columns of its own.
  /// False if there is none.
  mutating func nextTable() throws(FileProblem) -> Bool
}

extension RowReader {
  /// A document of one table.
  public mutating func nextTable() throws(FileProblem) -> Bool { false }
}

/// What a document turned out to be.
public struct DecodeFindings: Sendable, Hashable {
  public enum Format: String, Sendable, Codable { case csv, json, ndjson, xml }

  /// One decision and its reason, for the receipt: `delimiter` — `semicolon: 12 in the header`.
  public struct Note: Sendable, Hashable {
    public var key: String
    public var value: String

    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  public var format: Format
  public var notes: [Note]
  /// The single values beside the records of a JSON envelope: `source_id`, `data_type`, `format`, as they stand there.
  public var envelope: [String: String] = [:]
  /// The member of a JSON document that holds the records: `data`, `data.orders.edges`; nil if nothing wraps them.
  public var wrapperKey: String?
  /// The document is whole and one single value, given as a row.
  public var isSingleValue = false

  /// False for a table whose columns are numbered, because no line of the file names them.
  public var hasNames = true
  /// The beginning of what stands above the last table of delimited text above which something stood, line by line.
  public var linesAbove: [String] = []
  /// How delimited text is written; nil for other formats.
  public var text: TextForm?
  /// What footers of the table that was read last state as sums; not compared yet, for that takes another reading.
  public var statedSums: [StatedSum] = []
  /// What the file says of the table that was read last is not what was read: nothing of it may be kept.
  public var disagreement: FileProblem?

  public init(format: Format, notes: [Note] = []) {
    self.format = format
    self.notes = notes
  }
}

/// What is stated instead of found out, and how much is too much.
public struct DecodeOptions: Sendable {
  /// What stands between two cells, of one to eight bytes. Nil, here and below: found out from the text.
  public var delimiter: [UInt8]?
  public var quote: Quote?
  public var escape: Escape?
  /// By any usual name: `windows-1252`, `UTF-16`, `shift_jis`.
  public var encoding: String?
  /// The line of the file, from 1, on which the header stands, or the first row where there is no header.
  public var headerLine: Int?
  public var hasHeader: Bool?
  /// The member of a JSON document that holds the records. Nil: found out.
  public var recordsKey: String?
  /// How earlier files of the same source are written. It decides only what the text itself leaves open.
  public var expected: TextForm?
  public var limits = Limits()

  public enum Quote: Sendable, Hashable {
    case none
    case byte(UInt8)
  }

  public enum Escape: Sendable, Hashable { case doubled, backslash }

  public struct Limits: Sendable, Hashable {
    public var cellBytes = 1 << 20
    public var rowBytes = 4 << 20
    public var columns = 1000
    /// Of one text in JSON.
    public var textBytes = 1 << 20
    /// Arrays and objects inside one another.
    public var depth = 64
    public var numberBytes = 1024
    /// How much is read at once.
    public var chunkBytes = RowBatch.targetBytes

    public init() {}
  }

  public init() {}
}
