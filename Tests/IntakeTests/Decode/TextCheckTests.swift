import Testing

@testable import Intake

private func isText(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

@Test func `bytes are text where the library says so: every two, and three and four at the edges`() {
  let edges: [UInt8] = [
    0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xED, 0xEF,
  ]
  var wrong = 0
  func check(_ bytes: [UInt8]) {
    for filled in [bytes, Array("1234567".utf8) + bytes + Array("ä".utf8)] {
      if TextCheck.isText(filled.span) != isText(filled) { wrong += 1 }
    }
  }
  for first in UInt8.min...UInt8.max {
    for second in UInt8.min...UInt8.max { check([first, second]) }
    guard first >= 0xC0 else { continue }
    for second in edges {
      for third in edges {
        check([first, second, third])
        for fourth in edges { check([first, second, third, fourth]) }
      }
    }
  }
  #expect(wrong == 0)
}
