#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// How the rows of one or of all files were judged.
struct SelfTestMarks: Sendable {
  struct Tally: Sendable {
    var sown = 0
    var caught = 0
  }

  var rows = 0
  var wrongVerdicts = 0
  /// Rows with nothing wrong, and those of them that were not taken.
  var clean = 0
  var falseAlarms = 0
  /// Rows rightly accepted, and those of them with a value that is not the true one.
  var accepted = 0
  var wrongValues = 0
  var flaws: [SampleFlaw: Tally] = [:]
  var surprises: [String] = []

  static func += (left: inout SelfTestMarks, right: SelfTestMarks) {
    left.rows += right.rows
    left.wrongVerdicts += right.wrongVerdicts
    left.clean += right.clean
    left.falseAlarms += right.falseAlarms
    left.accepted += right.accepted
    left.wrongValues += right.wrongValues
    left.surprises += right.surprises
    for (flaw, tally) in right.flaws {
      left.flaws[flaw, default: Tally()].sown += tally.sown
      left.flaws[flaw, default: Tally()].caught += tally.caught
    }
  }
}

/// What the self-test found: the table of the quality page, and whether it is good enough.
public struct SelfTestReport: Sendable {
  public static let leastAccuracy = 0.995
  public static let leastOfFault = 0.95
  public static let mostFalseAlarms = 0.001

  var all = SelfTestMarks()
  var files: [(file: String, kind: String, marks: SelfTestMarks)] = []
  public internal(set) var duration = Duration.zero

  mutating func add(_ marks: SelfTestMarks, _ export: KeyedExport) {
    all += marks
    files.append((export.file, export.kind, marks))
  }

  public var rows: Int { all.rows }
  public var verdictAccuracy: Double { Self.share(all.rows - all.wrongVerdicts, of: all.rows) }
  public var valueAccuracy: Double { Self.share(all.accepted - all.wrongValues, of: all.accepted) }
  public var falseAlarms: Double { all.clean == 0 ? 0 : Double(all.falseAlarms) / Double(all.clean) }

  /// Rows that were judged or read wrongly, in words; cut off after some thousands.
  public var surprises: [String] { all.surprises }

  /// Kinds of fault of which too few were caught.
  public var weakFaults: [String] {
    faultRows.filter { $0.share < Self.leastOfFault }.map(\.name)
  }

  public var isGoodEnough: Bool {
    verdictAccuracy >= Self.leastAccuracy && valueAccuracy >= Self.leastAccuracy && weakFaults.isEmpty
      && falseAlarms < Self.mostFalseAlarms && rows > 0
  }

  /// Each kind of fault: its name, and how many were sown and caught.
  public var faultRows: [(name: String, sown: Int, caught: Int, share: Double)] {
    SampleFlaw.allCases.compactMap { flaw in
      all.flaws[flaw].map { (flaw.rawValue, $0.sown, $0.caught, Self.share($0.caught, of: $0.sown)) }
    }
  }

  /// Each export: its rows, and how many were judged and read rightly.
  public var fileRows:
    [(file: String, kind: String, rows: Int, verdicts: Double, values: Double, alarms: Int)]
  {
    files.map { file, kind, marks in
      (
        file, kind, marks.rows, Self.share(marks.rows - marks.wrongVerdicts, of: marks.rows),
        Self.share(marks.accepted - marks.wrongValues, of: marks.accepted), marks.falseAlarms
      )
    }
  }

  public var cleanRows: Int { all.clean }
  public var falseAlarmRows: Int { all.falseAlarms }

  private static func share(_ part: Int, of whole: Int) -> Double {
    whole == 0 ? 1 : Double(max(part, 0)) / Double(whole)
  }

  /// The most memory this process has had at once, in megabytes.
  public static var peakMegabytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      guard unsafe getrusage(RUSAGE_SELF, &usage) == 0 else { return 0 }
      return usage.ru_maxrss >> 20
    #else
      guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
      return usage.ru_maxrss >> 10
    #endif
  }
}
