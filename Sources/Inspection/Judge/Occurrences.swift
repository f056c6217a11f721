import Records

/// Tells equal lines of a run apart.
struct Occurrences: Sendable {
  /// The number all lines of the run share.
  private var run: [UInt8] = []
  /// Short runs are searched, for that is faster than a table; long ones move into one.
  private var few: [(content: Int64, lineID: Int64)] = []
  private var many: [Int64: Int64] = [:]
  /// Of more different lines the first are forgotten: whoever stores an identity goes on from those already stored.
  private static let most = 1 << 17

  /// A run goes on where its number is that of the one before.
  mutating func begin(run number: some Collection<UInt8>) {
    guard !number.elementsEqual(run) || number.isEmpty else { return }
    run.removeAll(keepingCapacity: true)
    run.append(contentsOf: number)
    few.removeAll(keepingCapacity: true)
    many.removeAll()
  }

  /// The identity of a line without an id of its own. It goes on from that of the equal line before: a run may be a
  /// million equal lines long.
  mutating func lineID(of content: Int64) -> Int64 {
    for index in few.indices where few[index].content == content {
      few[index].lineID = StableHash.nextLineID(after: few[index].lineID)
      return few[index].lineID
    }
    guard few.count >= 48 else {
      few.append((content, StableHash.lineID(content: content, occurrence: 1)))
      return few[few.count - 1].lineID
    }
    let before = many[content]
    let lineID =
      before.map { StableHash.nextLineID(after: $0) } ?? StableHash.lineID(content: content, occurrence: 1)
    if many.count >= Self.most { many.removeAll() }
    many[content] = lineID
    return lineID
  }
}
