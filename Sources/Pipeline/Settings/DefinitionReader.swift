public import Records

/// Reads what an export looks like from the YAML of `Config/Sources/`.
///
/// Keys of a file:
/// - kind: its stable name, `transactions`
/// - title: for people
/// - facts: orders, lines, customers, products or sessions
/// - recognise: `fields` that must find a column, `any_of` of which one must, other `columns` that must be
///   there, `without` columns that must
///   not, and the `data_type` words of a JSON envelope
/// - line_lists: names of the JSON list that holds an order's lines
/// - fields: target → field, see `FieldReader`
/// - rows: list of `when` (target → test) with `skip: reason` or `treat_as: kind`; the first that fits
///   decides
/// - error_budget: `share` (0.20) and `least_rows` (5)
/// - rows_per_order: 10000
public enum DefinitionReader {
  private static let keys = [
    "kind", "title", "facts", "recognise", "line_lists", "fields", "rows", "error_budget", "rows_per_order",
  ]

  public static func read(text: String, file: String) throws(ConfigProblem) -> Definition {
    let map = try YamlMap.file(text, named: file, keys: keys)
    let kind = try map.required("kind")
    _ = try map.required("facts")
    let kinds: [FactKind] = [.orders, .lines, .customers, .products, .sessions]
    let facts = try map.word("facts", of: kinds) ?? .orders
    let fields = try FieldReader.fields(map, facts: facts)
    var definition = Definition(
      kind: kind, title: try map.string("title") ?? kind, facts: facts,
      signature: try signature(map, fields: fields), fields: fields)
    definition.lineLists = try map.strings("line_lists")
    definition.rowClasses = try RowClassReader.classes(map, facts: facts, fields: fields)
    definition.budget = try ErrorBudget.read(map)
    definition.rowsPerOrder = try map.integer("rows_per_order", atLeast: 1) ?? definition.rowsPerOrder
    return definition
  }

  private static func signature(_ map: YamlMap, fields: [Field]) throws(ConfigProblem) -> Signature {
    guard
      let recognise = try map.map("recognise", keys: ["fields", "any_of", "columns", "without", "data_type"])
    else {
      throw map.problem("recognise", "this key is missing: without it no file can be told to be this export")
    }
    var signature = Signature(
      dataTypes: try recognise.strings("data_type"), columns: try recognise.strings("columns"),
      without: try recognise.strings("without"))
    for name in try recognise.strings("fields") {
      signature.fields.append(try recognise.word(name, at: "fields", of: fields.map(\.target)))
    }
    for name in try recognise.strings("any_of") {
      signature.anyOf.append(try recognise.word(name, at: "any_of", of: fields.map(\.target)))
    }
    guard !signature.fields.isEmpty || !signature.columns.isEmpty else {
      throw map.problem("recognise", "needs `fields` or `columns`")
    }
    return signature
  }
}

extension ErrorBudget {
  /// - share (0.20): held rows / rows read above which a file is held whole
  /// - least_rows (5): fewer held rows never hold a file
  static func read(_ map: YamlMap) throws(ConfigProblem) -> ErrorBudget? {
    guard let budget = try map.map("error_budget", keys: ["share", "least_rows"]) else { return nil }
    let usual = ErrorBudget()
    return ErrorBudget(
      share: try budget.share("share") ?? usual.share,
      leastRows: try budget.integer("least_rows", atLeast: 1) ?? usual.leastRows)
  }
}
