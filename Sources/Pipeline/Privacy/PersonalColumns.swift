import Inspection
import Records

/// Which columns of a table say who somebody is, and which say something of them.
struct PersonalColumns {
  enum Role { case id, email, other }

  /// By the column's place; columns that are not here say nothing of anybody, or a figure.
  private(set) var roles: [Int: Role] = [:]
  /// Where a mended row says which held row it answers.
  private(set) var reference: Int?

  init(_ columns: [String], _ definition: Definition?) {
    let mapped = definition.map(Self.mapped) ?? [:]
    for (place, column) in columns.enumerated() {
      let name = Self.folded(column)
      if column == FixFiles.reference {
        reference = place
      } else if let target = mapped[name] {
        roles[place] = Self.role(target, in: definition)
      } else {
        roles[place] = Self.role(named: name)
      }
    }
  }

  /// Targets by the names of the columns that a definition reads.
  private static func mapped(_ definition: Definition) -> [String: Target] {
    var mapped: [String: Target] = [:]
    for field in definition.fields {
      for column in field.columns + field.join + field.add.map(\.column) where mapped[folded(column)] == nil {
        mapped[folded(column)] = field.target
      }
    }
    return mapped
  }

  private static func role(_ target: Target, in definition: Definition?) -> Role? {
    switch target {
    case .customerID: .id
    case .email: .email
    case .phone: .other
    case .name: definition?.facts == .customers ? .other : nil
    case .description: definition?.facts == .movements ? .other : nil
    default: nil
    }
  }

  /// Of a column that no field reads, by the words in its name.
  private static func role(named name: String) -> Role? {
    if name.contains("email") || name.contains("mailadresse") { return .email }
    if ["customerid", "customernumber", "buyerid", "buyerusername", "userid", "clientid"].contains(name) {
      return .id
    }
    let isOfGoods = ["product", "item", "sku", "variant", "company"].contains { name.contains($0) }
    if words.contains(where: name.contains) { return isOfGoods ? nil : .other }
    let isOfPeople = people.contains { name.contains($0) }
    return name == "name" && !isOfGoods || name.contains("name") && isOfPeople ? .other : nil
  }

  private static let words = [
    "phone", "telefon", "mobile", "address", "adresse", "street", "strasse", "postcode", "zip", "postal",
    "city", "note",
    "message", "ipaddress", "birth", "lastname", "firstname", "surname", "vorname", "nachname", "daybookwhy",
  ]
  private static let people = [
    "customer", "buyer", "billing", "shipping", "recipient", "first", "last", "full", "ship", "client",
    "contact",
    "kunde", "user", "receiver", "cardholder", "owner",
  ]

  /// Letters and digits, in lowercase.
  private static func folded(_ column: String) -> String {
    String(
      column.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
  }
}
