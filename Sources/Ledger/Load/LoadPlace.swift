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

  /// The version that a row of this table is.
  func version(updatedAt: Int64, contentHash: Int64) -> Version {
    Version(
      detail: detail, updatedAt: updatedAt, contentHash: contentHash, exportedAt: exportedAt,
      isFromThisFile: true)
  }
}
