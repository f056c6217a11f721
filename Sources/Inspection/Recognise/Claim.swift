import Records

/// How well one definition's signature fits a table.
struct Claim {
  let definition: Definition
  let isNamed: Bool
  /// What the signature asks for and the table has not, each by all the names it may have, the first first.
  private let missing: [[String]]
  /// Columns that speak against it.
  private let strangers: [String]
  let found: Int
  /// The columns by which the table is known.
  let signed: Set<Int32>
  private let places: ColumnPlaces

  init(_ definition: Definition, columns: [String], dataType: String?) {
    self.definition = definition
    let signature = definition.signature
    isNamed =
      dataType.map { name in
        signature.dataTypes.contains { Names.plain($0) == Names.plain(name) }
      } ?? false
    let places = ColumnPlaces(columns, lists: definition.lineLists)
    self.places = places
    var missing: [[String]] = []
    var signed: Set<Int32> = []
    func ask(_ found: [Int32], _ names: [String]) {
      if let first = found.first { signed.insert(first) } else { missing.append(names) }
    }
    for target in signature.fields {
      ask(Self.columns(of: target, definition, places), definition.names(of: target))
    }
    for names in signature.columns.map({ [$0] }) + signature.columnsAny {
      ask(names.flatMap { places.find($0, perLine: false) }, names)
    }
    found = signature.fields.count + signature.columns.count + signature.columnsAny.count - missing.count
    if !signature.anyOf.isEmpty {
      let any = signature.anyOf.flatMap { Self.columns(of: $0, definition, places) }
      ask(any, signature.anyOf.flatMap { definition.names(of: $0).prefix(1) })
    }
    for (column, companion) in signature.companions.sorted(by: { $0.key < $1.key })
    where !places.find(column, perLine: false).isEmpty
      && places.find(companion, perLine: false).isEmpty
      && !missing.contains([companion])
    {
      missing.append([companion])
    }
    self.missing = missing
    self.signed = signed
    strangers = signature.without.filter { !places.find($0, perLine: false).isEmpty }
  }

  var fits: Bool { missing.isEmpty && strangers.isEmpty && found > 0 }

  /// The share of the signature that was found; a column that does not belong counts like one that is missing.
  var nearness: Double {
    found == 0 ? 0 : Double(found) / Double(found + missing.count + strangers.count)
  }

  var reason: String {
    if isNamed { return "its data_type says \(definition.kind)" }
    let signature = definition.signature
    let names =
      signature.fields.map { definition.field($0)?.title ?? $0.rawValue } + signature.columns
      + signature.columnsAny.map { names in
        names.first { !places.find($0, perLine: false).isEmpty } ?? names[0]
      }
    return "it has \(names.joined(separator: ", "))"
  }

  /// `customer_id is missing (is it "custmer_id"?)`.
  func differences(_ columns: [String]) -> String {
    let missing = missing.map { names in
      let near = names.lazy.compactMap { Names.nearest(to: $0, among: columns) }.first
      return "\(names[0]) is missing" + (near.map { " (is it \"\($0)\"?)" } ?? "")
    }
    let all = missing + strangers.map { "\($0) does not belong to it" }
    return all.joined(separator: ", ")
  }

  func extraColumns(of columns: [String]) -> [String] {
    let taken = Set(
      definition.fields.flatMap { Self.columns(of: $0.target, definition, places) }
        + definition.columnsBesideFields.flatMap { places.find($0, perLine: true) })
    let patterns = definition.packed.flatMap(\.columns).filter { $0.hasSuffix("*") }
      .map { Names.plain(String($0.dropLast())) }
    return columns.indices.filter { index in
      !taken.contains(Int32(index)) && !patterns.contains { Names.plain(columns[index]).hasPrefix($0) }
    }.map { columns[$0] }
  }

  private static func columns(of target: Target, _ definition: Definition, _ places: ColumnPlaces) -> [Int32]
  {
    guard let field = definition.field(target) else { return [] }
    let perLine = definition.facts == .orders && target.isPerLine
    return (field.columns + field.join).flatMap { places.find($0, perLine: perLine) }
  }
}

extension Definition {
  /// What is looked at besides the columns of the fields themselves.
  fileprivate var columnsBesideFields: [String] {
    return fields.flatMap { $0.add.map(\.column) + $0.zoneColumns } + groupBy + packed.flatMap(\.columns)
      + splits.map(\.column) + askedColumns
  }

  /// What a column for the target may be called.
  fileprivate func names(of target: Target) -> [String] {
    let field = field(target)
    let names = (field?.columns ?? []) + (field?.join ?? [])
    return names.isEmpty ? [target.rawValue] : names
  }
}
