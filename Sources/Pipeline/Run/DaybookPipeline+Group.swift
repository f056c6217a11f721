import Intake
import Ledger
import Logging
import Records

/// How many small files share a transaction, and so the few waits for the disk that it costs.
struct GroupLimits {
  /// Larger files have a transaction of their own.
  var largestFile: Int64 = 256 << 10
  var bytes: Int64 = 8 << 20
  var files = 200
  var rows = 20_000
  /// Nanoseconds: what was dropped first is in the books soon.
  var time: Int64 = 500_000_000
  /// Nanoseconds after which the inbox is looked at again, so that a new file does not wait for a hundred thousand.
  var lookAgain: Int64 = 15_000_000_000
}

extension DaybookPipeline {
  /// Takes what has settled: small files together, oldest first, then each large one.
  ///
  /// Between two large files and every few seconds the inbox is looked at again, and small files that are new come
  /// next: neither a large file nor many old ones keep them waiting.
  mutating func takeAll(_ arrivals: [Arrival], in summary: inout PassSummary) throws {
    var small = arrivals.filter { $0.status.size <= groups.largestFile }[...]
    var large = arrivals.filter { $0.status.size > groups.largestFile }[...]
    var seen = Set(arrivals.map(\.path))
    var lookedAt = clocks.steady()
    while StopSignal.number == nil {
      let isLarge = small.isEmpty
      if !isLarge {
        try takeGroup(&small, in: &summary)
      } else if let arrival = large.popFirst() {
        try take(arrival, in: &summary)
      } else {
        return
      }
      guard isLarge ? !large.isEmpty : !small.isEmpty && clocks.steady() - lookedAt > groups.lookAgain else {
        continue
      }
      let late = try settled(besides: seen).filter { $0.status.size <= groups.largestFile }
      seen.formUnion(late.map(\.path))
      small = late + small
      lookedAt = clocks.steady()
    }
  }

  private mutating func takeGroup(_ small: inout ArraySlice<Arrival>, in summary: inout PassSummary) throws {
    // One alone costs no more by itself, and says at once what may keep it.
    guard small.count > 1 else { return try take(small.removeFirst(), in: &summary) }
    let group = try enterGroup(small)
    small = small.dropFirst(group.looked)
    for (arrival, problem) in group.postponed { try postpone(arrival.path, problem, in: &summary) }
    try fileGroup(group.members, in: &summary)
    for arrival in group.others where StopSignal.number == nil { try take(arrival, in: &summary) }
  }

  /// A file of a group that is in the books.
  private struct Member {
    let arrival: Arrival
    var file: SettledFile
    var receipt: Receipt
    /// As it is written beside the original.
    var json: String
    /// Why it was not taken; nil for one that was, or that repeats another.
    var problem: FileProblem?
  }

  private struct Group {
    var members: [Member] = []
    var postponed: [(Arrival, FileProblem)] = []
    /// To be taken by themselves: their filing was cut off once.
    var others: [Arrival] = []
    /// How many arrivals were looked at.
    var looked = 0
    var bytes: Int64 = 0
    var rows = 0
  }

  /// Enters as many files as the limits allow in one transaction, a savepoint each.
  private func enterGroup(_ arrivals: ArraySlice<Arrival>) throws -> Group {
    let started = clocks.steady()
    var group = Group()
    do {
      try books.writeGroup { load in try enter(arrivals, since: started, into: load, &group) }
    } catch let problem as FileProblem where !problem.endsTheRun {
      // One was no longer what had been read, or could not be saved: by itself each is only its own affair.
      return Group(others: Array(arrivals.prefix(group.looked)), looked: group.looked)
    }
    return group
  }

  private func enter(
    _ arrivals: ArraySlice<Arrival>, since started: Int64, into load: GroupLoad, _ group: inout Group
  ) throws {
    for arrival in arrivals {
      // If it throws, nothing of the group is in the books, and the originals lie where they lay.
      if let signal = StopSignal.number { throw Interrupted(signal: signal) }
      if group.looked == groups.files || group.bytes > groups.bytes || group.rows > groups.rows { break }
      if group.looked > 0, clocks.steady() - started > groups.time { break }
      group.looked += 1
      do { try enter(arrival, into: load, &group) } catch let problem as FileProblem {
        if problem.endsTheRun { throw problem }
        group.postponed.append((arrival, problem))
      }
    }
    try Claim.secure(group.members.map(\.arrival), on: shop.files)
  }

