import Records

/// How much may come out of archives. What comes out is counted, whatever an archive says about itself.
public struct UnpackLimits: Sendable, Hashable {
  /// Of one file with all that is packed in it.
  public var expandedBytes: Int64 = 4 << 30
  /// So many bytes may come out for each byte of the file…
  public var ratio: Int64 = 200
  /// …but so many always.
  public var freeBytes: Int64 = 1 << 20
  public var entries = 10_000
  /// Archives inside one another. What only compresses one file counts as well, but not around a tar.
  public var depth = 2
  /// An archive inside an archive whose directory stands at its end is taken into memory up to this size.
  public var nestedBytes = 32 << 20

  public init() {}
}

/// What is left of the limits for one file; shared by all archives in it.
final class UnpackBudget {
  let limits: UnpackLimits
  private let allowance: Int64
  private var expanded: Int64 = 0
  private var entries = 0

  init(_ limits: UnpackLimits, fileBytes: Int64) {
    self.limits = limits
    let (scaled, overflow) = fileBytes.multipliedReportingOverflow(by: limits.ratio)
    allowance = min(limits.expandedBytes, overflow ? .max : max(scaled, limits.freeBytes))
  }

  /// More came out than may.
  var isSpent: Bool { expanded > allowance }

  func spend(_ bytes: Int) throws(FileProblem) {
    expanded += Int64(bytes)
    try check()
  }

  func check() throws(FileProblem) {
    guard isSpent else { return }
    throw expanded > limits.expandedBytes
      ? .bomb("more than \(limits.expandedBytes) bytes come out of it")
      : .bomb("it grows to more than \(limits.ratio) times its size")
  }

  func countEntry() throws(FileProblem) {
    entries += 1
    if entries > limits.entries { throw .tooManyEntries(limit: limits.entries) }
  }
}
