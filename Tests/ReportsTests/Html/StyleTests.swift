import Foundation
import Testing

@testable import Reports

struct StyleTests {
  private let css = Style.css.description

  @Test func `the hash in every page is the hash of the style`() throws {
    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/bin/sh")
    openssl.arguments = ["-c", "openssl dgst -sha256 -binary | openssl base64 -A"]
    let (input, output) = (Pipe(), Pipe())
    openssl.standardInput = input
    openssl.standardOutput = output
    try openssl.run()
    input.fileHandleForWriting.write(Data(css.utf8))
    try input.fileHandleForWriting.close()
    let hash = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(hash == Style.hash.description, "the style has changed: put \(hash) into Style.hash")
  }

  @Test func `the style loads nothing`() {
    for word in ["url(", "@import", "http", "expression"] { #expect(!css.contains(word)) }
  }

  /// What is written or drawn in the first colour on the second, and the contrast it needs.
  private static let pairs: [(String, String, Double)] = [
    ("ink", "paper", 4.5), ("ink", "card", 4.5), ("soft", "paper", 4.5), ("soft", "card", 4.5),
    ("accent", "paper", 4.5), ("accent", "card", 4.5), ("warn-ink", "warn-paper", 4.5), ("good", "card", 4.5),
    ("bad", "card", 4.5), ("bad", "paper", 4.5), ("ink", "tint", 4.5), ("soft", "tint", 4.5),
    ("accent", "tint", 4.5), ("edge", "card", 3), ("edge", "paper", 3), ("before", "card", 3),
    ("warn-edge", "warn-paper", 3),
  ]

  @Test(arguments: 0..<2)
  func `text and lines stand out in light and dark`(scheme: Int) throws {
    let palette = try palette(scheme)
    for (front, back, needed) in Self.pairs {
      let contrast = Self.contrast(try #require(palette[front]), try #require(palette[back]))
      #expect(contrast >= needed, "\(front) on \(back) has only \(contrast)")
    }
  }

  /// The first `:root` block is the light palette, the second the dark one.
  private func palette(_ index: Int) throws -> [String: Int] {
    let blocks = css.components(separatedBy: ":root{").dropFirst().map { $0.prefix { $0 != "}" } }
    var colours: [String: Int] = [:]
    for entry in try #require(blocks.dropFirst(index).first).split(whereSeparator: { $0 == ";" || $0 == "\n" }
    ) {
      let parts = entry.split(separator: ":")
      if parts.count == 2, parts[1].hasPrefix("#") {
        colours[String(parts[0].dropFirst(2))] = Int(parts[1].dropFirst(), radix: 16)
      }
    }
    return colours
  }

  /// WCAG 2.2, "contrast ratio".
  private static func contrast(_ one: Int, _ other: Int) -> Double {
    let (first, second) = (luminance(one), luminance(other))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)
  }

  private static func luminance(_ colour: Int) -> Double {
    let parts = [colour >> 16, colour >> 8 & 255, colour & 255].map { part -> Double in
      let share = Double(part) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}
