import Records

extension RuleChange {
  /// Reads `rules` of a source: rule code → `weight` (0 or more) and `severity` (hold or note).
  static func read(_ source: YamlMap) throws(ConfigProblem) -> [String: RuleChange] {
    let known = Rule.catalogue.filter(\.isSettable)
    guard let list = try source.map("rules", keys: nil) else { return [:] }
    var changes: [String: RuleChange] = [:]
    for code in list.keys {
      guard let rule = known.first(where: { $0.code == code }) else {
        throw list.problem(
          code, "no rule has this code; `daybook rules` lists them",
          suggestion: Names.nearest(to: code, among: known.map(\.code)))
      }
      guard let said = try list.map(code, keys: ["weight", "severity"]) else { continue }
      let severity = try said.word("severity", of: [Severity.hold, .note])
      if let severity, !rule.maySay(severity) {
        throw said.problem(
          "severity",
          severity == .note
            ? "a row that fails \(code) cannot be taken, so it cannot be a note"
            : "such rows are left out; they cannot be held")
      }
      changes[code] = RuleChange(weight: try said.integer("weight"), severity: severity)
    }
    return changes
  }
}
