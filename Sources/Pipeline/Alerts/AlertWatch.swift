import Intake
import Ledger
import Logging
import Records

/// Looks for what the owner should know, and tells it once.
extension DaybookPipeline {
  /// A day that ends makes files late; nothing else changes while no file comes.
  private static let pause: Int64 = 600_000_000_000

  /// Opens and closes alerts; true where any was. Looks every ten minutes unless something has changed.
  mutating func watchAlerts(always: Bool) throws -> Bool {
    let time = clocks.steady()
    if let seen = alertsSeenAt, !always, time - seen < Self.pause { return false }
    alertsSeenAt = time
    let news = try books.renewAlerts(AlertCauses(self).all(), at: clocks.now)
    guard !news.isEmpty else { return false }
    for item in news {
      log.warning(
        "alert \(item.event.rawValue)",
        metadata: [
          "code": "\(item.alert.cause.kind.rawValue)", "about": "\(item.alert.cause.subject)",
          "count": "\(item.alert.cause.count)",
        ])
    }
    try writeAlerts()
    tell(news)
    return true
  }

  /// Open alerts and those of the last 30 days, as JSON.
  private func writeAlerts() throws {
    let alerts = try books.alerts(closedSince: clocks.now - 30 * 86_400)
    let page = AlertPage(
      shop: configuration.settings.shopName,
      alerts: alerts.map { AlertNotice($0, event: nil, configuration.settings.timeZone) })
    try shop.files.write(Array(page.json().utf8) + [0x0A], to: shop.alerts)
  }

  /// What the command does with it is its own affair: that it fails is noted, and the run goes on.
  private func tell(_ news: [AlertNews]) {
    guard let command = AlertCommand(configuration.settings.alertCommand) else { return }
    let page = AlertPage(
      shop: configuration.settings.shopName,
      alerts: news.map { AlertNotice($0.alert, event: $0.event, configuration.settings.timeZone) })
    do {
      try command.run(page.json(), scratch: shop.working, on: shop.files)
    } catch {
      log.error("alert_command failed", metadata: ["cause": "\(error)"])
    }
  }

  /// The next file of every source that sends them regularly, as it was said or learned.
  func expectedFiles() throws -> [ExpectedFile] {
    let settings = configuration.settings
    let arrivals = try books.arrivals(settings.timeZone, now: clocks.now)
    let silent = settings.sources.keys.filter { name in !arrivals.contains { $0.source == name } }
    let all = arrivals + silent.map { Arrivals(source: $0) }
    return all.sorted { $0.source < $1.source }.compactMap { arrived in
      let said = settings.sources[arrived.source]
      guard let rhythm = said?.expects ?? Rhythm.learned(from: arrived.days) else { return nil }
      return ExpectedFile(
        source: arrived.source, rhythm: rhythm, isLearned: said?.expects == nil,
        holidays: said?.holidays ?? [],
        lastArrival: arrived.last, today: today)
    }
  }
}
