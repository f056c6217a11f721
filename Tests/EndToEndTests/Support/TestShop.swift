import Foundation
import Ledger
import Pipeline
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A shop folder of its own, gone when the test is over.
final class TestShop {
  /// Holds the shop and, beside it, what the program printed.
  private let place: String
  let root: String

  /// - Parameter settings: lines of `Config/daybook.yaml`.
  init(settings: String = "") throws {
    let base = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
    place = "\(base)/daybook-end-to-end-\(UUID().uuidString.prefix(13))"
    root = place + "/shop"
    try FileManager.default.createDirectory(atPath: root + "/Inbox", withIntermediateDirectories: true)
    if !settings.isEmpty { try write(settings, to: "Config/daybook.yaml") }
  }

  deinit {
    unsafe chmod(root + "/Inbox", 0o700)
    try? FileManager.default.removeItem(atPath: place)
  }

  /// Runs a command on this shop.
  @discardableResult
  func daybook(_ arguments: String..., within seconds: Double = 30) throws -> Outcome {
    try start(arguments).outcome(within: seconds)
  }

  /// - Parameter mask: the umask to start it with.
  func start(_ arguments: [String], mask: Int? = nil) throws -> Program {
    try Program(arguments + ["--shop", root], in: root, scratch: place, mask: mask)
  }

  /// Runs without `--shop`, in `folder`.
  func daybook(in folder: String, _ arguments: [String]) throws -> Outcome {
    try Program(arguments, in: folder, scratch: place).outcome()
  }

  /// Takes what lies in the inbox; anything but success fails the test.
  @discardableResult
  func run(_ arguments: String...) throws -> Outcome {
    let outcome = try start(["run", "--settle", "0"] + arguments).outcome(within: 60)
    try #require(outcome.code == 0, "\(outcome)")
    return outcome
  }

  // MARK: files

  @discardableResult
  func drop(_ text: String, as name: String, modified: Int? = nil) throws -> String {
    try write(text, to: "Inbox/" + name, modified: modified)
  }

  /// - Parameter modified: seconds since 1970.
  @discardableResult
  func write(_ text: String, to path: String, modified: Int? = nil) throws -> String {
    try write(Array(text.utf8), to: path, modified: modified)
  }

  @discardableResult
  func write(_ bytes: [UInt8], to path: String, modified: Int? = nil) throws -> String {
    let file = root + "/" + path
    try FileManager.default.createDirectory(
      atPath: URL(filePath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: file))
    if let modified {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(modified))], ofItemAtPath: file)
    }
    return file
  }

  func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: root + "/" + path)), as: UTF8.self)
  }

  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + "/" + path) }

  /// Every file below a folder, by its path below the shop.
  func files(below folder: String) -> [String] {
    let found =
      FileManager.default.enumerator(atPath: root + "/" + folder)?.compactMap { $0 as? String } ?? []
    return found.map { folder + "/" + $0 }.filter { path in
      var isFolder = ObjCBool(false)
      return unsafe FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  var inbox: [String] { files(below: "Inbox").map { String($0.dropFirst(6)) } }

  /// Permissions of everything below the shop.
  func modes() throws -> [String: Int] {
    var modes: [String: Int] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init() {
      let attributes = try FileManager.default.attributesOfItem(atPath: root + "/" + path)
      modes[path] = attributes[.posixPermissions] as? Int
    }
    return modes
  }

  /// Names, bytes and times of everything below the shop.
  func snapshot() throws -> [String: String] {
    var entries: [String: String] = [:]
    for path in files(below: ".") {
      let attributes = try FileManager.default.attributesOfItem(atPath: root + "/" + path)
      let modified = attributes[.modificationDate] as? Date ?? .distantPast
      entries[path] = "\(modified.timeIntervalSince1970) \(try text(path).hashValue)"
    }
    return entries
  }

  // MARK: what the shop knows

  func books() throws -> Books { try Books(path: root + "/Data/daybook.sqlite", access: .readOnly) }

  func dump() throws -> String { try books().dump() }

  /// Receipts in `Filed/`, in the order in which their files came into the books.
  func receipts() throws -> [Receipt] {
    try files(below: "Filed").filter { $0.hasSuffix(".receipt.json") }.map { try Receipt(json: text($0)) }
      .sorted { ($0.batchId ?? 0) < ($1.batchId ?? 0) }
  }

  func receipt(of name: String) throws -> Receipt {
    let mine = try receipts().filter { $0.fileName == name }
    try #require(mine.count == 1, "receipts of \(name): \(mine)")
    return mine[0]
  }

  /// The reason beside a file that failed.
  func failure(of name: String) throws -> Receipt { try Receipt(json: text("Failed/\(name).why.json")) }

  /// A table of `Reports/csv/`, by column names.
  func table(_ name: String) throws -> [[String: String]] { try parseCSV(text("Reports/csv/\(name).csv")) }

  func jsonTable(_ name: String) throws -> [[String: Any]] {
    let value = try JSONSerialization.jsonObject(with: Data(text("Reports/json/\(name).json").utf8))
    let rows = value as? [[String: Any]] ?? (value as? [String: Any])?["data"] as? [[String: Any]]
    return try #require(rows, "\(name).json is no list of objects")
  }
}

/// The text of a CSV file as rows by column name; made for tests, by itself and slowly.
func parseCSV(_ text: String) -> [[String: String]] {
  var rows: [[String]] = [[]]
  var cell = ""
  var isQuoted = false
  var scalars = Array(text.unicodeScalars)[...]
  if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
  while let next = scalars.popFirst() {
    switch next {
    case "\"" where isQuoted && scalars.first == "\"":
      scalars.removeFirst()
      cell += "\""
    case "\"": isQuoted.toggle()
    case "," where !isQuoted:
      rows[rows.count - 1].append(cell)
      cell = ""
    case "\n" where !isQuoted:
      rows[rows.count - 1].append(cell)
      cell = ""
      rows.append([])
    case "\r" where !isQuoted: break
    default: cell.unicodeScalars.append(next)
    }
  }
  guard let header = rows.first else { return [] }
  return rows.dropFirst().filter { $0.count == header.count }.map {
    Dictionary(uniqueKeysWithValues: zip(header, $0))
  }
}
