public import Records

import GRDB

extension Books {
  /// Opens, updates and closes alerts so that exactly the given causes are open, and says what is worth telling.
  ///
  /// A cause that is open already is told again only when its count has doubled since it was last told.
  public func renewAlerts(_ causes: [AlertCause], at now: Int64) throws -> [AlertNews] {
    let open = try queue.read { database in try database.alerts(condition: "closed_at IS NULL") }
    let known = Dictionary(open.map { (AlertKey($0.cause), $0) }, uniquingKeysWith: { first, _ in first })
    let wanted = Dictionary(causes.map { (AlertKey($0), $0) }, uniquingKeysWith: { first, _ in first })
    // Most looks change nothing, and then nothing is written.
    guard wanted != known.mapValues(\.cause) else { return [] }
    return try queue.write { database in
      var news: [AlertNews] = []
      for cause in causes where wanted[AlertKey(cause)] == cause {
        if let alert = known[AlertKey(cause)] {
          guard alert.cause != cause else { continue }
          if try database.update(alert, to: cause, at: now) {
            news.append(
              AlertNews(.doubled, Alert(alertID: alert.alertID, cause: cause, openedAt: alert.openedAt)))
          }
        } else {
          news.append(AlertNews(.opened, try database.open(cause, at: now)))
        }
      }
      for var alert in open where wanted[AlertKey(alert.cause)] == nil {
        (alert.closedAt, alert.note) = (now, alert.cause.kind.closing)
        try database.execute(
          sql: "UPDATE alerts SET closed_at = ?, note = ? WHERE alert_id = ?",
          arguments: [now, alert.note, alert.alertID])
        news.append(AlertNews(.closed, alert))
      }
      return news
    }
  }

  /// Open alerts, and those closed since `time`; the newest first.
  public func alerts(closedSince time: Int64) throws -> [Alert] {
    try queue.read { database in
      try database.alerts(condition: "closed_at IS NULL OR closed_at >= ?", [time])
    }
  }
}

private struct AlertKey: Hashable {
  var kind: AlertCause.Kind
  var subject: String

  init(_ cause: AlertCause) { (kind, subject) = (cause.kind, cause.subject) }
}

extension AlertCause.Kind {
  fileprivate var closing: String {
    switch self {
    case .scoreBelow: "a newer file has a good score again"
    case .budgetExceeded: "the files were taken, or are older than 30 days"
    case .volumeUnusual: "the newest day is as usual"
    case .fileExpected: "a file has come, or none is expected any more"
    case .reportsStale: "the reports were renewed"
    }
  }
}

extension Database {
  func alerts(condition: String, _ arguments: StatementArguments = []) throws -> [Alert] {
    let rows = try Row.fetchAll(
      self, sql: "SELECT * FROM alerts WHERE \(condition) ORDER BY alert_id DESC", arguments: arguments)
    return rows.compactMap { row in
      guard let kind = AlertCause.Kind(rawValue: row["code"]) else { return nil }
      let cause = AlertCause(
        kind, subject: row["subject"], count: row["count"], atStake: Self.amounts(row["at_stake"]),
        message: row["message"], remedy: row["remedy"])
      return Alert(
        alertID: row["alert_id"], cause: cause, openedAt: row["opened_at"], closedAt: row["closed_at"],
        note: row["note"])
    }
  }

  fileprivate func open(_ cause: AlertCause, at now: Int64) throws -> Alert {
    try execute(
      sql: """
        INSERT INTO alerts (code, subject, opened_at, told_at, told_count, count, at_stake, message, remedy)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        cause.kind.rawValue, cause.subject, now, now, cause.count, cause.count, cause.stakes, cause.message,
        cause.remedy,
      ])
    return Alert(alertID: lastInsertedRowID, cause: cause, openedAt: now)
  }

  /// True where its count has doubled.
  fileprivate func update(_ alert: Alert, to cause: AlertCause, at now: Int64) throws -> Bool {
    try execute(
      sql: "UPDATE alerts SET count = ?, at_stake = ?, message = ?, remedy = ? WHERE alert_id = ?",
      arguments: [cause.count, cause.stakes, cause.message, cause.remedy, alert.alertID])
    try execute(
      sql: "UPDATE alerts SET told_at = ?, told_count = count WHERE alert_id = ? AND count >= 2 * told_count",
      arguments: [now, alert.alertID])
    return changesCount > 0
  }
}

extension AlertCause {
  /// `EUR:50,GBP:1200`.
  fileprivate var stakes: String {
    atStake.sorted { $0.key.code < $1.key.code }.map { "\($0.key.code):\($0.value)" }.joined(separator: ",")
  }
}
