import Records

/// A field bound to the columns of one table. Plain bits only, so that it is read for every cell without
/// counting references; what has a length stands in `Plan`.
struct BoundField: Sendable {
  var target: Target
  var type: ValueType
  /// The first column of that name; -1 where there is none.
  var column: Int32 = -1
  /// Further columns, in `Plan.alternates`.
  var alternates: Range<Int32> = 0..<0
  /// Where its joined cells stand in `Work.joined`; -1 where nothing is joined.
  var joined: Int32 = -1
  var isRequired = false
  var isExpected = false
  /// Nothing is said or done where it is missing.
  var mayBeMissing = false
  /// The field that may stand in for it; -1 for none.
  var unless: Int32 = -1
  var minLength = 0
  var maxLength = Int.max
  /// `Plan.fields` has one for it.
  var hasPattern = false
  /// In thousandths, both inclusive.
  var lower = Int64.min
  var upper = Int64.max
  var isAboveNothing = false
  var strips = false
  var hasConstant = false
  /// Its value is made of several cells: of all rows of its order, or of columns that are added.
  var gathers = false
  var take = Take.first
  /// A spreadsheet's `'` before it is no part of it.
  var isGuarded = false
  var sign = Sign.asWritten
  /// Some column of it writes decimals with a comma.
  var hasComma = false
  /// Columns that name the zone of its time, in `Plan.zoneColumns`.
  var zones: Range<Int32> = 0..<0
  /// The day from which its numbers count days; `Int32.min` where it holds dates.
  var countedFrom = Int32.min
  /// How many digits its ids had in earlier files, where this one has lost zeros; 0 where nothing is known.
  var digits: Int32 = 0
  /// Its checks in `CheckBook.checks`: presence first.
  var checks: Range<Int32> = 0..<0
  var presenceWeight: Int = 0
  var valueWeight: Int = 0
}

/// A column whose amounts are added to a field's own, or taken off it.
struct Added: Sendable {
  var column: Int32
  /// It stands in a list: all its values are added.
  var isMember: Bool
  var isTakenOff: Bool
  /// It counts in rows that fit.
  var test: RowTest
}

/// A definition bound to the columns of one table.
struct Plan: Sendable {
  let definition: Definition
  /// The definition's fields, those of the order first, currency before money.
  let fields: [Field]
  /// Per field, whether its text is its value.
  let isText: [Bool]
  /// How many of `fields` belong to the order (or to the row, where rows stand alone).
  let headerCount: Int
  var bound: [BoundField] = []
  /// Per field its only column, -1 for none; `severalColumns` where the search goes on.
  var onlyColumns: [Int32] = []
  static let severalColumns: Int32 = -2
  /// Per field the members of objects that stand in its place, and which no field takes.
  private(set) var nested: [[Int32]] = []
  /// Few exports have any.
  private(set) var hasNested = false
  /// Fields whose cells are read column by column, as far as they are plain.
  var mappedFields: [Int] = []
  /// A bit for each field of which no cell is.
  var leftToRules: UInt64 = 0
  var alternates: [Int32] = []
  /// Columns whose amounts are added, per field.
  var adds: [[Added]] = []
  /// Columns by whose value rows belong together; empty where their own number tells it.
  var groupPlaces: [Int32] = []
  /// Fields of which a blank cell has the value of the row above.
  var carried: [Int] = []
  /// Columns to join, per joined field.
  var joins: [[Int32]] = []
  /// Constants, to be put behind each batch.
  let constants: [[UInt8]]
  let strips: [(prefix: [UInt8], suffix: [UInt8])]
  let words: [(word: [UInt8], status: SaleStatus)]
  let movements: [(word: [UInt8], kind: MovementKind)]
  /// Columns that conditions ask for though no field takes them, and where they stand; -1 for nowhere.
  let testColumns: [String]
  /// Cells that stand for nothing, in small letters.
  let blanks: [[UInt8]]
  /// The same with each field's own.
  let fieldBlanks: [[[UInt8]]]
  /// How many digits the ids of a field had in earlier files, where some have lost zeros.
  var expectedDigits: [Int: Int] = [:]
  /// How columns are read where they leave a choice, by name; `orders` and `marks` by place.
  var readings: [ColumnReading] = []
  var orders: [DateOrder?] = []
  var marks: [DecimalMark?] = []
  var zoneColumns: [Int32] = []
  /// Columns in which HTML writes characters by name.
  var htmlColumns: [Int32] = []
  var testPlaces: [Int32] = []
  var columns: [String] = []
  /// Every row is a line, as in CSV; otherwise only rows that have a line's value.
  var linesArePlain = false
  var hasLineColumns = false
  /// Columns of the list whose members are records each.
  var recordColumns: [Int32] = []
  /// Fields of money that have a column: what stands at their amounts may name the currency.
  var moneyFields: [Int] = []

