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
  /// error_budget (share 0.20, least_rows 5): above it a file is held whole.
  public var errorBudget = ErrorBudget()
  /// limits (see `IntakeLimits.read`): how much a file may hold before it, or a row of it, is refused.
  public var limits = IntakeLimits()
  /// backups (true): whether the database is copied to `Data/Backups/` once a day.
  public var backups = true
  /// sources: what differs for one folder below `Inbox/`.
  public var sources: [String: Source] = [:]

  public struct Source: Sendable {
    /// time_zone: where this source's clock stands.
    public var timeZone: ShopZone?
    /// currency: of its amounts that name none.
    public var currency: Currency?
    /// reading: `dates`, `decimals` and `zone` of its exports, before what their definition says.
    public var reading = Reading()
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

  /// The zone in which a source's times without a zone are read.
  public func timeZone(of source: String) -> ShopZone { sources[source]?.timeZone ?? timeZone }

  public func currency(of source: String) -> Currency? { sources[source]?.currency ?? currency }

  public static func read(text: String, file: String) throws(ConfigProblem) -> ShopSettings {
    let map = try YamlMap.file(
      text, named: file,
      keys: [
        "shop_name", "time_zone", "currency", "settle_seconds", "poll_seconds", "error_budget", "limits",
        "backups", "sources",
      ])
    var settings = ShopSettings()
    settings.shopName = try map.string("shop_name") ?? settings.shopName
    settings.timeZone = try zone(map) ?? settings.timeZone
    settings.currency = try currency(map)
    settings.settleSeconds = try map.integer("settle_seconds") ?? settings.settleSeconds
    settings.pollSeconds = try map.integer("poll_seconds", atLeast: 1) ?? settings.pollSeconds
    settings.errorBudget = try ErrorBudget.read(map) ?? settings.errorBudget
    settings.limits = try IntakeLimits.read(map)
    settings.backups = try map.bool("backups") ?? settings.backups
    if let sources = try map.map("sources", keys: nil) {
      for name in sources.keys {
        guard let source = try sources.map(name, keys: ["time_zone", "currency", "reading"]) else { continue }
        settings.sources[name] = Source(
          timeZone: try zone(source), currency: try currency(source), reading: try Reading.read(source))
      }
    }
    return settings
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
