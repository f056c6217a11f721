/// Rules that only the ledger can check, since they look beyond one record.
extension Rule {
  public static let contradictsEarlier = Rule(
    "key.contradicts_earlier", .uniqueness, .hold, weight: 3,
    sentence: "a record with the same {field} stands further up in this file, with other content",
    remedy: "keep the right one; if both are real, give them different ids")
}
