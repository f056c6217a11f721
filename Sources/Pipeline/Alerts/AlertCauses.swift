import Ledger
import Records

/// Everything that is wrong now, by the rules of `alerts` in `Config/daybook.yaml`.
struct AlertCauses {
  private let books: Books
  private let settings: ShopSettings
  private let today: Day
  private let now: Int64
  private let expected: [ExpectedFile]

  init(_ pipeline: DaybookPipeline) throws {
    books = pipeline.books
    settings = pipeline.configuration.settings
    today = pipeline.today
    now = pipeline.clocks.now
    expected = try pipeline.expectedFiles()
  }

  func all() throws -> [AlertCause] {
    try lowScores() + filesOverBudget() + unusualVolumes() + missingFiles() + staleReports()
  }

  private func lowScores() throws -> [AlertCause] {
    guard let limit = settings.alerts.scoreBelow else { return [] }
    return try books.newestScores().filter { $0.score < Int64(limit) * 100 }.map { newest in
      let rule = Rule.catalogue.first { $0.code == newest.worst?.code }
      let reason = rule.map { ", mostly because \($0.sentence(of: newest.worst?.field))" } ?? ""
      return AlertCause(
        .scoreBelow, subject: Self.name(newest.source, newest.stream), count: max(1, newest.held),
        atStake: newest.atStake,
        message:
          "\(newest.fileName) scores \(Money.plain(newest.score, digits: 2)) of 100, below \(limit)\(reason)",
        remedy: "see in Reports/quality.html what costs points, and put the export right")
    }
  }

  private func filesOverBudget() throws -> [AlertCause] {
    guard settings.alerts.budgetExceeded, let refused = try books.filesOverBudget(since: now - 30 * 86_400)
    else { return [] }
    let files = refused.count == 1 ? "\(refused.fileName) was" : "\(refused.count) files were"
    return [
      AlertCause(
        .budgetExceeded, count: refused.count,
        message: "\(files) held whole: too many rows cannot be trusted", remedy: refused.remedy)
    ]
  }

  /// The newest day of each source that its newest export can tell whole.
  private func unusualVolumes() throws -> [AlertCause] {
    guard let factor = settings.alerts.volumeUnusual else { return [] }
    return try books.volumes(settings.timeZone, today: today).compactMap { volume in
      let told = volume.orders.keys.filter { $0 < today && $0 < volume.exportedOn }
      guard let day = told.max(), today.days(since: day) <= 7, let first = volume.orders.keys.min(),
        let orders = volume.orders[day]
      else { return nil }
      let earlier = (1...8).map { day.advanced(by: -7 * $0) }.filter { $0 >= first }
      guard let usual = UsualVolume(earlier.map { volume.orders[$0] ?? 0 }),
        usual.isUnusual(orders, factor: Int64(factor))
      else { return nil }
      return AlertCause(
        .volumeUnusual, subject: Self.name(volume.source, volume.stream), count: abs(orders - usual.median),
        message: "\(orders) orders on \(day.iso); that weekday usually has about \(usual.median)",
        remedy: "look whether the export is whole; if the day was like that, nothing needs to be done")
    }
  }

  private func missingFiles() -> [AlertCause] {
    guard settings.alerts.expectedFileMissing else { return [] }
    return expected.filter { $0.missing > 0 }.map { file in
      let last = file.lastArrival.map { "the last came on \($0.iso)" } ?? "none has ever come"
      return AlertCause(
        .fileExpected, subject: file.source, count: file.missing,
        message: "a file of \(file.source) was due on \(file.due.iso); \(last)",
        remedy: "drop it into Inbox/; if none is to come, say expects: never for it in Config/daybook.yaml")
    }
  }

  private func staleReports() throws -> [AlertCause] {
    guard let hours = settings.alerts.reportsStale, let since = try books.reportsBehindSince(),
      now - since > Int64(hours) * 3600
    else { return [] }
    return [
      AlertCause(
        .reportsStale, count: (now - since) / 3600,
        message: "the reports have not shown what came since \(settings.timeZone.iso(since))",
        remedy: "look at the messages of daybook watch, or run daybook report")
    ]
  }

  /// A source, and what it sends where that is told apart.
  private static func name(_ source: String, _ stream: String) -> String {
    source == stream ? source : "\(source), \(stream)"
  }
}
