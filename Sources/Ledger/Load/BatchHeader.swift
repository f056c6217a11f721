public import Records

/// What the ledger needs to know of a table before its first row.
public struct BatchHeader: Sendable {
  public var source: String
  /// What sort of export it is.
  public var kind: String
  /// Which records its rows tell of: kinds of one stream tell of the same ones.
  public var stream: String
  /// How much it tells of them: a less detailed telling never replaces a more detailed one.
  public var detail: Int
  public var facts: FactKind
  /// For people: `orders.csv`, or `orders.zip/june.csv` for a table in an archive.
  public var fileName: String
  public var sha256: String
  public var bytes: Int64
  public var format: String
  /// When the export was made, as far as is known: the file's modification time, UTC seconds. Of two versions of a
  /// record without a clock of their own, the later export's holds.
  public var exportedAt: Int64
  /// The shop's day of that.
  public var exportedOn: Day
  /// UTC seconds.
  public var processedAt: Int64
  /// The batch whose held rows are judged again; nil for rows of a file.
  public var mends: Int64?
  /// Streams of the sales that are given back; empty where none has to be known.
  public var salesIn: [String] = []
  /// Its refunds are booked on the sales that they name.
  public var givesBack = false
  /// The owner has said that more may be given back than was sold.
  public var acceptsExcess = false

  /// - Parameters:
  ///   - stream: nil for a stream of its own.
  ///   - exportedOn: nil for the day in UTC.
  public init(
    source: String, kind: String, stream: String? = nil, detail: Int = 0, facts: FactKind, fileName: String,
    sha256: String, bytes: Int64, format: String, exportedAt: Int64, exportedOn: Day? = nil,
    processedAt: Int64
  ) {
    self.source = source
    self.kind = kind
    self.stream = stream ?? kind
    self.detail = detail
    self.facts = facts
    self.fileName = fileName
    self.sha256 = sha256
    self.bytes = bytes
    self.format = format
    self.exportedAt = exportedAt
    self.exportedOn = exportedOn ?? ShopZone.utc.day(at: exportedAt)
    self.processedAt = processedAt
  }
}

/// What is known of a table when its last row is loaded.
public struct BatchClosing: Sendable {
  public var tallies: [CheckTally]
  /// Table score in hundredths; nil where nothing was judged.
  public var score: Int64?
  public var milliseconds: Int64
  public var money: [Currency: MoneySplit]

  public init(
    tallies: [CheckTally], score: Int64?, milliseconds: Int64, money: [Currency: MoneySplit] = [:]
  ) {
    self.tallies = tallies
    self.score = score
    self.milliseconds = milliseconds
    self.money = money
  }
}

/// What loading a table did.
public struct BatchOutcome: Sendable {
  public var batchID: Int64
  public var counts: RowCounts
  public var daysTouched: [Day]
  /// Table score in hundredths; nil where nothing was judged.
  public var score: Int64?
  /// Rows that wait for their sale.
  public var waiting = 0
  /// Stored rows that the ledger holds again.
  public var heldAgain: Set<Int64> = []
  /// Money of rows that Inspection accepted and the ledger held, since they contradict earlier rows of the file.
  public var contradicted: [Currency: MoneySplit]
  /// In how many of the records that were updated each field is another now.
  public var changedFields: [String: Int] = [:]
  /// Days that a report had as over, and whose figures are others now.
  public var daysRestated: [Day] = []

  public init(
    batchID: Int64, counts: RowCounts, daysTouched: [Day], contradicted: [Currency: MoneySplit] = [:]
  ) {
    self.batchID = batchID
    self.counts = counts
    self.daysTouched = daysTouched
    self.contradicted = contradicted
  }
}
