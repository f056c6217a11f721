import Records

extension JSONSurvey {
  /// Where the records of an object document are.
  enum Records: Sendable, Hashable {
    /// The object is the one record.
    case whole
    /// An object in it is.
    case object(Part)
    case list(Part, reason: String)
  }

  /// `stated` is obeyed. Else: `data`, then what GraphQL answers, then a list by a usual name, then the longest list
  /// of objects; but an object with an id of its own is a record, and its lists are parts of it.
  func records(stated: String?) -> Records {
    let lists = parts.filter(\.isList)
    if let stated {
      let found = lists.first { $0.key == stated } ?? lists.first { $0.name == stated }
      return found.map { .list($0, reason: "stated") } ?? .whole
    }
    let tables = lists.filter { $0.isTable && $0.path.count == 1 }
    if let data = tables.first(where: { $0.key == "data" }) { return .list(data, reason: "by its name") }
    if identified.contains([]) || isThing { return .whole }
    if let connection = Self.longest(lists.filter(isConnection)) {
      if let record = recordAround(connection) { return .object(record) }
      return .list(connection, reason: "a connection of GraphQL")
    }
    if let usual = tables.first(where: { Self.usualNames.contains($0.key) && $0.beginsWithObject }) {
      return .list(usual, reason: "by its name")
    }
    let inside = lists.filter {
      $0.path.count > 1 && Self.tableNames.contains($0.name) && recordAround($0) == nil
    }
    let filled = (inside + tables).filter(\.beginsWithObject)
    if let longest = Self.longest(filled) {
      return .list(longest, reason: longest.path.count > 1 ? "by its name" : "the longest list")
    }
    if let empty = tables.first, envelope.isEmpty || Self.usualNames.contains(empty.key) {
      return .list(empty, reason: "the only list")
    }
    return .whole
  }

  /// Lists of objects that are none of the records and no part of them.
  func leftOut(beside records: Part) -> [Part] {
    parts.filter { $0.isList && $0.beginsWithObject && $0 != records && !$0.path.starts(with: records.path) }
  }

  /// A list of records that stands twice under one name: which of the two is meant cannot be told.
  var repeatedList: String? {
    let lists = parts.filter(\.isList)
    return lists.first { one in
      one.beginsWithObject && lists.contains { $0.path == one.path && $0.place != one.place }
    }?.key
  }

  /// A thing of JSON-LD, whose lists are parts of it: an order, but not a list of orders.
  private var isThing: Bool {
    guard let type = envelope["@type"], !parts.contains(where: { $0.key == "@graph" }) else { return false }
    return !["ItemList", "DataFeed", "OfferCatalog"].contains(type)
  }

  /// The first of the longest.
  private static func longest(_ lists: [Part]) -> Part? {
    lists.first { list in lists.allSatisfy { $0.elements <= list.elements } }
  }

  /// `orders.edges` and `orders.nodes`.
  private func isConnection(_ part: Part) -> Bool {
    part.isTable && part.path.count > 1 && (part.name == "edges" || part.name == "nodes")
  }

  /// The outermost object around it that has an id.
  private func recordAround(_ part: Part) -> Part? {
    parts.first { !$0.isList && identified.contains($0.path) && part.path.starts(with: $0.path) }
  }

  private static let usualNames: Set<String> = [
    "@graph", "records", "rows", "results", "items", "orders", "transactions", "customers", "products",
    "sessions",
  ]

  /// Further in, only these: `items` in an object are its lines.
  private static let tableNames = usualNames.subtracting(["items", "products"]).union(["data"])

  /// `id`, `order_id` and the like; ids of the shop or of the export say nothing about a record.
  static func namesRecord(_ key: String) -> Bool {
    let outside = [
      "source", "shop", "store", "merchant", "account", "tenant", "batch", "request", "export", "job",
    ]
    let name = key.lowercased()
    guard name == "id" || name.hasSuffix("_id") || key.hasSuffix("Id") || key.hasSuffix("ID") else {
      return false
    }
    return !outside.contains { name.hasPrefix($0) }
  }
}
