/// Something an owner should look at, for as long as it is so.
public struct AlertCause: Sendable, Hashable {
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case scoreBelow = "score.below"
    case budgetExceeded = "budget.exceeded"
    case volumeUnusual = "volume.unusual"
    case fileExpected = "arrival.missing"
    case reportsStale = "reports.stale"
  }

  public var kind: Kind
  /// What it is about, such as a source; with the kind it tells one cause from another.
  public var subject: String
  /// How many rows, files or days are at fault.
  public var count: Int64
  public var atStake: [Currency: Int64]
  public var message: String
  /// The next step.
  public var remedy: String

  public init(
    _ kind: Kind, subject: String = "", count: Int64, atStake: [Currency: Int64] = [:], message: String,
    remedy: String
  ) {
    self.kind = kind
    self.subject = subject
    self.count = count
    self.atStake = atStake
    self.message = message
    self.remedy = remedy
  }
}

/// A cause as the ledger remembers it: at most one open alert for each.
public struct Alert: Sendable, Hashable {
  public var alertID: Int64
  public var cause: AlertCause
  /// UTC seconds.
  public var openedAt: Int64
  public var closedAt: Int64?
  /// Why it was closed.
  public var note: String?

  public init(alertID: Int64, cause: AlertCause, openedAt: Int64, closedAt: Int64? = nil, note: String? = nil)
  {
    self.alertID = alertID
    self.cause = cause
    self.openedAt = openedAt
    self.closedAt = closedAt
    self.note = note
  }
}

/// What is worth telling of an alert: that it came, that it has doubled, that it is over.
public struct AlertNews: Sendable, Hashable {
  public enum Event: String, Sendable, Codable { case opened, doubled, closed }

  public var event: Event
  public var alert: Alert

  public init(_ event: Event, _ alert: Alert) {
    self.event = event
    self.alert = alert
  }
}
