import Intake
import Records
import Testing

struct SettleTrackerTests {
  private let second: Int64 = 1_000_000_000
  private let now: Int64 = 1_800_000_000 * 1_000_000_000

  private func file(
    _ name: String = "a.csv", size: Int64 = 1, modified: Int64? = nil, changed: Int64? = nil,
    done: Bool = false
  ) -> Arrival {
    let status = FileStatus(size: size, modified: modified ?? now, changed: changed ?? now, inode: 1)
    return Arrival(
      path: BytePath("/in/" + name), status: status, doneMarker: done ? BytePath("/in/\(name).done") : nil)
  }

  /// Names settled at `seconds` after the first look; the wall clock stands still unless the test moves it.
  private func look(_ tracker: inout SettleTracker, _ files: [Arrival], at seconds: Int64) -> [String] {
    tracker.settled(in: InboxListing(arrivals: files), wall: now, steady: seconds * second)
      .arrivals.map { String(decoding: $0.name, as: UTF8.self) }
  }

  @Test func `a look that passes over files does not forget them`() {
    var tracker = SettleTracker(settle: .seconds(5))
    #expect(look(&tracker, [file("a.csv"), file("b.csv")], at: 0) == [])
    let part = InboxListing(arrivals: [file("b.csv")])
    let found = tracker.settled(in: part, isPart: true, wall: now, steady: 3 * second).arrivals
    #expect(found.isEmpty)
    #expect(look(&tracker, [file("a.csv"), file("b.csv")], at: 5) == ["a.csv", "b.csv"])
  }

  @Test func `a new file waits until two equal looks lie far enough apart`() {
    var tracker = SettleTracker(settle: .seconds(5))
    #expect(look(&tracker, [file()], at: 0) == [])
    #expect(look(&tracker, [file()], at: 4) == [])
    #expect(look(&tracker, [file()], at: 5) == ["a.csv"])
  }

  @Test(arguments: [0, 1, 2])
  func `any change starts the wait again`(what: Int) {
    var tracker = SettleTracker(settle: .seconds(5))
    let changed = [file(size: 2), file(modified: now - 1), file(changed: now - 1)][what]
    #expect(look(&tracker, [file()], at: 0) == [])
    #expect(look(&tracker, [changed], at: 5) == [])
    #expect(look(&tracker, [changed], at: 9) == [])
    #expect(look(&tracker, [changed], at: 10) == ["a.csv"])
  }

  @Test func `a file old in both times needs no wait, one old in one time does`() {
    var tracker = SettleTracker(settle: .seconds(5))
    let old = now - 5 * second
    #expect(look(&tracker, [file(modified: old, changed: old)], at: 0) == ["a.csv"])
    #expect(look(&tracker, [file(modified: old, changed: old + 1)], at: 0) == [])
    #expect(look(&tracker, [file(modified: now + 90 * second, changed: old)], at: 0) == [])
  }

  @Test func `a clock that is set makes no file old that somebody is writing`() {
    var tracker = SettleTracker(settle: .seconds(5))
    func look(_ file: Arrival, wall: Int64, at seconds: Int64) -> Int {
      tracker.settled(in: InboxListing(arrivals: [file]), wall: wall, steady: seconds * second).arrivals.count
    }
    let hour = 3600 * second
    #expect(look(file("first.csv"), wall: now, at: 0) == 0)
    // Seen before the clock was set, and after.
    #expect(look(file("first.csv"), wall: now + hour, at: 2) == 0)
    #expect(look(file("second.csv"), wall: now + 2 * hour, at: 4) == 0)
    #expect(look(file("second.csv"), wall: now + 2 * hour + 2 * second, at: 6) == 0)
    #expect(look(file("second.csv"), wall: now + 2 * hour + 5 * second, at: 9) == 1)
  }

  @Test func `a done marker or a settle time of zero ends the wait`() {
    var tracker = SettleTracker(settle: .seconds(5))
    #expect(look(&tracker, [file(done: true)], at: 0) == ["a.csv"])
    var hasty = SettleTracker(settle: .zero)
    #expect(look(&hasty, [file(modified: .max)], at: 0) == ["a.csv"])
  }

  @Test func `a file that was gone in between starts anew`() {
    var tracker = SettleTracker(settle: .seconds(5))
    #expect(look(&tracker, [file()], at: 0) == [])
    #expect(look(&tracker, [], at: 3) == [])
    #expect(look(&tracker, [file()], at: 6) == [])
    #expect(look(&tracker, [file()], at: 11) == ["a.csv"])
  }

  @Test func `the oldest go first, then small ones, then by name`() {
    var tracker = SettleTracker(settle: .zero)
    let files = [
      file("c", size: 9), file("b", size: 2), file("a", size: 2), file("old", size: 9, modified: now - 1),
    ]
    #expect(look(&tracker, files, at: 0) == ["old", "a", "b", "c"])
  }

  @Test func `an empty file is named only once it has stayed empty, other things at once`() {
    var tracker = SettleTracker(settle: .seconds(5))
    func entry(_ code: String) -> NotTaken {
      NotTaken(
        path: BytePath("/in/\(code)"), problem: FileProblem(code: code, message: "", remedy: ""),
        status: FileStatus(size: 0, modified: now, changed: now, inode: 1))
    }
    let listing = InboxListing(notTaken: [entry("file.empty"), entry("file.is_link")])
    func codes(at seconds: Int64) -> [String] {
      tracker.settled(in: listing, wall: now, steady: seconds * second).notTaken.map(\.problem.code)
    }
    #expect(codes(at: 0) == ["file.is_link"])
    #expect(codes(at: 5) == ["file.empty", "file.is_link"])
  }
}
