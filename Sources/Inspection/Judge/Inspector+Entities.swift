import Records

extension Inspector {
  /// Customers, products, sessions and movements: one record, one fact.
  mutating func judgeEntity(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch,
    extra: inout [UInt8]
  ) {
    let row = Int(group.members[0])
    if definition.statedTotal != nil { noteStatedTotal(row: row, in: work, bytes) }
    if group.damage.isEmpty,
      case .skip(let reason) = classifier.treatment(of: row, in: work, bytes: bytes, reader: &reader)
    {
      return skip(group, reason, in: work, &verdicts)
    }
    if definition.recordList != nil, judgeMembers(group, in: work, bytes, into: &verdicts) { return }
    reader.book.begin()
    reader.book.countRow()
    let shifted = group.damage.isEmpty ? [] : countDamage(group, in: work)
    reader.beginCurrency()
    ruleMovement(row, in: work, bytes)
    for index in reader.plan.headerRange {
      if index == at.movement, ruledMovement != nil {
        header[index] = .missing
      } else if reader.plan.bound[index].gathers {
        gather(index, group, shifted, in: work, bytes)
      } else {
        let stating = group.members.count == 1 ? row : self.row(stating: index, of: group, in: work)
        header[index] = shifted.isEmpty ? reader.value(index, stating, in: work, bytes) : .missing
      }
    }
    ruledStatus = nil
    for rule in statusRules.indices
    where ruledStatus == nil
      && statusRules[rule].test.fits(row, in: work, bytes: bytes, reader: &reader)
    {
      ruledStatus = statusRules[rule].status
    }
    if definition.facts == .movements { checkNet(row: row) }
    guard !reader.book.mustHold else {
      stated.isWhole = false
      return hold(group, in: work, bytes, stakes: { _ in nil }, &verdicts)
    }
    var hash = StableHash()
    combineHeader(bytes, into: &hash)
    if let ruledMovement { hash.combine(UInt64(ruledMovement.rawValue)) }
    let origin = origins(of: group, in: work, &verdicts).lowerBound
    switch definition.facts {
    case .customers: appendCustomer(hash.value, origin, &verdicts)
    case .products: appendProduct(hash.value, origin, &verdicts)
    case .movements:
      appendMovement(hash.value, origin, bytes, textsStart: work.batch.bytes.count, &extra, &verdicts)
    default: appendSession(hash.value, origin, bytes, textsStart: work.batch.bytes.count, &extra, &verdicts)
    }
  }

  /// A document's list of products: each member is one, with what stands outside of the list. All are taken or none.
  ///
  /// - Returns: false where the list is empty, and the document is one record itself.
  private mutating func judgeMembers(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, into verdicts: inout VerdictBatch
  ) -> Bool {
    let members = group.members.filter { reader.isInRecordList(Int($0), in: work) }
    guard !members.isEmpty, group.damage.isEmpty, definition.facts == .products else { return false }
    reader.book.begin()
    reader.book.countRow()
    ruledStatus = nil
    let first = verdicts.products.count
    for member in members {
      reader.beginCurrency()
      for index in reader.plan.headerRange {
        let (cell, row) = reader.cell(index, ofMember: Int(member), in: group.members, work)
        header[index] = reader.read(cell, as: index, row: row, in: work, bytes: bytes)
      }
      if reader.book.mustHold { break }
      var hash = StableHash()
      combineHeader(bytes, into: &hash)
      appendProduct(hash.value, 0, &verdicts)
    }
    guard !reader.book.mustHold else {
      verdicts.products.removeSubrange(first...)
      hold(group, in: work, bytes, stakes: { _ in nil }, &verdicts)
      return true
    }
    let origin = origins(of: group, in: work, &verdicts).lowerBound
    for index in first..<verdicts.products.count {
      verdicts.products[index].origin = origin
      verdicts.products[index].isRow = index == first
    }
    return true
  }

  private mutating func ruleMovement(_ row: Int, in work: borrowing Work, _ bytes: Span<UInt8>) {
    ruledMovement = nil
    for rule in movementRules.indices
    where movementRules[rule].test.fits(row, in: work, bytes: bytes, reader: &reader) {
      ruledMovement = movementRules[rule].kind
      return
    }
  }

  /// The first row of a record that has a value for a field: its own, or that of something nested in it.
  private mutating func row(stating index: Int, of group: Group, in work: borrowing Work) -> Int {
    for member in group.members where !reader.cell(index, Int(member), in: work).isEmpty {
      return Int(member)
    }
    return Int(group.members[0])
  }

  private mutating func appendCustomer(_ hash: Int64, _ origin: Int32, _ verdicts: inout VerdictBatch) {
    var fact = CustomerFact()
    fact.customerID = header[at: at.customerID].goodText
    fact.email = header[at: at.email].goodText
    fact.name = header[at: at.name].goodText
    fact.country = header[at: at.country].goodText
    fact.phone = header[at: at.phone].goodText
    fact.createdAt = header[at: at.createdAt].goodNumber
    fact.updatedAt = header[at: at.updatedAt].goodNumber
    (fact.contentHash, fact.score, fact.origin) = (hash, reader.book.score, origin)
    verdicts.customers.append(fact)
  }

  private mutating func appendProduct(_ hash: Int64, _ origin: Int32, _ verdicts: inout VerdictBatch) {
    var fact = ProductFact()
    fact.productID = header[at: at.productID].goodText
    fact.sku = header[at: at.sku].goodText
    fact.name = header[at: at.productName].goodText
    fact.category = header[at: at.category].goodText
    fact.price = header[at: at.price].isGood ? header[at: at.price].number : nil
    fact.cost = header[at: at.cost].isGood ? header[at: at.cost].number : nil
    fact.currency = reader.currency
    fact.createdAt = header[at: at.createdAt].goodNumber
    fact.updatedAt = header[at: at.updatedAt].goodNumber
    (fact.contentHash, fact.score, fact.origin) = (hash, reader.book.score, origin)
    verdicts.products.append(fact)
  }

  private mutating func appendSession(
    _ hash: Int64, _ origin: Int32, _ bytes: Span<UInt8>, textsStart: Int, _ extra: inout [UInt8],
    _ verdicts: inout VerdictBatch
  ) {
    var fact = SessionFact()
    fact.startedAt = header[at: at.timestamp].goodNumber
    fact.day = reader.moments.clock.day(at: fact.startedAt)
    fact.sessionID = header[at: at.sessionID].goodText
    fact.customerID = header[at: at.customerID].goodText
    fact.channel = header[at: at.channel].goodText
    fact.country = header[at: at.country].goodText
    fact.updatedAt = header[at: at.updatedAt].goodNumber
    if header[at: at.sessions].isGood { fact.sessions = header[at: at.sessions].number }
    if fact.sessionID.isEmpty {
      // A day's count has no id of its own: what it counts is its identity.
      let start = extra.count
      extra += Array(fact.day.iso.utf8)
      for part in [fact.channel, fact.country] where !part.isEmpty {
        extra.append(0x20)
        for index in part.indices { extra.append(bytes[index]) }
      }
      fact.sessionID = ByteRange(start: textsStart + start, end: textsStart + extra.count)
    }
    (fact.contentHash, fact.score, fact.origin) = (hash, reader.book.score, origin)
    verdicts.sessions.append(fact)
  }
}
