internal import Ledger
internal import Records

/// What only the owner can put right.
struct Attention {
  var heldRows: Int64
  /// "£612", if the held rows say what they are worth.
  var atStake: String?
  /// What was noticed of sources and days; what is wrong with a file is told with the files.
  var alerts: [Alert]
  /// Files of the last 30 days that could not be taken and were not taken later under the same name.
  var failedFiles: [ImportFigures]

  init(_ figures: ShopFigures) {
    heldRows = figures.heldRows
    alerts = figures.alerts.filter { $0.cause.kind != .budgetExceeded }
    atStake = Shown.amounts(figures.heldAtStake, whole: true)
    var taken: Set<[UInt8]> = []
    failedFiles = []
    for file in figures.imports {
      let age = figures.today.days(since: figures.zone.day(at: file.receivedAt))
      if file.result == .failed, age <= 30, !taken.contains(Array(file.fileName.utf8)) {
        failedFiles.append(file)
      }
      if file.result != .failed { taken.insert(Array(file.fileName.utf8)) }
    }
  }

  var isNeeded: Bool { heldRows > 0 || !failedFiles.isEmpty || !alerts.isEmpty }

  /// `41 rows need attention, about £612`.
  var rowsInWords: String? {
    guard heldRows > 0 else { return nil }
    let money = atStake.map { ", about \($0)" } ?? ""
    return Shown.count(heldRows, "row needs", "rows need") + " attention\(money)"
  }

  /// `41 rows, 2 files`.
  var counts: String {
    let rows = heldRows > 0 ? Shown.count(heldRows, "row", "rows") : nil
    let files = failedFiles.isEmpty ? nil : Shown.count(Int64(failedFiles.count), "file", "files")
    let alerts = alerts.isEmpty ? nil : Shown.count(Int64(alerts.count), "warning", "warnings")
    return [rows, files, alerts].compactMap(\.self).joined(separator: ", ")
  }

  /// `2 files could not be read`.
  var filesInWords: String? {
    failedFiles.isEmpty ? nil : Shown.count(Int64(failedFiles.count), "file", "files") + " could not be read"
  }

  private func line(_ alert: Alert) -> Html {
    let stake = Shown.amounts(alert.cause.atStake, whole: true).map { ", about \($0) held back" } ?? ""
    return """
      <p><strong>\(data: alert.cause.title, limit: 80)</strong>: \(data: alert.cause.message, limit: 240)\(stake).
      <br>What to do: \(data: alert.cause.remedy, limit: 240)</p>

      """
  }

  private var rest: Html {
    alerts.count > 5 ? "<p>and \(Shown.count(Int64(alerts.count - 5), "warning", "warnings")) more</p>" : ""
  }

  /// An amber bar, or nothing at all.
  func bar(folder: String = "") -> Html {
    guard isNeeded else { return "" }
    let rows: Html? = rowsInWords.map {
      """
      <p><strong>\($0).</strong>
      <a href="\(folder)quarantine.html">See why, and how to put them right</a></p>
      """
    }
    let files: Html? = filesInWords.map {
      "<p><strong>\($0).</strong> <a href=\"\(folder)imports.html\">See which, and what to do</a></p>"
    }
    return "<div class=\"attention\">\(rows)\(files)\(alerts.prefix(5).map(line))\(rest)</div>"
  }
}

extension AlertCause {
  /// `web shop: low score`.
  fileprivate var title: String {
    let words =
      switch kind {
      case .scoreBelow: "low score"
      case .budgetExceeded: "file held whole"
      case .volumeUnusual: "unusual day"
      case .fileExpected: "file missing"
      case .reportsStale: "reports out of date"
      }
    return subject.isEmpty ? words : "\(subject): \(words)"
  }
}
