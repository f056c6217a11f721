public import Records

/// Reads what an export looks like from the YAML of `Config/Sources/`.
///
/// Keys of a file:
/// - kind: its stable name, `transactions`
/// - title: for people
/// - facts: orders, lines, customers, products, sessions or movements
/// - recognise: `fields` that must find a column, `any_of` of which one must, other `columns` that must be
///   there (a list in the list: under one of these names), `without` columns that must not, and the
///   `data_type` words of a JSON envelope
/// - line_lists: names of the JSON list that holds an order's lines
/// - record_list: the name of a JSON list whose members are records each, as variants are products
/// - fields: target → field, see `FieldReader`
/// - rows: list of `when` (target or column → test) with `skip: reason` or `treat_as: kind`; the first that fits
///   decides
/// - status_when: list of `when` with `is: status`; the first that fits decides, before the field
/// - movement_when: list of `when` with `is: kind`; the first that fits decides, before the field
/// - line_when: target or column → test; only such rows hold a line of their order
/// - group_by: columns whose value rows of one order share (those of `transaction_id`)
/// - group_carried: true where a row without a value in those columns goes on with the row above
/// - split: list of a `column`, the part `after` and `before` some words, and what it is called (`as`)
/// - packed: list of `columns` that hold several lines, the `list` they make, and what stands `between` lines,
///   as `separator` of their values and as `mark` behind a value's name
/// - sales_in: streams of the sales that an export of nothing but refunds gives back; one whose `sale_id` none of them
///   has waits for it
/// - words: status, movement, currency or country → what this shop's exports say → what it means, beside the choices
/// - row_id: a column that names each row of an order; a row that stands twice counts once
/// - stream, detail: kinds of one stream tell of the same records, and the more detailed telling holds
/// - reverses: a credit note gives back what it lists
/// - stated_total: a column that says what all movements of the file add up to
/// - lines_optional: true where an export may leave out what was sold; its orders then stand for their totals
/// - tax_is_inside: prices contain the tax where no total tells it
/// - dialect: `delimiter`, `quote` (`none`, or the sign), `encoding`, `header_line` of a delimited text; found out where
///   not said
/// - reading: `dates` (dmy, mdy, ymd), `decimals` (point, comma), `zone`, `blanks`; found out where not said
/// - generic: true for a form that many exports come close to; one known by name goes before it
/// - verified: what was seen in real exports and what was not
/// - error_budget: `share` (0.20) and `least_rows` (5)
/// - rows_per_order: 10000
public enum DefinitionReader {
  private static let keys = [
    "kind", "title", "facts", "recognise", "line_lists", "fields", "rows", "error_budget", "rows_per_order",
    "status_when", "movement_when", "line_when", "group_by", "packed", "stream", "detail", "reverses",
    "tax_is_inside",
    "reading",
    "verified", "dialect", "generic", "stated_total", "row_id", "lines_optional", "record_list", "split",
    "group_carried", "sales_in", "gives_back", "words",
  ]

  public static func read(text: String, file: String) throws(ConfigProblem) -> Definition {
    let map = try YamlMap.file(text, named: file, keys: keys)
    let kind = try map.required("kind")
    _ = try map.required("facts")
    let kinds: [FactKind] = [.orders, .lines, .customers, .products, .sessions, .movements]
    let facts = try map.word("facts", of: kinds) ?? .orders
    let fields = try FieldReader.fields(map, facts: facts)
    var definition = Definition(
      kind: kind, title: try map.string("title") ?? kind, facts: facts,
      signature: try signature(map, fields: fields), fields: fields)
    definition.lineLists = try map.strings("line_lists")
    definition.rowClasses = try RowClassReader.classes(map, facts: facts, fields: fields)
    definition.budget = try ErrorBudget.read(map)
    definition.rowsPerOrder = try map.integer("rows_per_order", atLeast: 1) ?? definition.rowsPerOrder
    try readOrders(map, into: &definition)
    definition.stream = try map.string("stream") ?? kind
    definition.detail = try map.integer("detail") ?? 0
    definition.dialect = try StatedDialect.read(map)
    definition.reading = try Reading.read(map)
    definition.isGeneric = try map.bool("generic") ?? false
    definition.verified = try map.strings("verified")
    return try withWords(map, definition)
  }

  private static func withWords(
    _ map: YamlMap, _ definition: Definition
  ) throws(ConfigProblem) -> Definition {
    guard let words = try map.map("words", keys: Definition.worded.map(\.rawValue)) else { return definition }
    var definition = definition
    for target in Definition.worded {
      guard let meanings = try words.map(target.rawValue, keys: nil) else { continue }
      for word in meanings.keys {
        let meaning = try meanings.required(word)
        guard let changed = definition.adding(word, meaning: meaning, to: target) else {
          throw meanings.problem(word, "\"\(meaning)\" is no \(target.rawValue), or none is read here")
        }
        definition = changed
      }
    }
    return definition
  }

