public import Records

extension Definition {
  /// The definition with what the lines above the table say: `All amounts in USD`, `# Start date: 20260101`.
  public func reading(_ linesAbove: [String]) -> Definition {
    guard fields.contains(where: { $0.statedAbove != nil || $0.countedFrom != nil }) else { return self }
    var definition = self
    for index in fields.indices {
      if let words = fields[index].statedAbove {
        definition.fields[index].constant =
          Self.word(behind: words, in: linesAbove, as: fields[index].type) ?? fields[index].constant
      }
      if let words = fields[index].countedFrom, let text = Self.word(behind: words, in: linesAbove, as: .text)
      {
        definition.fields[index].firstDay = Int(text.filter(\.isWholeNumber)).flatMap { Day(yyyymmdd: $0) }
      }
    }
    return definition
  }

  /// The word behind the first mention; of a currency only one that is a currency.
  private static func word(behind words: String, in lines: [String], as type: ValueType) -> String? {
    for line in lines {
      guard let mention = line.firstRange(of: words) else { continue }
      let word = line[mention.upperBound...].drop { $0 == " " || $0 == ":" || $0 == "," }
        .prefix { $0 != " " && $0 != "," && $0 != "\"" }
      if word.isEmpty || type == .currency && Currency(String(word)) == nil { continue }
      return String(word)
    }
    return nil
  }
}
