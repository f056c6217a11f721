public import Records

/// Lists what lies in an inbox and its folders, and sorts out what cannot be an export.
public struct InboxScanner: Sendable {
  public let inbox: BytePath
  private let files: DurableFiles
  /// Folders deeper than this below the inbox are named, not entered.
  private let depthLimit = 16

  public init(inbox: BytePath, on files: DurableFiles) { (self.inbox, self.files) = (inbox, files) }

  /// Throws only if the inbox itself cannot be listed.
  ///
  /// - Parameter known: files that are not looked at.
  public func look(besides known: Set<BytePath> = []) throws(FileProblem) -> InboxListing {
    var listing = InboxListing()
    try look(into: inbox, source: nil, depth: 0, besides: known, &listing)
    return listing
  }

  private func look(
    into folder: BytePath, source: [UInt8]?, depth: Int, besides known: Set<BytePath>,
    _ listing: inout InboxListing
  ) throws(FileProblem) {
    let names = try files.names(in: folder).filter { !IgnoredNames.contains($0) }
    let present = Set(names)
    for name in names where !isMarker(name, among: present) {
      let path = folder.appending(name)
      if known.contains(path) { continue }
      do throws(FileProblem) {
        let status = try files.status(of: path)
        guard status.kind == .folder else {
          let marker = name + Self.done
          let doneMarker = present.contains(marker) ? folder.appending(marker) : nil
          add(Arrival(path: path, source: source, status: status, doneMarker: doneMarker), to: &listing)
          continue
        }
        guard depth < depthLimit else { throw .tooDeep(path) }
        try look(into: path, source: source ?? name, depth: depth + 1, besides: known, &listing)
      } catch  where error.code != "file.vanished" {
        listing.notTaken.append(NotTaken(path: path, problem: error))
      } catch {
        // Gone between two calls: as if it had never been there.
      }
    }
  }

  /// `NAME.done` beside NAME speaks for NAME and is no export itself.
  private func isMarker(_ name: [UInt8], among names: Set<[UInt8]>) -> Bool {
    Self.isMarker(name) && names.contains(Array(name.dropLast(Self.done.count)))
  }

  /// Whether it is called as the marker of another file, be that there or not.
  public static func isMarker(_ name: [UInt8]) -> Bool {
    name.count > done.count && name.suffix(done.count).elementsEqual(done)
  }

  private func add(_ arrival: Arrival, to listing: inout InboxListing) {
    if let problem = problem(with: arrival) {
      listing.notTaken.append(NotTaken(path: arrival.path, problem: problem, status: arrival.status))
    } else {
      listing.arrivals.append(arrival)
    }
  }

  private func problem(with arrival: Arrival) -> FileProblem? {
    switch arrival.status.kind {
    case .link: .isLink(arrival.path)
    case .other, .folder: .notRegular(arrival.path)
    case .regular where !files.system.isReadable(arrival.path): .unreadable(arrival.path)
    case .regular where arrival.status.size == 0: .empty(arrival.path)
    case .regular: nil
    }
  }

  private static let done = Array(".done".utf8)
}

extension FileProblem {
  static func isLink(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "file.is_link", message: "\(path.display) is a link; links are not followed",
      remedy: "put the file itself there")
  }

  static func unreadable(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "file.unreadable", message: "\(path.display) may not be read by Daybook",
      remedy: "give Daybook's user the right to read it", canRetry: true)
  }

  static func empty(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "file.empty", message: "\(path.display) has nothing in it", remedy: "export it again",
      canRetry: true)
  }

  static func tooDeep(_ path: BytePath) -> FileProblem {
    FileProblem(
      code: "folder.too_deep", message: "\(path.display) lies too many folders deep",
      remedy: "put the files closer to the inbox")
  }
}
