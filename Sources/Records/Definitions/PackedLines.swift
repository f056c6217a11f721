/// Lines of an order that stand together in one cell: `name:Mug|sku:M1|quantity:2|total:18.00`.
public struct PackedLines: Sendable, Hashable {
  /// Columns that hold them; a name that ends in `*` stands for all that begin so: `line_item_*`.
  public var columns: [String]
  /// What the values are called in `Field.columns`: `list[].name`.
  public var list: String
  /// Between two lines; empty where a cell holds one.
  public var between = ""
  /// Between two values of a line.
  public var separator: String
  /// Between a value's name and the value.
  public var mark: String

  public init(columns: [String], list: String, separator: String, mark: String) {
    self.columns = columns
    self.list = list
    self.separator = separator
    self.mark = mark
  }
}

/// When an order has a status that its status column does not tell: a date in `Cancelled at`.
public struct StatusRule: Sendable, Hashable {
  public var status: SaleStatus
  /// All must hold, of the order's first row with a value.
  public var conditions: [RowClass.Condition]

  public init(_ status: SaleStatus, when conditions: [RowClass.Condition]) {
    self.status = status
    self.conditions = conditions
  }
}
