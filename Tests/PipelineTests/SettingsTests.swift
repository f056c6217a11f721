import Inspection
import Intake
import Records
import Testing

@testable import Pipeline

private let embedded = EmbeddedConfig.files

private func definition(_ text: String) throws(ConfigProblem) -> Definition {
  try DefinitionReader.read(text: text, file: "shop.yaml")
}

private let small = """
  kind: stall
  facts: lines
  recognise:
    columns: [Nr]
  fields:
    transaction_id: {columns: [Nr]}
    timestamp: {join: [Day, Time]}
    product_id: {columns: [Item], presence: required}
    quantity: {columns: [Count]}
    unit_price: {columns: [Price], minimum: -0.5}
  """

@Test func `a status that no built-in definition knows holds its row, also where a status may be missing`()
  throws
{
  let configuration = try Configuration.load(embedded: embedded, overrides: [])
  let fields = configuration.definitions.flatMap { $0.fields.filter { $0.type == .status } }
  #expect(fields.filter { $0.presence == .optional }.count > 10)
  for field in fields { #expect(field.severity(of: .valueNotAllowed) == .hold) }
}

@Test func `the embedded configuration is read, and says what the defaults say`() throws {
  let configuration = try Configuration.load(embedded: embedded, overrides: [])
  #expect(
    configuration.definitions.filter(\.isGeneric).map(\.kind) == [
      "customers", "products", "refunds", "sessions", "transactions",
    ])
  #expect(configuration.definitions.count > 40)
  let usual = ShopSettings()
  #expect(configuration.settings.shopName == usual.shopName)
  #expect(configuration.settings.settleSeconds == 5 && configuration.settings.pollSeconds == 2)
  #expect(configuration.settings.errorBudget == usual.errorBudget)
  #expect(configuration.settings.timeZone.identifier == "UTC" && configuration.settings.currency == nil)
}

@Test func `a shop's own file replaces the embedded one of the same path, and a new one is added`() throws {
  let configuration = try Configuration.load(
    embedded: embedded,
    overrides: [
      ("daybook.yaml", "shop_name: Mugs\nsources:\n  stall: {time_zone: Europe/Paris, currency: eur}"),
      ("Sources/stall.yaml", small),
    ])
  #expect(configuration.settings.shopName == "Mugs")
  #expect(configuration.settings.timeZone(of: "stall").identifier == "Europe/Paris")
  #expect(configuration.settings.timeZone(of: "other").identifier == "UTC")
  #expect(configuration.settings.currency(of: "stall")?.code == "EUR")
  #expect(configuration.definitions.contains { $0.kind == "stall" })
}

@Test(arguments: [
  ("shop_nmae: x", "Config/daybook.yaml:1:1: shop_nmae: no such key", "shop_name"),
  ("shop_name: x\ntime_zone: Europe/Lodnon", "Config/daybook.yaml:2:12: time_zone: ", "Europe/London"),
  (
    "sources:\n  stall:\n    currrency: EUR", "Config/daybook.yaml:3:5: sources.stall.currrency: ", "currency"
  ),
  ("currency: EURO", "Config/daybook.yaml:1:11: currency: ", nil),
  ("poll_seconds: often", "Config/daybook.yaml:1:15: poll_seconds: ", nil),
  ("error_budget: {share: 2}", "Config/daybook.yaml:1:23: error_budget.share: ", nil),
  ("shop_name: [a", "Config/daybook.yaml:", nil), ("shop_name: a\nshop_name: b", "Config/daybook.yaml", nil),
])
func `wrong settings are refused with file, line, column, key and what was meant`(
  text: String, beginning: String, suggestion: String?
) throws {
  let problem = try #require(throws: ConfigProblem.self) {
    try Configuration.load(embedded: embedded, overrides: [("daybook.yaml", text)])
  }
  #expect(problem.description.hasPrefix(beginning), "\(problem)")
  #expect(problem.suggestion == suggestion)
}

@Test(arguments: [
  ("Nr]}", "Nr], presense: required}", "presence"), ("presence: required", "presence: requird", "required"),
  ("quantity:", "quantiy:", "quantity"), ("facts: lines", "facts: line", "lines"),
  ("Count]}", "Count], weights: {number.unreadble: 2}}", "number.unreadable"),
  ("minimum: -0.5", "minimum: cheap", nil), ("columns: [Nr]\n", "colums: [Nr]\n", "columns"),
  ("  quantity: {columns: [Count]}\n", "", nil),
])
func `a wrong definition is refused`(old: String, new: String, suggestion: String?) throws {
  let text = small.replacing(old, with: new)
  let problem = try #require(throws: ConfigProblem.self) { try definition(text) }
  #expect(problem.suggestion == suggestion, "\(problem)")
  #expect(problem.line != nil && problem.file == "shop.yaml")
}

