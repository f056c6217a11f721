import Foundation
import Ledger
import Records
import Testing

@testable import Reports

/// What holds for every page, whatever the shop.
struct PagesTests {
  static let hostile = [
    "<script>alert(1)</script>", "\u{0600}<img src=x onerror=alert(1)>",
    "\"\u{0301} autofocus onfocus=alert(1) x=\"",
    "' onload='x", "</style></title></bdi>", "\u{202E}gpj.exe\u{0}\t\u{2066}", "&lt;b&gt;", "<\u{0338}!--",
  ]

  private static func shops() -> [ShopFigures] {
    [DemoShop().figures(), .empty(), DemoShop(spice: hostile.joined()).figures()]
  }

  private static var clean: [(path: String, text: String)] { DemoShop().figures().pages() }

  @Test(arguments: hostile)
  func `hostile text adds no markup to any page`(text: String) {
    for (clean, spiced) in zip(Self.clean, DemoShop(spice: text).figures().pages()) {
      for name in ["script", "img", "style", "title", "bdi", "!--", "a", "td", "svg"] {
        #expect(
          Markup(clean.text).tags(name).count == Markup(spiced.text).tags(name).count,
          "\(clean.path): \(name)")
      }
      #expect(
        clean.text.utf8.count { $0 == UInt8(ascii: "<") }
          == spiced.text.utf8.count { $0 == UInt8(ascii: "<") })
      #expect(
        clean.text.utf8.count { $0 == UInt8(ascii: "\"") }
          == spiced.text.utf8.count { $0 == UInt8(ascii: "\"") })
    }
  }

  @Test func `no page has a control character or a hidden direction mark`() {
    for (path, text) in Self.shops().flatMap({ $0.pages() }) {
      let bad = text.unicodeScalars.filter { scalar in
        (scalar.value < 0x20 && scalar != "\n") || (0x7F..<0xA0).contains(scalar.value)
          || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
      }
      #expect(bad.isEmpty, "\(path)")
    }
  }

  @Test func `no page runs anything, asks the network or styles in attributes`() {
    for (path, text) in DemoShop().figures().pages() + ShopFigures.empty().pages() {
      for word in ["<script", "http:", "https:", "//", " style=", " onload=", " src=", "@import", "url("] {
        #expect(!text.contains(word), "\(path) has \(word)")
      }
    }
  }

  @Test func `every page has its language, its one heading, its landmarks and its policy`() {
    for (path, text) in Self.shops().flatMap({ $0.pages() }) {
      let page = Markup(text)
      #expect(text.hasPrefix("<!doctype html>\n<html lang=\"en\">"), "\(path)")
      for name in ["h1", "header", "nav", "main", "footer", "title"] {
        #expect(page.tags(name).count(where: { _ in true }) >= 1, "\(path) has no \(name)")
      }
      #expect(page.tags("h1").count == 1)
      #expect(text.contains("<a class=\"skip\" href=\"#content\">") && text.contains("<main id=\"content\">"))
      #expect(
        text.contains(
          "default-src 'none'; style-src 'sha256-\(Style.hash)'; base-uri 'none'; form-action 'none'"))
      #expect(text.contains("<meta name=\"referrer\" content=\"no-referrer\">"))
      #expect(text.contains("<meta name=\"robots\" content=\"noindex\">"))
      #expect(text.contains("<meta name=\"color-scheme\" content=\"light dark\">"))
    }
  }

  @Test func `every table has a caption and heads with a scope, and can be reached by keyboard`() {
    for (path, text) in DemoShop().figures().pages() {
      let page = Markup(text)
      #expect(page.tags("table").count == page.tags("caption").count, "\(path)")
      #expect(page.tags("th").allSatisfy { $0.contains("scope=") }, "\(path)")
      #expect(
        page.tags("div").filter { $0.contains("class=\"scroll\"") }.allSatisfy {
          $0.contains("tabindex=\"0\"")
        })
    }
  }

  @Test func `rows have as many cells as the table has heads`() {
    for (path, text) in DemoShop().figures().pages() {
      for table in text.components(separatedBy: "<table>").dropFirst() {
        let rows = table.components(separatedBy: "</table>")[0].components(separatedBy: "<tr").dropFirst().map
        { row in
          let cells = Markup(row).tags("td") + Markup(row).tags("th")
          return cells.reduce(0) { $0 + Int(max(1, $1.number("colspan"))) }
        }
        #expect(Set(rows).count == 1, "\(path): \(rows)")
      }
    }
  }

  @Test func `every drawing is followed by a table of the same points`() {
    for (_, text) in DemoShop().figures().pages() { Markup(text).expectTables() }
  }

  @Test func `ids are unique and every reference to one is answered`() {
    for (path, text) in DemoShop().figures().pages() {
      let ids = text.components(separatedBy: " id=\"").dropFirst().map { $0.components(separatedBy: "\"")[0] }
      #expect(Set(ids).count == ids.count, "\(path)")
      for svg in Markup(text).tags("svg") {
        let names = svg.attribute("aria-labelledby")?.components(separatedBy: " ") ?? []
        #expect(names.count == 2 && names.allSatisfy(ids.contains), "\(path)")
      }
    }
  }

  @Test func `links lead to files that exist, and to places in them`() {
    let pages = DemoShop().figures().pages()
    let tables = ["Reports/csv/held_rows.csv"]
    for (path, text) in pages {
      let folder = path.hasPrefix("Reports/") ? "Reports/" : ""
      for link in Markup(text).tags("a").compactMap({ $0.attribute("href") }) where link != "#content" {
        let parts = link.components(separatedBy: "#")
        let target = pages.first { $0.path == folder + parts[0] }
        #expect(target != nil || tables.contains(folder + parts[0]), "\(path) → \(link)")
        if parts.count == 2 {
          #expect(target?.text.contains(" id=\"\(parts[1])\"") == true, "\(path) → \(link)")
        }
      }
    }
  }

  @Test func `equal figures give equal bytes`() {
    let (first, second) = (DemoShop().figures(), DemoShop().figures())
    #expect(ReportPages.all(first, version: "1.0") == ReportPages.all(second, version: "1.0"))
    #expect(ReportPages.status(first, version: "1.0") == ReportPages.status(second, version: "1.0"))
  }

  @Test func `no page shows markup as text or the inside of a value`() {
    for (path, text) in DemoShop().figures().pages() + ShopFigures.empty().pages() {
      for word in ["&lt;", "Html(", "Optional(", "nil", "⟨", "&amp;lt;"] {
        #expect(!text.contains(word), "\(path)")
      }
    }
  }

  @Test func `a page stays below 150 KB however much there is to show`() {
    var figures = DemoShop().figures()
    let long = String(repeating: "long name ", count: 25)
    figures.imports = (0..<500).map { index in
      var file = DemoShop(spice: long).file(index)
      file.keptAt = "Filed/2011/12/07/" + long + "/x"
      return file
    }
    figures.heldGroups = (0..<500).map { DemoShop(spice: long).held($0) }
    figures.currencies += [
      DemoShop(currency: .known("EUR")).sales(), DemoShop(currency: .known("JPY")).sales(),
    ]
    let source = figures.sources[0]
    figures.sources = (0..<8).map { index in
      var copy = source
      copy.source = "source \(index)"
      copy.lost = (0..<60).map {
        .init(code: "number.out_of_range", field: long + "\($0)", failed: 1, applied: 9, points: 2)
      }
      copy.trend = (0..<90).map { .init(day: Day(number: Int32(15_000 + $0)), score: 9_800) }
      return copy
    }
    for (path, text) in figures.pages() { #expect(text.utf8.count <= 150_000, "\(path)") }
  }
}
