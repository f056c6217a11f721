internal import CLibArchive

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Archives made for tests, in memory.
package struct Packing {
  package enum Format { case zip, sevenZip, tar, none }
  package enum Filter { case none, gzip, bzip2, xz, zstd }

  package struct Entry {
    package var name: String
    package var bytes: [UInt8]
    /// A type of `stat`, such as that of a file.
    package var type: UInt32 = 0o100000
    package var link: String?
    package var hardLink: String?

    package init(_ name: String, _ text: String) {
      self.name = name
      bytes = Array(text.utf8)
    }

    package init(_ name: String, _ bytes: [UInt8] = [], type: UInt32 = 0o100000, link: String? = nil) {
      (self.name, self.bytes, self.type, self.link) = (name, bytes, type, link)
    }
  }

  package static func zip(_ entries: [Entry], options: String = "") -> [UInt8] {
    make(.zip, .none, entries, options: options)
  }

  package static func tar(_ entries: [Entry], _ filter: Filter = .none) -> [UInt8] {
    make(.tar, filter, entries)
  }

  package static func sevenZip(_ entries: [Entry]) -> [UInt8] { make(.sevenZip, .none, entries) }

  package static func compressed(_ filter: Filter, _ bytes: [UInt8]) -> [UInt8] {
    make(.none, filter, [Entry("data", bytes)])
  }

  private static func make(
    _ format: Format, _ filter: Filter, _ entries: [Entry], options: String = ""
  ) -> [UInt8] {
    // Names are converted by the thread's locale.
    let locale = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
    let before = unsafe uselocale(locale)
    defer {
      unsafe uselocale(before)
      unsafe freelocale(locale)
    }
    guard let archive = unsafe archive_write_new() else { preconditionFailure() }
    defer { unsafe archive_write_free(archive) }
    switch format {
    case .zip: unsafe archive_write_set_format_zip(archive)
    case .sevenZip: unsafe archive_write_set_format_7zip(archive)
    case .tar: unsafe archive_write_set_format_pax_restricted(archive)
    case .none: unsafe archive_write_set_format_raw(archive)
    }
    switch filter {
    case .none: break
    case .gzip: unsafe archive_write_add_filter_gzip(archive)
    case .bzip2: unsafe archive_write_add_filter_bzip2(archive)
    case .xz: unsafe archive_write_add_filter_xz(archive)
    case .zstd: unsafe archive_write_add_filter_zstd(archive)
    }
    if !options.isEmpty {
      unsafe archive_write_set_options(archive, options)
      unsafe archive_write_set_passphrase(archive, "secret")
    }
    unsafe archive_write_set_bytes_in_last_block(archive, 1)
    // Both are written to until the archive is closed.
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: entries.reduce(1 << 16) { $0 + $1.bytes.count + 4096 }, alignment: 1)
    let used = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    defer {
      unsafe room.deallocate()
      unsafe used.deallocate()
    }
    unsafe archive_write_open_memory(archive, room.baseAddress, room.count, used)
    for entry in entries { unsafe add(entry, to: archive) }
    unsafe archive_write_close(archive)
    return unsafe Array(UnsafeRawBufferPointer(rebasing: room[..<used.pointee]))
  }

  private static func add(_ entry: Entry, to archive: OpaquePointer) {
    guard let header = unsafe archive_entry_new() else { preconditionFailure() }
    defer { unsafe archive_entry_free(header) }
    unsafe archive_entry_set_pathname_utf8(header, entry.name)
    unsafe archive_entry_set_pathname(header, entry.name)
    unsafe archive_entry_set_filetype(header, entry.type)
    unsafe archive_entry_set_perm(header, 0o644)
    unsafe archive_entry_set_size(header, Int64(entry.bytes.count))
    if let link = entry.link { unsafe archive_entry_set_symlink(header, link) }
    if let hardLink = entry.hardLink { unsafe archive_entry_set_hardlink(header, hardLink) }
    unsafe archive_write_header(archive, header)
    _ = unsafe entry.bytes.withUnsafeBytes { unsafe archive_write_data(archive, $0.baseAddress, $0.count) }
    unsafe archive_write_finish_entry(archive)
  }
}
