internal import Ledger

/// `glossary.html`: every number with its formula and an example.
struct GlossaryPage {
  var figures: ShopFigures
  var version: String

  var bytes: [UInt8] {
    let page = Page(figures: figures, version: version, name: .glossary, heading: "What each number means")
    return page.bytes(
      """
      <p>All examples come from one small day: £120.00 of goods sold in four orders, £10.00 of discounts,
      £15.00 of goods brought back. Unlike currencies are never added.</p>
      <dl>
      \(Term.all.map(entry))</dl>

      """)
  }

  private func entry(_ term: Term) -> Html {
    """
    <div class="term" id="\(term.id)">
    <dt>\(term.name)</dt>
    <dd>\(term.meaning)</dd>
    \(term.formula.map { "<dd class=\"formula\">\(term.name) = \($0)</dd>\n" })\
    <dd class="soft">Example: \(term.example)</dd>
    </div>

    """
  }
}
