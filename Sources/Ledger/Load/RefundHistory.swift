import Records

/// What one export said was given back on an order so far.
struct RefundStatement: Equatable {
  /// UTC seconds and the shop's day of the export.
  var statedAt: Int64
  var statedOn: Day
  var refunded: Int64
}

/// A refund as far as exports tell it that give its amount and no day.
struct RefundEvent: Equatable {
  var happenedAt: Int64
  var day: Day
  var given: OrderParts
}

/// From how the sum given back stood in each export to the refunds behind it.
enum RefundHistory {
  /// Refunds are dated by the first export that has them, and never before the order.
  ///
  /// An export that states less than an earlier one takes back what the earlier one had on top. So what is left of
  /// each statement is the least that it or any later one states, and each rise of that is a refund.
  ///
  /// - Parameters:
  ///   - statements: by time.
  ///   - order: what the order is made of, so that goods are told from tax and shipping.
  static func events(
    _ statements: [RefundStatement], of order: OrderParts, orderedAt: Int64, on day: Day
  ) -> [RefundEvent] {
    var levels = statements.map { max($0.refunded, 0) }
    for index in levels.indices.dropLast().reversed() {
      levels[index] = min(levels[index], levels[index + 1])
    }
    var events: [RefundEvent] = []
    var booked: Int64 = 0
    for (statement, level) in zip(statements, levels) where level > booked {
      events.append(
        RefundEvent(
          happenedAt: max(statement.statedAt, orderedAt), day: max(statement.statedOn, day),
          given: order.part(of: level) - order.part(of: booked)))
      booked = level
    }
    return events
  }
}
