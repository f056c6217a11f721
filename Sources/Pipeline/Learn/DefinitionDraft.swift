import Foundation
import Inspection
import Intake
import Records

/// A description of an export, drafted from one file of it, for somebody to check.
public struct DefinitionDraft {
  public let kind: String
  /// What is to be checked, in sentences.
  public private(set) var questions: [String] = []
  private let fileName: String
  private let sketch: TableSketch
  private let facts: FactKind
  private var places: [Target: Int] = [:]

  /// - Throws: `FileProblem` where the file cannot be read, is known already or shows no sales.
  public init(of file: String, name: String?, for shop: Shop) throws {
    let path = BytePath(URL(filePath: file).standardizedFileURL.path)
    fileName = BytePath.display(path.name)
    kind = Self.slug(name ?? URL(filePath: file).deletingPathExtension().lastPathComponent)
    sketch = try TableSketch(of: path)
    let definitions = shop.configuration.definitions
    let columns = sketch.columns.map(\.name)
    if let known = try? Recogniser(definitions: definitions).recognise(columns: columns) {
      throw FileProblem(
        code: "learn.known",
        message: "the file is known already: \(known.definition.kind), for \(known.reason)",
        remedy: "drop it into Inbox/, or change Config/Sources/\(known.definition.kind).yaml")
    }
    if definitions.contains(where: { [kind] in $0.kind == kind }) {
      throw FileProblem(
        code: "learn.taken", message: "there is a kind of export \(kind) already",
        remedy: "give this one another name with --name")
    }
    places = Self.places(in: sketch)
    facts = try Self.facts(of: sketch, &places)
    ask()
  }

  /// Letters, digits and hyphens only.
  private static func slug(_ text: String) -> String {
    let words = text.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let slug = words.joined(separator: "-")
    return slug.isEmpty ? "export" : slug
  }

  /// By the names of the columns, each for one target; a column whose cells cannot be it is passed over.
  private static func places(in sketch: TableSketch) -> [Target: Int] {
    var places: [Target: Int] = [:]
    for (target, names) in LearnedNames.byTarget {
      let plain = names.map(Names.plain)
      let found = sketch.columns.indices.filter { index in
        !places.values.contains(index) && plain.contains(Names.plain(sketch.columns[index].name))
          && suits(sketch.columns[index], target)
      }
      places[target] = found.min {
        (plain.firstIndex(of: Names.plain(sketch.columns[$0].name)) ?? 0)
          < (plain.firstIndex(of: Names.plain(sketch.columns[$1].name)) ?? 0)
      }
    }
    // A header that says nothing: the one column of dates is the time.
    let dates = sketch.columns.indices.filter {
      sketch.columns[$0].isMostly(.date) && !places.values.contains($0)
    }
    if places[.timestamp] == nil, dates.count == 1 { places[.timestamp] = dates[0] }
    guess(&places, in: sketch)
    return places
  }

  /// One column of whole numbers and one of amounts that say nothing else: pieces, and what each costs.
  private static func guess(_ places: inout [Target: Int], in sketch: TableSketch) {
    guard places[.amount] == nil else { return }
    let left = sketch.columns.indices.filter { index in
      sketch.columns[index].isMostly(.number) && !places.values.contains(index)
    }
    let whole = left.filter { sketch.columns[$0].decimalMark == nil && sketch.columns[$0].currency == nil }
    let amounts = left.filter { !whole.contains($0) }
    if places[.quantity] == nil, whole.count == 1 { places[.quantity] = whole[0] }
    if places[.unitPrice] == nil, amounts.count == 1 { places[.unitPrice] = amounts[0] }
  }

  /// Columns that were taken for what they look like, not for what they are called.
  private var guesses: [String] {
    LearnedNames.byTarget.compactMap { target, names in
      guard [.timestamp, .quantity, .unitPrice].contains(target), let column = column(target),
        !names.map(Names.plain).contains(Names.plain(column.name))
      else { return nil }
      return "\(column.name) is the \(target.rawValue.replacing("_", with: " "))"
    }
  }

  private static func suits(_ column: ColumnSketch, _ target: Target) -> Bool {
    guard column.filled > 0 else { return false }
    switch target.usualType {
    case .moment: return column.isMostly(.date)
    case .quantity: return column.isMostly(.number)
    case .money: return column.isMostly(.number) || column.currency != nil
    default: return !column.isMostly(.date)
    }
  }