@Test func `row classes say what rows are`() throws {
  let text =
    small + "\nrows:\n  - {treat_as: fee, when: {product_id: {values: [BANK]}, quantity: {below: 0}}}"
  #expect(
    try definition(text).rowClasses == [
      RowClass(.line(.fee), when: [.init(.productID, .values(["BANK"])), .init(.quantity, .below(0))])
    ])
  let wrong = text.replacing("treat_as: fee", with: "treat_as: fees")
  #expect(try #require(throws: ConfigProblem.self) { try definition(wrong) }.suggestion == "fee")
}

private let tables: [(kind: String, columns: String, row: String)] = [
  (
    "transactions",
    "transaction_id,customer_id,email,timestamp,currency,status,product_id,product_name,quantity,unit_price,amount,"
      + "channel,country",
    "order-00001,cust-1,a@b.co,2026-03-01T10:00:00Z,EUR,completed,mug,Mug,2,5.00,10.00,web,DE"
  ),
  (
    "transactions",
    "transaction_id,timestamp,currency,status,amount,line_items[].sku,line_items[].qty,line_items[].price",
    "order-00001,2026-03-01,EUR,completed,10,mug,2,5"
  ),
  ("customers", "customer_id,email,first_name,last_name,registered_at", "cust-1,a@b.co,Ann,Lee,2026-01-01"),
  ("products", "product_id,sku,product_name,price,currency", "mug,MUG-1,Mug,5.00,EUR"),
  ("sessions", "session_id,started_at,customer_id,channel", "s-1,2026-03-01T10:00:00Z,cust-1,web"),
  ("sessions", "date,sessions,channel", "2026-03-01,412,web"),
  (
    "till-lines", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
    "536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom"
  ),
]

