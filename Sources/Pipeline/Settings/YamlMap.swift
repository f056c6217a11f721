import Records
import Yams

/// One mapping of a YAML file whose keys are known: every question about it can be refused with line and
/// column.
struct YamlMap {
  let file: String
  /// Dotted path of the mapping within its file; empty at the top.
  let path: String
  private let node: Node
  private let values: [(key: String, keyNode: Node, value: Node)]

  /// Reads the text of a whole file; an empty one is an empty mapping.
  static func file(_ text: String, named file: String, keys: [String]) throws(ConfigProblem) -> YamlMap {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw Self.problem(error, file)
    } catch {
      throw ConfigProblem(file: file, message: "this is not YAML: \(error)")
    }
    return try YamlMap(root ?? Node([(Node, Node)]()), file: file, path: "", keys: keys)
  }

  /// `keys` nil allows any key.
  init(_ node: Node, file: String, path: String, keys: [String]?) throws(ConfigProblem) {
    (self.node, self.file, self.path) = (node, file, path)
    guard let mapping = node.mapping else {
      throw Self.problem(node, file, path, "here a list of \"key: value\" is needed")
    }
    var values: [(String, Node, Node)] = []
    for (key, value) in mapping {
      let name = key.string ?? ""
      if let keys, !keys.contains(name) {
        throw Self.problem(
          key, file, Self.join(path, name), "no such key; known are \(keys.joined(separator: ", "))",
          suggestion: Names.nearest(to: name, among: keys))
      }
      values.append((name, key, value))
    }
    self.values = values
  }

  var keys: [String] { values.map(\.key) }

  /// A key without a value is as good as absent.
  func node(_ key: String) -> Node? {
    values.first { $0.key == key && $0.value.null == nil }?.value
  }

  /// The mapping below `key`; nil where the key is absent.
  func map(_ key: String, keys: [String]?) throws(ConfigProblem) -> YamlMap? {
    guard let node = node(key) else { return nil }
    return try YamlMap(node, file: file, path: Self.join(path, key), keys: keys)
  }

  /// The mappings in the list below `key`.
  func maps(_ key: String, keys: [String]) throws(ConfigProblem) -> [YamlMap] {
    guard let node = node(key) else { return [] }
    guard let list = node.sequence else { throw problem(key, "here a list is needed") }
    var maps: [YamlMap] = []
    for (index, item) in list.enumerated() {
      maps.append(try YamlMap(item, file: file, path: Self.join(path, "\(key)[\(index + 1)]"), keys: keys))
    }
    return maps
  }

  /// Whether mappings stand in the list below `key`.
  func hasMaps(_ key: String) -> Bool { node(key)?.sequence?.contains { $0.mapping != nil } ?? false }

  func string(_ key: String) throws(ConfigProblem) -> String? {
    guard let node = node(key) else { return nil }
    guard let scalar = node.scalar else { throw problem(key, "here one value is needed, not a list") }
    return scalar.string
  }

  func required(_ key: String) throws(ConfigProblem) -> String {
    guard let value = try string(key), !value.isEmpty else {
      throw Self.problem(node, file, Self.join(path, key), "this key is missing")
    }
    return value
  }

  /// One value or a list of them.
  func strings(_ key: String) throws(ConfigProblem) -> [String] {
    guard let node = node(key) else { return [] }
    if let one = node.scalar { return [one.string] }
    var strings: [String] = []
    for item in node.sequence ?? [] {
      guard let text = item.scalar?.string else {
        throw Self.problem(item, file, Self.join(path, key), "here only plain values may stand")
      }
      strings.append(text)
    }
    guard node.sequence != nil else { throw problem(key, "here a value or a list of values is needed") }
    return strings
  }

  /// One value or a list, in which a list stands for any one of its values.
  func alternatives(_ key: String) throws(ConfigProblem) -> [[String]] {
    guard let list = node(key)?.sequence else { return try strings(key).map { [$0] } }
    var alternatives: [[String]] = []
    for item in list {
      let names =
        item.sequence.map { $0.compactMap(\.scalar?.string) } ?? [item.scalar?.string].compactMap(\.self)
      guard !names.isEmpty, names.count == item.sequence?.count ?? 1 else {
        throw Self.problem(
          item, file, Self.join(path, key), "here only values and lists of values may stand")
      }
      alternatives.append(names)
    }
    return alternatives
  }

  func integer(_ key: String, atLeast least: Int = 0) throws(ConfigProblem) -> Int? {
    guard let text = try string(key) else { return nil }
    guard let value = Int(text), value >= least else {
      throw problem(key, "\"\(text)\" is not a whole number of at least \(least)")
    }
    return value
  }

  func bool(_ key: String) throws(ConfigProblem) -> Bool? {
    guard let text = try string(key) else { return nil }
    switch text {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw problem(key, "\"\(text)\" is neither true nor false")
    }
  }

  /// A share: a number from 0 to 1, or a percentage.
  func share(_ key: String) throws(ConfigProblem) -> Double? {
    guard let text = try string(key) else { return nil }
    let number = text.hasSuffix("%") ? Double(text.dropLast().trimmed).map { $0 / 100 } : Double(text)
    guard let number, (0...1).contains(number) else {
      throw problem(key, "\"\(text)\" is no share; write 0.2 or 20%")
    }
    return number
  }

  /// A number with up to three decimals, in thousandths.
  func thousandths(_ key: String) throws(ConfigProblem) -> Int64? {
    guard let text = try string(key) else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? String(parts[1]) : ""
    let padded = decimals + String(repeating: "0", count: max(0, 3 - decimals.utf8.count))
    guard decimals.utf8.count <= 3, text.last != ".", let value = Int64(parts[0] + padded) else {
      throw problem(key, "\"\(text)\" is no number with up to three decimals")
    }
    return value
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable>(
    _ key: String, of words: [Word]
  ) throws(ConfigProblem) -> Word? where Word.RawValue == String {
    guard let text = try string(key) else { return nil }
    return try word(text, at: key, of: words)
  }

  func word<Word: RawRepresentable>(
    _ text: String, at key: String, of words: [Word]
  ) throws(ConfigProblem) -> Word where Word.RawValue == String {
    if let word = words.first(where: { $0.rawValue == text }) { return word }
    let known = words.map(\.rawValue)
    throw problem(
      key, "\"\(text)\" is not known here; known are \(known.joined(separator: ", "))",
      suggestion: Names.nearest(to: text, among: known))
  }

  func problem(_ key: String, _ message: String, suggestion: String? = nil) -> ConfigProblem {
    Self.problem(
      node(key) ?? node, file, key.isEmpty ? path : Self.join(path, key), message, suggestion: suggestion)
  }

  private static func problem(
    _ node: Node, _ file: String, _ key: String, _ message: String, suggestion: String? = nil
  ) -> ConfigProblem {
    ConfigProblem(
      file: file, line: node.mark?.line, column: node.mark?.column, key: key.isEmpty ? nil : key,
      message: message, suggestion: suggestion)
  }

  private static func problem(_ error: YamlError, _ file: String) -> ConfigProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigProblem(
        file: file, line: mark.line, column: mark.column, message: "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      ConfigProblem(
        file: file, line: context.mark.line, column: context.mark.column,
        message: "a key stands twice: \(duplicates)")
    default: ConfigProblem(file: file, message: "this is not YAML: \(error)")
    }
  }

  private static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

extension StringProtocol {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
