/// What one kind of export looks like and what its rows become. Written in YAML, one file per kind.
public struct Definition: Sendable, Hashable {
  /// Stable name, also of files dropped directly into `Inbox/`: `transactions`.
  public var kind: String
  /// For people: `Orders, Daybook's own form`.
  public var title: String
  public var facts: FactKind
  public var signature: Signature
  /// Names of the JSON list that holds an order's lines.
  public var lineLists: [String] = []
  public var fields: [Field]
  /// The first that fits decides.
  public var rowClasses: [RowClass] = []
  public var budget: ErrorBudget?
  /// An order with more rows is held: something else than an order number was taken for one.
  public var rowsPerOrder = 10_000
  /// Its rows wait in memory for their last.
  public var bytesPerOrder = 6 << 20
  /// Columns by whose value rows belong together, the first that has one; empty: those of `transaction_id`.
  public var groupBy: [String] = []
  /// Kinds that tell of the same records share a stream, and there a record replaces itself; by itself the kind.
  public var stream: String
  /// Of two tellings of one record in a stream the more detailed one holds, whichever came later.
  public var detail = 0
  /// Cells in which several lines of an order are packed.
  public var packed: [PackedLines] = []
  /// The list of a document whose members are records each; what stands outside of it holds for all of them.
  public var recordList: String?
  /// Parts of cells that are values of their own.
  public var splits: [SplitCell] = []
  /// A row without a value in any of the columns that rows are grouped by goes on with the row above.
  public var groupIsCarried = false
  /// The first that fits decides an order's status; where none does, the field says it.
  public var statusRules: [StatusRule] = []
  /// The first that fits decides a movement's kind; where none does, the field says it.
  public var movementRules: [MovementRule] = []
  /// Only rows of which all this is true hold a line of their order; empty: every row.
  public var lineWhen: [RowClass.Condition] = []
  /// The document gives back what it lists, in positive amounts: a credit note.
  public var reverses = false
  /// The streams in which the sales stand that this export gives back: a row whose `sale_id` is in none of them waits.
  public var salesIn: [String] = []
  /// Refunds of these movements are given back of the sales that they name, each on its own day.
  public var givesBack = false
  /// A column that names each row of an order: one that stands twice counts once.
  public var rowID: String?
  /// A column in which an export of movements states, in a row of its own or in every one, what they all add up to.
  public var statedTotal: String?
  /// Whether prices contain the tax, where no total of the order tells it.
  public var taxIsInside = false
  /// How its text is cut into cells, as far as every such export is the same.
  public var dialect = StatedDialect()
  /// How its cells are to be read, as far as every such export is the same.
  public var reading = Reading()
  /// A form that many exports come close to: one that is known by name goes before it.
  public var isGeneric = false
  /// What a shop says of rules about rows and orders, by their code; those about fields stand in the fields.
  public var ruleChanges: [String: RuleChange] = [:]
  /// Codes of rules about whole orders that are noted and hold nothing: the owner has said that it is right so.
  public var accepted: Set<String> = []
  /// What of this definition was seen in real exports, and what was not; for people.
  public var verified: [String] = []

  public init(kind: String, title: String, facts: FactKind, signature: Signature, fields: [Field]) {
    self.kind = kind
    self.title = title
    self.facts = facts
    self.signature = signature
    self.fields = fields
    stream = kind
  }

  /// Where a table tells no lines at all, its orders stand for their totals.
  public var linesAreOptional = false

  /// An order of which no line is told: it has a total only.
  public var isOrderLevel: Bool { facts == .orders && !fields.contains { $0.target.isPerLine } }

  /// The definition with what a shop says of its rules.
  public func changing(_ changes: [String: RuleChange], budget: ErrorBudget?) -> Definition {
    var changed = self
    changed.budget = budget ?? self.budget
    changed.ruleChanges.merge(changes) { $1 }
    for (code, change) in changes {
      for index in fields.indices {
        if let weight = change.weight { changed.fields[index].weights[code] = weight }
        if let severity = change.severity { changed.fields[index].severities[code] = severity }
      }
    }
    return changed
  }

  /// Columns that conditions ask for by their names.
  public var askedColumns: [String] {
    let conditions =
      rowClasses.flatMap(\.conditions) + statusRules.flatMap(\.conditions)
      + movementRules.flatMap(\.conditions) + lineWhen
      + fields.flatMap { $0.add.flatMap(\.conditions) }
    return conditions.compactMap { condition in
      if case .column(let name) = condition.subject { name } else { nil }
    }
  }

  public func field(_ target: Target) -> Field? { fields.first { $0.target == target } }
}

/// By what an export is known: names, never positions.
public struct Signature: Sendable, Hashable {
  /// What a JSON envelope may call it in `data_type`.
  public var dataTypes: [String] = []
  /// Fields of which each must find a column.
  public var fields: [Target] = []
  /// Fields of which at least one must find a column; empty asks for none.
  public var anyOf: [Target] = []
  /// Columns that must be there though nothing is taken from them.
  public var columns: [String] = []
  /// Columns of which each must be there under one of its names.
  public var columnsAny: [[String]] = []
  /// Columns that must not be there: they are another export's.
  public var without: [String] = []
  /// Columns that say nothing alone, each with the one that must be there beside it.
  public var companions: [String: String] = [:]

  public init(dataTypes: [String] = [], fields: [Target] = [], columns: [String] = [], without: [String] = [])
  {
    self.dataTypes = dataTypes
    self.fields = fields
    self.columns = columns
    self.without = without
  }
}

/// How many held rows a file may have before it is held whole.
public struct ErrorBudget: Sendable, Hashable {
  public var share = 0.20
  /// Fewer held rows than this never hold a file, however short it is.
  public var leastRows = 5

  public init(share: Double = 0.20, leastRows: Int = 5) {
    self.share = share
    self.leastRows = leastRows
  }

  public func isExceeded(held: Int, of rows: Int) -> Bool {
    held >= leastRows && Double(held) > share * Double(rows)
  }
}
