import Records

/// What one export said was given back on an order so far.
struct RefundStatement: Equatable {
  /// UTC seconds and the shop's day of the export.
  var statedAt: Int64
  var statedOn: Day
  var refunded: Int64
}

/// A refund that a document of its own tells.
struct RefundDocument: Equatable {
  var happenedAt: Int64
  var day: Day
  var amount: Int64
  /// The batch that has the document, and its row there.
  var batchID: Int64 = 0
  var sourceRow: Int64 = 0
}

/// A refund that stands in none of the order's own lines.
struct RefundEvent: Equatable {
  var happenedAt: Int64
  var day: Day
  var given: OrderParts
  /// Nil for one that only the order's exports tell.
  var document: RefundDocument?
}

/// All that is told of an order's refunds.
struct RefundHistory {
  /// By time.
  var statements: [RefundStatement] = []
  /// By time and amount.
  var documents: [RefundDocument] = []
  /// What the order's own lines give back, by the second in which they do.
  var own: [Int64: Int64] = [:]

  /// The refunds behind it, each once, whoever tells it and in whatever order.
  ///
  /// - Parameter order: what the order is made of, so that goods are told from tax and shipping.
  func events(of order: OrderParts, orderedAt: Int64, on day: Day) -> [RefundEvent] {
    var rises = documentsBesideOwn() + (own.isEmpty ? statedBesideDocuments() : [])
    for index in rises.indices {
      rises[index].happenedAt = max(rises[index].happenedAt, orderedAt)
      rises[index].day = max(rises[index].day, day)
    }
    rises.sort { ($0.happenedAt, $0.amount, $0.rank) < ($1.happenedAt, $1.amount, $1.rank) }
    var events: [RefundEvent] = []
    var booked = own.values.reduce(0, +)
    // Tellings that should be of one refund may differ in its day; all of an order is given back once.
    let most = own.isEmpty && documents.isEmpty ? Int64.max : max(order.total, booked)
    for rise in rises {
      let level = min(booked + rise.amount, most)
      guard level > booked else { continue }
      events.append(
        RefundEvent(
          happenedAt: rise.happenedAt, day: rise.day, given: order.part(of: level) - order.part(of: booked),
          document: rise.document))
      booked = level
    }
    return events
  }

  private struct Rise {
    var happenedAt: Int64
    var day: Day
    var amount: Int64
    var document: RefundDocument?

    var rank: Int { document == nil ? 0 : 1 }
  }

  /// The order's own lines tell a refund in the second of its document.
  private func documentsBesideOwn() -> [Rise] {
    var told = own
    return documents.compactMap { document in
      let known = min(max(told[document.happenedAt] ?? 0, 0), document.amount)
      if known > 0 { told[document.happenedAt, default: 0] -= known }
      guard document.amount > known else { return nil }
      return Rise(
        happenedAt: document.happenedAt, day: document.day, amount: document.amount - known,
        document: document)
    }
  }

  /// Refunds without a document are dated by the first export that has them, and never before the order.
  ///
  /// An export that states less than an earlier one takes back what the earlier one had on top. So what is left of
  /// each statement is the least that it or any later one states, and each rise of that is a refund.
  private func statedBesideDocuments() -> [Rise] {
    var levels = statements.map { statement in
      let documented = documents.prefix { $0.happenedAt <= statement.statedAt }.reduce(0) { $0 + $1.amount }
      return max(statement.refunded - documented, 0)
    }
    for index in levels.indices.dropLast().reversed() {
      levels[index] = min(levels[index], levels[index + 1])
    }
    var rises: [Rise] = []
    var booked: Int64 = 0
    for (statement, level) in zip(statements, levels) where level > booked {
      rises.append(
        Rise(happenedAt: statement.statedAt, day: statement.statedOn, amount: level - booked))
      booked = level
    }
    return rises
  }
}
