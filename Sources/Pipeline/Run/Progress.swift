import Records

/// How far a file is.
public struct Progress: Sendable {
  public var file: String
  public var bytesDone: Int64
  public var bytes: Int64
  public var rows: Int
  public var seconds: Double

  /// `Importing orders.csv  48%  412,300 rows/s  about 4 s left`.
  public var line: String {
    let percent = bytes > 0 ? bytesDone * 100 / bytes : 0
    let left = bytesDone > 0 ? seconds * Double(bytes - bytesDone) / Double(bytesDone) : 0
    let speed = seconds > 0 ? Int(Double(rows) / seconds) : 0
    return "Importing \(file)  \(percent)%  \(speed) rows/s  about \(Int(left.rounded(.up))) s left"
  }
}

/// Counts what was loaded and says so from time to time.
struct ProgressMeter {
  private let file: SettledFile
  private let started: Int64
  private var toldAt: Int64
  private var rows = 0
  private var bytesDone: Int64 = 0

  /// The first word comes after a second of work.
  init(file: SettledFile, started: Int64) {
    self.file = file
    self.started = started
    toldAt = started + 900_000_000
  }

  mutating func tell(_ verdicts: VerdictBatch, at time: Int64, _ progress: (Progress) -> Void) {
    rows += verdicts.rowsRead
    guard time - toldAt >= 100_000_000 else { return }
    toldAt = time
    // Rows that were put together come from all over the file.
    bytesDone = max(bytesDone, verdicts.origins.last?.offset ?? 0, verdicts.held.last?.origin.offset ?? 0)
    progress(
      Progress(
        file: file.displayName, bytesDone: bytesDone, bytes: file.size, rows: rows,
        seconds: Double(time - started) / 1e9))
  }
}
