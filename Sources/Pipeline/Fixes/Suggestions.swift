import Intake
import Ledger
import Records

/// A line for a definition that would take rows which are held for one reason.
public struct Suggestion: Codable, Sendable, Hashable {
  /// From 1, by which it is applied.
  public var number: Int
  /// The export's definition, and the file below the shop folder to write it into.
  public var kind: String
  public var file: String
  /// What the line is; nil where the meaning has to be said first.
  public var line: String?
  /// The value that holds the rows, or how they are written.
  public var value: String
  /// What the rows would have to be told; one of these.
  public var meanings: [String]?
  /// Rows that would be taken: counted by judging the stored bytes again.
  public var rows: Int
  /// Why it should be so.
  public var evidence: String
}

/// What a suggestion is made of.
struct Idea {
  var kind: String
  /// Nil where the owner has to say what the word means.
  var change: DefinitionChange?
  var target: Target?
  var value: String
  var rows = 0
  var evidence: String
}

extension OpenShop {
  /// What would take many of the held rows at once, most rows first. Nothing is changed.
  public func suggestions(log: RunLog) throws -> [Suggestion] {
    try ideas(log: log).enumerated().map { index, idea in
      let home = shop.configuration.homes[idea.kind]?.path ?? "Sources/\(idea.kind).yaml"
      return Suggestion(
        number: index + 1, kind: idea.kind, file: "Config/" + home, line: idea.change?.line,
        value: idea.value,
        meanings: idea.change == nil ? idea.target.map(Ideas.meanings) : nil, rows: idea.rows,
        evidence: idea.evidence)
    }
  }

  /// Writes suggestions into the shop's own definitions, and judges the held rows again.
  ///
  /// - Parameters:
  ///   - number: which one; nil for all whose meaning is known.
  ///   - meaning: what its word means, where that is not known.
  public func applySuggestions(
    _ number: Int?, meaning: String?, log: RunLog
  ) throws -> (applied: [String], receipts: [Receipt]) {
    let ideas = try ideas(log: log)
    if let number, !ideas.indices.contains(number - 1) { throw FileProblem.noSuchSuggestion(number) }
    let chosen = number.map { [ideas[$0 - 1]] } ?? ideas
    var texts: [String: String] = [:]
    var applied: [String] = []
    for idea in chosen {
      guard let change = try change(of: idea, meaning: meaning, isChosen: number != nil),
        let home = shop.configuration.homes[idea.kind]
      else { continue }
      texts[idea.kind] = try text(
        texts[idea.kind] ?? home.text, with: change, kind: idea.kind, path: home.path)
      applied.append("Config/\(home.path): \(change.line)")
    }
    for (kind, text) in texts.sorted(by: { $0.key < $1.key }) {
      guard let home = shop.configuration.homes[kind] else { continue }
      let path = home.path.split(separator: "/").reduce(shop.folder.config) { $0.appending(String($1)) }
      try shop.folder.files.makeFolders(path.folder)
      try shop.folder.files.write(Array(text.utf8), to: path)
    }
    let anew = try configuredAnew().pipeline(log: log)
    let tables = try texts.keys.sorted().flatMap { try books.tablesWithOpenRows(kind: $0) }
    return (applied, try tables.map { try anew.retry($0.batchID, cause: .retry) })
  }

  private func change(of idea: Idea, meaning: String?, isChosen: Bool) throws -> DefinitionChange? {
    if let change = idea.change, meaning == nil { return change }
    guard let meaning, let target = idea.target else {
      if isChosen { throw FileProblem.meaningMissing(idea) }
      return nil
    }
    let change = DefinitionChange.word(idea.value, means: meaning, in: target)
    guard let definition = shop.configuration.definitions.first(where: { $0.kind == idea.kind }),
      change.applied(to: definition) != nil
    else { throw FileProblem.meaningMissing(idea) }
    return change
  }

  /// - Throws: where the text would not come to say just that.
  private func text(
    _ text: String, with change: DefinitionChange, kind: String, path: String
  ) throws -> String {
    let before = try DefinitionReader.read(text: text, file: "Config/\(path)")
    guard let changed = change.written(into: text),
      let after = try? DefinitionReader.read(text: changed, file: "Config/\(path)"),
      after == change.applied(to: before)
    else {
      throw FileProblem(
        code: "suggest.by_hand",
        message: "Config/\(path) is written in a way that cannot be changed from here",
        remedy: "write there yourself: \(change.line)")
    }
    return changed
  }

  private func ideas(log: RunLog) throws -> [Idea] {
    let pipeline = pipeline(log: log)
    return try Ideas(shop.configuration, books: books).all().compactMap { idea in
      guard let change = idea.change else { return idea.rows > 1 ? idea : nil }
      var idea = idea
      idea.rows = try pipeline.rowsTaken(by: change, kind: idea.kind)
      return idea.rows > 1 ? idea : nil
    }.unambiguous.sorted { ($1.rows, $0.kind, $0.value) < ($0.rows, $1.kind, $1.value) }
  }
}

extension [Idea] {
  /// Of ideas that exclude each other the one that takes more rows; neither where they take as many.
  fileprivate var unambiguous: [Idea] {
    filter { idea in
      guard let change = idea.change else { return true }
      return !contains { other in
        guard let otherChange = other.change, other.kind == idea.kind, otherChange != change else {
          return false
        }
        switch (change, otherChange) {
        case (.dates, .dates), (.decimals, .decimals): return other.rows >= idea.rows
        default: return false
        }
      }
    }
  }
}

extension FileProblem {
  fileprivate static func noSuchSuggestion(_ number: Int) -> FileProblem {
    FileProblem(
      code: "suggest.unknown", message: "there is no suggestion \(number)",
      remedy: "`daybook quarantine suggest` lists them")
  }

  fileprivate static func meaningMissing(_ idea: Idea) -> FileProblem {
    let meanings = idea.target.map(Ideas.meanings) ?? []
    return FileProblem(
      code: "suggest.meaning", message: "what \"\(idea.value)\" means has to be said",
      remedy: "add --as and one of: \(meanings.joined(separator: ", "))")
  }
}
