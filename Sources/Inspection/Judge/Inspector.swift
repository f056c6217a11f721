public import Records

/// Judges the rows of one file: batches of raw rows in, batches of verdicts out.
///
/// An order, or a run of till lines with one number, is judged whole. The last one of a batch may go on in
/// the next, so its rows wait until that comes, or until `finish`.
public struct Inspector: Sendable {
  public let definition: Definition
  var reader: RowReader
  let at: Positions
  let classifier: RowClassifier
  let statusRules: [(status: SaleStatus, test: RowTest)]
  let movementRules: [(kind: MovementKind, test: RowTest)]
  let lineTest: RowTest
  /// The orders of the table at hand are told by their totals only.
  private(set) var isOrderLevel = false
  /// Among the plan's test columns; nil where the rows of an order have no names of their own.
  let rowID: Int?
  /// Nil where more than its own cells decides what a row is.
  let plainOrders: PlainOrders?
  /// Held rows carry their cells, since their bytes alone cannot be cut again.
  public var keepsCells = false
  private let splitting: Splitting
  private let unpacking: Unpacking
  private var carry = Carry()
  private var rescue: Rescue?
  private var waiting: RowBatch?
  /// The number of an order with too many rows, and how many are: the rest of them is held too.
  private var endless: (number: [UInt8], limit: String)?
  // Kept from order to order so that none of them asks for memory.
  var header: [Slot] = []
  var firstCells: [ByteRange] = []
  var firstRows: [Int] = []
  var lineSlots: [Slot] = []
  var lineRows: [Int] = []
  var lineKinds: [LineKind] = []
  /// Rows of the order at hand that never were data, and why.
  var skippedRows: [(row: Int, reason: String)] = []
  /// Rows of the order at hand that stand in it twice and were left out.
  var repeatedRows = 0
  var refunds: [Refund] = []
  /// The status that a rule gives the order at hand.
  var ruledStatus: SaleStatus?
  /// The kind that a rule gives the movement at hand.
  var ruledMovement: MovementKind?
  /// The lines of the order at hand state these themselves, and together they are the order's.
  var ownDiscounts = false
  var ownShipping = false
  var ownTaxes = false
  var shares = Shares()
  var occurrences = Occurrences()
  var stated = StatedTotal()
  var weights: [Int64] = []
  /// Of the batch at hand.
  var tally = MoneyTally()

  /// `zone` is where the source's clock stands, `currency` what its amounts are in where a row names none,
  /// `now` the time in UTC seconds: dates more than a day after it are not believed.
  public init(definition: Definition, zone: ShopZone, currency: Currency?, now: Int64) {
    self.definition = definition
    reader = RowReader(definition: definition, zone: zone, currency: currency, now: now)
    at = Positions(reader.plan)
    classifier = RowClassifier(reader.plan)
    let plan = reader.plan
    statusRules = definition.statusRules.map { ($0.status, RowTest($0.conditions, plan)) }
    movementRules = definition.movementRules.map { ($0.kind, RowTest($0.conditions, plan)) }
    lineTest = RowTest(definition.lineWhen, plan)
    rowID = definition.rowID.flatMap { plan.testColumns.lastIndex(of: $0) }
    let isDecidedByCells =
      definition.facts == .orders && !definition.isOrderLevel && !definition.linesAreOptional
      && classifier.isEmpty && statusRules.isEmpty && lineTest.isEmpty && !definition.reverses
      && rowID == nil && at.duty < 0
    plainOrders = isDecidedByCells ? PlainOrders(reader.plan, at) : nil
    splitting = Splitting(definition)
    unpacking = Unpacking(definition)
    header = Array(repeating: .missing, count: reader.plan.headerCount)
    firstCells = Array(repeating: .none, count: reader.plan.headerCount)
    firstRows = Array(repeating: -1, count: reader.plan.headerCount)
  }

  /// How columns are read that leave a choice; from the next batch on.
  public mutating func read(by readings: [ColumnReading]) { reader.read(by: readings) }

