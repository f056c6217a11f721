internal import Ledger
internal import Records

/// What only the owner can put right.
struct Attention {
  var heldRows: Int64
  /// "£612", if the held rows say what they are worth.
  var atStake: String?
  /// Files of the last 30 days that could not be taken and were not taken later under the same name.
  var failedFiles: [ImportFigures]

  init(_ figures: ShopFigures) {
    heldRows = figures.heldRows
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

  var isNeeded: Bool { heldRows > 0 || !failedFiles.isEmpty }

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
    return [rows, files].compactMap(\.self).joined(separator: ", ")
  }

  /// `2 files could not be read`.
  var filesInWords: String? {
    failedFiles.isEmpty ? nil : Shown.count(Int64(failedFiles.count), "file", "files") + " could not be read"
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
    return "<div class=\"attention\">\(rows)\(files)</div>"
  }
}
