/// Markup that cannot carry anybody else's markup.
///
/// It is written as a literal: what stands in the literal is markup and must be known when compiling, what is
/// put in by `\(…)` is text and is escaped, unless it is `Html` itself. A choice
/// between two bare literals, `\(flag ? "a" : "b")`, is text.
///
///     let cell: Html = "<td>\(product.name)</td>"
struct Html: Sendable, ExpressibleByStringInterpolation {
  private(set) var bytes: [UInt8] = []

  init(stringLiteral markup: StaticString) { append(markup: markup) }

  init(stringInterpolation parts: StringInterpolation) { bytes = parts.html.bytes }

  struct StringInterpolation: StringInterpolationProtocol {
    var html: Html = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      html.bytes.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ markup: StaticString) { html.append(markup: markup) }
    mutating func appendInterpolation(_ text: String) { html.append(text: text) }
    mutating func appendInterpolation(_ number: Int) { html.append(text: String(number)) }
    mutating func appendInterpolation(_ part: Html) { html.bytes += part.bytes }
    mutating func appendInterpolation(_ part: Html?) { html.bytes += part?.bytes ?? [] }
    mutating func appendInterpolation(_ parts: [Html]) { parts.forEach { html.bytes += $0.bytes } }

    /// A value from somebody's file: kept apart from the writing direction around it, and cut to `limit`.
    mutating func appendInterpolation(data text: String, limit: Int = 120) {
      html.append(markup: "<bdi>")
      html.append(text: String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))))
      if text.unicodeScalars.count > limit { html.append(text: "…") }
      html.append(markup: "</bdi>")
    }
  }

  private mutating func append(markup: StaticString) {
    markup.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func append(text: String) { bytes.append(escaping: text) }
}
