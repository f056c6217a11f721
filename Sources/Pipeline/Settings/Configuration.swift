import Foundation
import Inspection
public import Records

/// Everything that `Config/` says, read and checked.
public struct Configuration: Sendable {
  public var settings: ShopSettings
  public var definitions: [Definition] {
    get { recogniser.definitions }
    set { recogniser = Recogniser(definitions: newValue) }
  }
  private(set) var recogniser: Recogniser
  /// By kind: the file below `Config/` that defines it, and its text.
  var homes: [String: (path: String, text: String)] = [:]

  /// Reads the files of `Config/`, each by its path below it. A shop's own file replaces the embedded one
  /// of the same path; a new one in `Sources/` is one more definition.
  public static func load(
    embedded: [(path: String, text: String)], overrides: [(path: String, text: String)]
  ) throws(ConfigProblem) -> Configuration {
    var files: [String: String] = [:]
    for (path, text) in embedded + overrides { files[path] = text }
    let settings = try ShopSettings.read(text: files["daybook.yaml"] ?? "", file: "Config/daybook.yaml")
    var definitions: [Definition] = []
    var homes: [String: (path: String, text: String)] = [:]
    for path in files.keys.sorted() where path.hasPrefix("Sources/") && path.hasSuffix(".yaml") {
      let definition = try DefinitionReader.read(text: files[path] ?? "", file: "Config/\(path)")
      if let home = homes[definition.kind] {
        throw ConfigProblem(
          file: "Config/\(path)", key: "kind",
          message: "\(definition.kind) is defined in Config/\(home.path) already")
      }
      homes[definition.kind] = (path, files[path] ?? "")
      definitions.append(definition)
    }
    return Configuration(
      settings: settings, recogniser: Recogniser(definitions: definitions), homes: homes)
  }
}

extension ShopSettings {
  /// For "did you mean": what the system knows of zones.
  static var knownZones: [String] { TimeZone.knownTimeZoneIdentifiers }
}
