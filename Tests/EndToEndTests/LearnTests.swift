import Foundation
import Pipeline
import Testing

/// An export that nobody described: from its refusal to its facts.
struct LearnTests {
  private static let invoices = """
    Facture;Date de facture;Client;Référence;Désignation;Quantité;Prix unitaire;Devise;Caisse
    F-100;2024-03-05;C-1;TH-1;Thé vert;2;8.50;EUR;A
    F-100;2024-03-05;C-1;TS-2;Tasse;1;4.00;EUR;A
    F-101;2024-03-06;C-2;TH-1;Thé vert;3;8.50;EUR;B

    """

  @Test func `a draft of a simple export can be loaded, and the export then gives facts`() throws {
    let shop = try TestShop()
    try shop.drop(Self.invoices, as: "Factures 2024.csv")
    try shop.run()
    let problem = try #require(try shop.failure(of: "Factures 2024.csv").problem)
    #expect(problem.code == "file.unrecognised" && problem.remedy.contains("daybook learn"))
    let file = shop.root + "/Failed/Factures 2024.csv"
    let shown = try shop.daybook("learn", file, "--print")
    #expect(shown.code == 0 && shown.output.contains("transaction_id: {columns: [\"Facture\"]"), "\(shown)")
    #expect(!shop.exists("Config/Sources"))
    let made = try shop.daybook("learn", file, "--name", "Factures")
    #expect(made.output.contains("made Config/Sources/factures.yaml"), "\(made)")
    #expect(made.output.contains("check: whether something is to be taken from Caisse"), "\(made)")
    let draft = try shop.text("Config/Sources/factures.yaml")
    #expect(draft.contains("# 3 rows have 2 different values of Facture: rows of one belong together."))
    #expect(draft == shown.output.replacing("factures-2024", with: "factures").dropLast() + "", "\(draft)")
    try shop.drop(Self.invoices, as: "again.csv")
    try shop.run()
    let receipt = try shop.receipt(of: "again.csv")
    #expect(receipt.kind == "factures" && receipt.inserted == 3 && receipt.held == 0, "\(receipt)")
    let sales = try shop.table("daily_sales")
    #expect(sales.map { $0["net_sales"] ?? "" } == ["21.00", "25.50"], "\(sales)")
    let sources = try shop.daybook("sources")
    #expect(sources.output.contains("from factures: 1 file, last again.csv"), "\(sources)")
    #expect(sources.output.contains("  verified: drafted from one file"))
  }

