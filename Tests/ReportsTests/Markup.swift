import Foundation
import Testing

@testable import Reports

/// A page or a part of one, to be looked through as text.
struct Markup {
  var text: String

  init(_ text: String) { self.text = text }
  init(_ html: Html) { text = String(decoding: html.bytes, as: UTF8.self) }

  /// The start tags of one name, without `<` and `>`.
  func tags(_ name: String) -> [String] {
    text.components(separatedBy: "<\(name)").dropFirst().compactMap { rest in
      guard let first = rest.unicodeScalars.first, " >/".unicodeScalars.contains(first) else { return nil }
      return name + rest.prefix { $0 != ">" }
    }
  }

  /// Every `svg` is followed by a table with as many rows as it has points; several may share one.
  func expectTables(sourceLocation: SourceLocation = #_sourceLocation) {
    let parts = text.components(separatedBy: "<svg ")
    for index in parts.indices.dropFirst() {
      let body = parts[index...].joined().components(between: "<tbody>", and: "</tbody>")
      let rows = body.components(separatedBy: "<tr").count - 1
      #expect(Double(rows) == parts[index].number("data-points"), sourceLocation: sourceLocation)
    }
  }
}

extension String {
  /// The value of an attribute; -1 where there is none.
  func attribute(_ name: String) -> String? {
    components(separatedBy: " \(name)=\"").dropFirst().first?.components(separatedBy: "\"")[0]
  }

  func components(between start: String, and end: String) -> String {
    components(separatedBy: start).dropFirst().first?.components(separatedBy: end)[0] ?? ""
  }

  func number(_ name: String) -> Double { attribute(name).flatMap(Double.init) ?? -1 }

  /// The places a path goes to by `M` and `L`.
  var pathPoints: [(x: Double, y: Double)] {
    let data = attribute("d")?.replacing("h0", with: "") ?? ""
    return data.split(whereSeparator: { $0 == "M" || $0 == "L" }).map { place in
      let numbers = place.split(separator: " ").compactMap { Double($0) }
      return numbers.count == 2 ? (numbers[0], numbers[1]) : (-1, -1)
    }
  }
}
