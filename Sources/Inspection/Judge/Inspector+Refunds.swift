import Records

/// Money given back on a day of its own.
struct Refund: Sendable {
  var amount: Int64
  /// UTC seconds; nil where the export does not say when.
  var happenedAt: Int64?
  var row: Int
  /// What was given back, where its row names it.
  var product = ByteRange.none
  var productHash: UInt64 = 0

  /// Whatever the order in which an export tells its refunds, this is theirs.
  static func comesFirst(_ left: Refund, _ right: Refund) -> Bool {
    (left.happenedAt ?? 0, left.amount, left.productHash)
      < (right.happenedAt ?? 0, right.amount, right.productHash)
  }
}

extension Inspector {
  /// Everything is given back, and nothing says when or how much.
  var givesBackAll: Bool {
    mutating get { status == .refunded && refunds.isEmpty && refunded == nil }
  }

  /// What was given back so far. A refunded order that says nothing was is given back whole.
  var refunded: Int64? {
    mutating get {
      let (kept, amount) = (header[at: at.amountKept], header[at: at.amount])
      if kept.isGood, amount.isGood, refunds.isEmpty { return max(amount.number - kept.number, 0) }
      let slot = header[at: at.refunded]
      guard slot.isGood, refunds.isEmpty, slot.number != 0 || status != .refunded else { return nil }
      return slot.number
    }
  }

  /// Each nested row with an amount is one event; of the order's own rows, what `take` says. An amount without a day
  /// has the day that stands before it in its record.
  mutating func readRefunds(
    _ group: Group, _ shifted: Set<Int>, in work: borrowing Work, _ bytes: Span<UInt8>
  ) {
    refunds.clear()
    guard at.refundAmount >= 0 else { return }
    var happenedAt: Int64?
    var plain: Int?
    for member in group.members where !shifted.contains(Int(member)) {
      let row = Int(member)
      let isNested = work.batch.rows[row].continuesRecord
      if at.refundedAt >= 0, !bytes.trimmed(reader.cell(at.refundedAt, row, in: work)).isEmpty {
        let slot = reader.read(at.refundedAt, row: row, in: work, bytes: bytes)
        happenedAt = slot.isGood ? slot.number : nil
      }
      if bytes.trimmed(reader.cell(at.refundAmount, row, in: work)).isEmpty { continue }
      let slot = reader.read(at.refundAmount, row: row, in: work, bytes: bytes)
      guard slot.isGood, slot.number != 0 else { continue }
      var refund = Refund(amount: slot.number, happenedAt: happenedAt, row: row)
      if isNested, at.productID >= 0 {
        refund.product = bytes.trimmed(reader.cell(reader.plan.headerCount + at.productID, row, in: work))
        var hash = StableHash()
        hash.combine(bytes, refund.product)
        refund.productHash = hash.bits
      }
      if let place = plain, !isNested {
        combine(refund, into: place)
      } else {
        if !isNested { plain = refunds.count }
        refunds.append(refund)
      }
    }
    if refunds.count > 1 { refunds.sort(by: Refund.comesFirst) }
  }

  private mutating func combine(_ refund: Refund, into place: Int) {
    switch reader.plan.bound[at.refundAmount].take {
    case .first: break
    case .largest: if refund.amount > refunds[place].amount { refunds[place] = refund }
    case .sum: refunds[place].amount += refund.amount
    }
  }

  /// Nobody gives back more than was paid.
  mutating func checkRefunds(_ money: (totals: OrderTotals, sums: OrderSums), head: Int) {
    let given = refunds.isEmpty ? refunded ?? 0 : refunds.reduce(0) { $0 + $1.amount }
    guard given != 0 else { return }
    let paid = money.totals.amount + (money.sums.tipIsOutside ? money.totals.tip : 0)
    reader.book.apply(.refundExceedsSale)
    if given > paid {
      reader.book.fail(.refundExceedsSale, row: head, detail: "\(plain(given)) of \(plain(paid))")
    }
    let sold = header[at: at.timestamp].goodNumber
    for refund in refunds {
      guard let happenedAt = refund.happenedAt else { continue }
      reader.book.apply(.datesOutOfOrder)
      if happenedAt < sold {
        reader.book.fail(.datesOutOfOrder, row: refund.row, field: columnName(at.refundedAt))
      }
    }
  }

  /// One return line for each event, on its own day; without a day, on that of the sale.
  mutating func appendRefunds(from first: Int, _ lines: inout [LineFact]) {
    let sold = header[at: at.timestamp].goodNumber
    let order = OrderParts(of: lines[first...])
    var given: Int64 = 0
    for refund in refunds {
      var line = LineFact()
      line.kind = .return
      line.lineID = Int64(lines.count - first + 1)
      line.happenedAt = max(refund.happenedAt ?? sold, sold)
      line.day = reader.moments.clock.day(at: line.happenedAt)
      line.productID = refund.product
      let part = order.part(of: given + refund.amount) - order.part(of: given)
      given += refund.amount
      (line.returned, line.shipping, line.tax, line.tip) = (part.goods, -part.shipping, -part.tax, -part.tip)
      line.sourceRow = Int32(refund.row)
      lines.append(line)
    }
  }

  /// A refunded order gives back the net value of every line, on the day it was refunded where that is known.
  mutating func appendReturns(from first: Int, _ lines: inout [LineFact]) {
    let sales = first..<lines.count
    let sold = lines[first].happenedAt
    let updated = header[at: at.updatedAt].goodNumber
    let happenedAt = updated >= sold ? updated : sold
    let day = reader.moments.clock.day(at: happenedAt)
    for index in sales where lines[index].kind == .sale {
      var line = LineFact()
      line.kind = .return
      line.lineID = Int64(lines.count - first + 1)
      (line.happenedAt, line.day) = (happenedAt, day)
      (line.productID, line.productName) = (lines[index].productID, lines[index].productName)
      (line.quantity, line.unitPrice) = (lines[index].quantity, lines[index].unitPrice)
      line.returned = lines[index].gross - lines[index].discount
      line.sourceRow = lines[index].sourceRow
      lines.append(line)
    }
  }
}

extension OrderParts {
  fileprivate init(of lines: some Sequence<LineFact>) {
    self.init()
    for line in lines {
      goods += line.gross - line.discount - line.returned
      shipping += line.shipping
      tax += line.tax
      tip += line.tip
    }
  }
}
