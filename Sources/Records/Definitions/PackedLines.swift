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

/// A part of a cell that is a value of its own: the number in `Payment for Order #4137418052`.
public struct SplitCell: Sendable, Hashable {
  public var column: String
  /// What the part is called where fields name their columns.
  public var name: String
  /// The part begins behind the first of these; empty: where the cell begins.
  public var after: String
  /// The part ends in front of these. Empty: with its first word, or where the cell ends if nothing stands before it.
  public var before: String
  /// Written in front of the part: the minus of a sum that a sentence tells.
  public var prefix: String

  public init(column: String, name: String, after: String = "", before: String = "", prefix: String = "") {
    (self.column, self.name, self.after, self.before) = (column, name, after, before)
    self.prefix = prefix
  }
}

/// When a movement is of a kind that its own column does not tell: a refund's principal.
public struct MovementRule: Sendable, Hashable {
  public var kind: MovementKind
  /// All must hold of the row.
  public var conditions: [RowClass.Condition]

  public init(_ kind: MovementKind, when conditions: [RowClass.Condition]) {
    self.kind = kind
    self.conditions = conditions
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
