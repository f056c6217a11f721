import Records

/// One value taken from a row: where its text stands, and its number where it has one.
struct Slot: Sendable {
  enum State: UInt8 {
    case missing, good, bad
    /// Of mapped rows only: to be read by all the rules.
    case unread
  }

  var state = State.missing
  /// The value as text, without what was stripped; for a bad value, what stood there.
  var text = ByteRange.none
  /// Minor units, thousandths, UTC seconds, a packed currency or a status, by the field's type.
  var number: Int64 = 0

  static let missing = Slot()

  var isGood: Bool { state == .good }
  /// The text of a good value; nothing for a missing or a bad one.
  var goodText: ByteRange { state == .good ? text : .none }
  var goodNumber: Int64 { state == .good ? number : 0 }
}
