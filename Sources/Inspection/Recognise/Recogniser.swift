public import Records
import Synchronization

/// What a table is, and what of it is not taken.
public struct Recognition: Sendable {
  public var definition: Definition
  /// Columns of which the definition takes nothing.
  public let extraColumns: [String]
  /// Why it is this and nothing else, for people.
  public let reason: String

  public init(definition: Definition, extraColumns: [String], reason: String) {
    self.definition = definition
    self.extraColumns = extraColumns
    self.reason = reason
  }
}

/// Tells by column names, and by what a JSON envelope says, which definition a table belongs to.
public final class Recogniser: Sendable {
  public let definitions: [Definition]
  private let last = Mutex<Known?>(nil)

  private struct Known {
    var columns: [String]
    var dataType: String?
    var recognition: Recognition
  }

  public init(definitions: [Definition]) { self.definitions = definitions }

  /// `dataType` is the envelope's `data_type`, nil without one.
  public func recognise(columns: [String], dataType: String? = nil) throws(FileProblem) -> Recognition {
    // One file after the other is mostly the same export.
    if let last = last.withLock({ $0 }), last.dataType == dataType, Self.areSame(last.columns, columns) {
      return last.recognition
    }
    let recognition = try look(columns, dataType)
    last.withLock { $0 = Known(columns: columns, dataType: dataType, recognition: recognition) }
    return recognition
  }

  /// To the byte: two texts may be equal and not the same.
  private static func areSame(_ left: [String], _ right: [String]) -> Bool {
    left.elementsEqual(right) { $0.utf8.elementsEqual($1.utf8) }
  }

  private func look(_ columns: [String], _ dataType: String?) throws(FileProblem) -> Recognition {
    let claims = definitions.map { Claim($0, columns: columns, dataType: dataType) }
    let named = claims.filter { $0.isNamed && $0.found > 0 }
    let fitting = named.isEmpty ? claims.filter(\.fits) : named
    guard !fitting.isEmpty else { throw .unrecognised(columns, claims) }
    guard let claim = Self.mostSpecific(fitting) else { throw .ambiguous(fitting) }
    return Recognition(
      definition: claim.definition, extraColumns: claim.extraColumns(of: columns),
      reason: claim.reason + Self.preference(fitting, claim))
  }

  /// The columns of which a definition takes nothing; the list of a JSON document grows while it is read.
  public static func extraColumns(of columns: [String], _ definition: Definition) -> [String] {
    Claim(definition, columns: columns, dataType: nil).extraColumns(of: columns)
  }

  /// Of those that are no generic form, if there are any, the claim that names every column the others name and
  /// more; nil where there is none.
  private static func mostSpecific(_ fitting: [Claim]) -> Claim? {
    let known = fitting.filter { !$0.definition.isGeneric }
    let claims = known.isEmpty ? fitting : known
    return claims.first { claim in
      claims.allSatisfy {
        $0.definition.kind == claim.definition.kind || $0.signed.isStrictSubset(of: claim.signed)
      }
    }
  }

  private static func preference(_ claims: [Claim], _ chosen: Claim) -> String {
    let others = claims.map(\.definition.kind).filter { $0 != chosen.definition.kind }
    guard !others.isEmpty else { return "" }
    return
      "; \(others.joined(separator: ", ")) would fit too, but \(others.count == 1 ? "asks" : "ask") for less"
  }
}

extension FileProblem {
  fileprivate static func unrecognised(_ columns: [String], _ claims: [Claim]) -> FileProblem {
    let remedy = """
      rename the columns, or let `daybook learn FILE` draft a description of the export for Config/Sources/
      """
    guard columns.count > 1 else {
      let only = columns.first.map { "has one column only, \"\($0.prefix(200))\"" } ?? "has no columns"
      return FileProblem(
        code: "file.unrecognised",
        message: "the file \(only), so that it is none of the exports that Daybook knows",
        remedy: "if several values stand in one cell, export it again with commas between them; else "
          + remedy)
    }
    let shown = columns.prefix(30).joined(separator: ", ") + (columns.count > 30 ? ", …" : "")
    var message = "this is none of the exports that Daybook knows; its columns are \(shown)"
    if let nearest = claims.max(by: { $0.nearness < $1.nearness }), nearest.nearness > 0 {
      message +=
        "; nearest is \(nearest.definition.kind) (\(nearest.definition.title)): \(nearest.differences(columns))"
    } else {
      message += "; none of these names is known: the header may be missing, or in another language"
    }
    return FileProblem(code: "file.unrecognised", message: message, remedy: remedy)
  }

  fileprivate static func ambiguous(_ claims: [Claim]) -> FileProblem {
    let kinds = claims.map(\.definition.kind).joined(separator: ", ")
    return FileProblem(
      code: "file.ambiguous", message: "the file could be any of: \(kinds)",
      remedy: "tell them apart in Config/Sources/ with `without:`, naming a column that only the other has")
  }
}
