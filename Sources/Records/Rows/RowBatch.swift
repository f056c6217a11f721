/// A stretch of a batch's bytes: where a cell, a text value or a whole row stands.
public struct ByteRange: Sendable, Hashable {
  public var start: UInt32
  public var end: UInt32

  /// Nothing: the value is not there.
  @inlinable public static var none: ByteRange { ByteRange(start: 0 as UInt32, end: 0) }

  @inlinable public init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  @inlinable public init(start: Int, end: Int) {
    self.init(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
  }

  @inlinable public var count: Int { Int(end) - Int(start) }
  @inlinable public var isEmpty: Bool { end <= start }
  @inlinable public var indices: Range<Int> { Int(start)..<Int(end) }
}

/// Raw rows of one table: one byte buffer, and where in it rows and cells stand. No text is made.
///
/// The buffer begins with the file's own bytes, so that a row's `raw` range is exactly what arrived. Cells point
/// into those bytes; a cell that had to be rewritten (a doubled quote, a JSON escape) stands behind them. Bytes not
/// valid as UTF-8 stay as they are. A batch holds at most about `RowBatch.targetBytes` bytes, or one row if
/// that is longer.
public struct RowBatch: Sendable {
  /// Decoders aim for batches of this size: large enough to be cheap, small enough for several in flight.
  public static let targetBytes = 256 * 1024

  public struct Row: Sendable {
    /// Where the row's cells begin in `cells`, and how many there are. Cell *i* belongs to `columns[i]`; a row may
    /// have fewer cells than there are columns (the rest are empty) and, in damaged files, more.
    public var firstCell: Int32
    public var cellCount: Int32
    /// The row's bytes as they arrived, without its line end.
    public var raw: ByteRange
    /// Line in the file on which the row begins; the first line is 1.
    public var line: Int32
    /// Byte offset in the file at which the row begins.
    public var offset: Int64
    /// The row continues the record of the row before it (a nested element of a JSON record). Its `raw` is empty;
    /// it is not counted as a row of its own, and stands or falls with the record.
    public var continuesRecord: Bool

    public init(
      firstCell: Int32, cellCount: Int32, raw: ByteRange, line: Int32, offset: Int64, continuesRecord: Bool
    ) {
      self.firstCell = firstCell
      self.cellCount = cellCount
      self.raw = raw
      self.line = line
      self.offset = offset
      self.continuesRecord = continuesRecord
    }
  }

  /// What the decoder found wrong with one row (`row.too_few_cells` and the like).
  public struct RowProblem: Sendable {
    public var row: Int
    /// In the row's first line, from 1; nil where the row as a whole is meant.
    public var column: Int?
    public var problem: Problem

    public init(row: Int, column: Int? = nil, problem: Problem) {
      self.row = row
      self.column = column
      self.problem = problem
    }
  }

  /// Column names as they stand in the header, or paths of JSON members (`customer.email`, `products[].quantity`).
  /// The list only ever grows from batch to batch of one table.
  public var columns: [String]
  public var bytes: [UInt8]
  public var cells: [ByteRange]
  public var rows: [Row]
  public var problems: [RowProblem]

  public init(columns: [String]) {
    self.columns = columns
    bytes = []
    cells = []
    rows = []
    problems = []
  }
}
