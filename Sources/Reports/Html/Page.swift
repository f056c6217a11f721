internal import Ledger
internal import Records

/// One of the pages and where it lies, seen from the shop folder's `Reports/`.
enum PageName: String, CaseIterable {
  case overview = "index.html"
  case money = "money.html"
  case quality = "quality.html"
  case quarantine = "quarantine.html"
  case imports = "imports.html"
  case glossary = "glossary.html"

  var title: String {
    switch self {
    case .overview: "Overview"
    case .money: "Fees and payouts"
    case .quality: "Quality"
    case .quarantine: "Held back"
    case .imports: "Files"
    case .glossary: "Glossary"
    }
  }
}

extension PageName {
  /// The pages of a shop: without exports of payment services there is nothing to say of fees and payouts.
  static func shown(_ figures: ShopFigures) -> [PageName] {
    allCases.filter { $0 != .money || !figures.movements.isEmpty }
  }
}

/// What all pages have around their content.
struct Page {
  var figures: ShopFigures
  var version: String
  /// Nil for the status page, which is no part of `Reports/`.
  var name: PageName?
  /// From this page to the folder of the others: empty, or `Reports/`.
  var folder = ""
  var heading: String

  func bytes(_ content: Html) -> [UInt8] {
    let html: Html = """
      <!doctype html>
      <html lang="en">
      \(head)
      <body>
      <a class="skip" href="#content">Skip to the content</a>
      <header class="top">
      <p class="shop">\(data: figures.shopName)</p>
      \(navigation)
      </header>
      <main id="content">
      <h1>\(heading)</h1>
      \(freshness)
      \(content)
      </main>
      \(foot)
      </body>
      </html>

      """
    return html.bytes
  }

  private var head: Html {
    """
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    style-src 'sha256-\(Html(stringLiteral: Style.hash))'; base-uri 'none'; form-action 'none'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <meta name="robots" content="noindex">
    <title>\(title)</title>
    <style>\(Html(stringLiteral: Style.css))</style>
    </head>
    """
  }

  private var title: String {
    heading == figures.shopName ? "\(heading): overview" : "\(heading) · \(figures.shopName)"
  }

  private var navigation: Html {
    let links = PageName.shown(figures).map { page -> Html in
      let current: Html = page == name ? " aria-current=\"page\"" : ""
      return "<li><a href=\"\(folder)\(page.rawValue)\"\(current)>\(page.title)</a></li>\n"
    }
    return "<nav aria-label=\"Pages\"><ul>\n\(links)</ul></nav>"
  }

  /// How new the numbers are: the newest sale, and the file that came in last.
  private var freshness: Html {
    guard let newest = figures.dataUpTo else { return "" }
    let zone = figures.zone
    let file: Html? = figures.imports.first { $0.result == .accepted }.map {
      """
       · last import \(zone.words($0.receivedAt)): \(data: $0.fileName), \
      \(Shown.count($0.rows, "row", "rows"))
      """
    }
    return "<p class=\"fresh\">Data up to \(zone.words(newest))\(file)</p>"
  }

  private var foot: Html {
    """
    <footer class="foot">
    <p>Made by Daybook \(version) · all times in \(figures.zone.identifier) · \
    <a href="\(folder)glossary.html">what each number means</a></p>
    </footer>
    """
  }
}
