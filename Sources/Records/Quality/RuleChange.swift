/// What a shop says of a rule for one source, in place of what the rule says itself.
public struct RuleChange: Sendable, Hashable {
  public var weight: Int?
  public var severity: Severity?

  public init(weight: Int? = nil, severity: Severity? = nil) {
    self.weight = weight
    self.severity = severity
  }
}

extension Rule {
  /// Whether a shop may say what happens to rows that fail.
  ///
  /// Every note may become a reason to hold. Of the rules that hold, those may become notes whose rows can be taken all
  /// the same: the value is there and can be counted. A damaged row or an unreadable amount cannot be taken whatever
  /// is said of it.
  public func maySay(_ severity: Severity) -> Bool {
    if severity == self.severity { return true }
    let isOfCutting = Rule.rowRules.contains { $0.code == code }
    guard !isOfCutting, code != Rule.headerAgain.code, code != Rule.comment.code else { return false }
    return severity == .hold || Self.takable.contains(code)
  }

  private static let takable: Set = [
    textTooShort.code, textTooLong.code, dateInFuture.code, dateTooOld.code, repeatedDifferently.code,
    refundExceedsSale.code,
  ]

  /// The ledger's rules and the one for rows that are held with others weigh nothing that could be changed.
  public var isSettable: Bool {
    ![
      Rule.contradictsEarlier, .referenceMissing, .outlierAmount, .unknownColumn, .missingColumn,
      .heldTogether,
    ].contains { $0.code == code }
  }
}
