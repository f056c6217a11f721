import Records

extension CheckBook {
  /// The checks of one field in the order in which they are made, and whether those after it need it to pass.
  static func rules(of field: Field) -> [(rule: Rule, detail: String, isBlocking: Bool)] {
    let presence: [(Rule, String, Bool)] =
      switch field.presence {
      case .required: [(.requiredMissing, "", true)]
      case .expected: [(.expectedMissing, "", true)]
      case .optional: []
      }
    return presence + valueRules(of: field)
  }

  private static func valueRules(of field: Field) -> [(Rule, String, Bool)] {
    switch field.type {
    case .text: [(.untrimmed, "", false), (.controlCharacters, "", true)] + lengths(field)
    case .identifier:
      [
        (.untrimmed, "", false), (.apostrophe, "", false), (.controlCharacters, "", true),
        (.scientificNotation, "", true),
      ]
        + lengths(field)
    case .integer, .quantity:
      [
        (.numberUnreadable, "", true), (.numberTooPrecise, "", true),
        (.numberOutOfRange, limits(field), false),
      ]
    case .money:
      [(.moneyUnreadable, "", true), (.numberTooPrecise, "", true)]
        + (field.above == 0 ? [(.moneyNotPositive, "", true)] : [])
        + [(.numberOutOfRange, limits(field), false)]
    case .currency: [(.currencyUnknown, "", true), (.currencySmallLetters, "", false)]
    case .moment:
      [
        (.dateUnreadable, "", true), (.dateImpossible, "", true), (.dateInFuture, "", false),
        (.dateTooOld, "", false),
      ]
    case .status:
      [(unknownWord(.status), field.choices.map(\.status.name).joined(separator: ", "), true)]
    case .movement:
      [(unknownWord(.movement), field.movements.flatMap(\.words).joined(separator: ", "), true)]
    case .email: [(.untrimmed, "", false), (.emailInvalid, "", true)]
    case .country: [(.countryUnknown, "", true)]
    case .phone: [(.apostrophe, "", false), (.phoneInvalid, "", true)]
    }
  }

  /// The remedy is the line of the definition that would take the word, with a meaning to begin with.
  private static func unknownWord(_ target: Target) -> Rule {
    let example = target == .status ? SaleStatus.completed.name : MovementKind.charge.name
    let line = "words: {\(target.rawValue): {\"{value}\": \(example)}}"
    return Rule.valueNotAllowed.remedied(
      by: "use one of the known words, or say in the definition what this one means, with one line: \(line)")
  }

  private static func lengths(_ field: Field) -> [(Rule, String, Bool)] {
    (field.minLength.map { [(.textTooShort, "at least \($0) characters", false)] } ?? [])
      + (field.maxLength.map { [(.textTooLong, "at most \($0) characters", false)] } ?? [])
      + (field.pattern.map { [(.textPattern, $0, false)] } ?? [])
  }

  private static func limits(_ field: Field) -> String {
    var limits: [String] = []
    if let above = field.above { limits.append("more than \(Money.thousandths(above))") }
    if let minimum = field.minimum { limits.append("at least \(Money.thousandths(minimum))") }
    if let maximum = field.maximum { limits.append("at most \(Money.thousandths(maximum))") }
    return limits.isEmpty ? "a number that can be counted" : limits.joined(separator: " and ")
  }
}

extension Money {
  /// `0.5` for 500 thousandths, `3` for 3,000.
  static func thousandths(_ number: Int64) -> String {
    var text = plain(number, digits: 3)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
