/// Rules that only the ledger can check, since they look beyond one record.
extension Rule {
  public static let contradictsEarlier = Rule(
    "key.contradicts_earlier", .uniqueness, .hold, weight: 3,
    sentence: "a record with the same {field} stands further up in this file, with other content",
    remedy: "keep the right one; if both are real, give them different ids")

  public static let unknownColumn = Rule(
    "header.unknown_column", .completeness, .note, weight: 0,
    sentence: "{field} is a column that this source did not have before; nothing is taken from it",
    remedy: "nothing needs to be done; if it matters, give it a place in the definition")

  public static let missingColumn = Rule(
    "header.missing_column", .completeness, .note, weight: 0,
    sentence: "{field} is a column that this source had before; what it said is missing now",
    remedy:
      "look whether the export was set up otherwise; if the column is gone for good, nothing needs to be done"
  )

  public static let outlierAmount = Rule(
    "outlier.amount", .accuracy, .note,
    sentence: "{field} is {value}, and {detail} is usual for this product",
    remedy: "look whether a decimal point was lost; if the price is right, nothing needs to be done")

  public static let referenceMissing = Rule(
    "reference.missing", .consistency, .hold, weight: 3,
    sentence: "the sale that it gives back, \"{value}\", is not in the books yet",
    remedy: "drop the export with that sale; the row is then taken by itself")
}
