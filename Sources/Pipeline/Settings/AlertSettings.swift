/// Of what the owner is told, and from when on; nil is off.
public struct AlertSettings: Sendable, Hashable {
  /// score_below (90): of 100, for the newest file of a source.
  public var scoreBelow: Int? = 90
  /// budget_exceeded (on): a file was held whole.
  public var budgetExceeded = true
  /// volume_unusual (5): usual deviations from what the weekday brings.
  public var volumeUnusual: Int? = 5
  /// expected_file_missing (on): a file that comes regularly did not come.
  public var expectedFileMissing = true
  /// reports_stale (24): hours since the reports should have been renewed.
  public var reportsStale: Int? = 24

  public init() {}

  static func read(_ map: YamlMap) throws(ConfigProblem) -> AlertSettings {
    var alerts = AlertSettings()
    let keys = ["score_below", "budget_exceeded", "volume_unusual", "expected_file_missing", "reports_stale"]
    guard let said = try map.map("alerts", keys: keys) else { return alerts }
    alerts.scoreBelow = try said.limit("score_below", usual: alerts.scoreBelow, in: 1...100)
    alerts.budgetExceeded = try said.limit("budget_exceeded", usual: 1, in: 1...1) != nil
    alerts.volumeUnusual = try said.limit("volume_unusual", usual: alerts.volumeUnusual, in: 2...100)
    alerts.expectedFileMissing = try said.limit("expected_file_missing", usual: 1, in: 1...1) != nil
    alerts.reportsStale = try said.limit("reports_stale", usual: alerts.reportsStale, in: 1...8760)
    return alerts
  }
}

extension YamlMap {
  /// A number, or `on` for the usual one and `off` for nil.
  fileprivate func limit(_ key: String, usual: Int?, in range: ClosedRange<Int>) throws(ConfigProblem) -> Int?
  {
    switch try string(key) {
    case nil, "on", "true", "yes": return usual
    case "off", "false", "no": return nil
    case let text?:
      guard let value = Int(text), range.contains(value), range.count > 1 else {
        let numbers = range.count > 1 ? "a number from \(range.lowerBound) to \(range.upperBound), " : ""
        throw problem(key, "\"\(text)\" is not understood; write \(numbers)on or off")
      }
      return value
    }
  }
}
