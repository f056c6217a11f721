import Foundation
import Records
import Testing

/// The sources of the project, read as text.
private struct SourceFile: CustomStringConvertible {
  let target: String
  let path: String
  let lines: [String]

  var description: String { path }

  /// Modules that it imports.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let place = words.firstIndex(of: "import"), words[..<place].allSatisfy(Self.isModifier) else {
        return nil
      }
      return place + 1 < words.count
        ? words[words.count - 1].split(separator: ".").first.map(String.init) : nil
    }
  }

  private static func isModifier(_ word: String) -> Bool {
    ["public", "internal", "private", "fileprivate", "package"].contains(word) || word.hasPrefix("@")
  }

  static func all() throws -> [SourceFile] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try ["Sources", "Benchmarks"].flatMap { folder in
      let found = try #require(FileManager.default.enumerator(atPath: root.appending(path: folder).path))
      return try found.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path in
        let whole = folder + "/" + path
        let text = try String(contentsOf: root.appending(path: whole), encoding: .utf8)
        return SourceFile(
          target: folder == "Sources" ? String(path.prefix { $0 != "/" }) : folder, path: whole,
          lines: text.components(separatedBy: "\n"))
      }
    }
  }
}

struct ArchitectureTests {
  private let files: [SourceFile]

  init() throws {
    files = try SourceFile.all()
    try #require(files.count > 100)
  }

  private func targets(importing module: String) -> Set<String> {
    Set(files.filter { $0.imports.contains(module) }.map(\.target))
  }

  @Test(arguments: [
    ("GRDB", "Ledger"), ("GRDBSQLite", "Ledger"), ("Yams", "Pipeline"), ("Logging", "Pipeline"),
    ("ArgumentParser", "daybook"), ("CLibCrypto", "Intake"),
  ])
  func `an outside package is imported by one target`(module: String, target: String) {
    #expect(targets(importing: module) == [target])
  }

  @Test(
    arguments: [
      ("Records", []), ("Intake", ["Records"]), ("Inspection", ["Records"]), ("Ledger", ["Records"]),
      ("Reports", ["Records", "Ledger"]),
      ("Pipeline", ["Records", "Intake", "Inspection", "Ledger", "Reports"]),
      ("daybook", ["Records", "Ledger", "Pipeline"]), ("EmbedConfig", []),
      ("Benchmarks", ["Records", "Intake", "Inspection", "Pipeline"]),
    ] as [(String, Set<String>)])
  func `arrows between targets run one way`(target: String, allowed: Set<String>) {
    let own = Set(files.map(\.target))
    let used = Set(files.filter { $0.target == target }.flatMap(\.imports)).intersection(own)
    #expect(used.isSubset(of: allowed), "\(target) imports \(used.subtracting(allowed))")
  }

  @Test func `nothing outside the system and the named packages is imported`() {
    let known: Set = [
      "GRDB", "GRDBSQLite", "Yams", "Logging", "ArgumentParser", "CLibCrypto", "CLibXML2", "CLibArchive",
      "CZlib", "CMalloc",
      "Foundation",
      "Darwin",
      "Glibc",
      "Dispatch", "Synchronization", "PackagePlugin",
    ]
    let used = Set(files.flatMap(\.imports)).subtracting(files.map(\.target))
    #expect(used.isSubset(of: known), "unknown: \(used.subtracting(known))")
  }

  @Test(arguments: ["try!", " as! ", "fatalError(", "Thread.sleep", "print(\"DEBUG"])
  func `what must not be in the sources is not there`(words: String) {
    for file in files {
      for (index, line) in file.lines.enumerated() where !line.trimmed.hasPrefix("//") {
        #expect(!line.contains(words), "\(file):\(index + 1)")
      }
    }
  }

  @Test(arguments: ["INSERT INTO", "INSERT OR", "SELECT ", "DELETE FROM", "UPDATE batches", "PRAGMA "])
  func `only the ledger speaks SQL`(words: String) {
    for file in files where file.target != "Ledger" {
      #expect(!file.lines.contains { $0.contains(words) && !$0.trimmed.hasPrefix("//") }, "\(file)")
    }
    #expect(words == "SELECT " || files.contains { $0.target == "Ledger" })
  }

  @Test func `no code is thrown that the catalogue of rules does not know`() {
    let known = Set(FileRule.catalogue.map(\.code)).union(Rule.catalogue.map(\.code))
    let throwing = /code: "([a-z]+\.[a-z_]+)"|"((?:archive|disk|file|json|system|xml)\.[a-z_]+)"/
    var found: Set<String> = []
    for file in files where file.target != "Benchmarks" && !file.path.hasSuffix("FileRule+Catalogue.swift") {
      let text = file.lines.joined(separator: "\n")
      for match in text.matches(of: throwing) {
        let code = String(match.output.1 ?? match.output.2 ?? "")
        found.insert(code)
        #expect(known.contains(code), "\(file)")
      }
    }
    #expect(found.count > 40)
  }

  @Test func `files are short enough to be read`() {
    for file in files { #expect(file.lines.count <= 400, "\(file)") }
  }

  @Test func `no path of the machine it was written on is in the sources`() {
    for file in files {
      #expect(!file.lines.contains { $0.contains("/work/") || $0.contains("/home/") }, "\(file)")
    }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
