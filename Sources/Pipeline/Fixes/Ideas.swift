import Ledger
import Records

/// What could be said in a definition so that values are understood for which rows are held.
struct Ideas {
  private let configuration: Configuration
  private let values: [HeldValue]
  private let mended: [(word: MendedWord, rows: Int)]

  private static let codes = [
    Rule.valueNotAllowed, .currencyUnknown, .countryUnknown, .moneyUnreadable, .numberUnreadable,
    .dateUnreadable,
    .dateImpossible, .decimalUndecidable, .dateOrderUndecidable,
  ].map(\.code)

  init(_ configuration: Configuration, books: Books) throws {
    self.configuration = configuration
    values = try books.heldValues(Self.codes)
    mended = try books.mendedWords()
  }

  func all() -> [Idea] {
    var ideas: [Idea] = []
    for (kind, values) in Dictionary(grouping: values, by: \.kind).sorted(by: { $0.key < $1.key }) {
      guard let definition = configuration.definitions.first(where: { $0.kind == kind }) else { continue }
      ideas += words(values, definition) + readings(values, definition)
    }
    return ideas
  }

  /// Words that the definition does not know; the most frequent hundred of them.
  private func words(_ values: [HeldValue], _ definition: Definition) -> [Idea] {
    var counted: [Word: Int] = [:]
    for value in values {
      guard let target = target(of: value, definition), !value.value.isEmpty else { continue }
      counted[Word(text: value.value, target: target), default: 0] += value.rows
    }
    let most = counted.sorted { ($1.value, $0.key.text) < ($0.value, $1.key.text) }.prefix(100)
    return most.map { word, rows in
      guard let found = meaning(of: word, for: definition) else {
        return Idea(
          kind: definition.kind, target: word.target, value: word.text, rows: rows,
          evidence: "nothing tells what it means")
      }
      return Idea(
        kind: definition.kind, change: .word(word.text, means: found.meaning, in: word.target),
        target: word.target, value: word.text, evidence: found.evidence)
    }
  }

  private struct Word: Hashable {
    var text: String
    var target: Target
  }

  private func target(of value: HeldValue, _ definition: Definition) -> Target? {
    switch value.code {
    case Rule.currencyUnknown.code: .currency
    case Rule.countryUnknown.code: .country
    case Rule.valueNotAllowed.code:
      definition.field(of: value.field).map(\.target)
        ?? definition.fields.first { $0.target == .status || $0.target == .movement }?.target
    default: nil
    }
  }

  /// What owners wrote in its place counts most, then what other exports mean by it, then the names of currencies.
  private func meaning(of word: Word, for definition: Definition) -> (meaning: String, evidence: String)? {
    let small = word.text.lowercased()
    let fixes = mended.filter { $0.word.target == word.target && $0.word.said.lowercased() == small }
    let meant = Dictionary(grouping: fixes) { definition.meaning(of: $0.word.means, in: word.target) }
    if meant.count == 1, let (meaning, rows) = meant.first, let meaning {
      let count = rows.reduce(0) { $0 + $1.rows }
      return (meaning, "it was mended so in \(count) \(count == 1 ? "row" : "rows")")
    }
    guard meant.isEmpty else { return nil }
    let others = configuration.definitions.filter { $0.kind != definition.kind }
    let known = Dictionary(grouping: others) { $0.meaning(of: word.text, in: word.target) }
    let meanings = known.keys.compactMap(\.self)
    if word.target != .currency, word.target != .country, meanings.count == 1, let meaning = meanings.first {
      let kinds = (known[meaning] ?? []).map(\.kind).sorted()
      return (meaning, "that is what it means in \(kinds.prefix(3).joined(separator: ", "))")
    }
    if word.target == .currency, let code = CurrencyWords.code(of: small) {
      return (code, "that is the currency's name")
    }
    return nil
  }

  /// How dates and amounts are written, where that is said or found out otherwise.
  private func readings(_ values: [HeldValue], _ definition: Definition) -> [Idea] {
    var ideas: [Idea] = []
    func add(_ changes: [DefinitionChange], _ codes: [Rule]) {
      let mine = values.filter { value in codes.contains { $0.code == value.code } }
      guard mine.reduce(0, { $0 + $1.rows }) > 1, let example = mine.first else { return }
      ideas += changes.map {
        Idea(
          kind: definition.kind, change: $0, value: example.value,
          evidence: "\"\(example.value)\" can be read so")
      }
    }
    add(
      DecimalMark.allCases.filter { $0 != definition.reading.decimalMark }.map { .decimals($0) },
      [.moneyUnreadable, .numberUnreadable, .decimalUndecidable])
    add(
      DateOrder.allCases.filter { $0 != definition.reading.dateOrder }.map { .dates($0) },
      [.dateUnreadable, .dateImpossible, .dateOrderUndecidable])
    return ideas
  }

  static func meanings(of target: Target) -> [String] {
    switch target {
    case .status: SaleStatus.allCases.map(\.name)
    case .movement: MovementKind.allCases.map(\.name)
    case .currency: ["the three letters of ISO 4217, such as EUR"]
    default: ["the two letters of ISO 3166, such as GB"]
    }
  }
}

/// Names that one currency has and no other.
enum CurrencyWords {
  static func code(of word: String) -> String? {
    names[word.filter { $0 != "." }]
  }

  private static let names = [
    "euro": "EUR", "euros": "EUR", "€": "EUR", "pound sterling": "GBP", "pounds sterling": "GBP",
    "sterling": "GBP",
    "british pound": "GBP", "british pounds": "GBP", "£": "GBP", "us dollar": "USD", "us dollars": "USD",
    "us$": "USD",
    "american dollar": "USD", "dollar us": "USD", "canadian dollar": "CAD", "canadian dollars": "CAD",
    "ca$": "CAD",
    "australian dollar": "AUD", "australian dollars": "AUD", "au$": "AUD", "swiss franc": "CHF",
    "swiss francs": "CHF",
    "schweizer franken": "CHF", "sfr": "CHF", "japanese yen": "JPY", "yen": "JPY", "zloty": "PLN",
    "złoty": "PLN",
    "zł": "PLN", "swedish krona": "SEK", "norwegian krone": "NOK", "danish krone": "DKK", "forint": "HUF",
    "indian rupee": "INR", "indian rupees": "INR", "₹": "INR", "real": "BRL", "r$": "BRL", "rand": "ZAR",
  ]
}
