import Records

/// What columns are called in the exports of several countries, in plain form.
enum LearnedNames {
  static let byTarget: [(target: Target, names: [String])] = [
    (
      .transactionID,
      [
        "order id", "order number", "order no", "invoice", "invoice no", "invoice number", "invoice id",
        "order",
        "receipt", "receipt no", "receipt number", "transaction id", "sale id", "Bestellnummer", "Bestellnr",
        "Auftragsnummer", "Rechnungsnummer", "Rechnungsnr", "Rechnung", "Belegnummer", "Numéro de commande",
        "Commande", "Facture", "Numéro de facture", "Pedido", "Número de pedido", "Factura", "Ordine",
        "Numero ordine", "Fattura", "Ordernummer", "Factuurnummer",
      ]
    ),
    (
      .timestamp,
      [
        "date", "order date", "invoice date", "sale date", "timestamp", "created at", "created", "paid at",
        "time",
        "Datum", "Bestelldatum", "Rechnungsdatum", "Date de commande", "Date de facture", "Fecha",
        "Fecha de pedido", "Data", "Data ordine", "Orderdatum", "Besteldatum", "Factuurdatum",
      ]
    ),
    (.updatedAt, ["updated at", "modified", "last updated", "changed at", "Geändert am"]),
    (
      .customerID,
      [
        "customer id", "customer no", "customer number", "customer", "client id", "client", "Kundennummer",
        "Kundennr", "Kunde", "Code client", "Cliente", "Klantnummer", "Klant",
      ]
    ),
    (.email, ["email", "e-mail", "customer email", "mail", "Correo", "Courriel", "E-Mail-Adresse"]),
    (.currency, ["currency", "currency code", "Währung", "Devise", "Moneda", "Divisa", "Valuta"]),
    (
      .status,
      [
        "status", "order status", "state", "payment status", "Zustand", "Statut", "Estado", "Stato",
        "Zahlungsstatus",
      ]
    ),
    (
      .amount,
      [
        "total", "amount", "order total", "invoice total", "grand total", "total amount", "sum", "Gesamt",
        "Gesamtbetrag", "Gesamtsumme", "Betrag", "Summe", "Montant", "Montant total", "Total TTC", "Importe",
        "Importe total", "Totale", "Importo", "Totaal", "Bedrag",
      ]
    ),
    (.discount, ["discount", "order discount", "Rabatt", "Remise", "Descuento", "Sconto", "Korting"]),
    (
      .shipping,
      [
        "shipping", "postage", "delivery", "shipping cost", "Versand", "Versandkosten", "Livraison",
        "Frais de port", "Envío", "Spedizione", "Verzendkosten",
      ]
    ),
    (.tax, ["tax", "vat", "sales tax", "MwSt", "USt", "Mehrwertsteuer", "TVA", "IVA", "BTW"]),
    (
      .productID,
      [
        "sku", "product id", "item id", "product code", "item code", "stock code", "article no",
        "article number",
        "Artikelnummer", "Artikelnr", "Artikel-Nr.", "Référence", "Código", "Codice", "Codice articolo",
      ]
    ),
    (
      .productName,
      [
        "product", "product name", "item", "item name", "description", "title", "article", "Artikel",
        "Artikelname", "Bezeichnung", "Produkt", "Désignation", "Produit", "Article", "Producto",
        "Descripción", "Prodotto", "Descrizione", "Omschrijving",
      ]
    ),
    (
      .quantity,
      [
        "quantity", "qty", "units", "count", "Menge", "Anzahl", "Stück", "Quantité", "Qté", "Cantidad",
        "Quantità", "Aantal",
      ]
    ),
    (
      .unitPrice,
      [
        "unit price", "price", "item price", "price each", "Preis", "Einzelpreis", "Stückpreis", "Prix",
        "Prix unitaire", "Precio", "Precio unitario", "Prezzo", "Prezzo unitario", "Prijs", "Stukprijs",
      ]
    ),
    (.country, ["country", "ship country", "shipping country", "Land", "Pays", "País", "Paese"]),
  ]

  /// What words mean in a column of states.
  static let statuses: [(status: SaleStatus, words: [String])] = [
    (
      .completed,
      [
        "completed", "complete", "paid", "done", "shipped", "delivered", "fulfilled", "closed", "bezahlt",
        "versendet", "abgeschlossen", "payé", "payée", "expédié", "pagado", "enviado", "pagato", "spedito",
        "betaald",
      ]
    ),
    (
      .pending,
      ["pending", "open", "unpaid", "on hold", "processing", "offen", "en attente", "pendiente", "in attesa"]
    ),
    (
      .cancelled,
      ["cancelled", "canceled", "void", "storniert", "annulé", "cancelado", "annullato", "geannuleerd"]
    ),
    (
      .refunded,
      ["refunded", "returned", "erstattet", "remboursé", "reembolsado", "rimborsato", "terugbetaald"]
    ),
    (.failed, ["failed", "declined", "rejected", "fehlgeschlagen", "échoué", "rechazado"]),
  ]

  static func status(of word: String) -> SaleStatus? {
    statuses.first { $0.words.contains { Names.plain($0) == Names.plain(word) } }?.status
  }
}
