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
    weights.clear()
    guard !isBad(at.amount), !isBad(at.discount), !isBad(at.shipping), !isBad(at.tax), !isBad(at.tip),
      !isBad(at.duty), !lineRows.isEmpty
    else { return nil }
    if isOrderLevel { return totalAsLine(head: head) }
    guard let unpriced = valueLines() else { return nil }
    var totals = statedTotals()
    var sum = weights.reduce(0, +)
    if !unpriced.isEmpty {
      guard let missing = missingValue(unpriced, sum, totals) else { return nil }
      sum += missing
    }
    guard header[at: at.amount].isGood else {
      // Nothing to compare with: the lines are the total.
      let tax = definition.taxIsInside ? 0 : totals.tax
      totals.amount = sum - totals.discount + totals.shipping + totals.duty + tax + totals.tip
      return (totals, OrderSums(taxIsInside: definition.taxIsInside))
    }
    reader.book.apply(.amountMismatch)
    guard let sums = OrderSums.reconcile(lines: sum, totals: totals) else {
      reader.book.fail(.amountMismatch, row: head, detail: explain(sum, totals))
      reconciliation.differed += 1
      return nil
    }
    reader.book.apply(.amountRounded)
    if sums.difference != 0 { reader.book.fail(.amountRounded, row: head) }
    reconciliation.count(sums, hasTax: totals.tax != 0)
    return (totals, sums)
  }

  private mutating func isBad(_ position: Int) -> Bool { header[at: position].state == .bad }

  /// The order's one line is what its total leaves for goods: nothing can be compared.
  private mutating func totalAsLine(head: Int) -> (totals: OrderTotals, sums: OrderSums)? {
    let totals = statedTotals()
    guard header[at: at.amount].isGood else {
      // A field that must be there has said so itself.
      if !reader.book.mustHold {
        reader.book.apply(.noLines)
        reader.book.fail(.noLines, row: head)
      }
      return nil
    }
    weights.append(OrderSums.wanted(totals))
    return (totals, OrderSums())
  }

  /// What the order states of itself; where it says nothing, what its lines say together.
  private mutating func statedTotals() -> OrderTotals {
    var totals = OrderTotals(
      amount: header[at: at.amount].goodNumber, discount: header[at: at.discount].goodNumber,
      shipping: header[at: at.shipping].goodNumber, tax: header[at: at.tax].goodNumber,
      tip: header[at: at.tip].goodNumber, duty: header[at: at.duty].goodNumber)
    ownDiscounts = takeOwn(at.lineDiscount, header[at: at.discount], &totals.discount)
    ownShipping = takeOwn(at.lineShipping, header[at: at.shipping], &totals.shipping)
    ownTaxes = takeOwn(at.lineTax, header[at: at.tax], &totals.tax)
    return totals
  }

  /// True where the lines' own values make the order's, and so need not be worked out.
  private mutating func takeOwn(_ position: Int, _ stated: Slot, _ total: inout Int64) -> Bool {
    guard position >= 0 else { return false }
    var sum: Int64 = 0
    for line in lineRows.indices { sum += lineSlot(line, position).goodNumber }
    if !stated.isGood { total = sum }
    return sum == total
  }

  private var priceField: Int { reader.plan.headerCount + at.unitPrice }

  /// What the lines without a price are worth: the rest of the total if there is one such line, nothing if the order
  /// is no sale and states no total. Nil where it cannot be known.
  private mutating func missingValue(
    _ unpriced: [Int], _ sum: Int64, _ totals: OrderTotals
  ) -> Int64? {
    let isStated = header[at: at.amount].isGood
    if !isStated, !status.countsAsSale { return 0 }
    reader.book.apply(.priceMissing)
    guard unpriced.count == 1, isStated else {
      // One check of the order, told in each of its rows.
      let (field, number) = (at.unitPrice >= 0 ? columnName(priceField) : nil, String(unpriced.count))
      for line in unpriced {
        if line == unpriced.first {
          reader.book.fail(.priceMissing, row: lineRows[line], field: field, detail: number)
        } else {
          reader.book.mention(.priceMissing, row: lineRows[line], value: .none, field: field, detail: number)
        }
      }
      return nil
    }
    let missing = OrderSums.wanted(totals) + (definition.taxIsInside ? totals.tax : 0) - sum
    if missing >= 0 { derivePrice(of: unpriced[0], value: missing) }
    return max(missing, 0)
  }

  /// The lines without a price; nil where a line's numbers are bad.
  private mutating func valueLines() -> [Int]? {
    var unpriced: [Int] = []
    for line in lineRows.indices {
      let (quantity, price) = (lineSlot(line, at.quantity), lineSlot(line, at.unitPrice))
      if at.lineTotal >= 0, lineSlot(line, at.lineTotal).state != .missing {
        guard let value = statedValue(of: line, quantity, price) else { return nil }
        weights.append(value)
        continue
      }
      guard quantity.isGood, price.state != .bad, hasGoodShares(line) else { return nil }
      if price.state == .missing {
        unpriced.append(line)
        weights.append(0)
      } else if let value = OrderSums.value(quantity: quantity.number, price: price.number) {
        weights.append(value)
        checkReturn(line, value)
      } else {
        reader.book.apply(.amountMismatch)
        reader.book.fail(
          .amountMismatch, row: lineRows[line], detail: "the line's value is too large to count")
        return nil
      }
    }
    return unpriced
  }

  @inline(__always)  // A call would copy the inspector.
  private func hasGoodShares(_ line: Int) -> Bool {
    lineSlot(line, at.lineDiscount).state != .bad && lineSlot(line, at.lineShipping).state != .bad
      && lineSlot(line, at.lineTax).state != .bad
  }

  /// A line that states its value: the value holds, and its price follows from it where there is none. A line
  /// without a quantity is one piece.
  private mutating func statedValue(of line: Int, _ quantity: Slot, _ price: Slot) -> Int64? {
    let total = lineSlot(line, at.lineTotal)
    guard total.isGood, quantity.state != .bad, price.state != .bad, hasGoodShares(line) else { return nil }
    let units = quantity.isGood ? quantity.number : 1000
    if at.quantity >= 0 {
      lineSlots[line * lineStride + at.quantity].number = units
    }
    if price.isGood, quantity.isGood {
      reader.book.apply(.sumsDisagree)
      let value = OrderSums.value(quantity: units, price: price.number)
      let tolerance = max(1, (units.magnitude + 999) / 1000)
      if value.map({ ($0 - total.number).magnitude > tolerance }) ?? true {
        reader.book.fail(
          .sumsDisagree, row: lineRows[line], detail: explain(units, price.number, value, total.number))
      }
    } else if at.unitPrice >= 0, let each = OrderSums.price(of: total.number, quantity: units) {
      lineSlots[line * lineStride + at.unitPrice].number = each
    }
    checkReturn(line, total.number)
    checkNothing(line, units, total.number)
    return total.number
  }

  /// A return must take something away.
  private mutating func checkReturn(_ line: Int, _ value: Int64) {
    guard lineKinds[line] == .return, !definition.reverses else { return }
    reader.book.apply(.statusContradictsAmount)
    if value > 0 { reader.book.fail(.statusContradictsAmount, row: lineRows[line]) }
  }

  /// Nothing was sold, and yet it was paid for.
  private mutating func checkNothing(_ line: Int, _ units: Int64, _ value: Int64) {
    guard units == 0, value != 0, lineKinds[line] == .sale, status == .completed else { return }
    reader.book.apply(.sumsDisagree)
    reader.book.fail(
      .sumsDisagree, row: lineRows[line], detail: "no piece was sold, the line states \(plain(value))")
  }

  private mutating func derivePrice(of line: Int, value: Int64) {
    weights[line] = value
    reader.book.apply(.priceDerived)
    reader.book.fail(
      .priceDerived, row: lineRows[line], field: at.unitPrice >= 0 ? columnName(priceField) : nil)
    guard at.unitPrice >= 0,
      let price = OrderSums.price(of: value, quantity: lineSlot(line, at.quantity).number)
    else { return }
    lineSlots[line * lineStride + at.unitPrice].number = price
  }

  /// `lines 26.00 − discount 1.00 + shipping 4.90 = 29.90, stated 30.90`.
  private func explain(_ lines: Int64, _ totals: OrderTotals) -> String {
    var text = "lines \(plain(lines))"
    if totals.discount != 0 { text += " − discount \(plain(totals.discount))" }
    if totals.shipping != 0 { text += " + shipping \(plain(totals.shipping))" }
    if totals.duty != 0 { text += " + duties \(plain(totals.duty))" }
    if totals.tax != 0 { text += " + tax \(plain(totals.tax))" }
    if totals.tip != 0 { text += " + tip \(plain(totals.tip))" }
    let sum = lines - totals.discount + totals.shipping + totals.duty + totals.tax + totals.tip
    return text + " = \(plain(sum)), stated \(plain(totals.amount))"
  }

  /// `2 × 5.00 = 10.00, the line states 12.00`.
  private func explain(_ units: Int64, _ price: Int64, _ value: Int64?, _ total: Int64) -> String {
    "\(Money.thousandths(units)) × \(plain(price)) = \(value.map(plain) ?? "too much to count")"
      + ", the line states \(plain(total))"
  }

  func plain(_ value: Int64) -> String { Money.plain(value, digits: reader.digits) }
}

extension Reconciliation {
  mutating func count(_ sums: OrderSums, hasTax: Bool) {
    if sums.difference == 0 { agreed += 1 } else { rounded += 1 }
    guard hasTax else { return }
    if sums.taxIsInside { taxInside += 1 } else { taxOnTop += 1 }
  }
}