  init(definition: Definition) {
    self.definition = definition
    let perLine: (Field) -> Bool = { definition.facts == .orders && $0.target.isPerLine }
    let header = Self.withCurrency(definition).filter { !perLine($0) }
    fields =
      header.filter { $0.target == .currency } + header.filter { $0.target != .currency }
      + definition.fields.filter(perLine)
    headerCount = header.count
    isText = fields.map(\.type.isKeptAsText)
    constants = fields.map { Array(($0.constant ?? "").utf8) }
    strips = fields.map { (Array($0.stripPrefix.utf8), Array($0.stripSuffix.utf8)) }
    testColumns = Self.testColumns(definition)
    let blanks = definition.reading.blanks.map { $0.utf8.map(\.smallLetter) }
    self.blanks = blanks
    fieldBlanks = fields.map { field in blanks + field.blanks.map { $0.utf8.map(\.smallLetter) } }
    words = fields.flatMap { field in
      field.choices.flatMap { choice in
        ([choice.status.name] + choice.words).map { (Array($0.lowercased().utf8), choice.status) }
      }
    }
    movements = fields.flatMap { field in
      field.movements.flatMap { choice in
        choice.words.map { (Array($0.lowercased().utf8), choice.kind) }
      }
    }
  }

  /// Sales without a currency cannot be added up: where none is known, that is said of every row.
  private static func withCurrency(_ definition: Definition) -> [Field] {
    guard [.orders, .lines, .movements, .products].contains(definition.facts) else {
      return definition.fields
    }
    var currency = definition.field(.currency) ?? Field(.currency)
    if definition.facts != .products { currency.presence = .required }
    return [currency] + definition.fields.filter { $0.target != .currency }
  }

  private static func testColumns(_ definition: Definition) -> [String] {
    definition.askedColumns + [definition.rowID, definition.statedTotal].compactMap { $0 }
  }

  private func isPerLine(_ field: Field) -> Bool { definition.facts == .orders && field.target.isPerLine }

  func position(of target: Target) -> Int { fields.firstIndex { $0.target == target } ?? -1 }

  var lineRange: Range<Int> { headerCount..<fields.count }
  var headerRange: Range<Int> { 0..<headerCount }

