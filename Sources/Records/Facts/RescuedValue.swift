/// What a row says in a column that the exports of its source had not before, and of which nothing is mapped.
public struct RescuedValue: Sendable {
  /// Index into `VerdictBatch.rescuedColumns`.
  public var column: Int
  /// The id of the record the row belongs to, as the definition reads it; empty where it has none.
  public var record: [UInt8]
  /// How many rows of the record stand before it.
  public var position: Int
  /// In `VerdictBatch.bytes`.
  public var value: ByteRange
  /// In the original file.
  public var line: Int32

  public init(column: Int, record: [UInt8], position: Int, value: ByteRange, line: Int32) {
    (self.column, self.record, self.position) = (column, record, position)
    (self.value, self.line) = (value, line)
  }
}
