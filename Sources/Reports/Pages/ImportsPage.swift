internal import Ledger
internal import Records

/// `imports.html`: every file that came, newest first, and what became of its rows.
struct ImportsPage {
  var figures: ShopFigures
  var version: String

  /// Keeps the page below 150 KB.
  private static let shown = 150

  var bytes: [UInt8] {
    let page = Page(figures: figures, version: version, name: .imports, heading: "Files")
    guard !figures.imports.isEmpty else {
      return page.bytes(
        "<p>No file has come yet. Drop an export into <b>Inbox</b>, and it is listed here.</p>")
    }
    let files = figures.imports.prefix(Self.shown)
    let cut = figures.imports.count > files.count ? " Below are the \(files.count) newest." : ""
    return page.bytes(
      """
      <p>\(Shown.count(figures.filesAccepted, "file was", "files were")) taken,
      \(Shown.count(figures.filesFailed)) could not be. Originals are kept byte for byte; the folders below
      lie beside Reports.\(cut)</p>
      \(failed)
      \(table(Array(files)))
      \(ExpectedTable(figures: figures).html)
      \(RestatedTable(figures: figures).html)
      """)
  }

  private var failed: Html {
    let files = Attention(figures).failedFiles.prefix(20)
    let entries = files.map { file -> Html in
      """
      <p><strong>\(data: file.fileName, limit: 80)</strong>:
      \(data: file.message ?? "it could not be read", limit: 300)
      \(file.remedy.map { "<br>What to do: \(data: $0, limit: 300)" })</p>

      """
    }
    return files.isEmpty ? "" : "<div class=\"attention\">\(entries)</div>"
  }

  private func table(_ files: [ImportFigures]) -> Html {
    let table = HtmlTable(
      caption: "Files, newest first",
      columns: [
        .text("File"), .text("Result"), "Rows", "New", "Updated", "Unchanged", "Older", "Twice", "Held back",
        "Skipped", "Score",
      ],
      rows: files.map { $0.result == .accepted ? accepted($0) : refused($0) })
    return """
      \(table.html)
      <p class="soft"><small>\(Term.rowsOfFile.link): what the columns mean, and how they add up.</small></p>
      """
  }

  private func head(_ file: ImportFigures) -> Html {
    let kept: Html? = file.keptAt.map { "<small>kept in \(data: folder($0), limit: 120)</small>" }
    return """
      <th scope="row" class="wide">\(data: file.fileName, limit: 80)\
      <small>\(figures.zone.shortWords(file.receivedAt)) · \
      \(data: file.source, limit: 40) · \(Shown.bytes(file.bytes))</small>\(kept)</th>
      """
  }

  private func folder(_ path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? path
  }

  private func accepted(_ file: ImportFigures) -> Html {
    let counts = [
      file.rows, file.inserted, file.updated, file.unchanged, file.superseded, file.duplicate, file.held,
      file.skipped,
    ]
    let days: Html? = file.firstDay.flatMap { first in
      file.lastDay.map { "<small>\(first == $0 ? "" : "\(first.short) – ")\($0.shortWithYear)</small>" }
    }
    return """
      <tr>\(head(file))<td class="text">taken\(days)</td>\(counts.map { "<td>\(Shown.count($0))</td>" })\
      <td>\(file.score.map(Shown.hundredths) ?? "–")\(value(file))</td></tr>

      """
  }

  private func value(_ file: ImportFigures) -> Html? {
    Shown.shares(file.cleanShares).map { "<small>\($0) of value</small>" }
  }

  /// A duplicate or a failed file has no rows to count: its sentence takes their place.
  private func refused(_ file: ImportFigures) -> Html {
    let result: Html = file.result == .failed ? "<span class=\"mark bad\">not taken</span>" : "repeat"
    let remedy: Html? = file.remedy.map { "<small>What to do: \(data: $0, limit: 200)</small>" }
    return """
      <tr>\(head(file))<td class="text">\(result)</td>\
      <td class="text" colspan="9">\(data: file.message ?? "", limit: 200)\(remedy)</td></tr>

      """
  }
}
