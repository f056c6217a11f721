/// A table that scrolls sideways within itself where the page is too narrow for it.
struct HtmlTable {
  struct Column: ExpressibleByStringLiteral {
    var name: String
    var isText = false

    /// A column of numbers.
    init(_ name: String) { self.name = name }
    init(stringLiteral name: String) { self.name = name }

    static func text(_ name: String) -> Column {
      var column = Column(name)
      column.isText = true
      return column
    }
  }

  var caption: String
  var columns: [Column]
  /// One `<tr>` each, with as many cells as there are columns.
  var rows: [Html]

  var html: Html {
    """
    <div class="scroll" tabindex="0" role="group" aria-label="\(caption), table">
    <table>
    <caption>\(caption)</caption>
    <thead><tr>\(columns.map(head))</tr></thead>
    <tbody>
    \(rows)</tbody>
    </table>
    </div>

    """
  }

  /// Closed on the screen until asked for; print shows it.
  var folded: Html { "<details><summary>Show the numbers</summary>\n\(html)</details>" }

  private func head(_ column: Column) -> Html {
    column.isText
      ? "<th scope=\"col\" class=\"text\">\(column.name)</th>" : "<th scope=\"col\">\(column.name)</th>"
  }
}
