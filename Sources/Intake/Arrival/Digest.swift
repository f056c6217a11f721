internal import CLibCrypto
public import Records

/// A SHA-256 in the making; the one owner of libcrypto's context.
@safe struct Digest: ~Copyable {
  private let context: OpaquePointer

  init() {
    guard let opening = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(opening, EVP_sha256(), nil) == 1
    else {
      preconditionFailure("libcrypto has no SHA-256")
    }
    unsafe context = opening
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: Span<UInt8>) {
    let done = unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
    precondition(done == 1, "libcrypto refused bytes for a SHA-256")
  }

  /// 64 lowercase hexadecimal digits. Nothing may be added afterwards.
  consuming func hexadecimal() -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    let done = unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe EVP_DigestFinal_ex(context, $0.baseAddress, nil)
    }
    precondition(done == 1, "libcrypto gave no SHA-256")
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

extension DurableFiles {
  /// The identity of what a file holds: its SHA-256 as 64 lowercase hexadecimal digits.
  public func sha256(of path: BytePath) throws(FileProblem) -> String {
    let file = try open(path)
    var digest = Digest()
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = try file.read(into: &chunk)
      if count == 0 { return digest.hexadecimal() }
      digest.update(chunk.span.extracting(first: count))
    }
  }
}
