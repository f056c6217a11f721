internal import CLibCrypto

/// HMAC-SHA-256: what a text becomes that must stay the same text to a program and say nothing to a person.
public struct KeyedHash: Sendable {
  private let key: [UInt8]

  public init(key: [UInt8]) {
    precondition(key.count >= 32, "a key of fewer bytes could be guessed")
    self.key = key
  }

  /// 32 bytes from the system's source of what nobody can guess.
  public static func freshKey() -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<4).flatMap { _ -> [UInt8] in
      let word = random.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    }
  }

  /// 32 bytes.
  public func bytes(of text: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    let done = unsafe digest.withUnsafeMutableBufferPointer { target in
      unsafe key.withUnsafeBytes { key in
        unsafe text.withUnsafeBufferPointer { text in
          unsafe HMAC(
            EVP_sha256(), key.baseAddress, Int32(key.count), text.baseAddress, text.count, target.baseAddress,
            &length)
        }
      }
    }
    precondition(unsafe done != nil && length == 32, "libcrypto gave no HMAC")
    return digest
  }

  /// The first `count` of its 64 lowercase hexadecimal digits.
  public func digits(of text: [UInt8], _ count: Int) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return Array(bytes(of: text).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }.prefix(count))
  }
}
