import Foundation
import PackingSupport

/// A folder of `Tests/Samples/parse/`: `input/`, what to make of it and what to expect in `expect.txt`, and the table.
///
/// Lines of `expect.txt`, each of which may be missing but the first:
///
///     exit: 0
///     codes: row.footer row.damaged_quotes    what standard error names, all of it
///     says: semicolon | an Excel workbook     texts that stand on standard error
///     arguments: --table 2
///     name: orders.csv.gz                     what the file is called; else as the one in input/
///     encoding: windows-1252                  converted to that from UTF-8
///     head: EF BB BF                          bytes put in front
///     lines: cr                               or crlf
///     pack: tar gz                            packed so, one after the other
///     cut: 9                                  so many bytes are taken off the end
struct ParseSample {
  let name: String
  private let folder: URL
  private let keys: [String: String]

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Samples/parse")

  init(_ name: String) throws {
    self.name = name
    folder = Self.root.appending(path: name)
    let text = try String(contentsOf: folder.appending(path: "expect.txt"), encoding: .utf8)
    let pairs = text.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
    keys = Dictionary(
      uniqueKeysWithValues: pairs.map {
        (String($0[0]), ($0.last ?? "").trimmingCharacters(in: .whitespaces))
      })
  }

  var exit: Int32 { Int32(keys["exit"] ?? "") ?? -1 }
  var codes: Set<String> { Set(words("codes")) }
  var says: [String] { (keys["says"] ?? "").components(separatedBy: " | ").filter { !$0.isEmpty } }
  var arguments: [String] { words("arguments") + (isJSON ? ["--format", "json"] : []) }
  var fileName: String { keys["name"] ?? inputs[0] }
  var expected: URL { folder.appending(path: isJSON ? "expected.json" : "expected.csv") }

  private var isJSON: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "expected.json").path)
  }

  private var inputs: [String] {
    let found = FileManager.default.enumerator(atPath: folder.appending(path: "input").path)
    return (found?.allObjects as? [String] ?? []).filter { $0.contains(".") }.sorted()
  }

  private func words(_ key: String) -> [String] {
    (keys[key] ?? "").split(separator: " ").map(String.init)
  }

  /// The file as it arrives.
  func bytes() throws -> [UInt8] {
    var entries = try inputs.map { Packing.Entry($0, try converted($0)) }
    for way in words("pack") { entries = [Packing.Entry("data", Self.pack(entries, way))] }
    return Array(entries[0].bytes.dropLast(Int(keys["cut"] ?? "") ?? 0))
  }

  private func converted(_ input: String) throws -> [UInt8] {
    var text = try String(contentsOf: folder.appending(path: "input/" + input), encoding: .utf8)
    if let end = ["cr": "\r", "crlf": "\r\n"][keys["lines"] ?? ""] {
      text = text.replacingOccurrences(of: "\n", with: end)
    }
    let head = words("head").compactMap { UInt8($0, radix: 16) }
    guard let bytes = text.data(using: Self.encodings[keys["encoding"] ?? "utf-8"] ?? .utf8) else {
      throw CocoaError(.fileReadInapplicableStringEncoding)
    }
    return head + Array(bytes)
  }

  private static let encodings: [String: String.Encoding] = [
    "utf-16le": .utf16LittleEndian, "utf-16be": .utf16BigEndian, "windows-1252": .windowsCP1252,
    "shift_jis": .shiftJIS,
  ]

  private static func pack(_ entries: [Packing.Entry], _ way: String) -> [UInt8] {
    switch way {
    case "zip": Packing.zip(entries)
    case "7z": Packing.sevenZip(entries)
    case "tar": Packing.tar(entries)
    case "gz": Packing.compressed(.gzip, entries[0].bytes)
    case "bz2": Packing.compressed(.bzip2, entries[0].bytes)
    case "xz": Packing.compressed(.xz, entries[0].bytes)
    case "zst": Packing.compressed(.zstd, entries[0].bytes)
    default: preconditionFailure("nothing is packed as \(way)")
    }
  }
}