@Test(arguments: tables.indices) func `each kind of export is recognised and taken without a complaint`(
  index: Int
) throws {
  let table = tables[index]
  let definitions = try Configuration.load(embedded: embedded, overrides: []).definitions
  let columns = table.columns.split(separator: ",").map(String.init)
  let found = try Recogniser(definitions: definitions).recognise(columns: columns)
  #expect(found.definition.kind == table.kind && found.extraColumns.isEmpty)
  var inspector = Inspector(definition: found.definition, zone: .utc, currency: nil, now: 1_800_000_000)
  var verdicts = [inspector.inspect(batch(columns, table.row)), inspector.finish()]
  verdicts.removeAll { $0.rowsRead == 0 }
  let verdict = try #require(verdicts.first)
  #expect(verdict.held.isEmpty, "\(verdict.held)")
  let facts = verdict.transactions.count + verdict.customers.count + verdict.products.count
  #expect(facts + verdict.sessions.count == 1)
  for customer in verdict.customers { #expect(text(verdict, customer.name) == "Ann Lee") }
  for session in verdict.sessions where session.sessions == 412 {
    #expect(text(verdict, session.sessionID) == "2026-03-01 web" && session.day.iso == "2026-03-01")
  }
}

private func text(_ batch: VerdictBatch, _ range: ByteRange) -> String {
  String(decoding: batch.bytes[range.indices], as: UTF8.self)
}

private func batch(_ columns: [String], _ line: String) -> RowBatch {
  var batch = RowBatch(columns: columns)
  batch.bytes = Array(line.utf8)
  var start = 0
  for end in batch.bytes.indices + [batch.bytes.count]
  where end == batch.bytes.count || batch.bytes[end] == 0x2C {
    batch.cells.append(ByteRange(start: start, end: end))
    start = end + 1
  }
  batch.rows = [
    .init(
      firstCell: 0, cellCount: Int32(batch.cells.count), raw: ByteRange(start: 0, end: batch.bytes.count),
      line: 2,
      offset: 0, continuesRecord: false)
  ]
  return batch
}

@Test func `the limits are read, and what is written down of them are the defaults`() throws {
  let embeddedLimits = try Configuration.load(embedded: embedded, overrides: []).settings.limits
  #expect(embeddedLimits == IntakeLimits())
  #expect(embeddedLimits.decode.cellBytes == 1 << 20 && embeddedLimits.decode.rowBytes == 4 << 20)
  #expect(embeddedLimits.decode.columns == 1000 && embeddedLimits.decode.depth == 64)
  #expect(embeddedLimits.decode.textBytes == 1 << 20 && embeddedLimits.unpack.expandedBytes == 4 << 30)
  #expect(embeddedLimits.unpack.ratio == 200 && embeddedLimits.unpack.entries == 10_000)
  #expect(embeddedLimits.unpack.depth == 2)
  let text = """
    limits:
      {cell: 2 KiB, row: 524288, columns: 7, json_text: 3KiB, depth: 5, unpacked: 1 GiB, unpacked_ratio: 9,
       unpacked_files: 8, archive_depth: 1}
    """
  let limits = try ShopSettings.read(text: text, file: "daybook.yaml").limits
  #expect(limits.decode.cellBytes == 2048 && limits.decode.rowBytes == 512 << 10)
  #expect(limits.decode.columns == 7 && limits.decode.textBytes == 3072 && limits.decode.depth == 5)
  #expect(limits.unpack.expandedBytes == 1 << 30 && limits.unpack.ratio == 9)
  #expect(limits.unpack.entries == 8 && limits.unpack.depth == 1)
}

@Test(arguments: [
  ("limits: {cell: big}", "daybook.yaml:1:16: limits.cell: \"big\" is no size"),
  ("limits:\n  cell: 1 TB", "daybook.yaml:2:9: limits.cell: \"1 TB\" is no size"),
  ("limits:\n  cell: 1 GiB", "daybook.yaml:2:9: limits.cell: \"1 GiB\" is not between 1 KiB and 16 MiB"),
  ("limits:\n  cell: 9999999999 GiB", "daybook.yaml:2:9: limits.cell: "),
  ("limits:\n  cell: 8 MiB", "daybook.yaml:2:9: limits.cell: a cell cannot be longer than a row"),
  ("limits:\n  row: 512 KiB", "daybook.yaml:2:8: limits.row: a cell cannot be longer than a row"),
  ("limits:\n  columns: 0", "daybook.yaml:2:12: limits.columns: 0 is not between 1 and 10000"),
  ("limits:\n  depth: 1000", "daybook.yaml:2:10: limits.depth: 1000 is not between 1 and 256"),
  ("limits:\n  archive_deep: 1", "daybook.yaml:2:3: limits.archive_deep: no such key"),
  ("limits:\n  unpacked_ratio: -1", "daybook.yaml:2:19: limits.unpacked_ratio: "),
])
func `wrong limits are refused with file, line and what may stand there`(text: String, beginning: String)
  throws
{
  let problem = try #require(throws: ConfigProblem.self) {
    try ShopSettings.read(text: text, file: "daybook.yaml")
  }
  #expect(problem.description.hasPrefix(beginning), "\(problem)")
}

@Test func `a source's rules and budget replace those of its definition`() throws {
  let configuration = try Configuration.load(
    embedded: embedded,
    overrides: [
      (
        "daybook.yaml",
        """
        sources:
          web:
            rules: {expected.missing: {severity: hold, weight: 7}, amount.mismatch: {weight: 9}}
            error_budget: {share: 5%}
        """
      )
    ])
  let orders = try #require(configuration.definitions.first { $0.kind == "transactions" })
  let web = configuration.settings.changing(orders, for: "web")
  let customer = try #require(web.field(.customerID))
  #expect(customer.severity(of: .expectedMissing) == .hold && customer.weight(of: .expectedMissing) == 7)
  #expect(web.ruleChanges["amount.mismatch"]?.weight == 9)
  #expect(web.budget == ErrorBudget(share: 0.05, leastRows: 5))
  #expect(configuration.settings.changing(orders, for: "till") == orders)
}

@Test(arguments: [
  ("email.invalidd: {weight: 1}", "email.invalid", "no rule has this code"),
  ("email.invalid: {wieght: 1}", "weight", "no such key"),
  ("money.unreadable: {severity: note}", nil, "cannot be a note"),
  ("row.footer: {severity: hold}", nil, "cannot be held"),
  ("key.contradicts_earlier: {weight: 1}", nil, "no rule has this code"),
])
func `a rule that cannot be set so is refused with its line`(rule: String, suggestion: String?, words: String)
  throws
{
  let text = "sources:\n  web:\n    rules:\n      \(rule)"
  let problem = try #require(throws: ConfigProblem.self) {
    try ShopSettings.read(text: text, file: "daybook.yaml")
  }
  #expect(problem.line == 4 && problem.suggestion == suggestion, "\(problem)")
  #expect(problem.message.contains(words), "\(problem)")
}
