import Foundation
import Intake
public import Records

/// Exports of every kind that the configuration knows, with faults of every kind sown among their rows, and the
/// answer key that says what must become of each row.
///
/// It shares nothing with the code that reads and judges: it knows the truth because it wrote it. The same values
/// give the same bytes on every machine, and memory does not grow with the rows.
public struct KeyedSample: Sendable {
  /// The first second of the year that it tells of: 2024-07-01, long enough ago on every clock.
  static let firstSecond = SampleMoment.seconds(year: 2024, month: 7, day: 1)

  let seed: UInt64
  let rows: Int
  let faults: Double
  let exports: [KeyedExport]

  /// - Parameters:
  ///   - rows: about so many in all.
  ///   - faults: the share of records that are damaged or unusual, 0…1.
  ///   - kinds: of the definitions that are known; there may be no generator for some.
  public init(seed: UInt64 = 1, rows: Int, faults: Double = 0.05, kinds: Set<String>) {
    precondition(rows >= 0 && (0...1).contains(faults), "no such number of rows, or share of them")
    self.seed = seed
    self.rows = rows
    self.faults = faults
    exports = KeyedExport.all.filter { kinds.contains($0.kind) }
  }

  /// What `Config/daybook.yaml` must say for exports that name no currency.
  public static let settings = """
    shop_name: Sample with an answer key
    time_zone: UTC
    settle_seconds: 0
    # Each row is to be judged by itself, however many around it are damaged.
    error_budget: {share: 0.99, least_rows: 5}
    sources:

    """
    + KeyedExport.all.compactMap { export in
      export.currency.map { "  \(export.folder): {currency: \($0)}\n" }
    }.joined()

  /// Makes a shop folder at `path` with the settings that the sample needs, and writes it there.
  public static func write(rows: Int, faults: Double, seed: UInt64, newShop path: String) throws -> [String] {
    let root = BytePath(URL(filePath: path).standardizedFileURL.path)
    try DurableFiles.onDisk.makeFolders(root.appending("Config"))
    try DurableFiles.onDisk.write(
      Array(settings.utf8), to: root.appending("Config").appending("daybook.yaml"))
    let shop = try Shop(at: root.display)
    let sample = KeyedSample(
      seed: seed, rows: rows, faults: faults, kinds: shop.configuration.kinds)
    return try sample.write(into: root)
  }

  /// Writes the exports below `Inbox/` and the key beside it, and returns what was made.
  public func write(into root: BytePath) throws -> [String] {
    let key = try RenewedFile(root.appending("answer-key.csv"), on: .onDisk, unfinished: ".part")
    try key.append(Array(SampleAnswer.header.utf8))
    var made: [String] = []
    for export in exports {
      let folder = root.appending("Inbox").appending(export.folder)
      try DurableFiles.onDisk.makeFolders(folder)
      let file = try RenewedFile(folder.appending(export.file), on: .onDisk, unfinished: ".part")
      try write(export, chunk: { try file.append($0) }) { answer in
        try key.append(Array(answer.csv(file: export.file).utf8))
      }
      _ = try file.finish()
      made.append("Inbox/\(export.folder)/\(export.file)")
    }
    _ = try key.finish()
    return made + ["answer-key.csv"]
  }

  /// One export: its bytes and its answers, in step.
  func write(
    _ export: KeyedExport, chunk: @escaping ([UInt8]) throws -> Void,
    answer: @escaping (SampleAnswer) throws -> Void
  ) throws {
    let shares = exports.reduce(0) { $0 + $1.share }
    let plan = KeyedPlan(
      seed: seed, rows: rows * export.share / max(shares, 1), faults: faults, firstSecond: Self.firstSecond)
    let file = KeyedFile(export.file, chunk: chunk, answer: answer)
    try export.write(plan, file)
  }
}

extension Configuration {
  /// The kinds of export that are known.
  public var kinds: Set<String> { Set(definitions.map(\.kind)) }
}
