public import Records

/// A file in the inbox as one look found it.
public struct Arrival: Sendable, Hashable {
  public var path: BytePath
  /// The folder directly below the inbox that it lies in; nil if it lies in the inbox itself.
  public var source: [UInt8]?
  public var status: FileStatus
  /// The `NAME.done` beside it: whoever wrote the file says that it is whole. To be removed after the file is filed.
  public var doneMarker: BytePath?

  public init(path: BytePath, source: [UInt8]? = nil, status: FileStatus, doneMarker: BytePath? = nil) {
    self.path = path
    self.source = source
    self.status = status
    self.doneMarker = doneMarker
  }

  public var name: [UInt8] { path.name }
}

/// Something in the inbox that is named to the owner and left where it is.
public struct NotTaken: Sendable, Hashable {
  public var path: BytePath
  public var problem: FileProblem
  /// Nil where even looking at it failed.
  public var status: FileStatus?

  public init(path: BytePath, problem: FileProblem, status: FileStatus? = nil) {
    self.path = path
    self.problem = problem
    self.status = status
  }
}

/// What lies in the inbox.
public struct InboxListing: Sendable, Hashable {
  public var arrivals: [Arrival]
  public var notTaken: [NotTaken]

  public init(arrivals: [Arrival] = [], notTaken: [NotTaken] = []) {
    self.arrivals = arrivals
    self.notTaken = notTaken
  }
}
