import Foundation
import Records

/// Alerts as `Data/alerts.json` and `alert_command` have them.
struct AlertPage: Codable {
  var shop: String
  var alerts: [AlertNotice]

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

struct AlertNotice: Codable {
  /// What is new about it; nil in a list of all.
  var event: AlertNews.Event?
  var id: Int64
  var code: AlertCause.Kind
  var about: String
  var count: Int64
  /// In major units by currency code.
  var atStake: [String: Decimal]
  var message: String
  var nextStep: String
  /// Local time with offset.
  var openedAt: String
  var closedAt: String?
  var note: String?

  init(_ alert: Alert, event: AlertNews.Event?, _ zone: ShopZone) {
    self.event = event
    id = alert.alertID
    code = alert.cause.kind
    about = alert.cause.subject
    count = alert.cause.count
    atStake = [:]
    for (currency, amount) in alert.cause.atStake {
      atStake[currency.code] = Decimal(amount) / Decimal(currency.minorPerMajor)
    }
    message = alert.cause.message
    nextStep = alert.cause.remedy
    openedAt = zone.iso(alert.openedAt)
    closedAt = alert.closedAt.map(zone.iso)
    note = alert.note
  }
}
