import Foundation
import Intake
import Records

/// Makes a shop folder that explains itself.
public enum NewShop {
  /// Makes the folders and copies `Config/` there; what is there already stays as it is. Returns what was made.
  public static func make(at path: String, name: String?, zone: String?) throws -> [String] {
    let root = URL(filePath: path).standardizedFileURL
    if let zone, ShopZone(identifier: zone) == nil {
      throw ConfigProblem(
        file: "--time-zone", message: "\(zone) is no time zone; write one such as Europe/London")
    }
    let folder = ShopFolder(BytePath(root.path))
    try folder.files.makeFolders(folder.root)
    try folder.make()
    try folder.files.makeFolders(folder.config.appending("Sources"))
    var made: [String] = []
    for (path, text) in EmbeddedConfig.files {
      let target = path.split(separator: "/").reduce(folder.config) { $0.appending(String($1)) }
      guard !FileManager.default.fileExists(atPath: target.display) else { continue }
      let own = path == "daybook.yaml" ? filled(text, name: name, zone: zone) : text
      try folder.files.write(Array(own.utf8), to: target)
      made.append("Config/" + path)
    }
    return made
  }

  /// The settings with the shop's own name and zone in place of the defaults.
  private static func filled(_ text: String, name: String?, zone: String?) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if let name, line.hasPrefix("shop_name:") { return "shop_name: \(quoted(name))" }
      if let zone, line.hasPrefix("time_zone:") { return "time_zone: \(zone)" }
      return String(line)
    }.joined(separator: "\n")
  }

  /// Any text as a YAML scalar of one line.
  private static func quoted(_ text: String) -> String {
    let printable = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
    let escaped = String(String.UnicodeScalarView(printable)).replacing("\\", with: "\\\\").replacing(
      "\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}