  private static func readOrders(_ map: YamlMap, into definition: inout Definition) throws(ConfigProblem) {
    definition.groupBy = try map.strings("group_by")
    definition.statusRules = try RowClassReader.rules(
      map, "status_when", of: SaleStatus.allCases.map { ($0.name, $0) }
    ).map { StatusRule($0, when: $1) }
    definition.movementRules = try RowClassReader.rules(
      map, "movement_when", of: MovementKind.allCases.map { ($0.name, $0) }
    ).map { MovementRule($0, when: $1) }
    if let when = try map.map("line_when", keys: nil) {
      definition.lineWhen = try RowClassReader.conditions(when)
    }
    for item in try map.maps("packed", keys: ["columns", "list", "between", "separator", "mark"]) {
      var packed = PackedLines(
        columns: try item.strings("columns"), list: try item.required("list"),
        separator: try item.required("separator"), mark: try item.required("mark"))
      packed.between = try item.string("between") ?? ""
      definition.packed.append(packed)
      definition.lineLists.append(packed.list)
    }
    definition.salesIn = try map.strings("sales_in")
    definition.givesBack = try map.bool("gives_back") ?? false
    definition.rowID = try map.string("row_id")
    for item in try map.maps("split", keys: ["column", "as", "after", "before", "prefix"]) {
      let split = SplitCell(
        column: try item.required("column"), name: try item.required("as"),
        after: try item.string("after") ?? "", before: try item.string("before") ?? "",
        prefix: try item.string("prefix") ?? "")
      guard !(split.after + split.before).isEmpty else { throw item.problem("", "needs `after` or `before`") }
      definition.splits.append(split)
    }
    definition.recordList = try map.string("record_list")
    definition.groupIsCarried = try map.bool("group_carried") ?? false
    definition.statedTotal = try map.string("stated_total")
    definition.reverses = try map.bool("reverses") ?? false
    definition.taxIsInside = try map.bool("tax_is_inside") ?? false
    definition.linesAreOptional = try map.bool("lines_optional") ?? false
  }

  private static func signature(_ map: YamlMap, fields: [Field]) throws(ConfigProblem) -> Signature {
    guard
      let recognise = try map.map(
        "recognise", keys: ["fields", "any_of", "columns", "without", "with", "data_type"])
    else {
      throw map.problem("recognise", "this key is missing: without it no file can be told to be this export")
    }
    var signature = Signature(
      dataTypes: try recognise.strings("data_type"), without: try recognise.strings("without"))
    for names in try recognise.alternatives("columns") {
      if names.count == 1 { signature.columns += names } else { signature.columnsAny.append(names) }
    }
    for name in try recognise.strings("fields") {
      signature.fields.append(try recognise.word(name, at: "fields", of: fields.map(\.target)))
    }
    for name in try recognise.strings("any_of") {
      signature.anyOf.append(try recognise.word(name, at: "any_of", of: fields.map(\.target)))
    }
    if let with = try recognise.map("with", keys: nil) {
      for column in with.keys { signature.companions[column] = try with.required(column) }
    }
    guard !signature.fields.isEmpty || !signature.columns.isEmpty || !signature.columnsAny.isEmpty else {
      throw map.problem("recognise", "needs `fields` or `columns`")
    }
    return signature
  }
}

extension StatedDialect {
  static func read(_ map: YamlMap) throws(ConfigProblem) -> StatedDialect {
    var dialect = StatedDialect()
    guard let said = try map.map("dialect", keys: ["delimiter", "quote", "encoding", "header_line"]) else {
      return dialect
    }
    dialect.delimiter = try said.string("delimiter").map { Array($0.utf8) }
    if let delimiter = dialect.delimiter, !(1...8).contains(delimiter.count) {
      throw said.problem("delimiter", "must be one to eight bytes; a tab is written \"\\t\"")
    }
    if let quote = try said.string("quote") {
      dialect.quote = quote == "none" ? [] : Array(quote.utf8)
      guard quote == "none" || quote.utf8.count == 1 else {
        throw said.problem("quote", "is one sign, or none")
      }
    }
    dialect.encoding = try said.string("encoding")
    dialect.headerLine = try said.integer("header_line", atLeast: 1)
    return dialect
  }
}

extension Reading {
  /// What is said of how cells are read, in a definition or for a source.
  static func read(_ map: YamlMap) throws(ConfigProblem) -> Reading {
    var reading = Reading()
    guard let said = try map.map("reading", keys: ["dates", "decimals", "zone", "blanks"]) else {
      return reading
    }
    reading.dateOrder = try said.word("dates", of: DateOrder.allCases)
    reading.decimalMark = try said.word("decimals", of: DecimalMark.allCases)
    reading.zone = try said.string("zone")
    if let zone = reading.zone, ShopZone(identifier: zone) == nil {
      throw said.problem("zone", "\"\(zone)\" is no time zone; write one such as Europe/London")
    }
    reading.blanks = try said.strings("blanks")
    return reading
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
