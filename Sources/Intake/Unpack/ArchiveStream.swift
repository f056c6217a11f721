internal import CLibArchive
import Records

/// One way through an archive, entry by entry, or through a compressed file as if it had one entry.
///
/// The owner of libarchive's reader and of the bytes lent to it. Only the formats and filters named here are ever
/// enabled: most holes found in libarchive were in the others.
@safe final class ArchiveStream {
  enum Format: Sendable { case zip, sevenZip, tar, bzip2, xz, zstd }

  struct Entry {
    enum Kind: Sendable { case file, folder, link, device }

    /// As it stands in the archive; nil where it says none that can be read.
    var name: [UInt8]?
    var kind: Kind
    var isEncrypted: Bool
    /// Its bytes are more than the archive holds: gaps that are filled with zeros.
    var isSparse: Bool
    /// How it is packed, where that is in none of the ways a zip usually is.
    var oddMethod: String?
  }

  let format: Format
  private let archive: OpaquePointer
  private let feed: ArchiveFeed
  /// Nothing more can be read.
  private(set) var isOver = false
  /// Why not, where that is not its end.
  private var fault: FileProblem?
  private var isInside = false
  private var isOpened = false

  convenience init(_ format: Format, source: any ByteSource) throws(FileProblem) {
    try self.init(format, feed: ArchiveFeed(source: source, format))
  }

  /// For formats whose directory stands at the end.
  convenience init(_ format: Format, store: any ByteStore) throws(FileProblem) {
    try self.init(format, feed: ArchiveFeed(store: store))
  }

  private init(_ format: Format, feed: ArchiveFeed) throws(FileProblem) {
    guard let opened = unsafe archive_read_new() else { throw .system(ENOMEM, "open an archive") }
    unsafe archive = opened
    self.format = format
    self.feed = feed
    unsafe Self.enable(format, in: archive)
    unsafe feed.attach(to: archive)
    guard unsafe archive_read_open1(archive) == ARCHIVE_OK else { throw failure() }
    isOpened = true
  }

  deinit { unsafe archive_read_free(archive) }

  private static func enable(_ format: Format, in archive: OpaquePointer) {
    switch format {
    case .zip:
      unsafe archive_read_support_format_zip_seekable(archive)
      // On a Mac it would take some entries for parts of others.
      unsafe archive_read_set_format_option(archive, "zip", "mac-ext", nil)
    case .sevenZip: unsafe archive_read_support_format_7zip(archive)
    case .tar: unsafe archive_read_support_format_tar(archive)
    case .bzip2:
      unsafe archive_read_support_filter_bzip2(archive)
      unsafe archive_read_support_format_raw(archive)
    case .xz:
      unsafe archive_read_support_filter_xz(archive)
      unsafe archive_read_support_format_raw(archive)
    case .zstd:
      unsafe archive_read_support_filter_zstd(archive)
      unsafe archive_read_support_format_raw(archive)
    }
  }

  /// The next entry; nil behind the last one. What is left of the one before is passed over.
  func next() throws(FileProblem) -> Entry? {
    if let fault { throw fault }
    guard !isOver else { return nil }
    if format == .tar && isInside, unsafe archive_read_data_skip(archive) < ARCHIVE_WARN { throw failure() }
    let before = unsafe archive_filter_bytes(archive, 0)
    var entry: OpaquePointer?
    let status = UTF8Locale.use { unsafe archive_read_next_header(archive, &entry) }
    if status == ARCHIVE_EOF {
      isOver = true
      // libarchive takes the end of the file for the end of a tar; a whole one says where it ends.
      if format == .tar, unsafe archive_filter_bytes(archive, 0) < before + 512 {
        throw .incompleteArchive("the mark of its end is missing")
      }
      // What is around it may have a checksum behind its last byte.
      if format == .tar { try feed.drain() }
      return nil
    }
    // A warning is about a name that cannot be converted, and names are only shown.
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry = unsafe entry else { throw failure() }
    isInside = true
    var described = unsafe Self.describe(entry)
    if format == .zip { described.oddMethod = oddMethod() }
    return described
  }

  /// Of the entry at hand, as libarchive says it: `ZIP 2.0 (deflation)`.
  private func oddMethod() -> String? {
    let words = unsafe archive_format_name(archive).map { unsafe String(cString: $0) } ?? ""
    guard let open = words.lastIndex(of: "("), words.hasSuffix(")") else { return "none that is known" }
    let name = String(words[words.index(after: open)...].dropLast())
    return ["uncompressed", "deflation", "bzip"].contains(name) ? nil : name
  }

  /// How many bytes of the entry were put at the start of `buffer`; 0 at its end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileProblem) -> Int {
    let count = unsafe archive_read_data(archive, buffer.baseAddress, buffer.count)
    guard count >= 0 else { throw failure(isFatal: count == Int(ARCHIVE_FATAL)) }
    return count
  }

  private static func describe(_ entry: OpaquePointer) -> Entry {
    let name = unsafe archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)
    let isLink = unsafe archive_entry_hardlink(entry) != nil || archive_entry_symlink(entry) != nil
    let kind: Entry.Kind =
      switch unsafe archive_entry_filetype(entry) {
      case _ where isLink: .link
      case 0o100000: .file
      case 0o040000: .folder
      case 0o120000: .link
      // A raw stream says nothing of its type.
      case 0: .file
      default: .device
      }
    return Entry(
      name: unsafe name.map { unsafe Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }?
        .map { UInt8(bitPattern: $0) },
      kind: kind, isEncrypted: unsafe archive_entry_is_encrypted(entry) != 0,
      isSparse: unsafe archive_entry_sparse_count(entry) > 0)
  }

  /// What the source threw, or what libarchive says.
  private func failure(isFatal: Bool = true) -> FileProblem {
    let problem = feed.problem ?? libraryProblem
    if isFatal { (isOver, fault) = (true, problem) }
    return problem
  }

  private var libraryProblem: FileProblem {
    let words = unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "it cannot be read"
    // Asked of an archive that could not be opened, libarchive 3.6 jumps to where no code is.
    if isOpened, unsafe archive_read_has_encrypted_entries(archive) > 0 { return .encrypted }
    if Self.speaksOfPassword(words) { return .encrypted }
    return feed.isExhausted ? .incompleteArchive(words) : .damagedArchive(words)
  }

  private static func speaksOfPassword(_ words: String) -> Bool {
    let words = words.lowercased()
    return words.contains("passphrase") || words.contains("encrypt")
  }
}

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Names in archives are converted to the encoding of the thread's locale, and lost where that is ASCII.
private enum UTF8Locale {
  // Made once and never freed.
  private static nonisolated(unsafe) let locale = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

  static func use<Result>(_ body: () -> Result) -> Result {
    guard let locale = unsafe locale else { return body() }
    let before = unsafe uselocale(locale)
    defer { _ = unsafe uselocale(before) }
    return body()
  }
}
