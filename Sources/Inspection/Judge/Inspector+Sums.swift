import Records

extension Inspector {
  var lineStride: Int { reader.plan.lineRange.count }

  @inline(__always)  // A call would copy the inspector.
  func lineSlot(_ line: Int, _ position: Int) -> Slot {
    position >= 0 ? lineSlots[line * lineStride + position] : .missing
  }

  /// Works out each line's value into `weights` and how the lines make the total; nil where the order must
  /// be held or its numbers cannot be read.
  mutating func checkSums(head: Int) -> (totals: OrderTotals, sums: OrderSums)? {
    let totals = OrderTotals(
      amount: header[at: at.amount].goodNumber, discount: header[at: at.discount].goodNumber,
      shipping: header[at: at.shipping].goodNumber, tax: header[at: at.tax].goodNumber,
      tip: header[at: at.tip].goodNumber)
    let isReadable =
      header[at: at.amount].isGood
      && [at.discount, at.shipping, at.tax, at.tip].allSatisfy { header[at: $0].state != .bad }
    weights.removeAll(keepingCapacity: true)
    guard isReadable, !lineRows.isEmpty, let unpriced = valueLines() else { return nil }
    var sum = weights.reduce(0, +)
    if let first = unpriced.first {
      reader.book.apply(.priceMissing)
      guard unpriced.count == 1 else {
        for line in unpriced {
          reader.book.fail(
            .priceMissing, row: lineRows[line], field: columnName(priceField),
            detail: String(unpriced.count))
        }
        return nil
      }
      let missing = OrderSums.wanted(totals) - sum
      if missing >= 0 {
        derivePrice(of: first, value: missing)
        sum += missing
      }
    }
    reader.book.apply(.amountMismatch)
    guard let sums = OrderSums.reconcile(lines: sum, totals: totals) else {
      reader.book.fail(.amountMismatch, row: head, detail: explain(sum, totals))
      return nil
    }
    reader.book.apply(.amountRounded)
    if sums.difference != 0 { reader.book.fail(.amountRounded, row: head) }
    return (totals, sums)
  }

  private var priceField: Int { reader.plan.headerCount + at.unitPrice }

  /// The lines without a price; nil where a line's numbers are bad.
  private mutating func valueLines() -> [Int]? {
    var unpriced: [Int] = []
    for line in lineRows.indices {
      let (quantity, price) = (lineSlot(line, at.quantity), lineSlot(line, at.unitPrice))
      guard quantity.isGood, price.state != .bad else { return nil }
      if price.state == .missing {
        unpriced.append(line)
        weights.append(0)
      } else if let value = OrderSums.value(quantity: quantity.number, price: price.number) {
        weights.append(value)
      } else {
        reader.book.apply(.amountMismatch)
        reader.book.fail(
          .amountMismatch, row: lineRows[line], detail: "the line's value is too large to count")
        return nil
      }
    }
    return unpriced
  }

  private mutating func derivePrice(of line: Int, value: Int64) {
    let quantity = lineSlot(line, at.quantity).number
    weights[line] = value
    reader.book.apply(.priceDerived)
    reader.book.fail(.priceDerived, row: lineRows[line], field: columnName(priceField))
    let (thousandths, overflow) = value.multipliedReportingOverflow(by: 1000)
    guard at.unitPrice >= 0, quantity > 0, !overflow else { return }
    lineSlots[line * lineStride + at.unitPrice].number = (thousandths + quantity / 2) / quantity
  }

  /// `lines 26.00 − discount 1.00 + shipping 4.90 = 29.90, stated 30.90`.
  private func explain(_ lines: Int64, _ totals: OrderTotals) -> String {
    func plain(_ value: Int64) -> String { Money.plain(value, digits: reader.digits) }
    var text = "lines \(plain(lines))"
    if totals.discount != 0 { text += " − discount \(plain(totals.discount))" }
    if totals.shipping != 0 { text += " + shipping \(plain(totals.shipping))" }
    if totals.tax != 0 { text += " + tax \(plain(totals.tax))" }
    if totals.tip != 0 { text += " + tip \(plain(totals.tip))" }
    let sum = lines - totals.discount + totals.shipping + totals.tax + totals.tip
    return text + " = \(plain(sum)), stated \(plain(totals.amount))"
  }
}