  /// Columns of which the definition takes nothing, and whose values are to be kept as they stand; from the next
  /// batch on.
  public mutating func keepValues(of columns: [String]) { rescue = columns.isEmpty ? nil : Rescue(columns) }

  /// Verdicts on the rows that are complete; the last order of the batch may still wait.
  public mutating func inspect(_ rows: consuming RowBatch) -> VerdictBatch {
    var batch = rows
    let carried = waiting
    waiting = nil
    if !splitting.isEmpty { splitting.expand(&batch) }
    reader.bind(columns: batch.columns)
    if !reader.plan.htmlColumns.isEmpty { HTMLText.decode(&batch, columns: reader.plan.htmlColumns) }
    guard rescue != nil else { return judge(Work(batch, carried: carried), isLast: false) }
    let rows = batch
    var verdicts = judge(Work(batch, carried: carried), isLast: false)
    keepValues(of: rows, in: &verdicts)
    return verdicts
  }

  private mutating func keepValues(of rows: RowBatch, in verdicts: inout VerdictBatch) {
    reader.bind(columns: rows.columns)
    var work = Work(rows, carried: nil)
    work.addTexts(for: reader.plan)
    let identity: Target =
      switch definition.facts {
      case .orders, .lines: .transactionID
      case .customers: .customerID
      case .products: .productID
      case .sessions: .sessionID
      case .movements: .movementID
      }
    let place = reader.plan.position(of: identity)
    var (trial, rescue) = (self, rescue)
    rescue?.take(
      from: rows, group: { trial.key(of: $0, in: work) },
      record: { place < 0 ? .none : trial.reader.identity(place, $0, in: work) }, into: &verdicts)
    self.rescue = rescue
  }

  /// Verdicts on the rows that still wait, once the file has ended.
  public mutating func finish() -> VerdictBatch {
    guard let carried = waiting else { return VerdictBatch() }
    waiting = nil
    return judge(Work(carried, carried: nil), isLast: true)
  }

  /// Of the table at hand, worth remembering.
  public internal(set) var idLengths: [IDLength] = []

  /// How the lines of the orders judged so far make their totals.
  public internal(set) var reconciliation = Reconciliation()

  /// Every check that applied to the rows judged so far, and how often it failed.
  public var tallies: [CheckTally] { reader.book.tallies }

  /// Puts every cell where it is looked for.
  mutating func prepare(_ rows: consuming Work) -> Work {
    var work = rows
    if !unpacking.isEmpty { unpacking.expand(&work.batch) }
    reader.bind(columns: work.batch.columns)
    isOrderLevel =
      definition.isOrderLevel || definition.linesAreOptional && !reader.plan.hasLineColumns
    carry.fill(&work, &reader)
    work.addTexts(for: reader.plan)
    reader.beginBatch()
    return work
  }

  private mutating func judge(_ rows: consuming Work, isLast: Bool) -> VerdictBatch {
    var work = prepare(rows)
    var verdicts = VerdictBatch()
    verdicts.reserve(work.batch.rows.count, definition.facts)
    var extra: [UInt8] = []
    // One row above an order's limit is let in: it shows that the limit was passed.
    let limit = definition.rowsPerOrder + (definition.facts == .orders ? 1 : 0)
    var keys: [ByteRange] = []
    keys.reserveCapacity(work.batch.rows.count)
    for row in work.batch.rows.indices { keys.append(key(of: row, in: work)) }
    var groups = Groups(
      keys: keys, limit: limit, byteLimit: definition.bytesPerOrder, passedOver: work.takePassedOver(),
      recordsStandAlone: reader.plan.groupPlaces.isEmpty)
    while let step = groups.next(work, isLast: isLast) {
      switch step {
      case .passedOver(let reason):
        verdicts.rowsRead += 1
        verdicts.skipped[reason, default: 0] += 1
      case .group(let damage):
        judge(groups.members, damage, in: work, into: &verdicts, extra: &extra)
      case .wait(let damage):
        waiting = work.batch.extracting(
          unpacking.asRead(groups.members, work.batch), problems: Array(work.batch.problems[damage]))
      }
    }
    tally.give(to: &verdicts)
    verdicts.bytes = work.takeBytes()
    if !extra.isEmpty { verdicts.bytes += extra }
    return verdicts
  }

