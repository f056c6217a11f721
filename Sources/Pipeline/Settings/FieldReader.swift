import Records

/// Reads the `fields` of a definition.
///
/// Keys of a field:
/// - columns: names in order of preference; case, spaces, `_` and `-` do not matter; `[].name` stands in a
///   line list
/// - join: columns joined by a space where `columns` give nothing
/// - constant: the value where no column gives one
/// - stated_above: words in the lines above the table, behind which the value of all rows stands
/// - counted_from: the same for the day from which a column of numbers counts days
/// - type: text, identifier, integer, quantity, money, currency, moment, status, email, country, phone (by
///   the target)
/// - presence: required, expected or optional (optional)
/// - unless: a field that may stand in for this one
/// - min_length, max_length: characters of a text
/// - pattern: what a text looks like: `A` a letter, `9` a digit, `*` at the end anything, all else itself
/// - above, minimum, maximum: limits of a number; `above` itself is not allowed
/// - choices: status → the export's words for it
/// - strip: `prefix` and `suffix` that are cut off
/// - add, less: columns whose amounts come on top or off; of a list, those of all its members; `{column: …, when: …}`
///   counts in the rows that fit
/// - take: first, largest or sum of what the order's rows say (first)
/// - sign: as_written, positive or negated (as_written)
/// - blanks: cells that stand for nothing here, such as the `0` of a guest
/// - zone_columns: columns that name the zone of the row's time
/// - html: true where titles hold `&amp;` and the like
/// - carried: true where a blank cell means the value of the row above in the same group
/// - movements: charge, refund, fee … → the export's words for it
/// - weights, severities: rule code → weight, or hold or note, in place of the rule's own
enum FieldReader {
  private static let keys = [
    "columns", "join", "constant", "type", "presence", "unless", "min_length", "max_length", "pattern",
    "above",
    "minimum", "maximum", "choices", "strip", "weights", "severities", "add", "less", "take", "sign",
    "zone_columns",
    "html", "carried", "stated_above", "counted_from", "movements", "blanks",
  ]

  static func fields(_ map: YamlMap, facts: FactKind) throws(ConfigProblem) -> [Field] {
    guard let list = try map.map("fields", keys: facts.targets.map(\.rawValue)) else {
      throw map.problem("fields", "this key is missing")
    }
    var fields: [Field] = []
    for name in list.keys {
      guard let target = Target(rawValue: name), let field = try list.map(name, keys: keys) else { continue }
      fields.append(try read(field, target, facts))
    }
    for target in facts.essentials where !fields.contains(where: { $0.target == target }) {
      throw map.problem("fields", "\(facts.rawValue) need the field \(target.rawValue)")
    }
    return fields
  }

  private static func read(_ map: YamlMap, _ target: Target, _ facts: FactKind) throws(ConfigProblem) -> Field
  {
    var field = Field(target, columns: try map.strings("columns"))
    field.join = try map.strings("join")
    field.constant = try map.string("constant")
    field.statedAbove = try map.string("stated_above")
    field.countedFrom = try map.string("counted_from")
    guard
      !field.columns.isEmpty || !field.join.isEmpty || field.constant != nil || field.statedAbove != nil
        || map.node("add") != nil
    else {
      throw map.problem("", "needs `columns`, `join`, `add` or `constant`")
    }
    field.type = try map.word("type", of: ValueType.allCases) ?? field.type
    let isStatus = target == .status
    guard isStatus == (field.type == .status) else {
      throw map.problem("type", "does not suit \(target.rawValue)")
    }
    field.presence = try map.word("presence", of: Presence.allCases) ?? .optional
    field.unless = try map.word("unless", of: facts.targets)
    field.minLength = try map.integer("min_length")
    field.maxLength = try map.integer("max_length")
    field.pattern = try map.string("pattern")
    field.above = try map.thousandths("above")
    field.minimum = try map.thousandths("minimum")
    field.maximum = try map.thousandths("maximum")
    if let strip = try map.map("strip", keys: ["prefix", "suffix"]) {
      field.stripPrefix = try strip.string("prefix") ?? ""
      field.stripSuffix = try strip.string("suffix") ?? ""
    }
    field.choices = try choices(map, isNeeded: isStatus)
    field.add = try additions(map, "add") + additions(map, "less")
    field.take = try map.word("take", of: Take.allCases) ?? .first
    field.sign = try map.word("sign", of: Sign.allCases) ?? .asWritten
    field.blanks = try map.strings("blanks")
    field.zoneColumns = try map.strings("zone_columns")
    field.isHTML = try map.bool("html") ?? false
    field.isCarried = try map.bool("carried") ?? false
    try readMovements(map, into: &field)
    try readRules(map, into: &field)
    try checkConstant(map, field)
    return field
  }

  private static func additions(_ map: YamlMap, _ key: String) throws(ConfigProblem) -> [Addition] {
    guard map.hasMaps(key) else {
      return try map.strings(key).map { Addition($0, isTakenOff: key == "less") }
    }
    var additions: [Addition] = []
    for item in try map.maps(key, keys: ["column", "when"]) {
      var addition = Addition(try item.required("column"), isTakenOff: key == "less")
      if let when = try item.map("when", keys: nil) {
        addition.conditions = try RowClassReader.conditions(when)
      }
      additions.append(addition)
    }
    return additions
  }

  private static func choices(_ map: YamlMap, isNeeded: Bool) throws(ConfigProblem) -> [Choice] {
    guard let list = try map.map("choices", keys: SaleStatus.allCases.map(\.name)) else {
      return isNeeded ? SaleStatus.allCases.map { Choice($0, words: []) } : []
    }
    var choices: [Choice] = []
    for status in SaleStatus.allCases where list.keys.contains(status.name) {
      choices.append(Choice(status, words: try list.strings(status.name)))
    }
    return choices
  }

