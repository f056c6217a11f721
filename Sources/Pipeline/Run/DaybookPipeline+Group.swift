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
}

extension DaybookPipeline {
  /// Takes what has settled: small files together, oldest first, then each large one.
  ///
  /// Between two large files the inbox is looked at again, so that none of them keeps small ones waiting for another.
  mutating func takeAll(_ arrivals: [Arrival], in summary: inout PassSummary) throws {
    var small = arrivals.filter { $0.status.size <= groups.largestFile }[...]
    let large = arrivals.filter { $0.status.size > groups.largestFile }
    var seen = large.count > 1 ? Set(arrivals.map(\.path)) : []
    try takeGroups(&small, in: &summary)
    for (number, arrival) in large.enumerated() where StopSignal.number == nil {
      try take(arrival, in: &summary)
      guard number + 1 < large.count else { continue }
      let late = try settled().filter {
        $0.status.size <= groups.largestFile && seen.insert($0.path).inserted
      }
      var rest = late[...]
      try takeGroups(&rest, in: &summary)
    }
  }

  private mutating func takeGroups(_ small: inout ArraySlice<Arrival>, in summary: inout PassSummary) throws {
    while !small.isEmpty, StopSignal.number == nil {
      // One alone costs no more by itself, and says at once what may keep it.
      guard small.count > 1 else { return try take(small.removeFirst(), in: &summary) }
      let group = try enterGroup(small)
      small = small.dropFirst(group.looked)
      for (arrival, problem) in group.postponed { try postpone(arrival.path, problem, in: &summary) }
      try fileGroup(group.members, in: &summary)
      for arrival in group.others where StopSignal.number == nil { try take(arrival, in: &summary) }
    }
  }

  /// A file of a group that is in the books.
  private struct Member {
    let arrival: Arrival
    var file: SettledFile
    var receipt: Receipt
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
    // All are with the disk by now, so that the first wait is the long one.
    for member in group.members { try Claim.secure(member.arrival, on: shop.files) }
  }

  private func enter(_ arrival: Arrival, into load: GroupLoad, _ group: inout Group) throws {
    let started = clocks.steady()
    try checkRoom(for: arrival.status.size)
    var file = try Claim.take(
      arrival, into: shop.working, as: String(arrival.status.inode), on: shop.files)
    file.displayName = BytePath.display(file.ownName)
    do {
      let cutOff = try load.unfiled(sha256: file.sha256).filter { entry in
        !group.members.contains { $0.receipt.batchId == entry.fileID }
      }
      guard cutOff.isEmpty else {
        group.others.append(arrival)
        return try discard(file.workingCopy)
      }
      if let known = try load.knownFile(sha256: file.sha256) {
        let isOfGroup = group.members.contains { $0.receipt.batchId == known.fileID }
        guard known.keptAt != nil || isOfGroup else {
          group.others.append(arrival)
          return try discard(file.workingCopy)
        }
        group.members.append(try repeated(file, from: arrival, known, started: started, into: load))
      } else {
        group.members.append(try read(file, from: arrival, started: started, into: load))
      }
    } catch {
      try discard(file.workingCopy)
      throw error
    }
    try discard(file.workingCopy)
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
    return Member(arrival: arrival, file: file, receipt: receipt, problem: nil)
  }

  private func read(
    _ file: SettledFile, from arrival: Arrival, started: Int64, into load: GroupLoad
  ) throws -> Member {
    do {
      let receipt = try load.file { load in
        let receipt = try read(file, started: started, into: load)
        try load.keep(receipt: receipt.json())
        return receipt
      }
      return Member(arrival: arrival, file: file, receipt: receipt, problem: nil)
    } catch let problem as FileProblem where !problem.canRetry {
      var receipt = failure(file, problem, started: started)
      let entry = UnloadedFile(status: .failed, problem: problem, counts: RowCounts())
      receipt.batchId = try load.file {
        try $0.enter(
          BatchHeader(file, processedAt: clocks.now), entry,
          milliseconds: (clocks.steady() - started) / 1_000_000)
      }
      return Member(arrival: arrival, file: file, receipt: receipt, problem: problem)
    }
  }

  /// Moves the originals of a group that is in the books, and notes where they lie.
  private func fileGroup(_ members: [Member], in summary: inout PassSummary) throws {
    guard !members.isEmpty else { return }
    let outcomes: [Result<BytePath, FileProblem>]
    do {
      outcomes = try Filing(shop: shop).file(
        members.map { member in
          FilingOrder(
            original: member.file.original, doneMarker: member.file.doneMarker, problem: member.problem,
            receipt: try member.receipt.json())
        }, on: today)
    } catch let problem as FileProblem {
      // They are in the books; the next pass makes up for the filing.
      for member in members { try postpone(member.file.original, problem, in: &summary) }
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
