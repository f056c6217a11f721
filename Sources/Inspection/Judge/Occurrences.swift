/// Counts how often each content has stood in a run of lines.
struct Occurrences: Sendable {
  /// The number all lines of the run share.
  private var run: [UInt8] = []
  /// Short runs are searched, for that is faster than a table; long ones move into one.
  private var few: [(content: Int64, count: Int)] = []
  private var many: [Int64: Int] = [:]

  /// A run goes on where its number is that of the one before.
  mutating func begin(run number: some Collection<UInt8>) {
    guard !number.elementsEqual(run) || number.isEmpty else { return }
    run.removeAll(keepingCapacity: true)
    run.append(contentsOf: number)
    few.removeAll(keepingCapacity: true)
    many.removeAll()
  }

  /// How many there have been, with this one.
  mutating func count(_ content: Int64) -> Int {
    for index in few.indices where few[index].content == content {
      few[index].count += 1
      return few[index].count
    }
    guard few.count >= 48 else {
      few.append((content, 1))
      return 1
    }
    many[content, default: 0] += 1
    return many[content, default: 0]
  }
}
