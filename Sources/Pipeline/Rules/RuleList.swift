public import Records

/// Every rule as `daybook rules` and `Docs/Rules.md` list it: one source for both.
public struct RuleList: Codable, Sendable {
  public struct RowRule: Codable, Sendable {
    public var code: String
    public var dimension: Dimension
    public var severity: Severity
    public var weight: Int
    public var sentence: String
    public var remedy: String
  }

  public struct WholeFile: Codable, Sendable {
    public var code: String
    public var kind: FileRule.Remedy
    public var sentence: String
    public var remedy: String
  }

  public var rules: [RowRule]
  public var files: [WholeFile]

  public init() {
    rules = Rule.catalogue.map {
      RowRule(
        code: $0.code, dimension: $0.dimension, severity: $0.severity, weight: $0.weight,
        sentence: $0.sentence, remedy: $0.remedy)
    }
    files = FileRule.catalogue.map {
      WholeFile(code: $0.code, kind: $0.kind, sentence: $0.sentence, remedy: $0.remedy)
    }
  }

  /// The text of `Docs/Rules.md`, without the last line end.
  public var markdown: String {
    let head = """
      # Rules

      Made with `daybook rules --markdown > Docs/Rules.md`; do not edit it by hand.

      A rule that holds keeps a row out of the totals until it is put right; one that notes takes the row and lowers its
      score. A row's score is 100 × the weight of the checks it passed / the weight of those that applied. Weights and
      severities can be set for a source in Config/daybook.yaml:

          sources:
            market-stall:
              rules:
                email.invalid: {weight: 0}
                expected.missing: {severity: hold}

      In a sentence, {field} is the column's name, {value} what stood there, {detail} what only the check knows.
      """
    let dimensions = Dimension.allCases.map { dimension in
      let mine = rules.filter { $0.dimension == dimension }
      let rows = mine.map { rule in
        Self.row(["`\(rule.code)`", rule.severity.rawValue, "\(rule.weight)", rule.sentence, rule.remedy])
      }
      return
        (["## \(dimension.rawValue.prefix(1).uppercased())\(dimension.rawValue.dropFirst())", ""]
        + Self.head(["Code", "Severity", "Weight", "What it says", "What to do"]) + rows)
        .joined(separator: "\n")
    }
    let whole =
      [
        "## Whole files", "",
        "Nothing of such a file is taken; it lies in Failed/ with its reason beside it.", "",
      ]
      + Self.head(["Code", "Who or what helps", "What it says", "What to do"])
      + files.map { Self.row(["`\($0.code)`", $0.kind.rawValue, $0.sentence, $0.remedy]) }
    return ([head] + dimensions + [whole.joined(separator: "\n")]).joined(separator: "\n\n")
  }

  private static func head(_ names: [String]) -> [String] {
    [row(names), "|" + String(repeating: "---|", count: names.count)]
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }
}