  private mutating func judge(
    _ members: [Int32], _ damage: Range<Int>, in work: borrowing Work, into verdicts: inout VerdictBatch,
    extra: inout [UInt8]
  ) {
    let group = Group(members: members, damage: damage)
    let bytes = work.batch.bytes.span
    reader.map(Int(members[0]), to: Int(members[members.count - 1]), in: work, bytes)
    switch definition.facts {
    case .orders:
      if refusesEndless(group, in: work, bytes, &verdicts) { return }
      judgeOrder(group, in: work, bytes, into: &verdicts)
    case .lines: judgeRun(group, in: work, bytes, into: &verdicts)
    case .customers, .products, .sessions, .movements:
      judgeEntity(group, in: work, bytes, into: &verdicts, extra: &extra)
    }
  }

  /// Holds all rows of an order that has too many to be one.
  private mutating func refusesEndless(
    _ group: Group, in work: borrowing Work, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBatch
  ) -> Bool {
    // An order that is split is never judged by halves.
    if endless == nil, group.members.count <= definition.rowsPerOrder,
      work.batch.bytes.count <= definition.bytesPerOrder
    {
      return false
    }
    let key = key(of: Int(group.members[0]), in: work)
    let number = endless?.number
    let goesOn = number.map { !key.isEmpty && bytes.hasPrefix(key, $0) && key.count == $0.count } ?? false
    let limit = goesOn ? endless?.limit : Self.limitPassed(by: group, in: work, definition)
    guard let limit else {
      endless = nil
      return false
    }
    endless = (key.indices.map { bytes[$0] }, limit)
    reader.book.begin()
    for member in group.members where !work.batch.rows[Int(member)].continuesRecord {
      reader.book.countRow()
      reader.book.apply(.tooManyRows)
      reader.book.fail(
        .tooManyRows, row: Int(member), value: key, field: "transaction_id",
        detail: limit)
    }
    header.indices.forEach { header[$0] = .missing }
    hold(group, in: work, bytes, stakes: { _ in nil }, &verdicts)
    return true
  }

  /// As it is told; nil where the rows are few enough and short enough to be an order.
  private static func limitPassed(
    by group: Group, in work: borrowing Work, _ definition: borrowing Definition
  ) -> String? {
    if group.members.count > definition.rowsPerOrder { return String(definition.rowsPerOrder) }
    guard group.members.count > 1, work.batch.bytes.count > definition.bytesPerOrder else { return nil }
    let bytes = group.members.reduce(0) { $0 + work.batch.rows[Int($1)].raw.count }
    return bytes > definition.bytesPerOrder ? "\(definition.bytesPerOrder >> 20) MiB of" : nil
  }

  /// Where the number stands that rows of one order share; empty where rows stand alone.
  mutating func key(of row: Int, in work: borrowing Work) -> ByteRange {
    guard definition.facts == .orders || definition.facts == .lines else { return .none }
    if !reader.plan.groupPlaces.isEmpty {
      let key = work.key(row, reader.plan)
      if !key.isEmpty { return key }
    }
    return at.transactionID >= 0 ? reader.cell(at.transactionID, row, in: work) : .none
  }
}

extension VerdictBatch {
  /// Room for as many facts as there are rows, asked for once.
  fileprivate mutating func reserve(_ rows: Int, _ facts: FactKind) {
    origins.reserveCapacity(rows)
    guard facts == .orders || facts == .lines else { return }
    lines.reserveCapacity(rows)
    transactions.reserveCapacity(facts == .orders ? rows : rows / 8)
  }
}

extension Array {
  /// Empties it, and keeps its room for the next order.
  @inline(__always)  // Most are small or empty, and the library's way is made for large ones.
  mutating func clear() { while !isEmpty { removeLast() } }
}

/// The rows of one order, run or record, and what the decoder found wrong with them.
struct Group {
  var members: [Int32]
  var damage: Range<Int>
}