  /// Finds the columns of each field. The checks keep their places, so counting goes on.
  mutating func bind(columns: [String], checks: [Range<Int32>], weights: [(presence: Int, value: Int)]) {
    self.columns = columns
    alternates = []
    joins = []
    zoneColumns = []
    htmlColumns = []
    bindReadings()
    let places = ColumnPlaces(columns, lists: definition.lineLists)
    groupPlaces = definition.groupBy.flatMap { places.find($0, perLine: false) }
    adds = fields.map { field in
      field.add.flatMap { addition in
        places.find(addition.column, perLine: isPerLine(field)).map {
          Added(
            column: $0, isMember: columns[Int($0)].contains("[]"), isTakenOff: addition.isTakenOff,
            test: RowTest(addition.conditions, self))
        }
      }
    }
    testPlaces = testColumns.map { places.find($0, perLine: false).first ?? -1 }
    bound = fields.indices.map { index in
      bind(fields[index], places: places, checks: checks[index], weights: weights[index])
    }
    onlyColumns = bound.indices.map { index in
      let isOnly = bound[index].alternates.isEmpty && bound[index].joined < 0
      return isOnly && (fieldBlanks[index].isEmpty || bound[index].column < 0)
        ? bound[index].column : Self.severalColumns
    }
    for index in fields.indices {
      bound[index].take = fields[index].take
      bound[index].digits = Int32(expectedDigits[index] ?? 0)
      bound[index].gathers = fields[index].take != .first || !adds[index].isEmpty
    }
    bindNested()
    bindMapping()
    carried = fields.indices.filter { fields[$0].isCarried && bound[$0].column >= 0 }
    recordColumns = columns.indices.filter { index in
      definition.recordList.map {
        columns[index].hasPrefix("\($0)[].") || columns[index].contains(".\($0)[].")
      } ?? false
    }.map(Int32.init)
    moneyFields = fields.indices.filter { bound[$0].type == .money && bound[$0].column >= 0 }
    hasLineColumns = lineRange.contains { fields[$0].type.isMeasure && bound[$0].column >= 0 }
    linesArePlain = lineRange.contains { index in
      bound[index].column >= 0 && !columns[Int(bound[index].column)].contains("[]")
    }
  }

  /// `currency.code` where a currency stands in other records.
  private mutating func bindNested() {
    nested = Array(repeating: [], count: fields.count)
    guard columns.contains(where: { $0.utf8.contains(UInt8(ascii: ".")) }) else { return }
    let taken = Set(
      bound.map(\.column) + alternates + joins.flatMap(\.self) + zoneColumns + groupPlaces + testPlaces
        + adds.flatMap { $0.map(\.column) })
    for index in fields.indices where bound[index].column >= 0 {
      let prefix = columns[Int(bound[index].column)] + "."
      nested[index] = columns.indices.filter {
        columns[$0].hasPrefix(prefix) && !columns[$0].contains("@") && !taken.contains(Int32($0))
      }.map(Int32.init)
      guard !nested[index].isEmpty else { continue }
      bound[index].mayBeMissing = false
      hasNested = true
    }
  }

  /// A field that the export does not have, and may do without, needs neither.
  private mutating func bindMapping() {
    (mappedFields, leftToRules) = ([], 0)
    for index in fields.indices {
      let field = bound[index]
      if !field.gathers, onlyColumns[index] == -1, field.mayBeMissing { continue }
      let isOneColumn = onlyColumns[index] >= 0 && !field.gathers && !field.strips && !field.hasConstant
      if isOneColumn && field.zones.isEmpty && !field.hasComma && field.digits == 0
        && field.countedFrom == Int32.min
      {
        mappedFields.append(index)
      } else if index < MappedRows.mostFields {
        leftToRules |= 1 << UInt64(index)
      }
    }
  }

  /// What is said of all columns holds where nothing is known of one.
  private mutating func bindReadings() {
    let usual = definition.reading
    orders = columns.map { name in readings.first { $0.column == name }?.dateOrder ?? usual.dateOrder }
    marks = columns.map { name in readings.first { $0.column == name }?.decimalMark ?? usual.decimalMark }
  }

  /// How the amounts of a field's first column, or of a column that only conditions ask for, are written.
  func mark(of place: Int, isField: Bool) -> DecimalMark? {
    let column = isField ? bound[place].column : testPlaces[place]
    return column >= 0 ? marks[Int(column)] : definition.reading.decimalMark
  }

