import Records

/// Where the rows of a table go: to whom they belong and which telling they are.
struct LoadPlace {
  var facts: FactKind
  var sourceID: Int64
  var batchID: Int64
  /// UTC seconds, and the shop's day.
  var exportedAt: Int64
  var exportedOn: Day
  var detail: Int64
  /// UTC seconds.
  var processedAt: Int64 = 0
  /// Where held rows are judged again: the batch they came in, and those that took rows of it before.
  var sameFile: Set<Int64> = []

  /// Whether what stands in the books was told by the file whose rows these are. Of what three or more files told,
  /// only the first and the last are known.
  func tells(first: Int64, last: Int64) -> Bool {
    last == batchID || !sameFile.isEmpty && (sameFile.contains(first) || sameFile.contains(last))
  }

  /// The version that a row of this table is.
  func version(updatedAt: Int64, contentHash: Int64) -> Version {
    Version(
      detail: detail, updatedAt: updatedAt, contentHash: contentHash, exportedAt: exportedAt,
      isFromThisFile: true)
  }
}