  @Test func `columns with names that say nothing are taken for what they look like, and asked about`() throws
  {
    let shop = try TestShop()
    let file = try shop.write(
      "Order No;Ordered;Item;Pieces;Each\nA1;13/04/2026;Mug;2;1,50\nA2;14/04/2026;Cup;1;2,25\n", to: "odd.csv"
    )
    let shown = try shop.daybook("learn", file, "--print")
    #expect(shown.code == 0, "\(shown)")
    for line in [
      "# check: whether Ordered is the timestamp, and Pieces is the quantity, and Each is the unit price",
      "quantity: {columns: [\"Pieces\"]", "unit_price: {columns: [\"Each\"]",
    ] { #expect(shown.output.contains(line), "\(line): \(shown)") }
  }

  @Test func `an order's total, its states and a decimal comma are seen in the file`() throws {
    let shop = try TestShop()
    let file = try shop.write(
      """
      Bestellnummer;Bestelldatum;Kundennr;Artikelnr;Menge;Einzelpreis;Gesamtbetrag;Status;Währung
      B-1;25.03.2024;K-1;T-1;2;1,50;5,50;bezahlt;EUR
      B-1;25.03.2024;K-1;T-2;1;2,50;5,50;bezahlt;EUR
      B-2;26.03.2024;K-2;T-2;1;2,50;2,50;Storniert;EUR
      B-3;27.03.2024;K-2;T-2;1;2,50;2,50;wartet;EUR

      """, to: "bestellungen.csv")
    let shown = try shop.daybook("learn", file, "--print")
    #expect(shown.code == 0, "\(shown)")
    for line in [
      "facts: orders", "  dates: dmy", "  decimals: comma", "amount: {columns: [\"Gesamtbetrag\"]",
      "completed: [\"bezahlt\"]", "cancelled: [\"Storniert\"]", "# check: what wartet mean for an order",
      "currency: {columns: [\"Währung\"]}",
    ] { #expect(shown.output.contains(line), "\(line): \(shown)") }
  }

  @Test func `nothing is written over, and what is known or shows no sales is refused`() throws {
    let shop = try TestShop()
    let file = try shop.write(Self.invoices, to: "factures.csv")
    #expect(try shop.daybook("learn", file).code == 0)
    let again = try shop.daybook("learn", file)
    #expect(again.code == 65 && again.errors.contains("known already: factures"), "\(again)")
    let other = try shop.write("Auftrag,Rechnung,Datum\n1,2,2024-03-05\n", to: "other/factures.csv")
    #expect(try shop.daybook("learn", other).errors.contains("a kind of export factures already"))
    let none = try shop.daybook("learn", other, "--name", "leer")
    #expect(none.code == 65 && none.errors.contains("neither a total nor"), "\(none)")
    let orders = try shop.write(threeOrders.csv, to: "orders.csv")
    #expect(try shop.daybook("learn", orders).errors.contains("known already: transactions"))
  }

  @Test func `check tells the kind, what holds rows and which totals change, and writes nothing`() throws {
    let shop = try TestShop()
    try shop.drop(threeOrders.csv, as: "orders.csv")
    try shop.run()
    var orders = threeOrders
    orders[2].lines[0].price = 9_000
    orders.append(Order(id: "ORDER-000004", time: "2024-03-07T09:00:00Z", lines: orders[1].lines))
    let bad = HeldRowTests.row(1, ["amount": "1.00"]) + "\n"
    let file = try shop.write(orders.csv + bad, to: "new.csv", modified: 4_000_000_000)
    let before = try shop.snapshot()
    let told = try shop.daybook("check", file)
    #expect(told.code == 0, "\(told)")
    for line in [
      "new.csv: 6 rows: 1 new, 1 changed, 3 known already, 1 held",
      "kind: transactions: it has transaction_id",
      "delimiter: ", "amount.mismatch     1", "2024-03-06  GBP            1  →  1     100.00  →  90.00",
      "2024-03-07  GBP            0  →  1       0.00  →   3.15",
    ] { #expect(told.output.contains(line), "\(line): \(told)") }
    #expect(!told.output.contains("2024-03-05  GBP"))
    #expect(try shop.snapshot() == before)
    let same = try shop.write(threeOrders.csv + "\n", to: "same.csv")
    #expect(try shop.daybook("check", same).output.contains("no sales of any day would change"))
  }

  @Test func `sources lists what is known without any shop data`() throws {
    let shop = try TestShop()
    let listed = try shop.daybook("sources", "--json").list()
    #expect(listed.contains { $0["kind"] as? String == "transactions" && $0["facts"] as? String == "orders" })
    #expect(try shop.daybook("sources").output.contains("  known by: InvoiceNo, StockCode"))
  }

  @Test func `a column that a source had not before is told once`() throws {
    let shop = try TestShop()
    func take(_ columns: String, _ name: String) throws -> [String]? {
      let cells = String(repeating: ",x", count: columns.count(where: { $0 == "," }))
      try shop.drop(
        Order.header.dropLast() + columns + "\n" + HeldRowTests.row(Int(name.dropLast(4)) ?? 0, [:]) + cells
          + "\n", as: name)
      let outcome = try shop.run()
      let new = try shop.receipt(of: name).newColumns
      #expect(outcome.output.contains("new in this source") == (new != nil), "\(outcome)")
      return new
    }
    #expect(try take(",gift note", "1.csv") == nil)
    #expect(try take(",gift note,table", "2.csv") == ["table"])
    #expect(try take(",table,gift note", "3.csv") == nil)
    #expect(try take("", "4.csv") == nil)
    #expect(try take(",colour,table", "5.csv") == ["colour"])
  }
}
