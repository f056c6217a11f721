import Foundation
import Inspection
import Intake
import Pipeline
import Records

/// A stretch of the way from a file to facts. Each one does what the one before does, and more.
enum Step: String, CaseIterable {
  case decodeCSV = "decode-csv"
  case decodeJSON = "decode-json"
  case decodeXML = "decode-xml"
  /// Decode, and read every value as what it is; nothing is judged.
  case mapCSV = "map-csv"
  /// Decode, map and judge.
  case judgeCSV = "judge-csv"
  /// A pass over a fresh shop: claimed, judged, loaded, totals, reports, filed.
  case wholeJob = "whole-job"

  var format: Sample.Format {
    switch self {
    case .decodeJSON: .json
    case .decodeXML: .xml
    default: .csv
    }
  }

  /// MB a second that are promised.
  var floor: Double? {
    switch self {
    case .decodeCSV: 400
    case .decodeJSON: 200
    case .decodeXML: 60
    case .mapCSV, .judgeCSV, .wholeJob: nil
    }
  }

  /// The step that it adds to.
  var before: Step? {
    switch self {
    case .mapCSV: .decodeCSV
    case .judgeCSV: .mapCSV
    case .wholeJob: .judgeCSV
    default: nil
    }
  }

  var tries: Int { self == .wholeJob ? 1 : 4 }

  /// Does the work once, below `folder` if it writes anything.
  func run(on file: String, in folder: String) throws {
    switch self {
    case .decodeCSV, .decodeJSON, .decodeXML:
      var reader = try DocumentDecoder.open(BytePath(file))
      while try reader.next() != nil {}
    case .mapCSV, .judgeCSV: try inspect(file, FreshShop(with: nil, in: folder))
    case .wholeJob: try job(FreshShop(with: file, in: folder))
    }
  }

  /// Of the one core that is at work; of a whole job, which uses two, by the clock on the wall.
  func seconds(on file: String, in folder: String) throws -> Double {
    guard self == .wholeJob else {
      let start = Self.seconds(CLOCK_THREAD_CPUTIME_ID)
      try run(on: file, in: folder)
      return Self.seconds(CLOCK_THREAD_CPUTIME_ID) - start
    }
    let shop = try FreshShop(with: file, in: folder)
    let start = Self.seconds(CLOCK_MONOTONIC)
    try job(shop)
    return Self.seconds(CLOCK_MONOTONIC) - start
  }

  private func inspect(_ file: String, _ shop: FreshShop) throws {
    defer { shop.remove() }
    var reader = try DocumentDecoder.open(BytePath(file))
    var batch = try reader.next()
    let recogniser = try Recogniser(definitions: Shop(at: shop.path).configuration.definitions)
    let recognition = try recogniser.recognise(columns: reader.columns)
    var inspector = Inspector(
      definition: recognition.definition, zone: .utc, currency: nil, now: Sample.now)
    var found = 0
    while let rows = batch.take() {
      found +=
        self == .mapCSV ? inspector.readValues(of: rows) : inspector.inspect(rows).transactions.count
      batch = try reader.next()
    }
    found += inspector.finish().transactions.count
    guard found > 0 else { throw NothingDone() }
  }

  private func job(_ shop: FreshShop) throws {
    defer { shop.remove() }
    let open = try Shop(at: shop.path).open()
    var pipeline = open.pipeline(settle: .zero, log: RunLog(format: .text, level: .problems))
    var held = 0
    var taken = 0
    pipeline.report = { receipt in
      held += receipt.held
      taken += receipt.recordsReceived
    }
    _ = try pipeline.pass()
    guard taken > 0 && held == 0 else { throw NothingDone() }
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
  }
}

/// A step that took no rows has measured nothing.
struct NothingDone: Error {}

/// A shop folder of its own, with a file in its inbox or none.
struct FreshShop {
  let path: String

  init(with file: String?, in folder: String) throws {
    path = folder + "/shop-" + UUID().uuidString
    _ = try NewShop.make(at: path, name: nil, zone: nil)
    if let file { try FileManager.default.copyItem(atPath: file, toPath: path + "/Inbox/orders.csv") }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif
