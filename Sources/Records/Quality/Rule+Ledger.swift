/// Rules that only the ledger can check, since they look beyond one row.
extension Rule {
  public static let repeatedDifferently = Rule(
    "key.repeated_differently", .uniqueness, .hold,
    sentence: "the same {field} stands in this file before, with other content",
    remedy: "keep the right one; if both are real, give them different ids")
}
