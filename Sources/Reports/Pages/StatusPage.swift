internal import Ledger

/// `STATUS.html`, beside the inbox: is all well, and if not, what to do.
struct StatusPage {
  var figures: ShopFigures
  var version: String

  private static let folder = "Reports/"
  /// Below this the next files may not fit.
  private static let littleSpace: Int64 = 1_000_000_000

  var bytes: [UInt8] {
    let page = Page(figures: figures, version: version, name: nil, folder: Self.folder, heading: heading)
    return page.bytes(
      """
      \(Attention(figures).bar(folder: Self.folder))
      \(space)
      \(notices)
      \(facts)
      \(ExpectedTable(figures: figures).html)
      <p><a href="\(Self.folder)index.html"><strong>Open the reports</strong></a></p>
      <h2>How to stop and start</h2>
      <p>Daybook works as long as <code>daybook watch</code> runs in a terminal. Press Ctrl and C to stop it,
      at any moment: a file is taken as a whole or not at all. Start it again with <code>daybook watch</code>
      in this folder. To read what lies in Inbox just once, use <code>daybook run</code>.</p>
      """)
  }

  private var heading: String {
    let attention = Attention(figures)
    if isFull { return "Needs you: the disk is nearly full" }
    if attention.isNeeded { return "Needs you: \(attention.counts)" }
    if figures.filesWaiting > 0 {
      return Shown.count(Int64(figures.filesWaiting), "file", "files") + " waiting"
    }
    return figures.imports.isEmpty ? "Ready for the first file" : "Everything is up to date"
  }

  private var isFull: Bool { figures.freeBytes.map { $0 < Self.littleSpace } ?? false }

  private var space: Html {
    guard isFull, let free = figures.freeBytes else { return "" }
    return """
      <div class="attention"><p><strong>Only \(Shown.bytes(free)) are free on this disk.</strong> Make room
      before dropping more files.</p></div>
      """
  }

  private var notices: Html? {
    guard !figures.notices.isEmpty else { return nil }
    let sentences = figures.notices.map { words -> Html in "<p>\(words)</p>" }
    return "<div class=\"attention\">\(sentences)</div>"
  }

  private var facts: Html {
    let zone = figures.zone
    let last: Html =
      figures.imports.first.map { file in
        let result = ["accepted": "taken", "duplicate": "a repeat, nothing changed", "failed": "not taken"]
        return "\(zone.words(file.receivedAt)): \(data: file.fileName), \(result[file.result.rawValue] ?? "")"
      } ?? "none yet: drop an export into Inbox"
    return """
      <dl class="facts">
      <dt>Last file</dt><dd>\(last)</dd>
      <dt>Newest sale</dt><dd>\(figures.dataUpTo.map(zone.words) ?? "none yet")</dd>
      <dt>Waiting in Inbox</dt><dd>\(Shown.count(Int64(figures.filesWaiting), "file", "files"))</dd>
      <dt>Taken so far</dt><dd>\(Shown.count(figures.filesAccepted, "file", "files"))</dd>
      <dt>Free on the disk</dt><dd>\(figures.freeBytes.map(Shown.bytes) ?? "not known")</dd>
      </dl>
      """
  }
}
