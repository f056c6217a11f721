extension Definition {
  /// Targets whose values are words that an export may have of its own.
  public static let worded: [Target] = [.status, .movement, .currency, .country]

  /// The definition with one more word; nil where it has no such field, or nothing is called so that the word means.
  public func adding(_ word: String, meaning: String, to target: Target) -> Definition? {
    guard let index = fields.firstIndex(where: { $0.target == target }) else { return nil }
    var changed = self
    switch target {
    case .status:
      guard let status = SaleStatus.allCases.first(where: { $0.name == meaning }) else { return nil }
      changed.fields[index].add(word, meaning: status)
    case .movement:
      guard let kind = MovementKind.allCases.first(where: { $0.name == meaning }) else { return nil }
      changed.fields[index].add(word, meaning: kind)
    case .currency:
      guard let currency = Currency(meaning) else { return nil }
      changed.fields[index].words[word.lowercased()] = currency.code
    case .country:
      guard meaning.utf8.count == 2 else { return nil }
      changed.fields[index].words[word.lowercased()] = meaning.uppercased()
    default: return nil
    }
    return changed
  }

  /// What a word means by the definition's own choices; nil for one it does not know.
  public func meaning(of word: String, in target: Target) -> String? {
    guard let field = field(target) else { return nil }
    let small = word.lowercased()
    switch target {
    case .status:
      return field.choices.first { choice in
        choice.status.name == small || choice.words.contains { $0.lowercased() == small }
      }?.status.name
    case .movement:
      return field.movements.first { $0.words.contains { $0.lowercased() == small } }?.kind.name
    case .currency: return Currency(word)?.code ?? field.words[small]
    case .country: return field.words[small] ?? (small.utf8.count == 2 ? small.uppercased() : nil)
    default: return nil
    }
  }
}

extension Field {
  fileprivate mutating func add(_ word: String, meaning status: SaleStatus) {
    if let known = choices.firstIndex(where: { $0.status == status }) {
      choices[known].words.append(word)
    } else {
      choices.append(Choice(status, words: [word]))
    }
  }

  fileprivate mutating func add(_ word: String, meaning kind: MovementKind) {
    if let known = movements.firstIndex(where: { $0.kind == kind }) {
      movements[known].words.append(word)
    } else {
      movements.append(MovementChoice(kind, words: [word]))
    }
  }
}
