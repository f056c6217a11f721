/// Words that are nothing out of the ordinary, which nearly all are, found with little work. Whatever is not sure is left
/// to the careful functions, so these need no reasons: -1 is enough.
extension JSONToken {
  static let comma: UInt8 = 0x2C
  static let colon: UInt8 = 0x3A

  /// Where the text that begins at `start` has its closing quote, if it is ASCII without an escape.
  @inline(__always) static func plainText(_ view: ByteView, _ start: Int) -> Int {
    var at = start
    while at < view.count {
      let word = view.word(at: at)
      let plain =
        Lanes.filled(word ^ Lanes.all(quote)) & Lanes.filled(word ^ Lanes.all(backslash))
        & Lanes.filled(word & Lanes.all(0xE0)) & ~word
      let hits = ~plain & Lanes.highs
      guard hits != 0 else {
        at += 8
        continue
      }
      at += Lanes.first(hits)
      return view[at] == quote && at < view.count ? at : -1
    }
    return -1
  }

  /// Behind a number without an exponent, `true`, `false` or `null`. What follows must be looked at: it may go on.
  @inline(__always) static func plainWord(_ view: ByteView, _ start: Int) -> Int {
    switch view[start] {
    case 0x2D, 0x30...0x39: return plainNumber(view, start)
    case 0x74: return view.word(at: start) & 0xFFFF_FFFF == 0x6575_7274 ? start + 4 : -1
    case 0x6E: return view.word(at: start) & 0xFFFF_FFFF == 0x6C6C_756E ? start + 4 : -1
    case 0x66: return view.word(at: start) & 0xFF_FFFF_FFFF == 0x65_736C_6166 ? start + 5 : -1
    default: return -1
    }
  }

  @inline(__always) private static func plainNumber(_ view: ByteView, _ start: Int) -> Int {
    var at = view[start] == 0x2D ? start + 1 : start
    let first = at
    // The zeros behind the view end this.
    while view[at] &- 0x30 < 10 { at += 1 }
    guard at > first, view[first] != 0x30 || at == first + 1 else { return -1 }
    guard view[at] == 0x2E else { return at }
    let fraction = at + 1
    at = fraction
    while view[at] &- 0x30 < 10 { at += 1 }
    return at > fraction ? at : -1
  }
}
