public import Records

/// Tells which rows of a table belong to one order, without judging any: by the columns that the definition groups by,
/// else by those of the order's number.
public struct GroupKeys: Sendable {
  private let definition: Definition
  private var columns: [String] = []
  private var keyColumns: [Int32] = []
  private var tellingColumns: [Int32] = []
  /// Whether an order of the table takes several rows. A record with its lines inside is whole by itself.
  public private(set) var areNeeded = false

  /// Nil where the rows of a definition never make an order together.
  public init?(_ definition: Definition) {
    guard definition.facts == .orders, !definition.isOrderLevel || !definition.groupBy.isEmpty else {
      return nil
    }
    self.definition = definition
  }

  /// To be called for every batch, for its columns may have grown.
  public mutating func bind(columns: [String]) {
    guard columns.count != self.columns.count || columns != self.columns else { return }
    self.columns = columns
    let places = ColumnPlaces(columns, lists: definition.lineLists)
    let named =
      definition.groupBy.isEmpty ? definition.field(.transactionID)?.columns ?? [] : definition.groupBy
    keyColumns = named.flatMap { places.find($0, perLine: false) }
    // Rows that another column puts together leave the order's own values out.
    let telling: [Target] =
      definition.groupBy.isEmpty ? [.updatedAt, .timestamp, .currency, .status, .amount] : [.updatedAt]
    tellingColumns = telling.compactMap(definition.field).flatMap(\.columns).flatMap {
      places.find($0, perLine: false)
    }
    areNeeded = !definition.groupBy.isEmpty || hasPlainLines(places)
  }

  private func hasPlainLines(_ places: ColumnPlaces) -> Bool {
    definition.fields.filter(\.target.isPerLine).contains { field in
      (field.columns + field.join).contains { !places.find($0, perLine: false).isEmpty }
    }
  }

  /// What rows of one order share; empty for a row that stands alone.
  public func key(of row: RowBatch.Row, in batch: borrowing RowBatch) -> ByteRange {
    Self.first(of: keyColumns, row, in: batch)
  }

  /// Hash of what all rows of one telling of an order state alike, such as its time of change; 0 for nothing.
  public func telling(of row: RowBatch.Row, in batch: borrowing RowBatch) -> UInt64 {
    var hash = StableHash()
    var isStated = false
    for column in tellingColumns where column < row.cellCount {
      let cell = batch.cells[Int(row.firstCell + column)]
      hash.combine(batch.bytes.span, cell)
      isStated = isStated || !cell.isEmpty
    }
    return isStated ? hash.bits : 0
  }

  public static func hash(_ cell: ByteRange, in batch: borrowing RowBatch) -> UInt64 {
    var hash = StableHash()
    hash.combine(batch.bytes.span, cell)
    return hash.bits
  }

  public static func areEqual(_ left: ByteRange, _ right: ByteRange, in batch: borrowing RowBatch) -> Bool {
    batch.bytes.span.areEqual(left, right)
  }

  private static func first(
    of columns: [Int32], _ row: RowBatch.Row, in batch: borrowing RowBatch
  ) -> ByteRange {
    for column in columns where column < row.cellCount {
      let cell = batch.cells[Int(row.firstCell + column)]
      if !cell.isEmpty { return cell }
    }
    return .none
  }
}
