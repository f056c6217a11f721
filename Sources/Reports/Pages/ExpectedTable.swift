internal import Ledger
internal import Records

/// When the next file of each source is to come.
struct ExpectedTable {
  var figures: ShopFigures

  var html: Html {
    guard !figures.expected.isEmpty else { return "" }
    return """
      <h2>Files that come regularly</h2>
      \(table)
      """
  }

  private var table: Html {
    HtmlTable(
      caption: "Next files by source",
      columns: [.text("Source"), .text("They come"), .text("Last file"), .text("Next file"), .text("State")],
      rows: figures.expected.map(row)
    ).html
  }

  private func row(_ file: ExpectedFile) -> Html {
    let learned: Html? = file.isLearned ? "<small>as the last four weeks show</small>" : nil
    return """
      <tr><th scope="row">\(data: file.source, limit: 60)</th>\
      <td class="text">\(file.rhythm.inWords)\(learned)</td>\
      <td class="text">\(file.lastArrival?.inWords ?? "none yet")</td>\
      <td class="text">\(file.due.inWords)</td><td class="text">\(state(file))</td></tr>

      """
  }

  private func state(_ file: ExpectedFile) -> Html {
    switch file.state {
    case .pending: "not due yet"
    case .due: "due today"
    case .late: "<span class=\"mark bad\">late</span>"
    case .missed:
      "<span class=\"mark bad\">missed</span><small>\(Shown.count(file.missing, "file", "files"))</small>"
    }
  }
}

extension Rhythm {
  fileprivate var inWords: String {
    switch self {
    case .daily: "every day"
    case .weekdays: "Monday to Friday"
    case .weekly: "every week"
    case .never: "never"
    }
  }
}
