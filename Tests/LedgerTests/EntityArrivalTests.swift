import Ledger
import Records
import Testing

/// One telling of a customer, a product or a visit.
private struct Telling {
  var key: Int
  var value: Int
  var updatedAt: Int64
  var score: Int32
}

extension VerdictBatch {
  fileprivate init(_ tellings: [Telling], facts: FactKind) {
    self.init()
    for telling in tellings {
      var hash = StableHash()
      hash.combine(Int64(telling.value))
      let origin = Int32(origins.count)
      origins.append(RowOrigin(raw: text("\(telling)"), line: Int32(rowsRead + 2), offset: 0))
      rowsRead += 1
      switch facts {
      case .customers:
        var fact = CustomerFact()
        fact.customerID = text("c\(telling.key)")
        fact.name = text("name \(telling.value)")
        (fact.updatedAt, fact.score, fact.origin) = (telling.updatedAt, telling.score, origin)
        fact.contentHash = hash.value
        customers.append(fact)
      case .products:
        var fact = ProductFact()
        fact.productID = text("p\(telling.key)")
        fact.price = Int64(telling.value)
        (fact.updatedAt, fact.score, fact.origin) = (telling.updatedAt, telling.score, origin)
        fact.contentHash = hash.value
        products.append(fact)
      default:
        var fact = SessionFact()
        fact.sessionID = text("s\(telling.key)")
        fact.day = Day(number: Int32(20_000 + telling.value % 2))
        fact.sessions = Int64(telling.value)
        (fact.updatedAt, fact.score, fact.origin) = (telling.updatedAt, telling.score, origin)
        fact.contentHash = hash.value
        sessions.append(fact)
      }
    }
  }
}

@Suite struct EntityArrivalTests {
  @Test(arguments: [FactKind.customers, .products, .sessions], 1...20)
  func `records with a key are the same in any order of arrival`(facts: FactKind, seed: Int) throws {
    var random = Seeded(state: UInt64(seed))
    let files = (0..<4).map { _ in
      (0..<3).map { key in
        Telling(
          key: key, value: Int.random(in: 1...3, using: &random),
          updatedAt: [0, 0, 4, 7].randomElement(using: &random) ?? 0,
          score: [10_000, 9_000].randomElement(using: &random) ?? 10_000)
      }
    }
    let dumps = try Array(files.enumerated()).permutations.map { order in
      let books = try Books()
      for (index, file) in order {
        _ = try books.write { load in
          try load.table(.file("\(index)", facts: facts, exportedAt: Int64(index / 2))) { batch in
            try batch.add(VerdictBatch(file, facts: facts))
            return BatchClosing(tallies: [], score: nil, milliseconds: 0)
          }
        }
      }
      let kept = try books.dump()
      try books.recountTotals()
      #expect(try books.dump() == kept)
      return kept
    }
    #expect(Set(dumps).count == 1, "seed \(seed)")
  }
}
