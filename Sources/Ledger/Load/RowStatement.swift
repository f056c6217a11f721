import GRDB
import GRDBSQLite
import Records
import Synchronization

/// A prepared statement bound and stepped directly, for the statements that run once per row.
///
/// GRDB's own binding makes a `DatabaseValue` per value; with a million rows that is most of the time. Text is lent
/// to SQLite without a copy: the bytes given to `bind` must stay in place until the next `run` or `reset`.
///
/// The connection keeps the statement: preparing it anew for every file of ten rows would be most of the work.
@safe final class RowStatement {
  private let statement: Statement
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  /// Statements that somebody holds: two that hold the same text must not bind the same one.
  private static let held = Mutex<Set<ObjectIdentifier>>([])

  init(_ sql: String, on database: Database) throws {
    guard let connection = unsafe database.sqliteConnection else {
      preconditionFailure("a statement needs an open connection")
    }
    var statement = try database.cachedStatement(sql: sql)
    if !Self.hold(statement) {
      statement = try database.makeStatement(sql: sql)
      _ = Self.hold(statement)
    }
    self.statement = statement
    unsafe handle = statement.sqliteStatement
    unsafe self.connection = connection
  }

  deinit {
    unsafe sqlite3_reset(handle)
    // Lent bytes are gone by now.
    unsafe sqlite3_clear_bindings(handle)
    Self.held.withLock { _ = $0.remove(ObjectIdentifier(statement)) }
  }

  /// False if somebody holds it already.
  private static func hold(_ statement: Statement) -> Bool {
    held.withLock { $0.insert(ObjectIdentifier(statement)).inserted }
  }

  func bind(_ index: Int32, _ value: Int64) { unsafe sqlite3_bind_int64(handle, index, value) }
  func bind(_ index: Int32, _ value: Int) { bind(index, Int64(value)) }

  func bind(_ index: Int32, _ value: Int64?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }

  func bindNull(_ index: Int32) { unsafe sqlite3_bind_null(handle, index) }

  /// An empty range is NULL.
  func bind(_ index: Int32, _ range: ByteRange, in bytes: UnsafeRawBufferPointer) {
    guard !range.isEmpty else { return bindNull(index) }
    unsafe bindText(index, UnsafeRawBufferPointer(rebasing: bytes[range.indices]))
  }

  func bindText(_ index: Int32, _ text: UnsafeRawBufferPointer) {
    let start = unsafe text.baseAddress?.assumingMemoryBound(to: CChar.self)
    unsafe sqlite3_bind_text(handle, index, start, Int32(text.count), nil)
  }

  /// Copies, for the few values that are not in a batch's buffer.
  func bind(_ index: Int32, _ text: String?) {
    guard let text else { return bindNull(index) }
    unsafe sqlite3_bind_text(handle, index, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  /// Copies `bytes` as text.
  func bind(_ index: Int32, copying bytes: [UInt8]) {
    _ = unsafe bytes.withUnsafeBytes { buffer in
      unsafe sqlite3_bind_text(
        handle, index, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count),
        unsafeBitCast(-1, to: sqlite3_destructor_type.self))
    }
  }

  /// The bytes as a blob, never NULL.
  func bindBlob(_ index: Int32, _ blob: UnsafeRawBufferPointer) {
    guard let start = blob.baseAddress, blob.count > 0 else {
      unsafe sqlite3_bind_zeroblob(handle, index, 0)
      return
    }
    unsafe sqlite3_bind_blob(handle, index, start, Int32(blob.count), nil)
  }

  /// Nil for NULL.
  func text(_ column: Int32) -> String? {
    isNull(column) ? nil : String(decoding: bytes(column), as: UTF8.self)
  }

  /// Nil for NULL.
  func blob(_ column: Int32) -> [UInt8]? {
    guard !isNull(column) else { return nil }
    var bytes: [UInt8] = []
    copyBlob(column, into: &bytes)
    return bytes
  }

  /// Lends the bytes of a blob; none for NULL.
  func withBlob(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Void) {
    let start = unsafe sqlite3_column_blob(handle, column)
    let count = unsafe Int(sqlite3_column_bytes(handle, column))
    unsafe body(UnsafeRawBufferPointer(start: start, count: unsafe start == nil ? 0 : count))
  }

  /// Puts the bytes of a blob in place of what is in `bytes`.
  func copyBlob(_ column: Int32, into bytes: inout [UInt8]) {
    bytes.removeAll(keepingCapacity: true)
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return }
    let count = unsafe Int(sqlite3_column_bytes(handle, column))
    unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
  }

  /// Runs to the end, ready for the next binding.
  func run() throws {
    let code = unsafe sqlite3_step(handle)
    unsafe sqlite3_reset(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code) }
  }

  /// True while there is a row to read; resets itself after the last one.
  func next() throws -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    unsafe sqlite3_reset(handle)
    guard code == SQLITE_DONE else { throw failure(code) }
    return false
  }

  func reset() { unsafe sqlite3_reset(handle) }

  /// Rows that the last `run` of any statement changed.
  var changes: Int { unsafe Int(sqlite3_changes(connection)) }

  func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }
  func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(handle, column) == SQLITE_NULL }

  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_text(handle, column) else { return [] }
    let count = unsafe Int(sqlite3_column_bytes(handle, column))
    return unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }

  private func failure(_ code: CInt) -> DatabaseError {
    unsafe DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
  }
}