  /// Lines with an order's total are orders; lines without stand alone; a total without lines is an order too.
  private static func facts(of sketch: TableSketch, _ places: inout [Target: Int]) throws(FileProblem)
    -> FactKind
  {
    if places[.productID] == nil { places[.productID] = places[.productName] }
    guard let number = places[.transactionID], places[.timestamp] != nil else {
      throw unlikeSales(
        sketch, "no column looks like \(places[.transactionID] == nil ? "an order's number" : "its date")")
    }
    let hasLines = [.productID, .quantity, .unitPrice].allSatisfy { places[$0] != nil }
    if let amount = places[.amount] {
      let isStatedOnce =
        sketch.columns[number].isKey(rows: sketch.rows) || sketch.repeats(amount, within: number)
      if isStatedOnce || !hasLines { return .orders }
      places[.amount] = nil
    }
    guard hasLines else {
      throw unlikeSales(sketch, "neither a total nor product, quantity and price were found")
    }
    return .lines
  }

  private static func unlikeSales(_ sketch: TableSketch, _ why: String) -> FileProblem {
    FileProblem(
      code: "learn.no_sales",
      message: "\(why) among the columns \(sketch.columns.map(\.name).joined(separator: ", "))",
      remedy: "write the description by hand, after one of those in Config/Sources/")
  }

  private func column(_ target: Target) -> ColumnSketch? { places[target].map { sketch.columns[$0] } }

  private var dateOrder: DateOrder? { column(.timestamp)?.dateOrder }

  private var decimalMark: DecimalMark? {
    let marks = Set([.unitPrice, .amount].compactMap { column($0)?.decimalMark })
    return marks.count == 1 ? marks.first : nil
  }

  private var currencySign: String? { [.unitPrice, .amount].lazy.compactMap { column($0)?.currency }.first }

  private var unknownStates: [String] {
    (column(.status)?.values.keys.sorted() ?? []).filter { LearnedNames.status(of: $0) == nil }
  }

  private mutating func ask() {
    if !guesses.isEmpty { questions.append("whether \(guesses.joined(separator: ", and "))") }
    if dateOrder == nil {
      questions.append("whether its dates begin with the day or the month (reading: dates)")
    }
    if places[.currency] == nil {
      questions.append(
        currencySign.map { "whether \($0) is its currency" }
          ?? "what currency its amounts are in (field currency)")
    }
    if !unknownStates.isEmpty {
      questions.append("what \(unknownStates.prefix(5).joined(separator: ", ")) mean for an order")
    }
    let unused = sketch.columns.indices.filter { !places.values.contains($0) }.map { sketch.columns[$0].name }
    if !unused.isEmpty {
      questions.append("whether something is to be taken from \(unused.prefix(12).joined(separator: ", "))")
    }
  }

  /// Writes the draft into the shop's `Config/Sources/`; says where.
  public func write(into shop: Shop) throws -> String {
    let folder = shop.folder.config.appending("Sources")
    let path = folder.appending(kind + ".yaml")
    guard !FileManager.default.fileExists(atPath: path.display) else {
      throw FileProblem(
        code: "file.exists", message: "\(path.display) is there already",
        remedy: "give this one another name with --name")
    }
    // What cannot be read back is no draft.
    _ = try DefinitionReader.read(text: text, file: "Config/Sources/\(kind).yaml")
    try shop.folder.files.makeFolders(folder)
    try shop.folder.files.write(Array(text.utf8), to: path)
    return "Config/Sources/\(kind).yaml"
  }
}

extension DefinitionDraft {
  /// The draft as YAML.
  public var text: String {
    let signed = signature.compactMap { places[$0] }
    let needed = Set(signed).sorted().map { Self.quoted(sketch.columns[$0].name) }
    var lines = ["# Drafted from \(fileName), \(sketch.rows) rows. Check what is marked with `check`."]
    lines += questions.map { "# check: \($0)" } + keyNotes
    lines += [
      "kind: \(kind)", "title: \(Self.quoted(fileName))", "facts: \(facts.rawValue)", "", "recognise:",
      "  columns: [\(needed.joined(separator: ", "))]", "",
    ]
    lines += reading + ["fields:"] + facts.targets.flatMap(field)
    lines += ["", "verified:", "  - drafted from one file by its names and cells; nothing is verified", ""]
    return lines.joined(separator: "\n")
  }

  private var signature: [Target] {
    [.transactionID, .timestamp, .productID, .quantity, .unitPrice, .amount]
  }

  /// Which columns could tell rows or orders apart.
  private var keyNotes: [String] {
    var notes: [String] = []
    let keys = sketch.columns.filter { $0.isKey(rows: sketch.rows) }.map(\.name)
    if !keys.isEmpty {
      notes.append("# Every cell is filled and different in: \(keys.joined(separator: ", ")).")
    }
    if let number = column(.transactionID), number.values.count < number.filled {
      notes.append(
        "# \(number.filled) rows have \(number.values.count) different values of \(number.name): rows of one belong together."
      )
    }
    return notes.map { $0.replacing("\n", with: " ") }
  }

  private var reading: [String] {
    var said: [String] = []
    if let dateOrder, dateOrder != .yearFirst {
      said.append("  dates: \(dateOrder.rawValue)  # a number above 12 shows it")
    }
    if let decimalMark, decimalMark == .comma {
      said.append("  decimals: \(decimalMark.rawValue)  # one or two digits stand behind it")
    }
    return said.isEmpty ? [] : ["reading:"] + said + [""]
  }

  private func field(_ target: Target) -> [String] {
    if target == .currency, places[.currency] == nil {
      return currencySign.map { ["  currency: {constant: \($0)}  # check: its sign stands in the amounts"] }
        ?? [
          "  # currency: {constant: EUR}  # check: no column names it; until then the shop's own holds"
        ]
    }
    guard let column = column(target) else { return [] }
    var keys = ["columns: [\(Self.quoted(column.name))]"]
    if facts.essentials.contains(target) || target == .amount { keys.append("presence: required") }
    if target == .status { keys.append("choices: {\(choices.joined(separator: ", "))}") }
    return ["  \(target.rawValue): {\(keys.joined(separator: ", "))}"]
  }

  private var choices: [String] {
    let words = column(.status)?.values.keys.sorted() ?? []
    return SaleStatus.allCases.map { status in
      let own = words.filter { LearnedNames.status(of: $0) == status && $0.lowercased() != status.name }
      return "\(status.name): [\(own.map(Self.quoted).joined(separator: ", "))]"
    }
  }

  /// Any text as a YAML scalar of one line.
  private static func quoted(_ text: String) -> String {
    let printable = String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }))
    return "\"" + printable.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