  private static func readMovements(_ map: YamlMap, into field: inout Field) throws(ConfigProblem) {
    guard (field.target == .movement) == (field.type == .movement) else {
      throw map.problem("type", "does not suit \(field.target.rawValue)")
    }
    guard field.target == .movement else { return }
    guard let list = try map.map("movements", keys: MovementKind.allCases.map(\.name)) else {
      throw map.problem(
        "movements", "this key is missing: it says which words mean a charge, a fee, a payout")
    }
    for kind in MovementKind.allCases where list.keys.contains(kind.name) {
      field.movements.append(MovementChoice(kind, words: try list.strings(kind.name)))
    }
  }

  private static func readRules(_ map: YamlMap, into field: inout Field) throws(ConfigProblem) {
    let codes = Rule.catalogue.map(\.code)
    if let weights = try map.map("weights", keys: codes) {
      for code in weights.keys { field.weights[code] = try weights.integer(code) }
    }
    if let severities = try map.map("severities", keys: codes) {
      for code in severities.keys {
        field.severities[code] = try severities.word(code, of: [Severity.hold, .note])
      }
    }
  }

  private static func checkConstant(_ map: YamlMap, _ field: Field) throws(ConfigProblem) {
    guard let constant = field.constant, field.type == .currency, Currency(constant) == nil else { return }
    throw map.problem("constant", "\"\(constant)\" is no currency of ISO 4217")
  }
}

/// Reads the `rows` of a definition: what rows that are not plain sales look like, and what they are.
///
/// A test of a `when` is `blank: true`, `values: […]`, `prefix: C`, `below: 0`, `above: 0` or `equals: 0`.
enum RowClassReader {
  private static let kinds: [String: LineKind] = [
    "sale": .sale, "return": .return, "shipping": .shipping, "fee": .fee, "discount": .discount,
  ]

  static func classes(_ map: YamlMap, facts: FactKind, fields: [Field]) throws(ConfigProblem) -> [RowClass] {
    var classes: [RowClass] = []
    for item in try map.maps("rows", keys: ["when", "skip", "treat_as"]) {
      classes.append(RowClass(try treatment(item, facts), when: try when(item)))
    }
    return classes
  }

  /// A list of `when` with `is: word`.
  static func rules<Meaning>(
    _ map: YamlMap, _ key: String, of words: [(name: String, meaning: Meaning)]
  ) throws(ConfigProblem) -> [(Meaning, [RowClass.Condition])] {
    var rules: [(Meaning, [RowClass.Condition])] = []
    for item in try map.maps(key, keys: ["when", "is"]) {
      let name = try item.required("is")
      guard let word = words.first(where: { $0.name == name }) else {
        let known = words.map(\.name)
        throw item.problem(
          "is", "\"\(name)\" is not known here; known are \(known.joined(separator: ", "))",
          suggestion: Names.nearest(to: name, among: known))
      }
      rules.append((word.meaning, try when(item)))
    }
    return rules
  }

  private static func when(_ item: YamlMap) throws(ConfigProblem) -> [RowClass.Condition] {
    guard let when = try item.map("when", keys: nil), !when.keys.isEmpty else {
      throw item.problem("when", "this key is missing: no row could be told to be one")
    }
    return try conditions(when)
  }

  /// Keys are values of the definition or, where there is no such word, columns of the export.
  static func conditions(_ when: YamlMap) throws(ConfigProblem) -> [RowClass.Condition] {
    var conditions: [RowClass.Condition] = []
    for name in when.keys {
      let subject = Target(rawValue: name).map(RowClass.Subject.target) ?? .column(name)
      conditions += try tests(when, name, subject)
    }
    return conditions
  }

  private static func treatment(_ item: YamlMap, _ facts: FactKind) throws(ConfigProblem)
    -> RowClass.Treatment
  {
    let (skip, kind) = (try item.string("skip"), try item.string("treat_as"))
    if let skip, kind == nil { return .skip(skip) }
    guard let kind, skip == nil else { throw item.problem("", "needs either `skip` or `treat_as`") }
    guard facts == .lines || facts == .orders else {
      throw item.problem("treat_as", "is for `facts: lines` and `facts: orders` only")
    }
    guard let known = kinds[kind] else {
      throw item.problem(
        "treat_as", "\"\(kind)\" is not known here; known are \(kinds.keys.sorted().joined(separator: ", "))",
        suggestion: Names.nearest(to: kind, among: kinds.keys.sorted()))
    }
    return .line(known)
  }

  private static func tests(
    _ when: YamlMap, _ name: String, _ subject: RowClass.Subject
  ) throws(ConfigProblem) -> [RowClass.Condition] {
    let keys = ["blank", "values", "prefix", "below", "above", "equals"]
    guard let map = try when.map(name, keys: keys), !map.keys.isEmpty else {
      throw when.problem(name, "needs a test: \(keys.joined(separator: ", "))")
    }
    var tests: [RowClass.Test] = []
    if let blank = try map.bool("blank") { tests.append(.blank(blank)) }
    if map.node("values") != nil { tests.append(.values(try map.strings("values"))) }
    if let prefix = try map.string("prefix") { tests.append(.prefix(prefix)) }
    if let below = try map.thousandths("below") { tests.append(.below(below)) }
    if let above = try map.thousandths("above") { tests.append(.above(above)) }
    if let equals = try map.thousandths("equals") { tests.append(.equals(equals)) }
    return tests.map { RowClass.Condition(subject, $0) }
  }
}
