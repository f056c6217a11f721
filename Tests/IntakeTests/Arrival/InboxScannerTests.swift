import Intake
import Records
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

struct InboxScannerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func look() throws -> InboxListing { try InboxScanner(inbox: folder.path, on: .onDisk).look() }

  @Test func `the folder directly below the inbox is the source, however deep a file lies`() throws {
    try folder.write("a", to: "june.csv")
    try folder.write("ab", to: "till-1/june.csv")
    try folder.write("abc", to: "web/2026/06/june.csv")
    let arrivals = try look().arrivals
    #expect(
      arrivals.map(\.path)
        == ["june.csv", "till-1/june.csv", "web/2026/06/june.csv"].map(folder.path.appending))
    #expect(arrivals.map(\.source) == [nil, Array("till-1".utf8), Array("web".utf8)])
    #expect(arrivals.map(\.status.size) == [1, 2, 3])
  }

  @Test func `files that are known are passed over, and what lies beside them is not`() throws {
    for name in ["june.csv", "till/june.csv", "till/july.csv"] { try folder.write("a", to: name) }
    let known = Set(["june.csv", "till/june.csv"].map(folder.path.appending))
    let listing = try InboxScanner(inbox: folder.path, on: .onDisk).look(besides: known)
    #expect(listing.arrivals.map(\.path) == [folder.path.appending("till/july.csv")])
    #expect(listing.notTaken.isEmpty)
  }

  @Test(arguments: [
    ".hidden", "~$book.csv", "a.tmp", "a.PART", "a.crdownload", "a.csv.filepart", "Thumbs.db", "Desktop.ini",
    ".DS_Store", "._june.csv", ".stfolder/a.csv", ".stversions/a.csv", "@eaDir/a.csv", "__MACOSX/a.csv",
    "till/.Trashes/a.csv", ".Spotlight-V100/a.csv", ".localized",
  ])
  func `what systems and sync tools leave behind is passed over in silence`(name: String) throws {
    try folder.write("x", to: name)
    #expect(try look() == InboxListing())
  }

  @Test(arguments: ["part", "tmp", "my.part.csv", "done", "Thumbs.db.csv", "a~$b.csv"])
  func `names that only look a little like those are taken`(name: String) throws {
    try folder.write("x", to: name)
    #expect(try look().arrivals.count == 1)
  }

  @Test func `links, pipes and empty files are named and not taken`() throws {
    let real = try folder.write("x", to: "real.csv")
    try folder.write("", to: "empty.csv")
    #expect(unsafe symlink(real.display, folder.path.appending("link.csv").display) == 0)
    #expect(unsafe symlink("/etc", folder.path.appending("linked").display) == 0)
    #expect(unsafe mkfifo(folder.path.appending("pipe.csv").display, 0o600) == 0)
    let listing = try look()
    #expect(listing.arrivals.map(\.path) == [real])
    #expect(
      listing.notTaken.map(\.problem.code) == [
        "file.empty", "file.is_link", "file.is_link", "file.not_regular",
      ])
  }

  @Test func `names that are no text are kept byte for byte`() throws {
    let names: [[UInt8]] = [
      [0xFF, 0xFE, 0x2E, 0x63], Array("a\nb.csv".utf8), Array("e\u{301}.csv".utf8), Array("\u{E9}.csv".utf8),
      [UInt8](repeating: 0x78, count: 255),
    ]
    for name in names { try folder.write("x", to: name) }
    let arrivals = try look().arrivals
    #expect(Set(arrivals.map(\.name)) == Set(names))
    for arrival in arrivals { _ = try DurableFiles.onDisk.open(arrival.path) }
    #expect(BytePath.display(names[1]) == "a⟨U+000A⟩b.csv")
    #expect(BytePath.display(Array("a\u{202E}b".utf8)) == "a⟨U+202E⟩b")
  }

  @Test func `a done marker speaks for its file and is reported with it`() throws {
    let file = try folder.write("x", to: "june.csv")
    let marker = try folder.write("", to: "june.csv.done")
    try folder.write("x", to: "alone.done")
    let arrivals = try look().arrivals
    #expect(arrivals.map(\.name) == [Array("alone.done".utf8), Array("june.csv".utf8)])
    #expect(arrivals.last?.path == file)
    #expect(arrivals.last?.doneMarker == marker)
  }

  @Test func `an inbox that is not there is a problem`() {
    let problem = problem { _ = try InboxScanner(inbox: folder.path.appending("gone"), on: .onDisk).look() }
    #expect(problem?.code == "file.vanished")
  }
}