  private func enter(_ arrival: Arrival, into load: GroupLoad, _ group: inout Group) throws {
    let started = clocks.steady()
    try checkRoom(for: arrival.status.size)
    let held = try Claim.hold(
      arrival, as: shop.working.appending(String(arrival.status.inode)), on: shop.files)
    var file = held.file
    file.displayName = BytePath.display(file.ownName)
    let cutOff = try load.unfiled(sha256: file.sha256).filter { entry in
      !group.members.contains { $0.receipt.batchId == entry.fileID }
    }
    guard cutOff.isEmpty else {
      group.others.append(arrival)
      return
    }
    if let known = try load.knownFile(sha256: file.sha256) {
      let isOfGroup = group.members.contains { $0.receipt.batchId == known.fileID }
      guard known.keptAt != nil || isOfGroup else {
        group.others.append(arrival)
        return
      }
      group.members.append(try repeated(file, from: arrival, known, started: started, into: load))
    } else {
      var reader = self
      reader.copies = held.copied(to: shop.files)
      reader.readsAtOnce = !held.isPacked
      group.members.append(try reader.read(file, from: arrival, started: started, into: load))
    }
    group.bytes += file.size
    group.rows += group.members.last?.receipt.recordsReceived ?? 0
  }

  private func repeated(
    _ file: SettledFile, from arrival: Arrival, _ known: KnownFile, started: Int64, into load: GroupLoad
  ) throws -> Member {
    var receipt = duplicate(file, known, started: started)
    let entry = UnloadedFile(status: .duplicate, repeats: known, counts: receipt.counts)
    receipt.batchId = try load.file {
      try $0.enter(BatchHeader(file, processedAt: clocks.now), entry, milliseconds: 0)
    }
    return Member(arrival: arrival, file: file, receipt: receipt, json: try receipt.json())
  }

  private func read(
    _ file: SettledFile, from arrival: Arrival, started: Int64, into load: GroupLoad
  ) throws -> Member {
    do {
      return try load.file { load in
        let receipt = try read(file, started: started, into: load)
        let json = try receipt.json()
        try load.keep(receipt: json)
        return Member(arrival: arrival, file: file, receipt: receipt, json: json)
      }
    } catch let problem as FileProblem where !problem.canRetry {
      var receipt = failure(file, problem, started: started)
      let entry = UnloadedFile(status: .failed, problem: problem, counts: RowCounts())
      receipt.batchId = try load.file {
        try $0.enter(
          BatchHeader(file, processedAt: clocks.now), entry,
          milliseconds: (clocks.steady() - started) / 1_000_000)
      }
      return Member(
        arrival: arrival, file: file, receipt: receipt, json: try receipt.json(), problem: problem)
    }
  }

  /// Moves the originals of a group that is in the books, and notes where they lie.
  private func fileGroup(_ members: [Member], in summary: inout PassSummary) throws {
    guard !members.isEmpty else { return }
    let outcomes: [Result<BytePath, FileProblem>]
    do throws(FileProblem) {
      outcomes = try Filing(shop: shop).file(
        members.map { member in
          FilingOrder(
            original: member.file.original, doneMarker: member.file.doneMarker, problem: member.problem,
            receipt: member.json)
        }, on: today)
    } catch {
      // They are in the books; the next pass makes up for the filing.
      for member in members { try postpone(member.file.original, error, in: &summary) }
      return
    }
    var places: [(fileID: Int64, path: String)] = []
    for (member, outcome) in zip(members, outcomes) {
      switch outcome {
      case .success(let path):
        if let fileID = member.receipt.batchId { places.append((fileID, shop.relative(path))) }
      case .failure(let problem): try postpone(member.file.original, problem, in: &summary)
      }
    }
    try books.setKept(places)
    for (member, outcome) in zip(members, outcomes) {
      if case .success = outcome { tell(member.receipt, of: member.file, in: &summary) }
    }
  }
}
