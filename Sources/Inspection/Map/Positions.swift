import Records

/// Where the values of a definition stand among its slots; -1 for what it does not take.
struct Positions: Sendable {
  let transactionID, customerID, email, timestamp, updatedAt, createdAt, currency, status: Int
  let amount, discount, shipping, tax, tip, duty, channel, country: Int
  let productID, productName, quantity, unitPrice: Int
  let name, phone, sku, category, price, cost, sessionID, sessions: Int
  let lineTotal, lineDiscount, lineShipping, lineTax, refunded, amountKept, refundAmount, refundedAt, fee: Int
  let movementID, movement, net, payoutID, description, saleID: Int

  /// Values of an order's line are counted from the first of them.
  init(_ plan: Plan) {
    func at(_ target: Target) -> Int {
      let place = plan.position(of: target)
      return place >= plan.headerCount ? place - plan.headerCount : place
    }
    (transactionID, customerID, email) = (at(.transactionID), at(.customerID), at(.email))
    (timestamp, updatedAt, createdAt) = (at(.timestamp), at(.updatedAt), at(.createdAt))
    (currency, status, amount, discount) = (at(.currency), at(.status), at(.amount), at(.discount))
    (shipping, tax, tip, duty) = (at(.shipping), at(.tax), at(.tip), at(.duty))
    (channel, country) = (at(.channel), at(.country))
    (productID, productName) = (at(.productID), at(.productName))
    (quantity, unitPrice) = (at(.quantity), at(.unitPrice))
    (name, phone, sku, category) = (at(.name), at(.phone), at(.sku), at(.category))
    (price, cost, sessionID, sessions) = (at(.price), at(.cost), at(.sessionID), at(.sessions))
    (lineTotal, lineDiscount) = (at(.lineTotal), at(.lineDiscount))
    (lineShipping, lineTax) = (at(.lineShipping), at(.lineTax))
    (refunded, refundAmount, refundedAt) = (at(.refunded), at(.refundAmount), at(.refundedAt))
    amountKept = at(.amountKept)
    (fee, movementID, movement) = (at(.fee), at(.movementID), at(.movement))
    (net, payoutID, description) = (at(.net), at(.payoutID), at(.description))
    saleID = at(.saleID)
  }
}

extension Array where Element == Slot {
  /// The slot at a position, or a missing one where the definition takes no such value.
  subscript(at position: Int) -> Slot { position >= 0 ? self[position] : .missing }
}
