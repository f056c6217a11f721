import Foundation
import Ledger
import Records

/// One kind of export that Daybook knows, and what of this shop came as it.
public struct KnownExport: Codable, Sendable {
  public struct Arrived: Codable, Sendable {
    public var source: String
    public var files: Int
    public var lastFile: String
    /// Local time with offset.
    public var lastAt: String
  }

  public var kind: String
  public var title: String
  public var facts: String
  /// What a file must have to be taken for it, alternatives with `or` between them.
  public var recognisedBy: [String]
  /// What it must not have.
  public var without: [String]
  public var verified: [String]
  public var arrived: [Arrived]

  /// Reads only; works beside a running watcher.
  public static func all(of shop: Shop) throws -> [KnownExport] {
    let figures = try shop.booksToRead()?.kinds() ?? []
    let zone = shop.configuration.settings.timeZone
    return shop.configuration.definitions.map { definition in
      let arrived = figures.filter { $0.kind == definition.kind }.map {
        Arrived(source: $0.source, files: $0.files, lastFile: $0.lastFile, lastAt: zone.iso($0.lastAt))
      }
      return KnownExport(definition, arrived)
    }
  }

  private init(_ definition: Definition, _ arrived: [Arrived]) {
    let signature = definition.signature
    kind = definition.kind
    title = definition.title
    facts = definition.facts.rawValue
    recognisedBy =
      signature.fields.map { definition.field($0)?.title ?? $0.rawValue } + signature.columns
      + signature.columnsAny.map { $0.joined(separator: " or ") }
    if !signature.anyOf.isEmpty {
      recognisedBy.append(
        signature.anyOf.map { definition.field($0)?.title ?? $0.rawValue }.joined(separator: " or "))
    }
    without = signature.without
    verified = definition.verified
    self.arrived = arrived
  }
}