  private mutating func bind(
    _ field: Field, places: ColumnPlaces, checks: Range<Int32>, weights: (presence: Int, value: Int)
  ) -> BoundField {
    var bound = BoundField(target: field.target, type: field.type)
    let found = field.columns.flatMap {
      places.find($0, perLine: isPerLine(field))
    }
    bound.column = found.first ?? -1
    bound.alternates = Int32(alternates.count)..<Int32(alternates.count + max(found.count - 1, 0))
    alternates += found.dropFirst()
    let joined = field.join.flatMap {
      places.find($0, perLine: isPerLine(field)).prefix(1)
    }
    if !joined.isEmpty {
      bound.joined = Int32(joins.count)
      joins.append(joined)
    }
    bound.isRequired = field.presence == .required
    bound.isExpected = field.presence == .expected
    bound.unless = Int32(field.unless.map(position) ?? -1)
    bound.minLength = field.minLength ?? 0
    bound.maxLength = field.maxLength ?? Int.max
    bound.hasPattern = field.pattern != nil
    bound.lower = field.minimum ?? Int64.min
    bound.upper = field.maximum ?? Int64.max
    if let above = field.above { bound.lower = max(bound.lower, above + 1) }
    bound.isAboveNothing = field.type == .money && field.above == 0
    bound.strips = !field.stripPrefix.isEmpty || !field.stripSuffix.isEmpty
    bound.hasConstant = field.constant != nil
    bound.mayBeMissing = field.presence == .optional && field.constant == nil && field.type != .currency
    bound.isGuarded = field.type == .identifier || field.type == .phone
    bound.sign = field.sign
    bound.countedFrom = field.firstDay?.number ?? Int32.min
    bound.hasComma = (found + joined).contains { marks[Int($0)] == .comma }
    let zones = field.zoneColumns.flatMap { places.find($0, perLine: false) }
    bound.zones = Int32(zoneColumns.count)..<Int32(zoneColumns.count + zones.count)
    zoneColumns += zones
    if field.isHTML { htmlColumns += found.filter { !htmlColumns.contains($0) } }
    bound.checks = checks
    bound.presenceWeight = weights.presence
    bound.valueWeight = weights.value
    return bound
  }
}

/// Where columns stand, by their plain names.
struct ColumnPlaces {
  private var places: [String: [Int32]] = [:]
  private let lists: [String]

  init(_ columns: [String], lists: [String]) {
    self.lists = lists.map(Names.plain)
    let wrapper = Self.wrapper(columns)
    for (index, column) in columns.enumerated() {
      let name = Names.plain(String(column.dropFirst(wrapper)))
      places[name, default: []].append(Int32(index))
      if let short = withoutItem(name) { places[short, default: []].append(Int32(index)) }
    }
  }

  /// `products[].sku` of `products.product[].sku`: in XML a list stands in an element of its own.
  private func withoutItem(_ name: String) -> String? {
    let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, lists.contains(String(parts[0])) else { return nil }
    let item = parts[1].hasSuffix("[]") ? parts[1].dropLast(2) : parts[1]
    guard parts[0].hasPrefix(item), (1...2).contains(parts[0].count - item.count) else { return nil }
    return parts[0] + (item.count < parts[1].count ? "[]." : ".") + parts[2]
  }

  /// How many characters of every name are the one member that the whole document stands in: `{"order": {…}}`.
  private static func wrapper(_ columns: [String]) -> Int {
    guard columns.count > 1, let dot = columns[0].firstIndex(of: ".") else { return 0 }
    let prefix = columns[0][...dot]
    guard !prefix.contains("["), columns.allSatisfy({ $0.hasPrefix(prefix) }) else { return 0 }
    return prefix.count
  }

  /// `[].name` is looked for in the line lists only; another name of a line's value there too.
  func find(_ name: String, perLine: Bool) -> [Int32] {
    let plain = Names.plain(name)
    let member = plain.hasPrefix("[].") ? String(plain.dropFirst(3)) : plain
    let outside = plain == member ? places[plain, default: []] : []
    guard perLine else { return outside }
    // A document with a single line may tell it as a part rather than as a list.
    return outside
      + lists.flatMap { places["\($0)[].\(member)", default: []] + places["\($0).\(member)", default: []] }
  }
}
