public import Intake
public import Records

/// What `Config/daybook.yaml` says of the shop.
public struct ShopSettings: Sendable {
  /// shop_name ("My shop"): the heading of the reports.
  public var shopName = "My shop"
  /// time_zone (UTC): the shop's days begin and end there, and times without a zone are read in it.
  public var timeZone = ShopZone.utc
  /// currency (none): of amounts whose export names none.
  public var currency: Currency?
  /// settle_seconds (5): a file must not have changed for so long before it is taken.
  public var settleSeconds = 5
  /// poll_seconds (2): how often `watch` looks into `Inbox/`.
  public var pollSeconds = 2
  /// free_space (50 MiB): with less room than this, or three times its size, a file is not begun.
  public var freeSpace = 50 << 20
  /// error_budget (share 0.20, least_rows 5): above it a file is held whole.
  public var errorBudget = ErrorBudget()
  /// limits (see `IntakeLimits.read`): how much a file may hold before it, or a row of it, is refused.
  public var limits = IntakeLimits()
  /// alerts: of what the owner is told, and from when on.
  public var alerts = AlertSettings()
  /// alert_command (none): a program and its arguments, given what is new as JSON on its standard input.
  public var alertCommand: [String] = []
  /// backups (true): whether the database is copied to `Data/Backups/` once a day.
  public var backups = true
  /// privacy (open): whether the database knows customers by name, or `pseudonymous` by a keyed hash.
  public var privacy = PrivacyMode.open
  /// sources: what differs for one folder below `Inbox/`.
  public var sources: [String: Source] = [:]

  public struct Source: Sendable {
    static let keys = ["time_zone", "currency", "reading", "rules", "error_budget", "expects", "holidays"]

    /// time_zone: where this source's clock stands.
    public var timeZone: ShopZone?
    /// currency: of its amounts that name none.
    public var currency: Currency?
    /// reading: `dates`, `decimals` and `zone` of its exports, before what their definition says.
    public var reading = Reading()
    /// rules: weight and severity of a rule for its rows, by the rule's code.
    public var rules: [String: RuleChange] = [:]
    /// error_budget: before the definition's and the shop's.
    public var errorBudget: ErrorBudget?
    /// expects: how often its files come; nil is learned from four weeks of arrivals.
    public var expects: Rhythm?
    /// holidays: days on which no file is expected.
    public var holidays: Set<Day> = []
  }

  public init() {}

  /// What a definition says of its cells, with what is said for the source in its place.
  func reading(of definition: Definition, from source: String) -> Reading {
    var reading = definition.reading
    guard let said = sources[source]?.reading else { return reading }
    reading.dateOrder = said.dateOrder ?? reading.dateOrder
    reading.decimalMark = said.decimalMark ?? reading.decimalMark
    reading.zone = said.zone ?? reading.zone
    reading.blanks += said.blanks
    return reading
  }

  /// A definition with what is said for the source of its rules and its budget.
  func changing(_ definition: Definition, for source: String) -> Definition {
    guard let said = sources[source] else { return definition }
    return definition.changing(said.rules, budget: said.errorBudget)
  }

  /// The zone in which a source's times without a zone are read.
  public func timeZone(of source: String) -> ShopZone { sources[source]?.timeZone ?? timeZone }

  public func currency(of source: String) -> Currency? { sources[source]?.currency ?? currency }

  public static func read(text: String, file: String) throws(ConfigProblem) -> ShopSettings {
    let map = try YamlMap.file(
      text, named: file,
      keys: [
        "shop_name", "time_zone", "currency", "settle_seconds", "poll_seconds", "error_budget", "limits",
        "sources", "alerts", "alert_command", "backups", "free_space", "privacy",
      ])
    var settings = ShopSettings()
    settings.shopName = try map.string("shop_name") ?? settings.shopName
    settings.timeZone = try zone(map) ?? settings.timeZone
    settings.currency = try currency(map)
    settings.settleSeconds = try map.integer("settle_seconds") ?? settings.settleSeconds
    settings.pollSeconds = try map.integer("poll_seconds", atLeast: 1) ?? settings.pollSeconds
    settings.errorBudget = try ErrorBudget.read(map) ?? settings.errorBudget
    settings.freeSpace = try map.bytes("free_space", 0...(1 << 50)) ?? settings.freeSpace
    settings.limits = try IntakeLimits.read(map)
    settings.alerts = try AlertSettings.read(map)
    settings.alertCommand = try map.strings("alert_command")
    settings.backups = try map.bool("backups") ?? settings.backups
    settings.privacy = try map.word("privacy", of: PrivacyMode.allCases) ?? settings.privacy
    if let sources = try map.map("sources", keys: nil) {
      for name in sources.keys {
        guard let source = try sources.map(name, keys: Source.keys) else { continue }
        settings.sources[name] = Source(
          timeZone: try zone(source), currency: try currency(source), reading: try Reading.read(source),
          rules: try RuleChange.read(source), errorBudget: try ErrorBudget.read(source),
          expects: try source.word("expects", of: Rhythm.allCases), holidays: try days("holidays", of: source)
        )
      }
    }
    return settings
  }

  private static func days(_ key: String, of map: YamlMap) throws(ConfigProblem) -> Set<Day> {
    var days: Set<Day> = []
    for text in try map.strings(key) {
      guard let day = Day(iso: text) else {
        throw map.problem(key, "\"\(text)\" is no day; write 2026-12-25")
      }
      days.insert(day)
    }
    return days
  }

  private static func zone(_ map: YamlMap) throws(ConfigProblem) -> ShopZone? {
    guard let name = try map.string("time_zone") else { return nil }
    guard let zone = ShopZone(identifier: name) else {
      throw map.problem(
        "time_zone", "\"\(name)\" is no time zone; write one such as Europe/London",
        suggestion: Names.nearest(to: name, among: knownZones))
    }
    return zone
  }

  private static func currency(_ map: YamlMap) throws(ConfigProblem) -> Currency? {
    guard let code = try map.string("currency"), !code.isEmpty, code != "~", code != "null" else {
      return nil
    }
    guard let currency = Currency(code) else {
      throw map.problem("currency", "\"\(code)\" is no currency; write three letters such as EUR, GBP or USD")
    }
    return currency
  }
}
