public import Records

/// What a table is, and what of it is not taken.
public struct Recognition: Sendable {
  public let definition: Definition
  /// Columns of which the definition takes nothing.
  public let extraColumns: [String]
  /// Why it is this and nothing else, for people.
  public let reason: String
}

/// Tells by column names, and by what a JSON envelope says, which definition a table belongs to.
public struct Recogniser: Sendable {
  public let definitions: [Definition]

  public init(definitions: [Definition]) { self.definitions = definitions }

  /// `dataType` is the envelope's `data_type`, nil without one.
  public func recognise(columns: [String], dataType: String? = nil) throws(FileProblem) -> Recognition {
    let claims = definitions.map { Claim($0, columns: columns, dataType: dataType) }
    let named = claims.filter { $0.isNamed && $0.found > 0 }
    let fitting = named.isEmpty ? claims.filter(\.fits) : named
    guard let claim = fitting.first else { throw Self.unrecognised(columns, claims) }
    guard fitting.count == 1 else { throw Self.ambiguous(fitting) }
    return Recognition(
      definition: claim.definition, extraColumns: claim.extraColumns(of: columns), reason: claim.reason)
  }

  private static func unrecognised(_ columns: [String], _ claims: [Claim]) -> FileProblem {
    let shown = columns.prefix(30).joined(separator: ", ") + (columns.count > 30 ? ", …" : "")
    var message = "no definition knows a table with the columns \(shown.isEmpty ? "(none)" : shown)"
    if let nearest = claims.max(by: { $0.nearness < $1.nearness }), nearest.nearness > 0 {
      message +=
        "; nearest is \(nearest.definition.kind) (\(nearest.definition.title)): \(nearest.differences(columns))"
    }
    return FileProblem(
      code: "file.unrecognised", message: message,
      remedy: "rename the columns, or describe the export in a file of its own in Config/Sources/")
  }

  private static func ambiguous(_ claims: [Claim]) -> FileProblem {
    let kinds = claims.map(\.definition.kind).joined(separator: ", ")
    return FileProblem(
      code: "file.ambiguous", message: "the file could be any of: \(kinds)",
      remedy: "tell them apart in Config/Sources/ with `without:`, naming a column that only the other has")
  }
}

/// How well one definition's signature fits a table.
private struct Claim {
  let definition: Definition
  let isNamed: Bool
  /// What the signature asks for and the table has not, each by its first name.
  private let missing: [String]
  /// Columns that speak against it.
  private let strangers: [String]
  let found: Int
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
    let absent = signature.fields.filter { Self.columns(of: $0, definition, places).isEmpty }
      .map { definition.field($0)?.title ?? $0.rawValue }
    let absentColumns = signature.columns.filter { places.find($0, perLine: false).isEmpty }
    let anyOf = signature.anyOf
    let hasAny = anyOf.isEmpty || anyOf.contains { !Self.columns(of: $0, definition, places).isEmpty }
    missing = absent + absentColumns + (hasAny ? [] : [anyOf.map(\.rawValue).joined(separator: " or ")])
    strangers = signature.without.filter { !places.find($0, perLine: false).isEmpty }
    found = signature.fields.count + signature.columns.count - absent.count - absentColumns.count
  }

  var fits: Bool { missing.isEmpty && strangers.isEmpty && found > 0 }

  /// The share of the signature that was found; a column that does not belong counts like one that is missing.
  var nearness: Double {
    found == 0 ? 0 : Double(found) / Double(found + missing.count + strangers.count)
  }

  var reason: String {
    if isNamed { return "its data_type says \(definition.kind)" }
    let signature = definition.signature
    let names = signature.fields.map { definition.field($0)?.title ?? $0.rawValue } + signature.columns
    return "it has \(names.joined(separator: ", "))"
  }

  /// `customer_id is missing (did you mean "custmer_id"?)`.
  func differences(_ columns: [String]) -> String {
    let missing = missing.map { name in
      let near = Names.nearest(to: name, among: columns)
      return "\(name) is missing" + (near.map { " (is it \"\($0)\"?)" } ?? "")
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
    let conditions = rowClasses.flatMap(\.conditions) + statusRules.flatMap(\.conditions) + lineWhen
    let asked = conditions.compactMap { condition in
      if case .column(let name) = condition.subject { name } else { nil }
    }
    return fields.flatMap { $0.add + $0.zoneColumns } + groupBy + packed.flatMap(\.columns) + asked
  }
}
